"""The chat page and its files."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

WEB = Path(__file__).parents[1] / "web"
router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/documents/{doc_id}")
async def page() -> FileResponse:
    """Return the page; it reads from its address what to show."""
    return FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})


class _Static(StaticFiles):
    """Files that a browser asks for again each time, so that an upgrade never mixes old and new ones."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(app: FastAPI) -> None:
    """Serve the page's files under ``/static``."""
    app.include_router(router)
    app.mount("/static", _Static(directory=WEB), name="static")
