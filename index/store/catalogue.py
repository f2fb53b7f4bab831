"""Collections, documents, their versions and passages, as rows."""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import apsw
import numpy as np

from index.embedding.base import Vectors
from index.errors import (
    CollectionExistsError,
    InvalidNameError,
    UnknownCollectionError,
    UnknownDocumentError,
)
from index.language.sentences import Span
from index.store.database import Database, now
from index.types import Document, Filters, Hit, Metadata, ParsedDocument, Passage

_COLLECTION_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_IN_LIST = 500  # ids a statement takes at once
_DOCUMENT = """
    SELECT d.doc_id, d.collection, d.uri, d.version, v.title, v.author, v.language, v.published_at,
           v.media_type, v.size, (SELECT count(*) FROM passage p WHERE p.doc_id = d.doc_id), v.metadata,
           d.added_at, d.updated_at
    FROM document d JOIN version v ON v.doc_id = d.doc_id AND v.version = d.version
"""


class NewVersion(NamedTuple):
    """Everything a version consists of, ready to be stored in one transaction."""

    uri: str
    version: str  # "sha256:" and the hexadecimal digest of the file's bytes
    media_type: str
    size: int  # bytes of the file
    metadata: Metadata
    parsed: ParsedDocument
    spans: Sequence[Span]
    vectors: Vectors  # (len(spans), dimension)


class StoredPassage(NamedTuple):
    """What the derived indexes are built from."""

    passage_id: int
    text: str
    title: str
    language: str | None
    vector: Vectors


class Catalogue:
    """Reads and writes of the corpus. Methods that write take the transaction's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Collections

    def collections(self) -> list[tuple[str, int, int]]:
        """Return ``(name, documents, passages)`` of each collection, by name."""
        rows = self._database.reader.execute(
            """SELECT name, (SELECT count(*) FROM document d WHERE d.collection = name),
                      (SELECT count(*) FROM passage p WHERE p.collection = name)
               FROM collection ORDER BY name"""
        )
        return [(str(name), int(documents), int(passages)) for name, documents, passages in rows]

    def require_collection(self, name: str) -> None:
        """Raise :class:`UnknownCollectionError` unless the collection is there."""
        if not self._database.reader.execute("SELECT 1 FROM collection WHERE name = ?", (name,)).fetchone():
            raise UnknownCollectionError(name)

    def create_collection(self, name: str, *, exist_ok: bool = False) -> None:
        """Make a collection. Raises InvalidNameError or, unless ``exist_ok``, CollectionExistsError."""
        if not _COLLECTION_NAME.fullmatch(name):
            raise InvalidNameError(
                f"{name!r} is no collection name: use 1 to 63 of a–z, 0–9, '.', '_' and '-', "
                "beginning with a letter or digit."
            )
        with self._database.transaction() as write:
            write.execute("INSERT OR IGNORE INTO collection VALUES (?, ?)", (name, now()))
            if not write.changes() and not exist_ok:
                raise CollectionExistsError(f"There is a collection named {name!r} already.")

    def delete_collection(self, write: apsw.Connection, name: str) -> list[int]:
        """Delete a collection with all that is in it; return its passages' ids."""
        ids = [int(i) for (i,) in write.execute("SELECT passage_id FROM passage WHERE collection = ?", (name,))]
        write.execute("DELETE FROM document WHERE collection = ?", (name,))
        write.execute("DELETE FROM job WHERE collection = ?", (name,))
        write.execute("DELETE FROM collection WHERE name = ?", (name,))
        return ids

    # Documents

    def put(self, write: apsw.Connection, collection: str, new: NewVersion) -> tuple[list[int], list[int]]:
        """Store a version as its uri's current one; return the passage ids ``(added, removed)``."""
        time = now()
        row = write.execute(
            "SELECT doc_id FROM document WHERE collection = ? AND uri = ?", (collection, new.uri)
        ).fetchone()
        if row:
            doc_id = str(row[0])
            write.execute(
                "UPDATE document SET updated_at = iif(version = ?1, updated_at, ?2), version = ?1 WHERE doc_id = ?3",
                (new.version, time, doc_id),
            )
        else:
            doc_id = f"doc_{secrets.token_hex(8)}"
            write.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                (doc_id, collection, new.uri, new.version, time, time),
            )
        parsed = new.parsed
        write.execute(
            "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                doc_id, new.version, parsed.title or new.uri, parsed.author, parsed.language,
                parsed.published_at, new.media_type, new.size,
                json.dumps(dict(new.metadata), ensure_ascii=False, sort_keys=True), parsed.text, time,
            ),
        )  # fmt: skip
        removed = [
            int(i) for (i,) in write.execute("DELETE FROM passage WHERE doc_id = ? RETURNING passage_id", (doc_id,))
        ]
        added = []
        for ordinal, ((start, end), vector) in enumerate(zip(new.spans, new.vectors, strict=True)):
            write.execute(
                """INSERT INTO passage (doc_id, version, collection, ordinal, start, "end", text, vector)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                (doc_id, new.version, collection, ordinal, start, end, parsed.text[start:end], vector.tobytes()),
            )
            added.append(write.last_insert_rowid())
        return added, removed

    def is_stored(self, collection: str, uri: str, version: str) -> bool:
        """Tell whether ingesting these bytes would change nothing.

        So it is when the uri has this version already, or when the uri is new and another document of
        the collection has the very same bytes.
        """
        row = self._database.reader.execute(
            "SELECT version FROM document WHERE collection = ? AND uri = ?", (collection, uri)
        ).fetchone()
        if row:
            return bool(row[0] == version)
        same = self._database.reader.execute(
            "SELECT 1 FROM document WHERE collection = ? AND version = ?", (collection, version)
        )
        return same.fetchone() is not None

    def delete(self, write: apsw.Connection, doc_id: str) -> tuple[str, list[int]]:
        """Delete a document with all its versions; return its collection and its passages' ids."""
        row = write.execute("SELECT collection FROM document WHERE doc_id = ?", (doc_id,)).fetchone()
        if not row:
            raise _unknown(doc_id)
        ids = [int(i) for (i,) in write.execute("SELECT passage_id FROM passage WHERE doc_id = ?", (doc_id,))]
        write.execute("DELETE FROM document WHERE doc_id = ?", (doc_id,))
        return str(row[0]), ids

    def document(self, doc_id: str) -> Document:
        """Return a document. Raises :class:`UnknownDocumentError`."""
        row = self._database.reader.execute(_DOCUMENT + "WHERE d.doc_id = ?", (doc_id,)).fetchone()
        if not row:
            raise _unknown(doc_id)
        return _document(row)

    def documents(self, collection: str, limit: int, after: str | None = None) -> list[Document]:
        """Return up to ``limit`` documents of a collection by uri, those after the uri ``after``."""
        rows = self._database.reader.execute(
            _DOCUMENT + "WHERE d.collection = ? AND d.uri > ? ORDER BY d.uri LIMIT ?",
            (collection, after or "", limit),
        )
        return [_document(row) for row in rows]

    def text(self, doc_id: str, version: str | None = None) -> tuple[str, str]:
        """Return ``(version, text)`` of a document's given or current version."""
        row = self._database.reader.execute(
            """SELECT v.version, v.text FROM document d JOIN version v ON v.doc_id = d.doc_id
               WHERE d.doc_id = ? AND v.version = coalesce(?, d.version)""",
            (doc_id, version),
        ).fetchone()
        if not row:
            raise UnknownDocumentError(
                f"There is no document {doc_id!r}" + (f" with the version {version!r}." if version else ".")
            )
        return str(row[0]), str(row[1])

    # Passages

    def stored_passages(self, collection: str, ids: Sequence[int] | None = None) -> Iterator[StoredPassage]:
        """Yield what the derived indexes need of a collection's passages, or of some of them."""
        select = """SELECT p.passage_id, p.text, v.title, v.language, p.vector
                    FROM passage p JOIN version v ON v.doc_id = p.doc_id AND v.version = p.version """
        if ids is None:
            yield from map(_stored, self._database.reader.execute(select + "WHERE p.collection = ?", (collection,)))
            return
        for some in _batches(ids):
            marks = ",".join("?" * len(some))
            yield from map(_stored, self._database.reader.execute(f"{select}WHERE p.passage_id IN ({marks})", some))

    def hits(self, collection: str, ids: Sequence[int]) -> list[Hit]:
        """Return the passages of ``ids`` that the collection still has, in the order of ``ids``."""
        found: dict[int, Hit] = {}
        with self._database.snapshot() as read:
            for some in _batches(ids):
                marks = ",".join("?" * len(some))
                passages: list[Any] = read.execute(
                    f"""SELECT passage_id, doc_id, version, ordinal, start, "end", text FROM passage
                        WHERE collection = ? AND passage_id IN ({marks})""",  # noqa: S608 only marks
                    (collection, *some),
                ).fetchall()
                ids_of_documents = sorted({str(row[1]) for row in passages})
                rows = read.execute(
                    _DOCUMENT + f"WHERE d.doc_id IN ({','.join('?' * len(ids_of_documents))})", ids_of_documents
                )
                documents = {document.doc_id: document for document in map(_document, rows)}
                found |= {row[0]: Hit(Passage(*row), documents[row[1]]) for row in passages}
        return [found[i] for i in ids if i in found]

    def siblings(self, doc_id: str, version: str, ordinals: Iterable[int]) -> list[Passage]:
        """Return those passages of a document's version that have the given ordinals, in order."""
        wanted = sorted(set(ordinals))
        marks = ",".join("?" * len(wanted))
        rows = self._database.reader.execute(
            f"""SELECT passage_id, doc_id, version, ordinal, start, "end", text FROM passage
                WHERE doc_id = ? AND version = ? AND ordinal IN ({marks}) ORDER BY ordinal""",  # noqa: S608
            (doc_id, version, *wanted),
        )
        return [Passage(*row) for row in rows]

    def newest_passage(self) -> int:
        """Return the greatest passage id ever given, 0 before the first."""
        row = self._database.reader.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").fetchone()
        return int(row[0]) if row else 0

    def passage_ids(self, collection: str, filters: Filters) -> set[int]:
        """Return the ids of the passages that pass the filters."""
        where: list[str] = ["p.collection = ?"]
        values: list[str | int] = [collection]
        if filters.doc_ids is not None:
            where.append("p.doc_id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(filters.doc_ids)))
        if filters.language:
            where.append("v.language = ?")
            values.append(filters.language)
        # Dates of reduced precision compare rightly as text once both are cut to the shorter one's length.
        for bound, relation in ((filters.published_from, ">="), (filters.published_to, "<=")):
            if bound:
                where.append(f"substr(v.published_at, 1, length(?)) {relation} substr(?, 1, length(v.published_at))")
                values += [bound, bound]
        if filters.newest_passage is not None:
            where.append("p.passage_id <= ?")
            values.append(filters.newest_passage)
        for key, value in filters.metadata.items():
            where.append("EXISTS (SELECT 1 FROM json_each(v.metadata) m WHERE m.key = ? AND m.value = ?)")
            values += [key, value]
        rows = self._database.reader.execute(
            f"""SELECT p.passage_id FROM passage p JOIN version v ON v.doc_id = p.doc_id AND v.version = p.version
                WHERE {" AND ".join(where)}""",  # noqa: S608 the clauses are ours, the values are bound
            values,
        )
        return {int(i) for (i,) in rows}


def _unknown(doc_id: str) -> UnknownDocumentError:
    return UnknownDocumentError(f"There is no document {doc_id!r}. GET /v1/documents lists those there are.")


def _document(row: Any) -> Document:
    values = list(row)
    values[11] = json.loads(values[11])
    return Document(*values)  # the columns stand in the fields' order


def _stored(row: Any) -> StoredPassage:
    passage_id, text, title, language, vector = row
    return StoredPassage(passage_id, text, title, language, np.frombuffer(vector, dtype=np.float32))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), _IN_LIST):
        yield ids[at : at + _IN_LIST]
