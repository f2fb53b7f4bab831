"""International words in Indonesian spelling, and back."""

import pytest

from index.language import glossary
from index.language.cognates import english_spellings, indonesian_spellings


@pytest.mark.parametrize(
    ("word", "likeliest"),
    [
        ("production", "produksi"),
        ("sector", "sektor"),
        ("tradition", "tradisi"),
        ("commission", "komisi"),
        ("technology", "teknologi"),
        ("university", "universitas"),
        ("democracy", "demokrasi"),
        ("historical", "historis"),
        ("statistics", "statistika"),
        ("music", "musik"),
        ("unique", "unik"),
        ("active", "aktif"),
        ("document", "dokumen"),
        ("president", "presiden"),
        ("percentage", "persentase"),
        ("structure", "struktur"),
        ("standard", "standar"),
        ("catalogue", "katalog"),
        ("quality", "kualitas"),
        ("success", "sukses"),
        ("express", "ekspres"),
        ("system", "sistem"),
    ],
)
def test_endings_and_letters_follow_the_rules(word: str, likeliest: str) -> None:
    assert indonesian_spellings(word)[0] == likeliest


@pytest.mark.parametrize(
    ("word", "one_of_them"), [("agency", "agensi"), ("concert", "konser"), ("historical", "historik")]
)
def test_a_rule_with_several_outcomes_gives_each(word: str, one_of_them: str) -> None:
    assert one_of_them in indonesian_spellings(word)


@pytest.mark.parametrize("word", ["bus", "sex", "4x4x", "ad-hoc", "café", "", "model", "bureau"])
def test_short_foreign_and_unchanged_words_have_none(word: str) -> None:
    assert indonesian_spellings(word) == ()


def test_no_word_has_itself_another_twice_or_more_than_six() -> None:
    words = [phrase[0] for phrase, _ in glossary.entries() if len(phrase) == 1]
    for word in words:
        spellings = indonesian_spellings(word)
        assert word not in spellings
        assert len(spellings) == len(set(spellings)) <= 6, word
        assert all(len(spelling) >= 3 for spelling in spellings), word


@pytest.mark.parametrize(
    ("word", "english"), [("produksi", "production"), ("dokumen", "document"), ("universitas", "university")]
)
def test_an_indonesian_word_finds_the_english_one_it_came_from(word: str, english: str) -> None:
    assert english in english_spellings(word)


def test_a_native_word_came_from_none() -> None:
    assert english_spellings("kapal") == ()


def test_the_directions_agree() -> None:
    for word in ("production", "technology", "president", "document"):
        assert word in english_spellings(indonesian_spellings(word)[0])
