"""What raises and what lowers a sentence's confidence. The order of things, not the constants."""

from collections.abc import Sequence

import pytest

from rag.answer import Turn
from rag.question import understand
from rag.scoring import rank
from tests.rag.views import views


def _confidence(question: str, sentence: str, language: str = "id", **of_document: str) -> float:
    """Return the confidence of the best sentence of a text, 0 for none."""
    ranked = rank(understand(question), views(sentence, language=language, **of_document), {})
    return ranked[0].confidence if ranked else 0.0


def _falls(question: str, sentences: Sequence[str], language: str = "id") -> None:
    """Check that each sentence is less likely the answer than the one before."""
    found = [_confidence(question, sentence, language) for sentence in sentences]
    assert all(0 <= confidence <= 1 for confidence in found)
    assert found == sorted(set(found), reverse=True), list(zip(found, sentences, strict=True))


def test_a_missing_name_lowers_more_than_a_missing_noun_and_that_more_than_a_light_word() -> None:
    _falls(
        "Apa tujuan kegiatan pelatihan Kemuning di dermaga?",
        [
            "Kegiatan pelatihan Kemuning di dermaga bertujuan menjaga kapal.",
            "Pelatihan Kemuning di dermaga bertujuan menjaga kapal.",
            "Kegiatan pelatihan Kemuning bertujuan menjaga kapal.",
            "Kegiatan pelatihan di dermaga bertujuan menjaga kapal.",
        ],
    )


def test_with_only_the_names_met_a_sentence_says_something_else() -> None:
    _falls(
        "Apa tema pelatihan Rina Lestari?",
        ["Tema pelatihan Rina Lestari.", "Pelatihan Rina Lestari ramai.", "Rina Lestari tersenyum."],
    )


def test_a_name_elsewhere_in_the_document_is_better_than_none() -> None:
    far = "Hujan turun. Angin kencang. Laut tenang. Langit gelap."
    _falls(
        "Apa tema pelatihan Kemuning?",
        [
            "Tema pelatihan Kemuning menarik.",
            f"Tema pelatihan menarik. {far} Kemuning sepi.",
            f"Tema pelatihan menarik. {far} Kota sepi.",
        ],
    )


def test_a_name_that_the_document_lacks_halves_what_is_left() -> None:
    question = "Apa tema pelatihan Kemuning?"
    far = "Tema pelatihan menarik. Hujan turun. Angin kencang. Laut tenang. Langit gelap."
    assert _confidence(question, f"{far} Kota sepi.") < 0.5 * _confidence(question, f"{far} Kemuning sepi.")


def test_without_the_fact_that_is_asked_for_a_sentence_says_less() -> None:
    _falls(
        "Kapan dermaga ditutup?",
        [
            "Dermaga ditutup pada 5 Maret 2025 di Sawo.",
            "Dermaga ditutup pada hari Rabu di Sawo.",
            "Dermaga ditutup oleh petugas di Sawo.",
        ],
    )
    _falls("Berapa tarif feri?", ["Tarif feri kini Rp5.000 per orang.", "Tarif feri kini naik untuk 40 penumpang."])


def test_without_the_reason_that_is_asked_for_a_sentence_says_less() -> None:
    _falls(
        "Mengapa dermaga ditutup?",
        [
            "Dermaga ditutup karena alur dikeruk petugas.",
            "Dermaga ditutup ketika alur dikeruk petugas.",
            "Dermaga dibersihkan ketika alur dikeruk petugas.",
        ],
    )


def test_anothers_words_are_unlikely() -> None:
    _falls(
        "Apa kata Rina Lestari tentang dermaga?",
        [
            '"Kami siap di dermaga," kata Rina Lestari.',
            '"Kami siap di dermaga," kata Hendra Prasmoko saat menemui tamunya, Rina Lestari.',
        ],
    )


def test_questions_headings_and_furniture_are_unlikely() -> None:
    question = "Apa tema pelatihan Kemuning?"
    plain = _confidence(question, "Inilah tema pelatihan Kemuning tahun ini.")
    assert _confidence(question, "Inilah tema pelatihan Kemuning tahun ini?") < plain
    assert _confidence(question, "Baca juga: inilah tema pelatihan Kemuning tahun ini.") < plain
    assert _confidence(question, "Inilah Tema Pelatihan Kemuning Tahun Ini\n\nHujan turun di kota.") < plain


def test_other_years_are_unlikely() -> None:
    question = "Berapa penumpang feri pada 2021?"
    said = _confidence(question, "Penumpang feri mencapai 400 orang pada 2021.")
    from_it = _confidence(question, "Penumpang feri mencapai 400 orang.", published_at="2021-06-12")
    other = _confidence(question, "Penumpang feri mencapai 400 orang pada 2019.")
    assert said >= from_it > other


def test_a_follow_up_is_answered_where_its_context_is_spoken_of() -> None:
    history = [Turn(role="user", content="Ceritakan Pelabuhan Kemuning."), Turn(role="assistant", content="…")]
    question = understand("Siapa kepalanya?", history)
    [near] = rank(question, views("Kepala Pelabuhan Kemuning kini Rina Lestari."), {})
    [far] = rank(question, views("Kepala sekolah kota kini Rina Lestari."), {})
    assert near.confidence > far.confidence


@pytest.mark.parametrize("question", ["2025", "2021 dan 2025?", "???"])
def test_numbers_alone_ask_nothing(question: str) -> None:
    assert rank(understand(question), views("Pada 2025 dan 2021 dermaga ditutup."), {}) == []


def test_a_sentence_that_says_nothing_of_the_question_is_not_ranked() -> None:
    ranked = rank(understand("Berapa penumpang feri?"), views("Penumpang naik feri. Hujan turun.", "Laut tenang."), {})
    assert [scored.candidate.text for scored in ranked] == ["Penumpang naik feri."]


def test_the_best_come_first_and_equals_in_the_order_of_their_passages() -> None:
    texts = ["Penumpang feri tiba.", "Penumpang feri mencapai 40 orang.", "Penumpang feri mencapai 40 orang."]
    ranked = rank(understand("Berapa penumpang feri?"), views(*texts), {})
    assert [scored.candidate.passage.passage_id for scored in ranked] == [1, 2, 0]
    assert [scored.score for scored in ranked] == sorted((s.score for s in ranked), reverse=True)
    assert ranked[0].said == {"penumpang", "feri"}
    assert ranked[0].coverage == 1.0


def test_rare_words_weigh_more() -> None:
    question = understand("Apa tema pelatihan?")
    documents = views("Tema ini menarik sekali bagi kota.", "Pelatihan ini menarik sekali bagi kota.")
    for rare, common in (("tema", "pelatihan"), ("pelatihan", "tema")):
        best = rank(question, documents, {rare: 1.0, common: 0.2})[0]
        assert best.said == {rare}
