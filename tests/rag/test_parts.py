"""Questions that ask several things."""

import pytest

from rag.kinds import Kind
from rag.parts import Part, parts_of
from rag.question import understand


def _parts(text: str) -> list[Part]:
    return parts_of(understand(text))


def _words(part: Part) -> list[str]:
    return [term.text for term in part.question.terms]


def test_a_question_of_one_thing_is_its_own_part() -> None:
    question = understand("Siapa kepala Pelabuhan Tanjung Sawo?")
    assert parts_of(question) == [Part(question)]


def test_a_part_for_each_year() -> None:
    parts = _parts("Siapa kepala Pelabuhan Tanjung Sawo pada 2021 dan 2025?")
    assert [part.year for part in parts] == ["2021", "2025"]
    assert [part.question.years for part in parts] == [("2021",), ("2025",)]
    for part in parts:
        assert part.year
        assert _words(part) == ["kepala", "Pelabuhan", "Tanjung", "Sawo", part.year]


def test_a_name_beside_one_year_is_asked_of_that_year_only() -> None:
    first, second = _parts("Siapa Bupati Anas Prakoso tahun 2019 dan Bupati Ipuk Sulastri tahun 2025?")
    assert _words(first) == ["Bupati", "Anas", "Prakoso", "2019"]
    assert _words(second) == ["Bupati", "Ipuk", "Sulastri", "2025"]


@pytest.mark.parametrize(
    ("text", "kinds", "terms"),
    [
        (
            "Siapa kepala Pelabuhan Tanjung Sawo dan kapan ia menjabat?",
            [{Kind.WHO}, {Kind.WHEN}],
            [["kepala", "Pelabuhan", "Tanjung", "Sawo"], ["menjabat"]],
        ),
        (
            "Who is the head of Sawo harbour and when was the pier closed?",
            [{Kind.WHO}, {Kind.WHEN}],
            [["head", "Sawo", "harbour"], ["pier", "closed"]],
        ),
        (
            "Mengapa dermaga ditutup? Berapa lama penutupannya?",
            [{Kind.WHY}, {Kind.HOW_MANY}],
            [["dermaga", "ditutup"], ["penutupan"]],
        ),
    ],
)
def test_a_part_for_each_clause_with_a_question_word(text: str, kinds: list[set[Kind]], terms: list[list[str]]) -> None:
    parts = _parts(text)
    assert [part.question.kinds for part in parts] == kinds
    assert [_words(part) for part in parts] == terms
    assert [part.year for part in parts] == [None, None]


def test_a_later_clause_leans_on_the_first() -> None:
    first, second = _parts("Siapa kepala Pelabuhan Tanjung Sawo dan berapa jumlah penumpangnya?")
    assert first.question.context == ()
    assert [term.text for term in second.question.context] == ["kepala", "Pelabuhan", "Tanjung", "Sawo"]
    assert second.question.language == "id"


@pytest.mark.parametrize(
    "text", ["Siapa kepala dan wakilnya?", "Siapa dia dan kapan?", "Apa itu feri dan rakit?", "Kapan, ya?"]
)
def test_an_and_within_one_question_parts_nothing(text: str) -> None:
    assert len(_parts(text)) == 1


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Apa beda pesan Rina Lestari dan pesan Hendra Prasmoko?",
            [["pesan", "Rina", "Lestari"], ["pesan", "Hendra", "Prasmoko"]],
        ),
        ("Compare Rina Lestari and Hendra Prasmoko", [["Rina", "Lestari"], ["Hendra", "Prasmoko"]]),
        ("Apa perbedaan Pelabuhan Sawo dan Pelabuhan Kemuning?", [["Pelabuhan", "Sawo"], ["Pelabuhan", "Kemuning"]]),
    ],
)
def test_a_part_for_each_side_of_a_comparison(text: str, sides: list[list[str]]) -> None:
    assert [_words(part) for part in _parts(text)] == sides


def test_a_comparison_with_one_name_has_no_sides() -> None:
    assert len(_parts("Apa beda feri dan rakit di Sawo?")) == 1


def test_a_question_on_very_many_years_is_one_question() -> None:
    question = understand("Siapa bupati pada " + ", ".join(str(year) for year in range(1990, 2020)) + "?")
    assert len(question.years) == 30
    assert [part.question for part in parts_of(question)] == [question]
