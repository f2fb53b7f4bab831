"""Plain text."""

import pytest

from index.parsing.registry import parse
from index.types import ParsedDocument

BODY = "Bupati meresmikan pasar itu dan berharap warga akan memakainya."


def test_text_is_kept_as_it_is() -> None:
    text = f"Pasar Baru Dibuka\n\nBanyuwangi, Rabu (29/10/2025) - {BODY}\n"
    assert parse("a.txt", text.replace("\n", "\r\n").encode()) == ParsedDocument(
        text=text, title="Pasar Baru Dibuka", author=None, published_at="2025-10-29", language="id"
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Judul\n\n{BODY}", "Judul"),
        (f"\n\nJudul \n \n{BODY}", "Judul"),
        (f"Judul\n{BODY}", BODY),  # the first line doesn't stand alone
        ("Halo dunia", "Halo dunia"),
        (f"Kalimat.\n\n{BODY}", BODY),
    ],
)
def test_title(text: str, title: str) -> None:
    assert parse("a.txt", text.encode()).title == title
