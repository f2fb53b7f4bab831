"""The SQLite file: opened safely, migrated forward, read by many threads."""

import os
import threading
from pathlib import Path

import apsw
import pytest

from index.errors import DataDirectoryError
from index.store import database as module
from index.store.database import Database, now


def test_a_new_database_has_the_newest_schema(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")
    assert database.reader.pragma("user_version") == len(module._MIGRATIONS)
    assert database.reader.pragma("journal_mode") == "wal"
    assert database.reader.pragma("synchronous") == 2
    assert database.reader.pragma("foreign_keys") == 1
    database.close()


def test_migrations_go_forward_and_keep_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kutip.db"
    first = Database(path)
    with first.transaction() as write:
        write.execute("INSERT INTO setting VALUES ('a', 'b')")
    first.close()
    newer = (*module._MIGRATIONS, "ALTER TABLE setting ADD COLUMN note TEXT")
    monkeypatch.setattr(module, "_MIGRATIONS", newer)
    second = Database(path)
    assert second.reader.execute("SELECT * FROM setting").fetchall() == [("a", "b", None)]
    second.close()
    monkeypatch.setattr(module, "_MIGRATIONS", newer[:-1])
    with pytest.raises(DataDirectoryError, match="written by a newer kutip"):
        Database(path)


def test_a_failing_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kutip.db"
    Database(path).close()
    before = len(module._MIGRATIONS)
    monkeypatch.setattr(module, "_MIGRATIONS", (*module._MIGRATIONS, "CREATE TABLE new (x); SELECT nonsense"))
    with pytest.raises(DataDirectoryError, match="can't be opened"):
        Database(path)
    connection = apsw.Connection(str(path))
    assert connection.pragma("user_version") == before
    assert not connection.table_exists(None, "new")
    connection.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\x7f" * 5000])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kutip.db").write_bytes(content)
    with pytest.raises(DataDirectoryError, match=r"kutip\.db"):
        Database(tmp_path / "kutip.db")


def test_a_path_that_cant_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DataDirectoryError, match="can't be opened"):
        Database(tmp_path / "missing" / "kutip.db")


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")

    def write_and_fail() -> None:
        with database.transaction() as write:
            write.execute("INSERT INTO setting VALUES ('a', 'b')")
            raise ValueError

    with pytest.raises(ValueError):
        write_and_fail()
    assert database.reader.execute("SELECT * FROM setting").fetchall() == []
    with pytest.raises(apsw.ReadOnlyError):
        database.reader.execute("INSERT INTO setting VALUES ('a', 'b')")
    database.close()


def test_a_snapshot_sees_one_state(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")
    with database.snapshot() as read:
        assert read.execute("SELECT count(*) FROM setting").fetchone() == (0,)
        with database.transaction() as write:
            write.execute("INSERT INTO setting VALUES ('a', 'b')")
        assert read.execute("SELECT count(*) FROM setting").fetchone() == (0,)
    assert database.reader.execute("SELECT count(*) FROM setting").fetchone() == (1,)
    database.close()


def test_a_threads_connection_ends_with_the_thread(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 a count is all that's needed
    for _ in range(30):
        thread = threading.Thread(target=lambda: database.reader.execute("SELECT 1").fetchall())
        thread.start()
        thread.join()
    assert len(os.listdir("/proc/self/fd")) - before < 10  # noqa: PTH208
    database.close()


def test_now_is_utc_to_the_millisecond() -> None:
    assert len(now()) == len("2025-10-29T07:00:00.000Z")
    assert now().endswith("Z")
