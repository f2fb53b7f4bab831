"""The queue of ingestion jobs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UnknownJobError
from index.store.database import Database
from index.store.jobs import MOST_TRIES, Jobs
from index.types import JobFailure, Upload


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "kutip.db")
    yield found
    found.close()


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database)


def uploads(*names: str) -> list[Upload]:
    return [Upload(name, name.encode(), f"uri/{name}", f"Judul {name}", {"n": name}) for name in names]


def names(items: list) -> list[str]:
    return [item.name for item in items]


def test_the_life_of_a_job(jobs: Jobs, database: Database) -> None:
    accepted = jobs.accept("default", uploads("a", "b", "c"))
    assert (accepted.status, accepted.total, accepted.done, accepted.finished_at) == ("queued", 3, 0, None)
    a, b, c = jobs.take(10)
    assert (a.data, a.uri, a.title, a.metadata, a.tries) == (b"a", "uri/a", "Judul a", {"n": "a"}, 0)
    assert jobs.job(accepted.job_id).status == "running"
    with database.transaction() as write:
        jobs.finish(write, a, "added")
        jobs.finish(write, b, "unchanged")
    assert jobs.job(accepted.job_id).finished_at is None
    with database.transaction() as write:
        jobs.fail(write, c, "no words")
    done = jobs.job(accepted.job_id)
    assert (done.status, done.done, done.unchanged, done.failed) == ("done", 2, ["b"], [JobFailure("c", "no words")])
    assert done.finished_at
    assert jobs.take(10) == []
    assert database.reader.execute("SELECT count(*) FROM job_item WHERE data IS NOT NULL").fetchone() == (0,)


def test_a_job_whose_every_file_failed_has_failed(jobs: Jobs, database: Database) -> None:
    job = jobs.accept("default", uploads("a"))
    with database.transaction() as write:
        jobs.fail(write, jobs.take(1)[0], "x")
    assert jobs.job(job.job_id).status == "failed"


def test_a_job_without_files_is_done(jobs: Jobs) -> None:
    job = jobs.accept("default", [])
    assert (job.status, job.total) == ("done", 0)
    assert job.finished_at


def test_unknown_job(jobs: Jobs) -> None:
    with pytest.raises(UnknownJobError, match="job_none"):
        jobs.job("job_none")


def test_files_come_oldest_first_and_of_one_collection_at_a_time(jobs: Jobs) -> None:
    jobs.accept("one", uploads("a", "b"))
    jobs.accept("two", uploads("c"))
    jobs.accept("one", uploads("d"))
    assert names(jobs.take(10)) == ["a", "b", "d"]
    assert jobs.take(0) == []


def test_given_back_files_lose_no_try(jobs: Jobs) -> None:
    jobs.accept("default", uploads("a", "b"))
    for _ in range(MOST_TRIES + 2):
        items = jobs.take(10)
        assert [item.tries for item in items] == [0, 0]
        jobs.give_back(items)


def test_a_file_that_ends_the_process_fails_alone(jobs: Jobs, database: Database) -> None:
    job = jobs.accept("default", uploads("a", "culprit", "b", "c"))
    deaths = 0
    while items := jobs.take(10):  # each turn is a process; it dies where the culprit's turn comes
        for item in items:
            if item.name == "culprit":
                deaths += 1
                break
            with database.transaction() as write:
                jobs.finish(write, item, "added")
    found = jobs.job(job.job_id)
    assert deaths == MOST_TRIES
    assert (found.status, found.done) == ("done", 3)
    assert [failure.name for failure in found.failed] == ["culprit"]
    assert "3 times" in found.failed[0].reason


def test_a_file_whose_job_is_gone_cant_be_finished(jobs: Jobs, database: Database) -> None:
    jobs.accept("default", uploads("a"))
    (item,) = jobs.take(1)
    with database.transaction() as write:
        write.execute("DELETE FROM job")

    def store() -> None:
        with database.transaction() as write:
            write.execute("INSERT INTO collection VALUES ('x', 'now')")
            jobs.finish(write, item, "added")

    with pytest.raises(UnknownJobError):
        store()
    assert database.reader.execute("SELECT count(*) FROM collection").fetchone() == (0,)
