"""The same question again: the same answer over the same documents, and a reason where it isn't."""

from collections.abc import Callable

import anyio
import pytest

from index.passage_index import PassageIndex
from rag.answer import Turn
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Ask, Engine
from rag.errors import QuestionError
from rag.manifest import made_by, name_of
from rag.replay import Replay
from tests.rag.conftest import DOCUMENTS

QUESTION = "Siapa kepala Pelabuhan Sawo?"
Add = Callable[[str, str], None]


def _asked(engine: Engine, ask: Ask | None = None) -> str:
    return anyio.run(engine.answer, ask or Ask(QUESTION)).id


def _why(replay: Replay) -> list[str]:
    return [difference.detail for difference in replay.differences]


@pytest.mark.parametrize(
    "ask",
    [
        Ask(QUESTION),
        Ask("Berapa jumlah penumpang Pelabuhan Sawo?", top_k=3),
        Ask("Kapan ia mulai menjabat?", messages=[Turn(role="user", content=QUESTION)]),
        Ask("Who founded the hatchery?"),
        Ask("Who won the chess olympiad?"),
    ],
)
def test_an_unchanged_corpus_answers_identically(engine: Engine, ask: Ask) -> None:
    replay = anyio.run(engine.replay, _asked(engine, ask))
    assert (replay.identical, replay.differences) == (True, [])
    assert replay.answer.manifest
    assert replay.answer.id != replay.of
    again = anyio.run(engine.replay, replay.answer.id)
    assert again.identical


def test_documents_added_since_are_not_consulted(engine: Engine, add: Add) -> None:
    first = anyio.run(engine.answer, Ask(QUESTION))
    add("pelabuhan-2026.txt", "Kepala Pelabuhan Sawo kini Budi Santoso, Kamis (5/3/2026).")
    assert "Budi Santoso" in anyio.run(engine.answer, Ask(QUESTION)).answer
    replay = anyio.run(engine.replay, first.id)
    assert replay.identical
    assert replay.answer.answer == first.answer


def test_a_replaced_document_is_named(engine: Engine, add: Add) -> None:
    first = anyio.run(engine.answer, Ask("Who founded the hatchery?"))
    add("turtle.txt", DOCUMENTS["turtle.txt"].replace("Made Surya", "Wayan Putra"))
    replay = anyio.run(engine.replay, first.id)
    assert not replay.identical
    assert "Made Surya" not in replay.answer.answer
    assert "“Turtle beach” has a newer version since." in _why(replay)
    assert [d.doc_id for d in replay.differences if d.kind == "document"] == [first.citations[0].doc_id]
    assert replay.differences[-1].kind == "answer"
    assert "answer" in replay.differences[-1].detail


def test_a_deleted_document_is_named_by_its_id_alone(engine: Engine, passages: PassageIndex) -> None:
    first = anyio.run(engine.answer, Ask("Who founded the hatchery?"))
    passages.delete(first.citations[0].doc_id)
    replay = anyio.run(engine.replay, first.id)
    assert not replay.identical
    assert f"{first.citations[0].doc_id} was deleted since." in _why(replay)
    assert "Made Surya" not in replay.model_dump_json()


def test_a_deletion_takes_along_the_conversation_that_quotes_it(engine: Engine, passages: PassageIndex) -> None:
    first = anyio.run(engine.answer, Ask("Who founded the hatchery?"))
    turns = [Turn(role="user", content=first.question), Turn(role="assistant", content=first.answer)]
    second = _asked(engine, Ask(QUESTION, messages=turns))
    assert "Made Surya" in (passages.answers.kept(second).asked or "")
    passages.delete(first.citations[0].doc_id)
    assert "Made Surya" not in (passages.answers.kept(second).asked or "")
    assert "The conversation before quoted a document that was deleted since." in _why(anyio.run(engine.replay, second))


def test_what_changed_in_the_manifest_is_named(engine: Engine, passages: PassageIndex) -> None:
    answer_id = _asked(engine)
    stricter = ExtractiveComposer(2.0)
    replay = anyio.run(Engine(passages, stricter, stricter, settings={"KUTIP_CONFIDENCE": 2.0}).replay, answer_id)
    assert not replay.identical
    assert "The setting KUTIP_CONFIDENCE has changed: 2.0, was not set." in _why(replay)
    assert replay.answer.status == "abstained"


def test_the_manifest_covers_what_decides(passages: PassageIndex) -> None:
    parts = made_by(passages.embedder, "extractive", {"KUTIP_CONFIDENCE": 0.3})
    assert set(parts) == {"kutip", "code", "embedder", "passages", "composer", "KUTIP_CONFIDENCE"}
    names = {name_of({**parts, name: "other"}) for name in parts}
    assert len(names | {name_of(parts)}) == len(parts) + 1


def test_what_was_kept_without_its_question_cannot_be_asked_again(engine: Engine, passages: PassageIndex) -> None:
    passages.answers.keep("ans_old", anyio.run(engine.answer, Ask(QUESTION)).model_dump_json())
    with pytest.raises(QuestionError, match="ans_old was kept without what was asked"):
        anyio.run(engine.replay, "ans_old")
