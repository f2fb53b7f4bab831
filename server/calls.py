"""The calls that HTTP and the command line share, so that both give the same objects."""

import time

from index.store.answers import Kept
from rag.answer import Answer, given
from rag.engine import Ask, Engine
from rag.settings import Settings
from server.wire import AnswerRequest, SearchReply, SearchRequest, SearchTimings


def ask_of(request: AnswerRequest, settings: Settings) -> Ask:
    """Return the engine's question for a request's."""
    return Ask(
        question=request.question,
        messages=request.messages,
        collection=request.collection,
        filters=request.filters.filters(request.as_of),
        top_k=request.top_k or settings.top_k,
    )


def given_json(kept: Kept) -> str:
    """Return a kept answer as JSON: byte for byte as it was given, unless a source has changed since."""
    if not kept.changes:
        return kept.body
    return given(Answer.model_validate_json(kept.body), kept.changes).model_dump_json()


async def search_json(engine: Engine, request: SearchRequest) -> str:
    """Return a search's reply as JSON."""
    started = time.perf_counter()
    hits = await engine.search(request.query, request.collection, request.filters.filters(), request.top_k)
    spent = SearchTimings(retrieve_ms=round(1000 * (time.perf_counter() - started), 1))
    unasked = None if request.explain else {"hits": {"__all__": {"stages"}}}
    return SearchReply(hits=hits, timings=spent).model_dump_json(exclude=unasked)
