"""The whole path of a sentence that no source supports: left out with a warning, or shown and told apart."""

from collections.abc import AsyncGenerator

import anyio

from index.passage_index import PassageIndex
from rag.answer import Answer
from rag.compose.base import Material, Statement, Verdict
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Ask, Delta, Engine, Event
from rag.question import Question
from rag.verifier import Verifier

GOOD = "Pelabuhan Sawo dipimpin Rina Lestari."
WRONG = "Rina Lestari mulai menjabat pada 4 Februari 2025."
WITHOUT_SOURCE = "Dermaga ditutup lima hari."


class Writer:
    """Writes what it is told; every sentence names every source, but the last one names none."""

    name = "writer"

    async def compose(self, question: Question, material: Material) -> AsyncGenerator[Statement | Verdict]:
        everything = [source.n for source in material.sources]
        verifier = Verifier()
        for text in (GOOD, WRONG):
            yield await verifier.statement(text, question.language, everything, material)
        yield await verifier.statement(WITHOUT_SOURCE, question.language, [], material)
        yield Verdict("answered", 0.9)


def _events(passages: PassageIndex, show: bool) -> list[Event]:
    engine = Engine(passages, Writer(), ExtractiveComposer(0.3), show_unsupported=show)

    async def read() -> list[Event]:
        return [event async for event in engine.stream(Ask("Siapa kepala Pelabuhan Sawo?"))]

    return anyio.run(read)


def _answer(events: list[Event]) -> Answer:
    answer: Answer = events[-1].answer  # type: ignore[union-attr]
    return answer


def test_it_is_left_out_and_the_answer_says_so(passages: PassageIndex) -> None:
    answer = _answer(_events(passages, show=False))
    assert answer.answer.startswith(GOOD)
    assert "4 Februari" not in answer.answer
    assert (answer.status, answer.unsupported) == ("partial", [])
    assert "unsupported" not in answer.model_dump()
    assert answer.warnings == ["2 sentence(s) that no source supports were left out."]


def test_where_it_is_shown_a_client_can_tell_it_apart(passages: PassageIndex) -> None:
    events = _events(passages, show=True)
    answer = _answer(events)
    assert [answer.answer[span.start : span.end] for span in answer.unsupported] == [WRONG, WITHOUT_SOURCE]
    deltas = [event for event in events if isinstance(event, Delta)]
    assert [delta.text.strip() for delta in deltas if delta.unsupported] == [WRONG, WITHOUT_SOURCE]
    for citation in answer.citations:
        assert answer.answer[citation.start : citation.end] == GOOD
    assert answer.answer.endswith(f" {WRONG} {WITHOUT_SOURCE}")  # no marker follows them


def test_only_what_is_cited_counts_as_cited(passages: PassageIndex) -> None:
    answer = _answer(_events(passages, show=True))
    assert {source.n for source in answer.sources if source.cited} == {c.source for c in answer.citations}
    assert any(not source.cited for source in answer.sources)
