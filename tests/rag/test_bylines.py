"""Who wrote a document: read from its page's own line, and from no other document's."""

import asyncio

import pytest

from index.passage_index import PassageIndex
from index.types import Upload
from rag.answer import Answer
from rag.engine import Ask, Engine

SIGNED = """Alur Tanjung Sawo dikeruk

Sawo (KLINTING) - Alur Tanjung Sawo dikeruk sedalam 9 meter oleh Balai Kapal Sawo, Kamis (6/3/2025).

Pengerukan berlangsung antara Maret dan Mei.

Pewarta: Wulan Sekarini
Editor: Bagus Santika
"""
UNSIGNED = """Alur Tanjung Sawo lebih dalam

Alur Tanjung Sawo kini sedalam 9 meter, kata Balai Kapal Sawo, Kamis (6/3/2025).
"""


@pytest.fixture
def signed(passages: PassageIndex, engine: Engine) -> Engine:
    files = {"signed.txt": SIGNED, "unsigned.txt": UNSIGNED}
    passages.accept("default", [Upload(name, text.encode(), name) for name, text in files.items()])
    passages.work()
    return engine


def _ask(engine: Engine, question: str) -> Answer:
    return asyncio.run(engine.answer(Ask(question)))


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Siapa yang menulis berita KLINTING tentang pengerukan alur Tanjung Sawo?", "Pewarta: Wulan Sekarini"),
        ("Siapa pewarta berita KLINTING soal alur Tanjung Sawo?", "Pewarta: Wulan Sekarini"),
        ("Who wrote the KLINTING report about Tanjung Sawo?", "Pewarta: Wulan Sekarini"),
        ("Siapa editor berita KLINTING soal alur Tanjung Sawo?", "Editor: Bagus Santika"),
    ],
)
def test_the_author_and_the_editor_are_read_from_their_line(signed: Engine, question: str, line: str) -> None:
    answer = _ask(signed, question)
    assert answer.answer == f"{line} [1]"
    assert [citation.quote for citation in answer.citations] == [line]
    assert answer.sources[answer.citations[0].source - 1].uri == "signed.txt"


def test_a_document_without_such_a_line_has_no_known_author(engine: Engine) -> None:
    answer = _ask(engine, "Siapa yang menulis berita tentang Rina Lestari di Pelabuhan Sawo?")
    assert (answer.status, answer.citations) == ("abstained", [])


def test_the_line_is_quoted_for_no_other_question(signed: Engine) -> None:
    assert "Pewarta" not in _ask(signed, "Siapa yang mengeruk alur Tanjung Sawo?").answer
