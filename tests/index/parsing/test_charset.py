"""From bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFileError
from index.parsing.charset import decode

TEXT = "Café “Jawa” – naïve"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(TEXT.encode(), TEXT, id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), TEXT, id="utf-8 with BOM"),
        pytest.param(TEXT.encode("utf-16"), TEXT, id="utf-16"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, id="utf-16 big-endian"),
        pytest.param(TEXT.encode("utf-32"), TEXT, id="utf-32"),
        pytest.param(TEXT.encode("cp1252"), TEXT, id="cp1252"),
        pytest.param("señor résumé".encode("latin-1"), "señor résumé", id="latin-1"),
        pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", id="line ends"),
        pytest.param(b"x" * 1000 + b"\0y", "x" * 1000 + "y", id="a stray NUL"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_decode(data: bytes, expected: str) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        ("Привет мир".encode("windows-1251"), "windows-1251", "Привет мир"),
        ("こんにちは".encode("shift_jis"), "Shift_JIS", "こんにちは"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        (b"\x93Ya\x94", "iso-8859-1", "“Ya”"),
        ("Café".encode(), "iso-8859-1", "Café"),  # declared wrongly
        ("Café".encode(), "no-such-charset", "Café"),
        (b"\\ud800 \\d", "unicode_escape", "\\ud800 \\d"),
        (b"+2AA-", "utf-7", "+2AA-"),
        (b"abc", "undefined", "abc"),
        (b"abc", "zlib", "abc"),
    ],
)
def test_declared_charsets(data: bytes, declared: str, expected: str) -> None:
    assert decode(data, declared) == expected


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "program"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)) * 20, "binary"),
        (bytes(1000), "binary"),
        ("Tanpa BOM".encode("utf-16-le"), "binary"),
    ],
)
def test_binary_files_are_refused_by_name(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableFileError, match=word):
        decode(data)


@given(st.binary(max_size=400), st.none() | st.sampled_from(["utf-8", "gbk", "big5", "koi8-r", "euc-kr", "mac_roman"]))
def test_any_bytes_give_clean_text_or_a_reason(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except UnreadableFileError:
        return
    assert "\0" not in text
    assert "\r" not in text
    text.encode()  # no lone surrogates


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_what_was_written_as_utf8_is_read_back(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text
