"""Which terms a sentence says, and which stand near it."""

import pytest

from rag.matching import Matches, match
from rag.question import understand
from tests.rag.views import view


def _match(question: str, text: str, language: str = "id", **of_document: str) -> tuple[Matches, dict[str, int]]:
    """Return the matches in a text's sentences, and each term's row."""
    asked = understand(question)
    return match(asked, view(text, language, **of_document)), {t.text: row for row, t in enumerate(asked.all_terms)}


def _said(question: str, text: str, term: str, language: str = "id") -> list[float]:
    matches, rows = _match(question, text, language)
    return [round(float(worth), 3) for worth in matches.said[rows[term]]]


def _near(question: str, text: str, term: str, **of_document: str) -> list[float]:
    matches, rows = _match(question, text, **of_document)
    return [round(float(worth), 3) for worth in matches.near[rows[term]]]


def test_a_sentence_with_an_acronym_says_what_it_stands_for() -> None:
    text = "Dinas Kelautan Sawo (DKS) dibuka. Kota sepi. DKS menjaga pantai."
    for word in ("Dinas", "Kelautan", "Sawo"):
        assert _said("Apa kantor Dinas Kelautan Sawo?", text, word) == [1, 0, 1]


def test_and_what_it_stands_for_says_the_acronym() -> None:
    text = "Dinas Kelautan Sawo (DKS) dibuka. Kota sepi. Kini Dinas Kelautan Sawo menjaga pantai. Petugas istirahat."
    assert _said("Apa kantor DKS?", text, "DKS") == [1, 0, 1, 0]


def test_an_acronym_that_the_document_does_not_explain_says_nothing_else() -> None:
    assert _said("Apa kantor Dinas Kelautan Sawo?", "DKS menjaga pantai Sawo.", "Dinas") == [0]


def test_a_part_of_a_name_is_nearly_the_name() -> None:
    text = "Rina Lestari tiba. Kota sepi. Hujan turun. Lalu Rina pulang."
    assert _near("Kapan Rina Lestari datang?", text, "Rina") == [1, 0.6, 0.4, 1]
    assert _near("Kapan Rina Lestari datang?", text, "Lestari") == [1, 0.6, 0.4, 0.9]


def test_a_part_of_a_name_is_nothing_where_the_document_has_never_the_whole() -> None:
    assert _near("Kapan Rina Lestari datang?", "Rina Wulandari tiba.", "Lestari") == [0]


def test_the_holders_name_stands_for_the_office() -> None:
    text = "Kepala Pelabuhan Sawo, Rina Lestari, tiba. Kota sepi. Hujan turun. Lalu Rina pulang."
    assert _near("Apa harapan kepala pelabuhan?", text, "kepala") == [1, 0.6, 0.4, 0.75]
    assert _said("Apa harapan kepala pelabuhan?", text, "kepala") == [1, 0, 0, 0]
    nobody = text.replace("Rina pulang", "Hendra pulang")
    assert _near("Apa harapan kepala pelabuhan?", nobody, "kepala") == [1, 0.6, 0.4, 0.2]


def test_a_pronoun_carries_a_name_on_and_on() -> None:
    text = "Rina Lestari tiba. Ia pulang. Ia tidur. Kapal berlayar."
    assert _near("Kapan Rina datang?", text, "Rina") == [1, 0.85, 0.722, 0.2]


def test_a_pronoun_carries_no_other_words() -> None:
    assert _near("Kapan dermaga dibuka?", "Dermaga sepi. Ia pulang.", "dermaga") == [1, 0.6]


def test_a_scattered_phrase_is_worth_less_than_a_whole_one() -> None:
    text = "The prime minister came. The minister praised the prime pier. Nobody else."
    assert _said("Who is the prime minister?", text, "prime minister", "en") == [1, 0.75, 0]


def test_words_two_sentences_off_are_near_and_further_off_merely_in_the_document() -> None:
    text = "Kota sepi. Hujan turun. Rakit hanyut. Langit gelap. Angin kencang. Laut tenang."
    assert _near("Kapan rakit hanyut?", text, "rakit") == [0.25, 0.4, 1, 0.6, 0.4, 0.2]


def test_words_of_the_title_and_the_documents_year_hold_for_every_sentence() -> None:
    text = "Penumpang naik. Kapal turun."
    question = "Berapa penumpang Sawo tahun 2021?"
    assert _near(question, text, "Sawo", title="Pelabuhan Sawo") == [0.55, 0.55]
    assert _near(question, text, "2021", published_at="2021-06-12") == [0.9, 0.9]
    assert _near(question, text, "2021", published_at="2020-06-12") == [0, 0]


@pytest.mark.parametrize("question", ["Siapa kepala Pelabuhan Sawo?", "Who runs the port?", "Kapan DKS dibuka?"])
def test_near_is_never_less_than_said_and_both_are_shares(question: str) -> None:
    text = "Dinas Kelautan Sawo (DKS) dibuka Rina Lestari, kepala Pelabuhan Sawo. Ia pulang. Kota sepi."
    matches, rows = _match(question, text)
    assert matches.said.shape == matches.near.shape == (len(rows), 3)
    assert (matches.near >= matches.said).all()
    assert matches.said.min() >= 0
    assert matches.near.max() <= 1
