import pytest

from index.language.analysis import tokens
from rag.verification.qualifiers import qualified, turned_round


def _kinds(text: str, word: str) -> set[str]:
    words = tokens(text, "id")
    at = next(place for place, each in enumerate(words) if each.text == word)
    return set(qualified(words, text).kinds[at])


@pytest.mark.parametrize(
    ("text", "word", "kinds"),
    [
        ("Pelabuhan tidak menutup dermaga.", "menutup", {"negation"}),
        ("Pelabuhan tidak buka, dermaga ditutup.", "ditutup", set()),
        ("Penumpang mencapai sekitar 61.300 orang.", "61.300", {"estimate"}),
        ("Penumpang lebih dari 61.300 orang.", "61.300", {"estimate"}),
        ("Jalannya lebih sempit.", "sempit", set()),
        ("Tarif akan naik.", "naik", {"plan"}),
        ("Jika hujan turun, kapal kandas.", "hujan", {"condition"}),
        ("Semua kapal berlabuh.", "kapal", {"whole"}),
        ("Sebagian kapal berlabuh.", "kapal", {"part"}),
        ("The pier was not closed.", "closed", {"negation"}),
    ],
)
def test_what_bears_on_a_word(text: str, word: str, kinds: set[str]) -> None:
    assert _kinds(text, word) == kinds


@pytest.mark.parametrize(
    ("claimed", "given", "contrary"),
    [
        ("Tarif turun.", "Tarif naik.", True),
        ("Tarif meningkat.", "Tarif naik.", False),
        ("The fee fell.", "Tarif naik.", True),
        ("Tarif turun.", "Tarif naik lalu turun.", False),
        ("Tarif tetap.", "Tarif naik.", False),
    ],
)
def test_the_contrary(claimed: str, given: str, contrary: bool) -> None:
    assert turned_round(tokens(claimed, "id"), tokens(given, "id")) is contrary
