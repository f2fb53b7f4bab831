"""An evaluation set's corpus, indexed: kept in a cache, or ingested from real files each time.

A cached corpus lies under a key of its content, the embedding model and the chunker, so that no two of
them are ever mixed. A cache that was interrupted is gone on with.
"""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.beir import corpus_file, read_corpus
from eval.errors import CacheError
from eval.types import Progress
from index.chunking import CHUNKER
from index.embedding.base import Embedder
from index.errors import DataDirectoryInUseError
from index.passage_index import DEFAULT_COLLECTION, PassageIndex
from index.types import JobFailure, ParsedDocument, Upload

COLLECTION = DEFAULT_COLLECTION
_COMPLETE = "complete.json"  # beside the data directory; it is there once every document is in


@dataclass(frozen=True, slots=True)
class IndexedCorpus:
    """A corpus ready to be searched.

    ``failed`` are the files that couldn't be read; ``seconds`` is what making it ready took.
    """

    index: PassageIndex
    documents: int
    passages: int
    failed: tuple[JobFailure, ...]
    from_cache: bool
    seconds: float


@contextmanager
def cached_corpus(
    folder: Path, embedder: Embedder, cache: Path, progress: Progress, *, fresh: bool = False
) -> Iterator[IndexedCorpus]:
    """Open a set's ``corpus.jsonl`` in its cache, indexed first where it isn't yet.

    A document's uri is its ``_id``. ``fresh`` throws the cached corpus away first. Raises
    :class:`eval.errors.SetError` and :class:`eval.errors.CacheError`.
    """
    started = time.perf_counter()
    home, from_cache = _made(folder, embedder, cache, progress, fresh=fresh)
    with _opened(home / "data", embedder) as index:
        yield _indexed(index, started, from_cache=from_cache)


@contextmanager
def throwaway_copy(
    folder: Path,
    embedder: Embedder,
    cache: Path,
    progress: Progress,
    *,
    fresh: bool = False,
    only: frozenset[str] | None = None,
) -> Iterator[IndexedCorpus]:
    """Open a copy of a set's cached corpus that goes when the block ends, and all that was written to it.

    ``only`` are the ids of the documents to take; None for all of them.
    """
    started = time.perf_counter()
    home, from_cache = _made(folder, embedder, cache, progress, fresh=fresh, only=only)
    with tempfile.TemporaryDirectory(prefix="kutip-eval-") as name:
        copy = Path(name) / "data"
        shutil.copytree(home / "data", copy)
        with _opened(copy, embedder) as index:
            yield _indexed(index, started, from_cache=from_cache)


@contextmanager
def ingested_files(files: Path, embedder: Embedder, progress: Progress) -> Iterator[IndexedCorpus]:
    """Ingest a folder of real files as a user's would be, into a directory that goes when the block ends.

    Never cached: parsing is measured, too. A document's uri is its path from the folder on.
    """
    started = time.perf_counter()
    paths = sorted(path for path in files.rglob("*") if path.is_file())
    uploads = [Upload(path.name, path.read_bytes(), path.relative_to(files).as_posix()) for path in paths]
    with (
        tempfile.TemporaryDirectory(prefix="kutip-eval-") as name,
        _opened(Path(name) / "data", embedder) as index,
    ):
        job = index.accept(COLLECTION, uploads)
        index.work(lambda: progress("ingesting", _settled(index, job.job_id), len(uploads)))
        failed = tuple(index.job(job.job_id).failed)
        yield _indexed(index, started, from_cache=False, failed=failed)


def _made(
    folder: Path,
    embedder: Embedder,
    cache: Path,
    progress: Progress,
    *,
    fresh: bool,
    only: frozenset[str] | None = None,
) -> tuple[Path, bool]:
    """Return where a set's corpus is cached, and whether it was there already.

    It is closed once it is made, to be opened as any later evaluation opens it: passages with equal scores
    then come in the same order every time.
    """
    home = _home(folder, embedder, cache, only)
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    if (home / _COMPLETE).is_file():
        return home, True
    with _opened(home / "data", embedder) as index:
        _fill(index, folder, progress, only)
        _mark_complete(home, folder, embedder)
    return home, False


def _home(folder: Path, embedder: Embedder, cache: Path, only: frozenset[str] | None) -> Path:
    with corpus_file(folder).open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    part = f"|{' '.join(sorted(only))}" if only is not None else ""
    key = hashlib.sha256(f"{content}|{embedder.fingerprint}|{CHUNKER}{part}".encode()).hexdigest()
    return cache / f"{folder.resolve().name}-{key[:16]}"


@contextmanager
def _opened(directory: Path, embedder: Embedder) -> Iterator[PassageIndex]:
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        index = PassageIndex.open(directory, embedder)
    except DataDirectoryInUseError as error:
        raise CacheError(
            f"Another evaluation (process {error.pid}) is using {directory}. Wait for it, or choose another "
            "folder with --cache."
        ) from error
    except OSError as error:
        raise CacheError(
            f"{directory} can't be used: {error.strerror or error}. Choose another with --cache."
        ) from error
    with index:
        yield index


def _fill(index: PassageIndex, folder: Path, progress: Progress, only: frozenset[str] | None) -> None:
    path = corpus_file(folder)
    total = sum(only is None or d.doc_id in only for d in read_corpus(path))  # what is wrong with it shows at once
    progress("indexing", 0, total)
    index.add_parsed(
        COLLECTION,
        (
            (document.doc_id, ParsedDocument(document.text, document.title or None))
            for document in read_corpus(path)
            if only is None or document.doc_id in only
        ),
        lambda done, _: progress("indexing", done, total),
    )


def _mark_complete(home: Path, folder: Path, embedder: Embedder) -> None:
    about = {
        "set": str(folder.resolve()),
        "embedder": embedder.name,
        "fingerprint": embedder.fingerprint,
        "chunker": CHUNKER,
    }
    (home / _COMPLETE).write_text(json.dumps(about, indent=1), "utf-8")


def _indexed(
    index: PassageIndex, started: float, *, from_cache: bool, failed: tuple[JobFailure, ...] = ()
) -> IndexedCorpus:
    documents, passages = next((d, p) for name, d, p in index.collections() if name == COLLECTION)
    return IndexedCorpus(index, documents, passages, failed, from_cache, time.perf_counter() - started)


def _settled(index: PassageIndex, job_id: str) -> int:
    job = index.job(job_id)
    return job.done + len(job.failed)
