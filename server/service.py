"""What the service runs on, opened in the background so that the page is there at once.

start → open the data directory (documents can be listed) → warm the embedder → ingest the sample → ready
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.embedding.base import Embedder
from index.errors import CorpusError
from rag.settings import Settings
from server.errors import NotReadyError, ServerError

if TYPE_CHECKING:
    from index.passage_index import PassageIndex
    from rag.engine import Engine

T = TypeVar("T")

_LOG = logging.getLogger("kutip.server")
_PATIENCE_S = 120  # that a request waits for the service to be ready
_POLL_S = 0.05


class Watcher:
    """Is told how the start goes, on another thread. This one doesn't care."""

    def progress(self, what: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` documents are done with."""

    def ready(self) -> None:
        """Take note that questions can be answered."""

    def failed(self, error: Exception) -> None:
        """Take note that the start has failed for good."""


class StoppedError(Exception):
    """The service was told to stop while it was starting."""


class Service:
    """One data directory with the engine over it, from the start of the process to its end."""

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        sample: Path | None = None,
        address: str | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        self.settings = settings
        self._embedder = embedder
        self._sample = sample
        self._address = address
        self._watcher = watcher or Watcher()
        self._opened: Future[PassageIndex] = Future()
        self._ready: Future[Engine] = Future()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kutip-start", daemon=True)

    def start(self) -> None:
        """Begin to open everything, on a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the start if it is still going on, then the worker, and let go of the data directory."""
        self._stopping.set()
        self._thread.join()
        if self._opened.done() and not self._opened.exception():
            self._opened.result().close()

    @property
    def is_ready(self) -> bool:
        """Whether questions can be answered now."""
        return self._ready.done() and not self._ready.exception()

    @property
    def failure(self) -> BaseException | None:
        """Why the start failed, or None."""
        return self._ready.exception() if self._ready.done() else None

    async def passages(self) -> "PassageIndex":
        """Return the corpus as soon as it is open. Raises :class:`NotReadyError`."""
        return await self._wait(self._opened)

    async def engine(self) -> "Engine":
        """Return the engine as soon as its models are loaded. Raises :class:`NotReadyError`."""
        return await self._wait(self._ready)

    async def _wait(self, future: Future[T]) -> T:
        try:
            # Shielded: a client that goes away must not cancel the start for everyone.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), _PATIENCE_S)
        except TimeoutError as error:
            raise NotReadyError("kutip is still starting; try again in a moment.", 5) from error
        except Exception as error:
            raise NotReadyError(f"kutip couldn't start: {reason(error)}", 60) from error

    def _run(self) -> None:
        try:
            self._start_up()
        except StoppedError as error:
            self._give_up(error)
        except Exception as error:  # whatever it is, requests must be told instead of waiting for ever
            if not isinstance(error, CorpusError | ServerError):
                _LOG.exception("the service couldn't start")
            self._give_up(error)
            self._watcher.failed(error)

    def _start_up(self) -> None:
        from index.embedding.registry import load_embedder  # noqa: PLC0415 the page is served while this loads
        from index.passage_index import PassageIndex  # noqa: PLC0415
        from rag.question import understand  # noqa: PLC0415
        from server.composers import make_engine  # noqa: PLC0415

        settings = self.settings
        embedder = self._embedder or load_embedder(settings.embedder, settings.embedding_runtime)
        self._check()
        is_new = not (settings.data_dir / "kutip.db").exists()
        passages = PassageIndex.open(settings.data_dir, embedder, self._note("documents embedded anew"))
        self._opened.set_result(passages)
        if self._address:
            passages.announce(self._address)
        self._check()
        embedder.warm_up()
        for greeting in ("Apa kabar?", "How are you?"):
            understand(greeting)  # reads the word lists, so that nobody's first question waits for them
        self._check()
        engine = make_engine(passages, settings)
        passages.start_worker()
        if is_new and self._sample:
            self._ingest_sample(passages, self._sample)
        self._ready.set_result(engine)
        self._watcher.ready()

    def _ingest_sample(self, passages: "PassageIndex", folder: Path) -> None:
        from index.passage_index import DEFAULT_COLLECTION  # noqa: PLC0415
        from server.files import find_files, upload_of  # noqa: PLC0415

        uploads = [upload_of(path) for path in find_files([folder]).files]
        job = passages.accept(DEFAULT_COLLECTION, uploads)
        note = self._note("sample documents")
        while job.finished_at is None:
            self._stopping.wait(_POLL_S)
            job = passages.job(job.job_id)
            note(job.done + len(job.failed), job.total)
        for failure in job.failed:
            _LOG.warning("%s of the sample: %s", failure.name, failure.reason)

    def _note(self, what: str) -> Callable[[int, int], None]:
        def note(done: int, total: int) -> None:
            self._check()
            self._watcher.progress(what, done, total)

        return note

    def _check(self) -> None:
        if self._stopping.is_set():
            raise StoppedError("kutip is stopping.")

    def _give_up(self, error: Exception) -> None:
        for future in (self._opened, self._ready):
            if not future.done():
                future.set_exception(error)


def reason(error: BaseException) -> str:
    """Return an error as a sentence for a person."""
    return str(error) or type(error).__name__
