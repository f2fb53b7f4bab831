"""The corpus as the commands see it: opened here, or through the service that owns its data directory.

Both give the objects of the API.
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import DataDirectoryInUseError
from index.lock import DirectoryLock
from index.types import Upload
from rag.settings import Settings
from server.errors import CommandError

if TYPE_CHECKING:
    from index.passage_index import PassageIndex

Json = dict[str, Any]
_PAGE = 200
_TIMEOUT_S = 300.0


class RefusedError(CommandError):
    """The running service refused a call; ``status`` is its HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Access(Protocol):
    """What the commands need of a corpus."""

    def ask(self, question: str, collection: str) -> Json:
        """Return an answer."""
        ...

    def replay(self, answer_id: str) -> Json:
        """Return the replay of a kept answer."""
        ...

    def search(self, query: str, collection: str, top_k: int, explain: bool) -> Json:
        """Return the reply of a search."""
        ...

    def make_collection(self, name: str) -> bool:
        """Make a collection; return whether it wasn't there."""
        ...

    def uris(self, collection: str) -> set[str]:
        """Return the uris of all documents."""
        ...

    def accept(self, collection: str, uploads: Sequence[Upload]) -> Json:
        """Take files in and return the job."""
        ...

    def job(self, job_id: str) -> Json:
        """Return a job as it stands."""
        ...


@contextmanager
def open_corpus(settings: Settings, *, make: bool = False) -> Iterator[Access]:
    """Give access to the data directory of ``settings``, made when it is new if ``make`` says so."""
    folder = settings.data_dir
    if not make and not (folder / "kutip.db").exists():
        raise CommandError(f"There are no documents in {folder} yet; `kutip ingest PATH…` puts some there.")
    address = serving_address(folder)
    if address is not None:
        from rag.http import make_client

        with make_client(address, _TIMEOUT_S, proxies=False) as client:
            from server.cli.remote import Remote

            yield Remote(client, address)
        return
    from index.embedding.registry import load_embedder
    from index.passage_index import PassageIndex

    with PassageIndex.open(folder, load_embedder(settings.embedder, settings.embedding_runtime)) as passages:
        yield Local(passages, settings)


def serving_address(folder: Path) -> str | None:
    """Return the base URL of the service that owns a data directory, or None when nobody owns it.

    Raises :class:`DataDirectoryInUseError` when the owner doesn't serve.
    """
    if not (folder / "LOCK").exists():
        return None
    try:
        DirectoryLock(folder).release()
    except DataDirectoryInUseError as error:
        if error.address is None:
            raise
        return error.address
    return None


class Local:
    """A corpus that this process has opened."""

    def __init__(self, passages: "PassageIndex", settings: Settings) -> None:
        from server.composers import make_engine

        self._passages = passages
        self._settings = settings
        self._engine = make_engine(passages, settings)
        self._works = False

    def ask(self, question: str, collection: str) -> Json:
        """Return an answer."""
        from server.calls import ask_of
        from server.wire import AnswerRequest

        request = AnswerRequest(question=question, collection=collection)
        answer = asyncio.run(self._engine.answer(ask_of(request, self._settings)))
        return answer.model_dump(mode="json")

    def replay(self, answer_id: str) -> Json:
        """Return the replay of a kept answer."""
        return asyncio.run(self._engine.replay(answer_id)).model_dump(mode="json")

    def search(self, query: str, collection: str, top_k: int, explain: bool) -> Json:
        """Return the reply of a search."""
        from server.calls import search_json
        from server.wire import SearchRequest

        request = SearchRequest(query=query, collection=collection, top_k=top_k, explain=explain)
        reply: Json = json.loads(asyncio.run(search_json(self._engine, request)))
        return reply

    def make_collection(self, name: str) -> bool:
        """Make a collection; return whether it wasn't there."""
        if any(name == there for there, _, _ in self._passages.collections()):
            return False
        self._passages.create_collection(name)
        return True

    def uris(self, collection: str) -> set[str]:
        """Return the uris of all documents."""
        uris: set[str] = set()
        after: str | None = None
        while page := self._passages.documents(collection, _PAGE, after):
            uris.update(document.uri for document in page)
            after = page[-1].uri
        return uris

    def accept(self, collection: str, uploads: Sequence[Upload]) -> Json:
        """Take files in and return the job."""
        from server.wire import JobBody

        if not self._works:
            self._passages.start_worker()
            self._works = True
        return JobBody.of(self._passages.accept(collection, uploads)).model_dump()

    def job(self, job_id: str) -> Json:
        """Return a job as it stands."""
        from server.wire import JobBody

        return JobBody.of(self._passages.job(job_id)).model_dump()
