"""Asking: an answer as JSON or as events, and an answer again later."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

from anyio import to_thread
from fastapi import APIRouter, Request
from pydantic import TypeAdapter
from starlette.responses import Response

from rag.answer import Answer, GivenAnswer, Source
from rag.engine import Ask, Cited, Delta, Done, Engine, Event, Found
from rag.replay import Replay
from server.calls import ask_of, given_json
from server.problems import problem_of
from server.routes.common import EngineDep, PassagesDep, ServiceDep
from server.sse import Events, EventStream, Wire, while_asked
from server.wire import AnswerRequest, Feedback

router = APIRouter(prefix="/v1", tags=["answers"])
_SOURCES = TypeAdapter(list[Source])
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "The answer; with stream its events."}
}


@router.post("/answer", response_model=Answer, responses=_STREAM)
async def answer(body: AnswerRequest, request: Request, service: ServiceDep) -> Response:
    """Answer a question from the documents; every sentence is cited. Closing the connection ends the work."""
    ask = ask_of(body, service.settings)
    engine = await service.engine()
    if body.stream:
        return EventStream(_events(engine, ask), _error)
    made = await while_asked(request, lambda: engine.answer(ask))
    return _gone() if made is None else _json(made.model_dump_json())


@router.get("/answers/{answer_id}", response_model=GivenAnswer)
async def given_answer(answer_id: str, passages: PassagesDep) -> Response:
    """Return an answer as it was given; sources that have changed since are marked, and deleted ones emptied."""
    return _json(given_json(await to_thread.run_sync(passages.answers.kept, answer_id)))


@router.post("/answers/{answer_id}/replay", response_model=Replay)
async def replay(answer_id: str, request: Request, engine: EngineDep) -> Response:
    """Ask the same again, over what could be consulted then, and tell whether the answer is the same."""
    made = await while_asked(request, lambda: engine.replay(answer_id))
    return _gone() if made is None else _json(made.model_dump_json())


@router.post("/answers/{answer_id}/feedback", status_code=204)
async def feedback(answer_id: str, body: Feedback, passages: PassagesDep) -> None:
    """Keep what a person says of an answer."""
    await to_thread.run_sync(passages.answers.add_feedback, answer_id, body.model_dump_json())


async def _events(engine: Engine, ask: Ask) -> Events:
    # Typed as an iterator, made as a generator: closed here, so that a model's request ends with the connection.
    async with aclosing(cast("AsyncGenerator[Event, None]", engine.stream(ask))) as events:
        async for event in events:
            yield _wire(event)


def _wire(event: Event) -> Wire:
    match event:
        case Found(sources):
            return "retrieval", '{"sources":' + _SOURCES.dump_json(sources).decode() + "}"
        case Delta(text, unsupported):
            marked = {"unsupported": True} if unsupported else {}
            return "delta", json.dumps({"text": text, **marked}, ensure_ascii=False)
        case Cited(citation):
            return "citation", citation.model_dump_json()
        case Done(made):
            return "done", made.model_dump_json()


def _error(error: Exception) -> Wire:
    return "error", json.dumps(problem_of(error))


def _json(body: str) -> Response:
    return Response(body, media_type="application/json")


def _gone() -> Response:
    return Response(status_code=499)  # nobody is left to read it; the log shows what happened
