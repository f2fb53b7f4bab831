"""Ingestion jobs as rows: accepted with their bytes in one transaction, so that none is ever lost."""

import json
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

import apsw

from index.errors import UnknownJobError
from index.store.database import Database, now
from index.types import Job, JobFailure, Metadata, Outcome, Upload

MOST_TRIES = 3


class JobItem(NamedTuple):
    """One file of a job, waiting to be ingested."""

    item_id: int
    job_id: str
    collection: str
    name: str
    uri: str
    title: str | None
    metadata: Metadata
    data: bytes
    tries: int  # this one not counted


class Jobs:
    """The queue of ingestion jobs. A file is queued → done or failed, at most three tries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, collection: str, uploads: Sequence[Upload]) -> Job:
        """Store a job with its files; when this returns, both survive a crash."""
        job_id = f"job_{secrets.token_hex(8)}"
        with self._database.transaction() as write:
            time = now()
            write.execute("INSERT INTO job VALUES (?, ?, ?, ?)", (job_id, collection, time, None if uploads else time))
            for upload in uploads:
                write.execute(
                    "INSERT INTO job_item (job_id, name, uri, title, metadata, data) VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        job_id, upload.name, upload.uri, upload.title,
                        json.dumps(dict(upload.metadata), ensure_ascii=False), upload.data,
                    ),
                )  # fmt: skip
        return self.job(job_id)

    def job(self, job_id: str) -> Job:
        """Return a job as it stands. Raises :class:`UnknownJobError`."""
        with self._database.snapshot() as read:
            row = read.execute(
                "SELECT collection, created_at, finished_at FROM job WHERE job_id = ?", (job_id,)
            ).fetchone()
            if not row:
                raise UnknownJobError(f"There is no job {job_id!r}.")
            items: list[Any] = read.execute(
                "SELECT name, status, outcome, reason, tries FROM job_item WHERE job_id = ? ORDER BY item_id",
                (job_id,),
            ).fetchall()
        collection, created_at, finished_at = row
        failed = [JobFailure(name, reason) for name, status, _, reason, _ in items if status == "failed"]
        done = sum(status == "done" for _, status, *_ in items)
        started = done or failed or any(tries for *_, tries in items)
        if finished_at is None:
            status = "running" if started else "queued"
        else:
            status = "failed" if failed and not done else "done"
        return Job(
            job_id=job_id,
            collection=collection,
            status=status,  # type: ignore[arg-type]
            total=len(items),
            done=done,
            unchanged=[name for name, _, outcome, *_ in items if outcome == "unchanged"],
            failed=failed,
            created_at=created_at,
            finished_at=finished_at,
        )

    def take(self, most: int) -> list[JobItem]:
        """Return up to ``most`` waiting files of one collection, oldest first, their tries counted up.

        A file that was tried before comes alone, so that a file which ends the process takes no other
        with it. A file whose tries are used up fails here.
        """
        with self._database.transaction() as write:
            rows: list[Any] = write.execute(
                """SELECT i.item_id, i.job_id, j.collection, i.name, i.uri, i.title, i.metadata, i.data, i.tries
                   FROM job_item i JOIN job j ON j.job_id = i.job_id
                   WHERE i.status = 'queued' ORDER BY i.item_id LIMIT ?""",
                (most,),
            ).fetchall()
            items = [JobItem(*row)._replace(metadata=json.loads(row[6])) for row in rows]
            if not items:
                return []
            first = items[0]
            if first.tries >= MOST_TRIES:
                self.fail(write, first, f"It was tried {MOST_TRIES} times, and ingesting it never came to an end.")
                return self.take(most)
            together = [first]
            if not first.tries:
                alike = (item.collection == first.collection and not item.tries for item in items[1:])
                together += [item for item, same in zip(items[1:], alike, strict=True) if same]
            write.executemany(
                "UPDATE job_item SET tries = tries + 1 WHERE item_id = ?", [(item.item_id,) for item in together]
            )
        return together

    def give_back(self, items: Sequence[JobItem]) -> None:
        """Put files back that were taken and not worked on, without counting a try."""
        with self._database.transaction() as write:
            write.executemany(
                "UPDATE job_item SET tries = tries - 1 WHERE item_id = ? AND status = 'queued'",
                [(item.item_id,) for item in items],
            )

    def finish(self, write: apsw.Connection, item: JobItem, outcome: Outcome) -> None:
        """Mark a file as done within the transaction that stores its document.

        Raises :class:`UnknownJobError` when the job is gone, so that the transaction stores nothing.
        """
        write.execute(
            "UPDATE job_item SET status = 'done', outcome = ?, data = NULL WHERE item_id = ?",
            (outcome, item.item_id),
        )
        if not write.changes():  # its collection was deleted in the meantime, and the job with it
            raise UnknownJobError(f"There is no job {item.job_id!r}.")
        self._close(write, item.job_id)

    def fail(self, write: apsw.Connection, item: JobItem, reason: str) -> None:
        """Mark a file as failed, with the reason its owner reads."""
        write.execute(
            "UPDATE job_item SET status = 'failed', reason = ?, data = NULL WHERE item_id = ?",
            (reason, item.item_id),
        )
        self._close(write, item.job_id)

    def _close(self, write: apsw.Connection, job_id: str) -> None:
        write.execute(
            """UPDATE job SET finished_at = ? WHERE job_id = ? AND NOT EXISTS
               (SELECT 1 FROM job_item WHERE job_id = ? AND status = 'queued')""",
            (now(), job_id, job_id),
        )
