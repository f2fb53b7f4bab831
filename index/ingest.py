"""The worker that turns accepted files into searchable passages: parse → cut → embed → commit."""

import hashlib
import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from index.chunking import passage_spans
from index.embedding.base import Embedder, Vectors
from index.errors import ModelError, UnknownJobError, UnreadableFileError
from index.parsing.registry import parse, parser_for
from index.store.catalogue import Catalogue, NewVersion
from index.store.jobs import MOST_TRIES, JobItem, Jobs
from index.types import Metadata, ParsedDocument

_LOG = logging.getLogger("kutip.ingest")
_FILES_AT_ONCE = 32
_SLICE = 64  # passages embedded between two looks at whether to stop
_TITLE_TOKENS = 40  # room that a passage leaves for its document's title
_LONGEST_TITLE = 160
_PAUSE_S = 5  # before the queue is worked again after an error that is no file's own

Progress = Callable[[int, int], None]


class StoppedError(Exception):
    """The worker was told to stop in the middle of a file; the file stays queued."""


def version_of(data: bytes) -> str:
    """Return the version that names these bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def embedding_text(title: str, passage: str) -> str:
    """Return what is embedded for a passage: its document's title gives it the context it was cut from."""
    head = title[:_LONGEST_TITLE].rstrip("…")
    return passage if passage.startswith(head) else f"{head}\n{passage}"


class Incoming(NamedTuple):
    """A parsed document that is still to be cut and embedded; fields as in :class:`NewVersion`."""

    uri: str
    version: str
    media_type: str
    size: int
    metadata: Metadata
    parsed: ParsedDocument


def prepare(
    embedder: Embedder,
    parsed: ParsedDocument,
    *,
    uri: str,
    version: str,
    media_type: str,
    size: int,
    metadata: Metadata,
    check: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
) -> NewVersion:
    """Return a document's passages and vectors, ready to be committed; see :func:`prepare_all`."""
    incoming = Incoming(uri, version, media_type, size, metadata, parsed)
    return prepare_all(embedder, [incoming], check=check, progress=progress)[0]


def prepare_all(
    embedder: Embedder,
    documents: Sequence[Incoming],
    *,
    check: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
) -> list[NewVersion]:
    """Return the documents' passages and vectors in their order, embedded across documents' borders.

    ``check`` is called between slices and may raise to stop; ``progress`` gets (passages embedded, all).
    """
    budget = embedder.max_tokens - _TITLE_TOKENS
    cuts = [passage_spans(document.parsed.text, embedder.count_tokens, budget) for document in documents]
    texts = [
        embedding_text(document.parsed.title or "", document.parsed.text[start:end])
        for document, spans in zip(documents, cuts, strict=True)
        for start, end in spans
    ]
    slices: list[Vectors] = []
    for at in range(0, len(texts), _SLICE):
        check()
        slices.append(embedder.embed_passages(texts[at : at + _SLICE]))
        if progress:
            progress(min(at + _SLICE, len(texts)), len(texts))
    vectors = np.concatenate(slices) if slices else np.zeros((0, embedder.dimension), dtype=np.float32)
    ends = list(itertools.accumulate(len(spans) for spans in cuts))
    return [
        NewVersion(*document, spans=spans, vectors=vectors[end - len(spans) : end])
        for document, spans, end in zip(documents, cuts, ends, strict=True)
    ]


class IngestWorker:
    """Works the queue of jobs on a thread of its own, or on the caller's with :meth:`run_once`."""

    def __init__(
        self,
        jobs: Jobs,
        catalogue: Catalogue,
        embedder: Embedder,
        commit: Callable[[JobItem, NewVersion | None], None],
        fail: Callable[[JobItem, str], None],
    ) -> None:
        self._jobs = jobs
        self._catalogue = catalogue
        self._embedder = embedder
        self._commit = commit
        self._fail = fail
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work the queue, what an earlier process left in it first."""
        self._thread = threading.Thread(target=self._run, name="kutip-ingest", daemon=True)
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """Tell the thread that there is something in the queue."""
        self._wake.set()

    def stop(self) -> None:
        """Stop after the slice at hand and wait for the thread to end; unfinished files stay queued."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join()

    def run_once(self) -> bool:
        """Work one batch of files; return whether there was any."""
        items = self._jobs.take(_FILES_AT_ONCE)
        for position, item in enumerate(items):
            try:
                self._ingest(item)
            except StoppedError:
                self._jobs.give_back(items[position:])
                break
            except (UnreadableFileError, ModelError) as error:
                self._fail(item, str(error))
            except UnknownJobError:
                _LOG.info("%s was deleted while %s was being ingested", item.job_id, item.name)
            except Exception as error:  # one file's trouble, whatever it is, must not stop the queue
                _LOG.exception("ingesting %s of %s failed", item.name, item.job_id)
                if item.tries + 1 >= MOST_TRIES:
                    self._fail(item, f"It could not be ingested: {type(error).__name__}: {error}")
        return bool(items)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                if not self.run_once():
                    self._wake.wait()
            except Exception:  # a full disk: what can't be written down now is tried again
                _LOG.exception("the queue can't be worked; trying again in %d s", _PAUSE_S)
                self._wake.wait(_PAUSE_S)

    def _check(self) -> None:
        if self._stop.is_set():
            raise StoppedError

    def _ingest(self, item: JobItem) -> None:
        self._check()
        version = version_of(item.data)
        if self._catalogue.is_stored(item.collection, item.uri, version):
            self._commit(item, None)
            return
        parsed = parse(item.name, item.data)
        if item.title:
            parsed = ParsedDocument(parsed.text, item.title, parsed.author, parsed.published_at, parsed.language)
        media_type = parser_for(item.name).media_type
        new = prepare(
            self._embedder, parsed, uri=item.uri, version=version, media_type=media_type,
            size=len(item.data), metadata=item.metadata, check=self._check,
        )  # fmt: skip
        self._commit(item, new)
