"""Which parser reads which file, and what every parse promises."""

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import UnreadableFileError
from index.parsing.registry import PARSERS, SUFFIXES, parse, parser_for

BITS = [
    *("<p>", "</p>", "<div", ">", "<table><tr><td>", "&#13;", "&#0;", "&#xD800;", "<!--", "-->", "<script>", "<br>"),
    *("<html lang=id>", "<meta charset=gbk>", "<![CDATA[", "<?xml ?>", "<svg>", "<title>T</title>"),
    *("# ", "- ", "1. ", "|", "|-|", "```", "[a](b)", "---\n", "title: x\n", "\\", "*", "> "),
    *("kata ", "word ", "é", "\u2028", "\n", "\n\n", "\r\n"),
]
MARKUP = st.lists(st.sampled_from(BITS), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"), ("a.TEXT", "text/plain"), ("README", "text/plain"), ("dir.d/README", "text/plain"),
        ("a.md", "text/markdown"), ("a.Markdown", "text/markdown"),
        ("a.html", "text/html"), ("a.HTM", "text/html"), ("a.b.xhtml", "text/html"),
    ],
)  # fmt: skip
def test_parser_by_suffix(name: str, media_type: str) -> None:
    assert parser_for(name).media_type == media_type


def test_unknown_suffix_names_those_that_are_known() -> None:
    with pytest.raises(UnreadableFileError, match=r"\.docx files; it reads \.txt, .*\.md, .*\.html"):
        parser_for("a.docx")
    assert len(SUFFIXES) == len(set(SUFFIXES)) == sum(len(parser.suffixes) for parser in PARSERS)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "no words"),
        ("\u3000\n".encode("utf-16"), "no words"),
        (b"--- !!! ---", "no words"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\x7fELF" + bytes(50), "program"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_files_without_words(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        parse(name, data)


def test_title_is_the_files_first_words_where_it_has_none() -> None:
    parsed = parse("a.txt", b"Date: 2025-10-29 " + b"kata " * 40 + b".\nLain.")
    assert parsed.title == ("kata " * 18).strip() + "…"
    assert parse("a.md", b"---\ntitle: '  '\n---\nHalo dunia\n").title == "Halo dunia"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
@given(
    st.sampled_from(["a.txt", "a.md", "a.html"]),
    st.binary(max_size=200) | MARKUP.map(str.encode) | st.text(max_size=100).map(lambda t: t.encode("utf-16")),
)
def test_any_bytes_parse_or_are_unreadable(name: str, data: bytes) -> None:
    try:
        parsed = parse(name, data)
    except UnreadableFileError:
        return
    for value in (parsed.text, parsed.title or "", parsed.author or ""):
        value.encode()
        assert "\0" not in value
        assert "\r" not in value
    assert parsed.title
    assert any(c.isalnum() for c in parsed.text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.html", b"<html><body>" + b"<div>" * 10_000 + b"teks" + b"</div>" * 10_000, id="nested divs"),
        pytest.param("a.html", b"<div>halo dunia " * 10_000, id="unclosed divs"),
        pytest.param("a.html", b"<p>halo</p>" * 20_000, id="paragraphs"),
        pytest.param("a.html", b"<table><tr><td>halo " * 300, id="nested tables"),
        pytest.param("a.md", b"[" * 20_000 + b"a", id="brackets"),
        pytest.param("a.md", b"*a **b " * 10_000, id="emphasis"),
        pytest.param("a.md", b"> " * 20_000 + b"a", id="quotes"),
        pytest.param("a.md", b"- " * 20_000 + b"a", id="lists"),
        pytest.param("a.md", b"`" * 100_000 + b" a", id="ticks"),
        pytest.param("a.txt", b"x" * 5_000_000, id="a long line"),
        pytest.param("a.txt", b"Halo dunia. " * 400_000, id="5 MB"),
    ],
)
def test_hostile_sizes_end_quickly(name: str, data: bytes) -> None:
    started = time.perf_counter()
    with suppress(UnreadableFileError):
        assert parse(name, data).text.strip()
    assert time.perf_counter() - started < 15
