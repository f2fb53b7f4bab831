"""Whether a sentence holds a name, a place, a time or a number of the kind that is asked for."""

import pytest

from rag.evidence import answer_evidence, closeness
from rag.question import understand
from rag.telling import Evidence
from tests.rag.views import asked, view


def _found(question: str, text: str, language: str = "id", at: int = 0) -> tuple[float, list[str], bool]:
    """Return the strength, the words and whether it is impossible, for the text's sentence number ``at``."""
    candidate = view(text, language).sentences[at]
    evidence = answer_evidence(understand(question), candidate)
    return evidence.strength, [candidate.sentence.words[w].text for w in evidence.words], evidence.impossible


def test_a_question_of_no_kind_is_answered_by_anything() -> None:
    assert answer_evidence(*asked("Apa tema pelatihan?", "Tema pelatihan keselamatan.")) == Evidence(1.0)


@pytest.mark.parametrize(
    ("text", "at", "strength", "words"),
    [
        ("Pelabuhan itu dipimpin kepala Rina Lestari.", 0, 1.0, ["Rina", "Lestari"]),
        ("Kepala Pelabuhan Sawo, Rina Lestari, tiba. Dermaga ditutup, kata Rina kemarin.", 1, 0.85, ["Rina"]),
        ("Kemarin dermaga ditutup Hendra Prasmoko.", 0, 0.5, ["Hendra", "Prasmoko"]),
        ("Kapal berlayar ke laut.", 0, 0.0, []),
    ],
)
def test_who_holds_an_office_that_is_said_here_or_elsewhere(
    text: str, at: int, strength: float, words: list[str]
) -> None:
    assert _found("Siapa kepala pelabuhan?", text, at=at) == (strength, words, False)


def test_the_name_nearest_to_the_office_is_its_holder() -> None:
    text = "Bersama Hendra Prasmoko dan para tamu dari jauh yang menunggu di dermaga, hadir kepala, yakni Rina Lestari."
    assert _found("Siapa kepala pelabuhan?", text)[1] == ["Rina", "Lestari"]


def test_an_ambassador_to_another_country_is_weaker() -> None:
    question = "Who is the ambassador to Kalimas?"
    right = _found(question, "Rina Lestari, the ambassador to Kalimas, arrived.", "en")
    assert right == (1.0, ["Rina", "Lestari"], False)
    for other in ("Rina Lestari, the ambassador to Ketapang, arrived.", "The ambassador, Rina Lestari, arrived."):
        strength, words, impossible = _found(question, other, "en")
        assert (strength, impossible) == (0.5, False)
        assert {"Rina", "Lestari"} <= set(words)


def test_where_of_two_places_one_lacks_half_is_lost_for_half() -> None:
    question = "Siapa duta besar Kalimas untuk Sawo?"
    assert _found(question, "Datang duta besar Kalimas untuk Sawo, yaitu Rina Lestari.")[0] == 1.0
    assert _found(question, "Datang duta besar Kalimas, yaitu Rina Lestari.")[0] == 0.75
    assert _found(question, "Datang duta besar, yaitu Rina Lestari.")[0] == 0.5


@pytest.mark.parametrize(
    ("text", "strength", "words"),
    [
        ("Dermaga ditutup Rabu (5/3/2025).", 1.0, ["5/3/2025"]),
        ("Dermaga ditutup Maret 2025.", 1.0, ["Maret", "2025"]),
        ("Dermaga ditutup pukul 06.30.", 0.7, ["06.30"]),
        ("Dermaga ditutup Rabu.", 0.5, ["Rabu"]),
        ("Dermaga ditutup petugas.", 0.0, []),
    ],
)
def test_a_date_is_stronger_than_an_hour_and_an_hour_than_a_weekday(
    text: str, strength: float, words: list[str]
) -> None:
    found, at_words, impossible = _found("Kapan dermaga ditutup?", text)
    assert (found, impossible) == (strength, False)
    assert set(words) <= set(at_words)


def test_the_year_asked_for_is_no_answer_to_when() -> None:
    assert _found("Kapan dermaga ditutup pada 2025?", "Dermaga ditutup pada 2025.")[0] == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "Lebih lama mana, kunjungan Rina atau kunjungan Hendra?",
        "Berapa lama kunjungan Rina?",
        "Apa perbedaan lama kunjungan Rina dan kunjungan Hendra?",
        "Berapa hari kunjungan Rina?",
        "How long was the visit of Rina?",
    ],
)
def test_a_duration_is_a_number_with_a_unit_of_time(question: str) -> None:
    assert _found(question, "Kunjungan Rina berlangsung lima hari.") == (1.0, ["lima"], False)
    assert _found(question, "Kunjungan Rina diikuti 30 orang.") == (0.0, [], True)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Berapa tarif feri?", "Tarif feri Rp5.000.", (1.0, ["5.000"], False)),
        ("Berapa tarif feri?", "Feri memuat 40 penumpang.", (0.0, [], True)),
        ("Berapa penumpang feri?", "Feri memuat 40 penumpang.", (1.0, ["40"], False)),
        ("Berapa penumpang feri?", "Penumpang mencapai 61.300 orang.", (1.0, ["61.300"], False)),
        ("Berapa penumpang feri?", "Petugas menghitung 40 karung.", (0.4, ["40"], False)),
        ("Berapa penumpang feri?", "Penumpang tiba 5 Maret 2025.", (0.0, [], False)),
        ("Berapa penumpang feri?", "Penumpang tiba.", (0.0, [], False)),
    ],
)
def test_a_number_counts_or_measures_what_is_asked_for(
    question: str, text: str, expected: tuple[float, list[str], bool]
) -> None:
    assert _found(question, text) == expected


@pytest.mark.parametrize(
    ("text", "strength", "words"),
    [
        ("Rina bekerja di Kemuning.", 1.0, ["Kemuning"]),
        ("Rina bekerja bersama Hendra Prasmoko.", 0.5, ["Hendra", "Prasmoko"]),
        ("Rina bekerja keras.", 0.0, []),
    ],
)
def test_a_place_stands_behind_a_preposition(text: str, strength: float, words: list[str]) -> None:
    assert _found("Di mana Rina bekerja?", text) == (strength, words, False)


def test_a_list_of_places_has_to_be_a_list_and_of_places() -> None:
    question = "Dari kota mana saja penumpang datang?"
    assert _found(question, "Penumpang datang dari Kemuning, Ketapang, dan Kalimas.")[0] == 1.0
    assert _found(question, "Penumpang datang dari Kemuning.")[0] == 0.0
    assert _found(question, "Penumpang membawa beras, gula, dan garam.")[0] == 0.0


def test_closeness_falls_with_the_distance_from_the_focus() -> None:
    question = "Berapa penumpang feri?"
    beside, apart = (asked(question, text) for text in ("Ada 40 penumpang.", "Penumpang yang kemarin datang itu 40."))
    near = closeness(beside[0], beside[1].sentence, answer_evidence(*beside))
    far = closeness(apart[0], apart[1].sentence, answer_evidence(*apart))
    assert near == 0.8
    assert far == pytest.approx(1 / (1 + 5 / 4))
    assert closeness(beside[0], beside[1].sentence, Evidence(0.0)) == 0.0
