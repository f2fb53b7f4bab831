"""The SQLite database of a data directory: opened safely, migrated forward, one writer."""

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import apsw

from index.errors import DataDirectoryError

_OLDEST_SAFE = (3, 51, 3)  # older ones can corrupt a WAL that two connections reset at once
_BUSY_MS = 10_000
# Each entry brings the schema one version up; entries are only ever appended.
_MIGRATIONS = (
    """
    CREATE TABLE collection (name TEXT PRIMARY KEY, created_at TEXT NOT NULL) STRICT;
    CREATE TABLE document (
        doc_id TEXT PRIMARY KEY,
        collection TEXT NOT NULL REFERENCES collection(name),
        uri TEXT NOT NULL,
        version TEXT NOT NULL,
        added_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        UNIQUE (collection, uri)) STRICT;
    CREATE INDEX document_by_version ON document (collection, version);
    CREATE TABLE version (
        doc_id TEXT NOT NULL REFERENCES document(doc_id) ON DELETE CASCADE,
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT,
        language TEXT,
        published_at TEXT,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        metadata TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (doc_id, version)) STRICT;
    CREATE TABLE passage (
        passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
        doc_id TEXT NOT NULL REFERENCES document(doc_id) ON DELETE CASCADE,
        version TEXT NOT NULL,
        collection TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        vector BLOB NOT NULL) STRICT;
    CREATE INDEX passage_by_document ON passage (doc_id, ordinal);
    CREATE INDEX passage_by_collection ON passage (collection);
    CREATE TABLE job (
        job_id TEXT PRIMARY KEY,
        collection TEXT NOT NULL,
        created_at TEXT NOT NULL,
        finished_at TEXT) STRICT;
    CREATE TABLE job_item (
        item_id INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL REFERENCES job(job_id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        uri TEXT NOT NULL,
        title TEXT,
        metadata TEXT NOT NULL,
        data BLOB,
        status TEXT NOT NULL DEFAULT 'queued',
        tries INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        reason TEXT) STRICT;
    CREATE INDEX job_item_by_job ON job_item (job_id);
    CREATE INDEX job_item_waiting ON job_item (item_id) WHERE status = 'queued';
    CREATE TABLE answer (answer_id TEXT PRIMARY KEY, created_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE feedback (
        feedback_id INTEGER PRIMARY KEY AUTOINCREMENT,
        answer_id TEXT NOT NULL REFERENCES answer(answer_id) ON DELETE CASCADE,
        created_at TEXT NOT NULL,
        body TEXT NOT NULL) STRICT;
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    """,
    # What an answer consulted, so that it can be marked when a source changes, and loses the words of one that is
    # deleted; and what was asked, so that it can be asked again.
    """
    ALTER TABLE answer ADD COLUMN asked TEXT;
    CREATE TABLE answer_source (
        answer_id TEXT NOT NULL REFERENCES answer(answer_id) ON DELETE CASCADE,
        doc_id TEXT NOT NULL,
        version TEXT NOT NULL,
        forgotten INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (answer_id, doc_id, version)) STRICT, WITHOUT ROWID;
    CREATE INDEX answer_source_held ON answer_source (doc_id) WHERE NOT forgotten;
    INSERT OR IGNORE INTO answer_source (answer_id, doc_id, version)
        SELECT a.answer_id, s.value ->> 'doc_id', s.value ->> 'version'
        FROM answer a, json_each(a.body, '$.sources') s;
    """,
)


def now() -> str:
    """Return the present as RFC 3339 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Database:
    """Connections to one SQLite file: one that writes, and one a thread that reads.

    What a transaction has committed is on disk (``synchronous=FULL``) and visible to every read that
    begins after it.
    """

    def __init__(self, path: Path) -> None:
        version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
        if version < _OLDEST_SAFE:
            raise DataDirectoryError(
                f"SQLite {apsw.sqlite_lib_version()} can corrupt data; install an apsw that bundles 3.51.3 or newer."
            )
        self._path = path
        self._write_lock = threading.RLock()
        self._local = threading.local()
        self._readers: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()  # a thread's goes with the thread
        try:
            self._writer = self._connect()
            self._migrate()
        except apsw.NotADBError as error:
            raise DataDirectoryError(f"{path} is no SQLite database ({error}); restore it from a backup.") from error
        except apsw.CorruptError as error:
            raise DataDirectoryError(f"{path} is damaged ({error}); restore it from a backup.") from error
        except apsw.Error as error:
            raise DataDirectoryError(f"{path} can't be opened: {error}.") from error

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """Hold the one writer: everything inside is committed together, or not at all."""
        with self._write_lock, self._writer:
            yield self._writer

    @property
    def reader(self) -> apsw.Connection:
        """This thread's connection for reading."""
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only=ON")
            self._local.connection = connection
            with self._write_lock:
                self._readers.add(connection)
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[apsw.Connection]:
        """Read several times from one and the same state of the data."""
        connection = self.reader
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every connection."""
        for connection in [*list(self._readers), self._writer]:
            connection.close()

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path))
        connection.set_busy_timeout(_BUSY_MS)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    def _migrate(self) -> None:
        found = int(self._writer.pragma("user_version"))
        if found > len(_MIGRATIONS):
            raise DataDirectoryError(
                f"{self._path} was written by a newer kutip (schema {found}, this one knows {len(_MIGRATIONS)}); "
                "upgrade kutip."
            )
        for version, script in enumerate(_MIGRATIONS[found:], start=found + 1):
            with self._writer:
                self._writer.execute(script)
                self._writer.execute(f"PRAGMA user_version={version}")
