import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from index.embedding.hashing import HashingEmbedder
from rag.settings import Settings
from server.app import create_app
from tests.server.conftest import Service, problem

MB = 2**20


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/collections", "/static/js/app.js", "/nothing", "/openapi.json"])
def test_every_response_is_hardened(service: Service, path: str) -> None:
    headers = service.client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_body_over_the_limit_is_refused_by_its_length(service: Service) -> None:
    reply = service.client.post("/v1/documents", files={"files": ("a.txt", b"x" * (8 * MB))})
    assert problem(reply, 413) == "The request is larger than 8 MB, the most that is accepted at once."
    assert service.documents() == []


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=b", "text/plain", "application/octet-stream"]
)
def test_body_over_the_limit_is_refused_by_counting(service: Service, kind: str) -> None:
    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(9):
            yield b" " * MB

    reply = service.client.post("/v1/documents", content=body(), headers={"content-type": kind})
    if kind in ("text/plain", "application/octet-stream"):
        problem(reply, 415)  # never read
    else:
        assert "larger than 8 MB" in problem(reply, 413)


def test_question_needs_no_megabytes(service: Service) -> None:
    reply = service.client.post("/v1/answer", json={"question": "x" * (5 * MB)})
    assert "larger than 4 MB" in problem(reply, 413)

    def body() -> Iterator[bytes]:
        for _ in range(5):
            yield b" " * MB

    chunked = service.client.post("/v1/answer", content=body(), headers={"content-type": "application/json"})
    assert "larger than 4 MB" in problem(chunked, 413)


def test_pages_of_other_origins_are_kept_out(service: Service) -> None:
    def post(origin: str) -> int:
        headers = {"origin": origin}
        return service.client.post("/v1/collections", json={"name": "x"}, headers=headers).status_code

    assert post("http://evil.example") == 403
    assert post("null") == 403
    assert post("http://testserver:81") == 403
    assert post("http://testserver") == 201


def test_only_the_names_it_was_given(settings: Settings) -> None:
    app = create_app(settings, embedder=HashingEmbedder(), hosts={"localhost", "127.0.0.1", "::1"})
    with TestClient(app, base_url="http://localhost:8000") as client:
        for host, status in [("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("evil.example", 403)]:
            assert client.get("/healthz", headers={"host": host}).status_code == status
        assert "'evil.example'" in problem(client.get("/healthz", headers={"host": "evil.example"}), 403)


def test_one_line_a_request(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "kutip.access"):
        service.client.get("/healthz?q=secret")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "kutip.access"]
    assert line.startswith("GET /healthz 200 ")
    assert line.endswith("ms")
