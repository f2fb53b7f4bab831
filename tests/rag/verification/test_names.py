import pytest

from index.language.analysis import tokens
from rag.verification.names import abbreviates, lacking, names


def _names(text: str) -> list[str]:
    return [name.text for name in names(tokens(text, "id"))]


def test_names_are_words_with_capitals_that_follow_one_another() -> None:
    assert _names("Menurut Rina Lestari, penumpang ke Sawo naik.") == ["Rina Lestari", "Sawo"]
    assert _names("Rina memimpin.") == ["Rina"]
    assert _names("Keresahan warga naik.") == []  # built like a word of the language
    assert _names("Kecelakaan turun pada Rabu.") == []  # the first word is one of the language, a weekday no name


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Rina Lestari", "kata Lestari", ["Rina"]),
        ("A. Anas", "Abdullah Azwar Anas hadir", []),
        ("B. Anas", "Abdullah Azwar Anas hadir", ["B"]),
        ("PBB", "Perserikatan Bangsa-Bangsa bersidang", []),
        ("Perserikatan Bangsa-Bangsa", "sidang PBB", []),
        ("Kemlu", "Kementerian Luar Negeri mengundang", []),
        ("Balai Statistik Daerah", "undangan Balstada", []),
        ("Sesdilu", "Sekolah Staf Dinas Luar Negeri", []),
        ("Indonesian", "pemerintah Indonesia", []),
        ("Budi Santoso", "kata Rina Lestari", ["Budi", "Santoso"]),
        ("Desa Sawo Angin", "sebuah Desa kecil", ["Sawo", "Angin"]),
    ],
)
def test_what_a_text_has_of_a_name(name: str, text: str, left: list[str]) -> None:
    (found,) = names(tokens(f"oleh {name}", "id"))
    assert [word.text for word in lacking(found, tokens(text, "id"))] == left


@pytest.mark.parametrize(
    ("short", "words", "does"),
    [
        ("pbb", "perserikatan bangsa bangsa", True),
        ("kemlu", "kementerian luar negeri", True),
        ("pemkab", "pemerintah kabupaten banyuwangi", True),
        ("rina", "rina lestari", False),
        ("sawo", "sekolah warga", False),
        ("ab", "abdullah", False),
    ],
)
def test_abbreviations(short: str, words: str, does: bool) -> None:
    assert abbreviates(short, words.split()) is does
