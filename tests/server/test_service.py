import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.embedding.hashing import HashingEmbedder
from index.errors import ModelError
from index.lock import read_owner
from rag.settings import Settings
from server.app import create_app
from server.service import Watcher
from tests.server.conftest import LIBRARY, Service, problem


class SlowEmbedder(HashingEmbedder):
    """Warm only once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def warm_up(self) -> None:
        assert self.let.wait(30)


class ColdEmbedder(HashingEmbedder):
    def warm_up(self) -> None:
        raise ModelError("The model's weights are gone; reinstall it.")


class Recorder(Watcher):
    def __init__(self) -> None:
        self.seen: list[object] = []
        self.ended = threading.Event()

    def progress(self, what: str, done: int, total: int) -> None:
        self.seen.append((what, done, total))

    def ready(self) -> None:
        self.seen.append("ready")
        self.ended.set()

    def failed(self, error: Exception) -> None:
        self.seen.append(str(error))
        self.ended.set()


def test_page_and_documents_come_before_the_model(settings: Settings) -> None:
    embedder = SlowEmbedder()
    with TestClient(create_app(settings, embedder=embedder)) as client:
        assert client.get("/").status_code == 200
        assert client.get("/healthz").json() == {"status": "alive"}
        assert client.get("/v1/documents").json() == {"data": [], "next": None}
        reply = client.get("/readyz")
        assert "loads the embedding model" in problem(reply, 503)
        assert reply.headers["retry-after"] == "2"
        answers: list[int] = []
        asking = threading.Thread(
            target=lambda: answers.append(client.post("/v1/answer", json={"question": "apa?"}).status_code)
        )
        asking.start()
        embedder.let.set()
        asking.join(30)
        assert answers == [200]
        assert client.get("/readyz").json() == {"status": "ready"}


def test_failed_start_is_told_to_everyone(settings: Settings) -> None:
    recorder = Recorder()
    with TestClient(create_app(settings, embedder=ColdEmbedder(), watcher=recorder)) as client:
        assert recorder.ended.wait(30)
        sentence = "kutip couldn't start: The model's weights are gone; reinstall it."
        for reply in (client.get("/readyz"), client.post("/v1/answer", json={"question": "apa?"})):
            assert problem(reply, 503) == sentence
            assert reply.headers["retry-after"] == "60"
        assert client.get("/healthz").status_code == 200
    assert recorder.seen == ["The model's weights are gone; reinstall it."]


def test_owner_is_announced_and_the_directory_let_go(settings: Settings) -> None:
    app = create_app(settings, embedder=HashingEmbedder(), address="http://127.0.0.1:1")
    with TestClient(app) as client:
        client.get("/v1/collections")
        client.post("/v1/search", json={"query": "x"})
        assert read_owner(settings.data_dir)[1] == "http://127.0.0.1:1"
        recorder = Recorder()
        with TestClient(create_app(settings, embedder=HashingEmbedder(), watcher=recorder)):
            assert recorder.ended.wait(30)
        assert "is in use by process" in str(recorder.seen[0])
    with TestClient(create_app(settings, embedder=HashingEmbedder())) as client:
        assert client.get("/v1/collections").status_code == 200


def test_sample_is_ingested_when_the_directory_is_new(settings: Settings, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "a.txt").write_text(LIBRARY, encoding="utf-8")
    (sample / "empty.txt").write_text("")
    starts: list[list[object]] = []
    for _ in range(2):
        recorder = Recorder()
        with TestClient(create_app(settings, embedder=HashingEmbedder(), sample=sample, watcher=recorder)) as client:
            service = Service(client)
            assert [hit["uri"] for hit in service.hits("perpustakaan")] == [f"file://{sample}/a.txt"]
            assert recorder.ended.wait(30)
        starts.append(recorder.seen)
    assert starts[0][-2:] == [("sample documents", 2, 2), "ready"]
    assert starts[1] == ["ready"]


def test_sample_does_not_come_back(settings: Settings, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "a.txt").write_text(LIBRARY, encoding="utf-8")
    for expected in (1, 0):
        with TestClient(create_app(settings, embedder=HashingEmbedder(), sample=sample)) as client:
            client.post("/v1/search", json={"query": "x"})
            documents = Service(client).documents()
            assert len(documents) == expected
            for document in documents:
                client.delete(f"/v1/documents/{document['doc_id']}")


def test_stop_in_the_middle_of_the_start(settings: Settings) -> None:
    embedder = SlowEmbedder()
    recorder = Recorder()
    with TestClient(create_app(settings, embedder=embedder, watcher=recorder)) as client:
        client.get("/v1/collections")
        threading.Timer(0.1, embedder.let.set).start()
    assert recorder.seen == []


def test_accepted_files_survive_the_stop(settings: Settings) -> None:
    embedder = SlowEmbedder()
    with TestClient(create_app(settings, embedder=embedder)) as client:
        reply = client.post("/v1/documents", files={"files": ("a.txt", LIBRARY.encode())})
        assert reply.json()["job"]["status"] == "queued"
        threading.Timer(0.1, embedder.let.set).start()
    with TestClient(create_app(settings, embedder=HashingEmbedder())) as client:
        job = Service(client).finished(reply.json()["job"])
        assert (job["status"], job["done"]) == ("done", 1)


@pytest.mark.parametrize("path", ["/", "/documents/doc_1?version=sha256:0#1-2"])
def test_page(service: Service, path: str) -> None:
    reply = service.client.get(path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.text.startswith("<!doctype html>")
    assert reply.headers["cache-control"] == "no-cache"


def test_page_files(service: Service) -> None:
    reply = service.client.get("/static/js/app.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cache-control"] == "no-cache"
    again = service.client.get("/static/js/app.js", headers={"if-none-match": reply.headers["etag"]})
    assert again.status_code == 304
