"""The front door of the index room: a data directory as a searchable corpus.

    with PassageIndex.open(Path("kutip-data"), load_embedder()) as passages:
        job = passages.accept("default", [Upload(name="a.txt", data=b"…", uri="a.txt")])
        passages.work()                                    # or start_worker() once
        hits = passages.hits("default", [i for i, _ in passages.dense("default", vector, k=10)])

SQLite is the truth; vectors and terms in memory are derived from it. Every hit is read again from the
truth, so that a deleted or replaced passage never comes back whatever the indexes say.
"""

import itertools
import json
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from index.chunking import CHUNKER
from index.derived import CollectionIndex
from index.embedding.base import Embedder, Vectors
from index.errors import DataDirectoryError, InvalidNameError, UnknownCollectionError
from index.ingest import Incoming, IngestWorker, Progress, prepare, prepare_all, version_of
from index.lexical.base import Concept
from index.lock import DirectoryLock
from index.parsing.registry import complete
from index.store.answers import AnswerLog
from index.store.catalogue import Catalogue, NewVersion
from index.store.database import Database
from index.store.jobs import JobItem, Jobs
from index.types import Document, Filters, Hit, Job, ParsedDocument, Passage, Upload

DEFAULT_COLLECTION = "default"
_LONGEST_URI = 2000
_PAGE = 200
_PARSED_AT_ONCE = 256  # documents embedded together and committed in one transaction


class PassageIndex:
    """A corpus on disk, owned by this process alone. Its methods may be called from any thread."""

    def __init__(self, directory: Path, embedder: Embedder, lock: DirectoryLock, database: Database) -> None:
        self.directory = directory
        self.embedder = embedder
        self.answers = AnswerLog(database)
        self._lock = lock
        self._database = database
        self._catalogue = Catalogue(database)
        self._jobs = Jobs(database)
        self._mutation = threading.RLock()  # a commit and its application to the derived indexes are one
        self._indexes: dict[str, CollectionIndex] = {}
        self._worker = IngestWorker(self._jobs, self._catalogue, embedder, self._commit_item, self._fail_item)

    @classmethod
    def open(cls, directory: Path, embedder: Embedder, progress: Progress | None = None) -> Self:
        """Open a data directory, made when it is new, and build its indexes.

        A corpus embedded by another model or cut by another chunker is embedded anew first, with
        ``progress`` (documents done, all). Raises :class:`index.errors.DataDirectoryInUseError` when
        another process owns the directory and :class:`index.errors.DataDirectoryError` when it can't be used.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = DirectoryLock(directory)
        except OSError as error:
            raise DataDirectoryError(
                f"The data directory {directory} can't be used: {error.strerror or error}."
            ) from error
        database: Database | None = None
        try:
            database = Database(directory / "kutip.db")
            index = cls(directory, embedder, lock, database)
            index.create_collection(DEFAULT_COLLECTION, exist_ok=True)
            index.answers.forget_leftovers()
            index._follow_model(progress)
            for name, _, _ in index._catalogue.collections():
                index._build(name)
        except BaseException:
            if database:
                database.close()
            lock.release()
            raise
        return index

    def close(self) -> None:
        """Stop the worker, close the database and let go of the directory."""
        self._worker.stop()
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def announce(self, address: str) -> None:
        """Write the base URL this process serves at beside the lock, for other processes to find."""
        self._lock.announce(address)

    # Collections

    def collections(self) -> list[tuple[str, int, int]]:
        """Return ``(name, documents, passages)`` of each collection, by name."""
        return self._catalogue.collections()

    def create_collection(self, name: str, *, exist_ok: bool = False) -> None:
        """Make an empty collection."""
        with self._mutation:
            self._catalogue.create_collection(name, exist_ok=exist_ok)
            self._indexes.setdefault(name, CollectionIndex(self.embedder.dimension))

    def delete_collection(self, name: str) -> None:
        """Delete a collection with all its documents. The default one is emptied and stays."""
        self._catalogue.require_collection(name)
        with self._mutation:
            with self._database.transaction() as write:
                self._catalogue.delete_collection(write, name)
                self.answers.forget_deleted(write)
                if name == DEFAULT_COLLECTION:
                    self._catalogue.create_collection(name)
            if name == DEFAULT_COLLECTION:
                self._indexes[name] = CollectionIndex(self.embedder.dimension)
            else:
                del self._indexes[name]

    # The way in

    def accept(self, collection: str, uploads: Sequence[Upload]) -> Job:
        """Take files in; when this returns they survive a crash, and the worker will ingest them."""
        self._catalogue.require_collection(collection)
        for upload in uploads:
            if not 0 < len(upload.uri) <= _LONGEST_URI or "\0" in upload.uri:
                raise InvalidNameError(
                    f"A document's uri has 1 to {_LONGEST_URI} characters; {upload.uri[:80]!r} hasn't."
                )
            _require_unicode(upload)
        job = self._jobs.accept(collection, uploads)
        self._worker.wake()
        return job

    def start_worker(self) -> None:
        """Ingest accepted files on a thread of their own from now on."""
        self._worker.start()

    def work(self, each: Callable[[], None] = lambda: None) -> None:
        """Ingest accepted files on this thread until none is left; ``each`` is called after each batch."""
        while self._worker.run_once():
            each()

    def job(self, job_id: str) -> Job:
        """Return an ingestion job as it stands. What it calls done can be found by a search."""
        with self._mutation:  # between a commit and its application, done would not be true yet
            return self._jobs.job(job_id)

    def add_parsed(
        self,
        collection: str,
        documents: Iterable[tuple[str, ParsedDocument]],
        progress: Progress | None = None,
    ) -> None:
        """Add documents that are text already, as ``(uri, document)``, without a job: for evaluation sets.

        Many are embedded and committed at once; ``progress`` gets (documents looked at, the same). After an
        interruption the same call goes on where the last commit left off: what is stored is passed over.
        """
        stored = {document.uri: document.version for document in self._all_documents(collection)}
        remaining = iter(documents)
        done = 0
        while batch := list(itertools.islice(remaining, _PARSED_AT_ONCE)):
            incoming = [_incoming(uri, parsed) for uri, parsed in batch]
            self._commit_all(
                collection,
                prepare_all(self.embedder, [new for new in incoming if stored.get(new.uri) != new.version]),
            )
            done += len(batch)
            if progress:
                progress(done, done)

    # Documents

    def document(self, doc_id: str) -> Document:
        """Return a document's current version, without its text."""
        return self._catalogue.document(doc_id)

    def documents(self, collection: str, limit: int, after: str | None = None) -> list[Document]:
        """Return up to ``limit`` documents by uri, those after the uri ``after``."""
        self._catalogue.require_collection(collection)
        return self._catalogue.documents(collection, limit, after)

    def text(self, doc_id: str, version: str | None = None) -> tuple[str, str]:
        """Return ``(version, stored text)`` of a document's given or current version."""
        return self._catalogue.text(doc_id, version)

    def delete(self, doc_id: str) -> None:
        """Delete a document with all its versions: gone from search and from kept answers when this returns."""
        with self._mutation:
            with self._database.transaction() as write:
                collection, removed = self._catalogue.delete(write, doc_id)
                self.answers.forget_deleted(write, doc_id)
            self._indexes[collection].apply([], removed)

    # Search

    def require_collection(self, collection: str) -> None:
        """Raise :class:`index.errors.UnknownCollectionError` unless the collection is there."""
        self._catalogue.require_collection(collection)

    def allowed(self, collection: str, filters: Filters) -> set[int] | None:
        """Return the passage ids that pass the filters, or None when there is no filter."""
        return self._catalogue.passage_ids(collection, filters) if filters else None

    def dense(
        self, collection: str, vector: Vectors, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k passages nearest to a query's vector as ``(passage id, cosine)``, best first."""
        return self._index(collection).dense(vector, k, allowed)

    def lexical(
        self, collection: str, query: Sequence[Concept], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k passages that match best by words as ``(passage id, BM25 score)``, best first."""
        return self._index(collection).lexical(query, k, allowed)

    def document_frequencies(self, collection: str, stems: Iterable[str]) -> dict[str, int]:
        """Return in how many passages of the collection each stem occurs."""
        return self._index(collection).document_frequencies(stems)

    def language_share(self, collection: str, language: str) -> float:
        """Return the share of the collection's passages that are in a language, 0 to 1."""
        return self._index(collection).language_share(language)

    def passage_count(self, collection: str) -> int:
        """Return the number of passages of the collection."""
        return len(self._index(collection))

    def newest_passage(self) -> int:
        """Return the greatest passage id given so far, 0 before the first. Ids only grow and are never reused."""
        return self._catalogue.newest_passage()

    def hits(self, collection: str, ids: Sequence[int]) -> list[Hit]:
        """Return the passages of ``ids`` that the collection still has, in the order of ``ids``."""
        return self._catalogue.hits(collection, ids)

    def siblings(self, passage: Passage, ordinals: Iterable[int]) -> list[Passage]:
        """Return the passages of the same version that have the given ordinals, in order."""
        return self._catalogue.siblings(passage.doc_id, passage.version, ordinals)

    # Inside

    def _index(self, collection: str) -> CollectionIndex:
        try:
            return self._indexes[collection]
        except KeyError:
            raise UnknownCollectionError(collection) from None

    def _build(self, collection: str) -> None:
        index = CollectionIndex(self.embedder.dimension)
        index.apply(self._catalogue.stored_passages(collection), [])
        self._indexes[collection] = index

    def _commit(self, collection: str, new: NewVersion, item: JobItem | None = None) -> None:
        with self._mutation:
            with self._database.transaction() as write:
                added, removed = self._catalogue.put(write, collection, new)
                if item:
                    self._jobs.finish(write, item, "replaced" if removed else "added")
            self._indexes[collection].apply(self._catalogue.stored_passages(collection, added), removed)

    def _commit_all(self, collection: str, versions: Iterable[NewVersion]) -> None:
        with self._mutation:
            added: list[int] = []
            removed: list[int] = []
            with self._database.transaction() as write:
                for new in versions:
                    there, gone = self._catalogue.put(write, collection, new)
                    added += there
                    removed += gone
            self._indexes[collection].apply(self._catalogue.stored_passages(collection, added), removed)

    def _commit_item(self, item: JobItem, new: NewVersion | None) -> None:
        if new is not None:
            self._commit(item.collection, new, item)
            return
        with self._database.transaction() as write:
            self._jobs.finish(write, item, "unchanged")

    def _fail_item(self, item: JobItem, reason: str) -> None:
        with self._database.transaction() as write:
            self._jobs.fail(write, item, reason)

    def _follow_model(self, progress: Progress | None) -> None:
        """Embed everything anew when the model or the chunker is another than the one that made the vectors."""
        fingerprint = f"{self.embedder.fingerprint}|{CHUNKER}"
        row = self._database.reader.execute("SELECT value FROM setting WHERE name = 'fingerprint'").fetchone()
        if row and row[0] == fingerprint:
            return
        if row:  # from here on the vectors are of two kinds, until all are done
            with self._database.transaction() as write:
                write.execute("DELETE FROM setting WHERE name = 'fingerprint'")
        everything = [
            document for name, _, _ in self._catalogue.collections() for document in self._all_documents(name)
        ]
        for done, document in enumerate(everything, start=1):
            _, text = self._catalogue.text(document.doc_id)
            parsed = ParsedDocument(text, document.title, document.author, document.published_at, document.language)
            new = prepare(
                self.embedder, parsed, uri=document.uri, version=document.version,
                media_type=document.media_type, size=document.size, metadata=document.metadata,
            )  # fmt: skip
            with self._database.transaction() as write:
                self._catalogue.put(write, document.collection, new)
            if progress:
                progress(done, len(everything))
        with self._database.transaction() as write:  # last: an interrupted run begins anew
            write.execute("INSERT OR REPLACE INTO setting VALUES ('fingerprint', ?)", (fingerprint,))

    def _all_documents(self, collection: str) -> Iterable[Document]:
        after: str | None = None
        while page := self._catalogue.documents(collection, _PAGE, after):
            yield from page
            after = page[-1].uri


def _incoming(uri: str, parsed: ParsedDocument) -> Incoming:
    whole = complete(parsed, uri)
    data = json.dumps([whole.title, whole.text], ensure_ascii=False).encode("utf-8", "replace")
    return Incoming(uri, version_of(data), "text/plain", len(data), {}, whole)


def _require_unicode(upload: Upload) -> None:
    """Refuse names that no text can hold, such as a file name that isn't UTF-8 read from a folder."""
    for text in (upload.name, upload.uri, upload.title or "", *upload.metadata, *upload.metadata.values()):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InvalidNameError(f"{text[:80]!r} isn't valid Unicode; rename it and try again.") from None
