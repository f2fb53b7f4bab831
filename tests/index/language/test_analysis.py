"""Folding, tokens and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.analysis import fold, is_stopword, stem, tokens


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Café", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＫＵＴＩＰ", "kutip"),
        ("𝐀bc", "abc"),
        ("ﬁsh", "fish"),
        ("Jum'at", "jumat"),
        ("Jum’at", "jumat"),
        ("city's", "city"),
        ("city’s", "city"),
        ("İstanbul", "istanbul"),
        ("ﷺ", "صلىاللهعليهوسلم"),
    ],
)
def test_fold(word: str, expected: str) -> None:
    assert fold(word) == expected


def test_tokens_with_offsets() -> None:
    text = "Anak-anak mengirim 1.250.000 surat (29/10/2025), versi 4.0, COVID19."
    found = tokens(text, "id")
    assert [t.raw for t in found] == [
        "anak", "anak", "mengirim", "1.250.000", "surat", "29/10/2025", "versi", "4.0", "covid", "19",
    ]  # fmt: skip
    assert all(text[t.start : t.end] == t.text for t in found)
    assert [t.stem for t in found][2:4] == ["kirim", "1.250.000"]
    assert [t.raw for t in found if t.is_name] == ["anak", "covid"]
    assert [t.raw for t in found if t.is_number] == ["1.250.000", "29/10/2025", "4.0", "19"]


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("running", "en", "run"),
        ("running", None, "run"),
        ("mengirim", "id", "kirim"),
        ("mengirim", "en", "mengirim"),
        ("2025", "id", "2025"),
    ],
)
def test_stem_by_language(word: str, language: str | None, expected: str) -> None:
    assert stem(word, language) == expected


def test_stopwords_of_both_languages() -> None:
    assert [is_stopword(word) for word in ("yang", "the", "jembatan")] == [True, True, False]


@given(st.text(max_size=120), st.sampled_from(["id", "en", None]))
def test_terms_of_any_text(text: str, language: str | None) -> None:
    position = 0
    for token in tokens(text, language):
        assert position <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.raw
        assert token.stem
        assert not any(c.isspace() for c in token.raw + token.stem)
        assert len(token.raw) <= 64
        position = token.end


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=10))
def test_folding_makes_case_and_repetition_irrelevant(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert fold(word.casefold()) == fold(word)
