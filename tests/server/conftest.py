"""A service over the hashing embedder, so that no model is loaded."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.embedding.hashing import HashingEmbedder
from rag.settings import Settings
from server.app import create_app

LIBRARY = """Perpustakaan Desa Karangwangi

Selasa (4/3/2025) - Perpustakaan Desa Karangwangi dibuka pada 4 Maret 2025. Kepala perpustakaan adalah Ratna Wulandari.
Perpustakaan itu buka setiap hari kerja pukul 08.00 sampai 16.00 dan menyimpan 3.200 buku.
"""
HARBOUR = """# The harbour of Watukarang

The harbour master of Watukarang is Joko Prasetyo. The harbour was dredged in 2019 to a depth of nine metres.
"""


class Service:
    """The HTTP API of one service, with the few calls that most tests begin with."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def upload(self, *files: tuple[str, bytes], collection: str = "default") -> dict[str, Any]:
        """Upload files and return the job once it is finished."""
        parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
        reply = self.client.post("/v1/documents", files=parts, data={"collection": collection})
        assert reply.status_code == 202, reply.text
        return self.finished(reply.json()["job"])

    def finished(self, job: dict[str, Any]) -> dict[str, Any]:
        until = time.monotonic() + 60
        while job["finished_at"] is None:
            assert time.monotonic() < until, job
            time.sleep(0.01)
            reply = self.client.get(f"/v1/jobs/{job['id']}")
            assert reply.status_code == 200, reply.text
            job = reply.json()
        return job

    def documents(self, collection: str = "default") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.get(f"/v1/documents?collection={collection}").json()["data"]
        return found

    def hits(self, query: str, **body: Any) -> list[dict[str, Any]]:
        reply = self.client.post("/v1/search", json={"query": query, **body})
        assert reply.status_code == 200, reply.text
        hits: list[dict[str, Any]] = reply.json()["hits"]
        return hits


def problem(reply: Any, status: int) -> str:
    """Check that a reply is a problem of this status, and return its sentence."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert body["status"] == status
    assert body["title"]
    assert body["type"].startswith("urn:kutip:problem:")
    assert "Traceback" not in reply.text
    detail: str = body["detail"]
    return detail


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", max_upload_mb=8)


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with TestClient(create_app(settings, embedder=HashingEmbedder())) as client:
        yield Service(client)


@pytest.fixture
def filled(service: Service) -> Service:
    """A service that knows a village library (Indonesian) and a harbour (English)."""
    job = service.upload(("perpustakaan.txt", LIBRARY.encode()), ("harbour.md", HARBOUR.encode()))
    assert (job["status"], job["done"], job["failed"]) == ("done", 2, [])
    return service
