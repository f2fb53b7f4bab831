import pytest

from index.language.analysis import tokens
from rag.verification.names import names
from rag.verification.roles import roles_swapped

SOURCE = "Pada Rabu Rina menggantikan Hendra di Sawo."


@pytest.mark.parametrize(
    ("claim", "source", "swapped"),
    [
        ("Rina menggantikan Hendra.", SOURCE, False),
        ("Hendra menggantikan Rina.", SOURCE, True),
        ("Hendra digantikan Rina.", SOURCE, False),
        ("Rina digantikan Hendra.", SOURCE, True),
        ("Hendra bertemu Rina.", "Rina bertemu Hendra.", False),
        ("Hendra menyapa Rina.", SOURCE, False),
    ],
)
def test_who_did_it_to_whom(claim: str, source: str, swapped: bool) -> None:
    words = tokens(claim, "id")
    assert roles_swapped(words, names(words), tokens(source, "id")) is swapped


def test_in_english_the_passive_is_told_by_its_by() -> None:
    source = tokens("In May Rina replaced Hendra.", "en")
    for claim, swapped in (
        ("Hendra was replaced by Rina.", False),
        ("Rina was replaced by Hendra.", True),
        ("Hendra replaced Rina.", True),
    ):
        words = tokens(claim, "en")
        assert roles_swapped(words, names(words), source) is swapped
