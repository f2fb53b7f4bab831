"""The front door of the server room: the service as an ASGI application.

    app = create_app(load_settings())          # uvicorn serves it; server/cli/serve.py does

The page and /healthz are there at once. The index is opened and the embedding model warmed in the
background; requests that need them wait. Every error leaves as problem JSON (server/problems.py).
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware

from index.embedding.base import Embedder
from rag.settings import Settings
from server import problems
from server.middleware import BodyLimit, Guard, RequestLog, SecurityHeaders
from server.routes import answers, collections, documents, health, pages, search
from server.service import Service, Watcher


def create_app(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    sample: Path | None = None,
    address: str | None = None,
    hosts: Collection[str] = (),
    watcher: Watcher | None = None,
) -> FastAPI:
    """Return the application over ``settings.data_dir``.

    ``embedder`` stands in for the one that the settings name; ``sample`` is a folder to ingest when the data
    directory is new; ``address`` is the base URL that other processes find the service at; ``hosts``, when
    not empty, are the only host names it answers to.
    """
    service = Service(settings, embedder=embedder, sample=sample, address=address, watcher=watcher)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        await to_thread.run_sync(service.stop)

    app = FastAPI(
        title="kutip",
        version=version("kutip"),
        summary="Ask your own documents; every sentence of the answer is cited.",
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RequestLog),
            Middleware(Guard, hosts=hosts),
            Middleware(BodyLimit, largest_upload=settings.max_upload_mb * 2**20),
        ],
    )
    app.state.service = service
    problems.install(app)
    for part in (answers, search, documents, collections, health):
        app.include_router(part.router)
    pages.install(app)
    return app
