"""``kutip ingest``: files and folders in, with a table of what became of them."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.types import Upload
from server.cli.access import Access, Json, RefusedError, open_corpus
from server.cli.common import Common
from server.cli.progress import Update, progress
from server.cli.show import console, show_counts, show_json
from server.errors import CommandError
from server.files import find_files, upload_of

_MOST_FILES = 100  # in one job
_MOST_BYTES = 8 * 2**20
_POLL_S = 0.1
_TOO_LARGE = 413


@dataclass(slots=True)
class Tally:
    """What became of the files."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    def count(self, job: Json, uploads: Sequence[Upload], known: set[str]) -> None:
        """Add a finished job. ``known`` are the uris there were before."""
        self.unchanged += len(job["unchanged"])
        self.failed += [(failure["name"], failure["reason"]) for failure in job["failed"]]
        others = {*job["unchanged"], *(failure["name"] for failure in job["failed"])}
        for upload in uploads:
            if upload.name not in others:
                self.replaced += upload.uri in known
                self.added += upload.uri not in known


def run_ingest(common: Common, paths: Sequence[Path], as_json: bool) -> bool:
    """Ingest and show how it went; return whether any file failed."""
    found = find_files(paths)
    notes = console(stderr=True)
    for path in found.skipped:
        notes.print(f"skipped, kutip doesn't read {path.suffix} files: {path}")
    if not found.files:
        raise CommandError(f"There is nothing to ingest in {', '.join(str(path) for path in paths)}.")
    collection = common.collection_name
    tally = Tally(skipped=len(found.skipped))
    with open_corpus(common.settings(), make=True) as corpus, progress() as update:
        if corpus.make_collection(collection):
            notes.print(f"made the collection {collection!r}")
        _ingest(corpus, collection, found.files, tally, update=update, as_json=as_json)
    if not as_json:
        counts = {
            "added": tally.added,
            "replaced": tally.replaced,
            "unchanged": tally.unchanged,
            "skipped": tally.skipped,
            "failed": len(tally.failed),
        }
        show_counts(counts, [(_short(name), reason) for name, reason in tally.failed])
    return bool(tally.failed)


def _ingest(
    corpus: Access, collection: str, files: Sequence[Path], tally: Tally, *, update: Update, as_json: bool
) -> None:
    known = corpus.uris(collection)
    before = 0
    for batch in _batches(files):
        uploads = _read(batch, tally)
        if uploads and (job := _accept(corpus, collection, uploads, tally)):
            while job["finished_at"] is None:
                update("files", before + job["done"] + len(job["failed"]), len(files))
                time.sleep(_POLL_S)
                job = corpus.job(job["id"])
            tally.count(job, uploads, known)
            if as_json:
                show_json({"job": job}, compact=True)
        before += len(batch)
        update("files", before, len(files))


def _read(batch: Sequence[Path], tally: Tally) -> list[Upload]:
    uploads = []
    for path in batch:
        try:
            uploads.append(upload_of(path))
        except CommandError as error:
            tally.failed.append((str(path), str(error)))
    return uploads


def _accept(corpus: Access, collection: str, uploads: Sequence[Upload], tally: Tally) -> Json | None:
    try:
        return corpus.accept(collection, uploads)
    except RefusedError as error:
        if error.status != _TOO_LARGE or len(uploads) > 1:
            raise
        tally.failed.append((uploads[0].name, str(error)))
        return None


def _batches(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield files in order, in batches that fit in memory and in one upload; a large file comes alone."""
    batch: list[Path] = []
    size = 0
    for path in files:
        more = path.stat().st_size
        if batch and (len(batch) == _MOST_FILES or size + more > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += more
    if batch:
        yield batch


def _short(name: str) -> str:
    path = Path(name)
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else name
