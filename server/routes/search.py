"""Searching: the ranked passages, without an answer."""

from fastapi import APIRouter
from starlette.responses import Response

from server.calls import search_json
from server.routes.common import EngineDep
from server.wire import SearchReply, SearchRequest

router = APIRouter(prefix="/v1", tags=["search"])


@router.post("/search", response_model=SearchReply)
async def search(body: SearchRequest, engine: EngineDep) -> Response:
    """Return the passages that match a query best."""
    return Response(await search_json(engine, body), media_type="application/json")
