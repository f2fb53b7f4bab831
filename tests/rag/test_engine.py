import anyio
import pytest

from index.errors import UnknownCollectionError
from index.passage_index import PassageIndex
from index.types import Filters
from rag.engine import Ask, Cited, Delta, Done, Engine, Event, Found
from rag.errors import QuestionError


async def _events(engine: Engine, ask: Ask) -> list[Event]:
    return [event async for event in engine.stream(ask)]


def test_a_stream_builds_the_answer_it_ends_with(engine: Engine) -> None:
    events = anyio.run(_events, engine, Ask("Siapa kepala Pelabuhan Sawo?"))
    assert isinstance(events[0], Found)
    assert isinstance(events[-1], Done)
    answer = events[-1].answer
    assert "".join(event.text for event in events if isinstance(event, Delta)) == answer.answer
    assert [event.citation for event in events if isinstance(event, Cited)] == answer.citations


def test_an_answer_is_kept_as_it_was_given(engine: Engine, passages: PassageIndex) -> None:
    answer = anyio.run(engine.answer, Ask("Siapa kepala Pelabuhan Sawo?"))
    assert passages.answers.get(answer.id) == answer.model_dump_json()


@pytest.mark.parametrize("question", ["", "  \n", "x" * 4001])
def test_a_question_of_the_wrong_length_is_refused(engine: Engine, question: str) -> None:
    with pytest.raises(QuestionError):
        anyio.run(engine.answer, Ask(question))


def test_an_unknown_collection_is_refused_before_anything_is_sent(engine: Engine) -> None:
    with pytest.raises(UnknownCollectionError):
        anyio.run(_events, engine, Ask("Siapa?", collection="lain"))


def test_a_filter_limits_what_is_consulted(engine: Engine) -> None:
    filters = Filters(published_to="2022-01-01")
    answer = anyio.run(engine.answer, Ask("Siapa kepala Pelabuhan Sawo?", filters=filters))
    assert {source.uri for source in answer.sources} == {"pelabuhan-2021.txt"}
    assert "Hendra Prasmoko" in answer.answer


def test_a_deleted_document_is_consulted_no_more(engine: Engine, passages: PassageIndex) -> None:
    doc_id = next(d.doc_id for d in passages.documents("default", 10) if d.uri == "turtle.txt")
    passages.delete(doc_id)
    answer = anyio.run(engine.answer, Ask("Who founded the hatchery?"))
    assert answer.status == "abstained"
    assert all(source.doc_id != doc_id for source in answer.sources)


def test_search_shows_each_stage(engine: Engine) -> None:
    async def search() -> list[dict[str, dict[str, float]] | None]:
        return [hit.stages for hit in await engine.search("dermaga Sawo", "default", Filters(), 3)]

    stages = anyio.run(search)
    assert [stage["fused"]["rank"] for stage in stages if stage] == [1.0, 2.0, 3.0]
    assert all(stage and "lexical" in stage for stage in stages[:1])
