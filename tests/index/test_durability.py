"""Stops, kills and crowds: nothing accepted is lost, nothing half-done is seen."""

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.embedding.base import Vectors
from index.embedding.hashing import HashingEmbedder
from index.passage_index import PassageIndex
from index.store.jobs import MOST_TRIES
from index.types import Job
from tests.index.corpus import add, contents, lexical_uris, open_index, query, upload

WAIT_S = 30


class GatedEmbedder(HashingEmbedder):
    """Waits in the middle of a document until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Event()
        self.go_on = threading.Event()

    def embed_passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        self.entered.set()
        assert self.go_on.wait(WAIT_S)
        return super().embed_passages(texts)


def wait_for(index: PassageIndex, job_id: str) -> Job:
    deadline = time.monotonic() + WAIT_S
    while not (job := index.job(job_id)).finished_at:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return job


def test_the_worker_ingests_what_comes_and_what_was_left(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        left = index.accept("default", [upload("a", "Dokumen pertama.")]).job_id
    with open_index(tmp_path) as index:
        index.start_worker()
        assert wait_for(index, left).done == 1
        later = index.accept("default", [upload("b", "Dokumen kedua.")]).job_id
        assert wait_for(index, later).done == 1
        assert contents(index) == {"a": "Dokumen pertama.", "b": "Dokumen kedua."}


def test_a_job_interrupted_by_closing_resumes(tmp_path: Path) -> None:
    embedder = GatedEmbedder()
    index = open_index(tmp_path, embedder)
    long = " ".join(f"Kalimat nomor {n} berisi beberapa kata lain." for n in range(9000))
    job_id = index.accept("default", [upload("long", long), upload("b", "Dokumen kedua.")]).job_id
    index.start_worker()
    assert embedder.entered.wait(WAIT_S)
    closing = threading.Thread(target=index.close)
    closing.start()
    time.sleep(0.1)
    embedder.go_on.set()
    closing.join(WAIT_S)
    assert not closing.is_alive()
    with open_index(tmp_path) as index:
        assert index.job(job_id).done == 0
        for _ in range(MOST_TRIES + 1):  # stopping is no try: the files still come together
            items = index._jobs.take(10)
            assert [(item.uri, item.tries) for item in items] == [("long", 0), ("b", 0)]
            index._jobs.give_back(items)
        index.work()
        assert index.job(job_id).done == 2
        assert contents(index) == {"long": long, "b": "Dokumen kedua."}


CHILD = """
import pathlib, sys, time
from index.embedding.hashing import HashingEmbedder
from index.passage_index import PassageIndex
from index.types import Upload

class Slow(HashingEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.002)
        return super().embed_passages(texts)

with PassageIndex.open(pathlib.Path(sys.argv[1]), Slow()) as index:
    if sys.argv[2] == "accept":
        files = [Upload(f"{n}.txt", f"Dokumen bernomor {n} lengkap.".encode(), f"d{n}") for n in range(150)]
        print(index.accept("default", files).job_id, flush=True)
    else:
        print("open", flush=True)
    index.work()
    print("finished", flush=True)
"""


def test_kill_in_the_middle_of_ingestion_loses_nothing(tmp_path: Path) -> None:
    job_id, chance = "", random.Random(7)
    for action in ("accept", "resume"):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path), action], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        job_id = child.stdout.readline().strip() if action == "accept" else job_id
        time.sleep(chance.uniform(0.05, 0.4) if action == "accept" else 1.5)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    with open_index(tmp_path) as index:
        partly = contents(index)
        assert all(text == f"Dokumen bernomor {uri[1:]} lengkap." for uri, text in partly.items())
        index.work()
        job = index.job(job_id)
        assert (job.status, job.done, job.failed, job.total) == ("done", 150, [], 150)
        assert set(contents(index)) == {f"d{n}" for n in range(150)}
        assert lexical_uris(index, "lengkap") == set(contents(index))


def test_a_file_that_kills_the_process_fails_after_three_tries(tmp_path: Path) -> None:
    child = CHILD.replace(
        "time.sleep(0.002)", "any('nomor 3 ' in text for text in texts) and __import__('os')._exit(9)"
    ).replace("range(150)", "range(6)")
    codes, job_id = [], ""
    for action in ("accept", "resume", "resume", "resume"):
        ended = subprocess.run(
            [sys.executable, "-c", child, str(tmp_path), action], capture_output=True, text=True, check=False
        )
        codes.append(ended.returncode)
        job_id = job_id or ended.stdout.split()[0]
    assert codes == [9, 9, 9, 0]
    with open_index(tmp_path) as index:
        job = index.job(job_id)
        assert (job.done, [failure.name for failure in job.failed]) == (5, ["3.txt"])
        assert set(contents(index)) == {"d0", "d1", "d2", "d4", "d5"}


def test_a_queue_that_cant_be_worked_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.ingest._PAUSE_S", 0.01)
    with open_index(tmp_path) as index:
        take, failures = index._jobs.take, iter([OSError("disk full"), OSError("disk full")])

        def flaky(most: int) -> list:
            for failure in failures:
                raise failure
            return take(most)

        monkeypatch.setattr(index._jobs, "take", flaky)
        job_id = index.accept("default", [upload("a", "Dokumen pertama.")]).job_id
        index.start_worker()
        assert wait_for(index, job_id).done == 1


def test_searches_beside_writers_see_no_torn_state(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        ends = time.monotonic() + 2.5
        errors: list[BaseException] = []
        searches = 0

        def guarded(action: object) -> threading.Thread:
            def loop() -> None:
                step = 0
                try:
                    while time.monotonic() < ends and not errors:
                        action(step)  # type: ignore[operator]
                        step += 1
                except BaseException as error:
                    errors.append(error)

            return threading.Thread(target=loop)

        def ingest(step: int) -> None:
            add(index, f"d{step % 7}", f"Dokumen zebra versi {step} awal. " + f"Isi {step} lagi. " * 120)

        def delete(step: int) -> None:
            index.add_parsed("default", [])
            for document in index.documents("default", 2):
                if step % 2:
                    index.delete(document.doc_id)
            time.sleep(0.01)

        def search(_: int) -> None:
            nonlocal searches
            searches += 1
            ids = [i for i, _ in index.lexical("default", query("zebra"), 50)]
            ids += [i for i, _ in index.dense("default", index.embedder.embed_query("zebra"), 50)]
            for hit in index.hits("default", ids):
                assert hit.passage.version == hit.document.version
                assert 0 <= hit.passage.ordinal < hit.document.passages

        threads = [guarded(action) for action in (ingest, delete, search)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert searches > 20
        contents(index)
