"""Markdown becomes the text that a reader sees."""

import pytest

from index.parsing.registry import parse
from index.types import ParsedDocument

GOLDEN = """\
---
title: "Panduan Pasar"
author: Sri Lestari
date: 2025-10-29T07:00:00+07:00
lang: id-ID
tags: [pasar]
---
# Pasar *Baru*

Buka **setiap hari** di [Banyuwangi](https://example.org "tip") sejak \\*lama\\* &amp; baru.
Baris kedua.
Patah<br>di sini.

- satu
- dua

  lanjutan dua
  1. dalam
  2. lagi

3. tiga
4.
5. lima

| Hari | Jam |
|------|----:|
| Senin | `08.00` |
| Minggu | |

> kutipan

```python
def f():
    return 1
```

![gambar pasar](a.png)

<div>hilang</div>
"""
RENDERED = """\
Pasar Baru

Buka setiap hari di Banyuwangi sejak *lama* & baru. Baris kedua. Patah
di sini.

- satu

- dua

lanjutan dua

1. dalam

2. lagi

3. tiga

5. lima

Hari | Jam

Senin | 08.00

Minggu |\x20

kutipan

def f():
    return 1

gambar pasar"""


def test_golden() -> None:
    assert parse("a.md", GOLDEN.encode()) == ParsedDocument(
        text=RENDERED, title="Panduan Pasar", author="Sri Lestari", published_at="2025-10-29", language="id"
    )


@pytest.mark.parametrize(
    ("source", "title", "author"),
    [
        ("# Judul\n\nIsi", "Judul", None),
        ("#\n\n## Judul\n\nIsi", "Judul", None),
        ("Isi saja", "Isi saja", None),
        ("---\ntitle:\nauthor: Budi\n---\n# Judul", "Judul", "Budi"),
        ("---\ntitle: A\n...\nIsi", "A", None),
        ("---\n\nIsi\n\n---\n", "Isi", None),  # rules, no front matter
    ],
)
def test_title_and_author(source: str, title: str, author: str | None) -> None:
    parsed = parse("a.md", source.encode())
    assert (parsed.title, parsed.author) == (title, author)


@pytest.mark.parametrize(
    ("field", "language"), [("lang: en-US", "en"), ("language: ID", "id"), ("lang: Indonesian", "en"), ("x: y", "en")]
)
def test_language(field: str, language: str) -> None:
    source = f"---\n{field}\n---\nThe bridge was opened for the people of the town."
    assert parse("a.md", source.encode()).language == language


def test_an_empty_items_mark_goes_to_no_other_paragraph() -> None:
    assert parse("a.md", b"- a\n  -\n\n  b\n").text == "- a\n\nb"
