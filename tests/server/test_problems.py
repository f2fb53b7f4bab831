import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from rag.engine import Delta, Engine
from server.errors import NotReadyError
from server.problems import problem_of
from tests.server.conftest import Service, problem


def test_an_error_of_a_room_is_told() -> None:
    body = problem_of(NotReadyError("Wait.", 7))
    assert body == {
        "type": "urn:kutip:problem:not-ready",
        "title": "Not ready",
        "status": 503,
        "detail": "Wait.",
        "retry_after": 7,
    }


def test_unforeseen_errors_stay_inside(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("secret path /root/x")

    monkeypatch.setattr(Engine, "answer", broken)
    reply = service.client.post("/v1/answer", json={"question": "x"})
    assert "log" in problem(reply, 500)
    assert "secret" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_error_in_the_middle_of_a_stream_is_an_event(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> Any:
        yield Delta("Begun")
        raise RuntimeError("secret")

    monkeypatch.setattr(Engine, "stream", broken)
    reply = service.client.post("/v1/answer", json={"question": "x", "stream": True})
    first, last = reply.text.strip().split("\n\n")
    assert first == 'event: delta\ndata: {"text": "Begun"}'
    assert last.startswith("event: error\ndata: ")
    assert json.loads(last.split("data: ")[1])["status"] == 500
    assert "secret" not in reply.text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{", "The body is not valid JSON: Expecting property name enclosed in double quotes."),
        (b"", "The request has no JSON body."),
        (b"[]", "The body must be a JSON object, sent with the header Content-Type: application/json."),
        (b'"x"', "The body must be a JSON object, sent with the header Content-Type: application/json."),
        (b'{"questoin": "x", "question": "y"}', "There is no field 'questoin' here; is it misspelt?"),
        (b'{"question": 3}', "The field 'question' is wrong: input should be a valid string."),
        (b'{"question": "x", "top_k": 51}', "The field 'top_k' is wrong: input should be less than or equal to 50."),
        (
            b'{"question": "x", "as_of": "kemarin"}',
            "The field 'as_of' is wrong: it must be a date such as 2025-12-31.",
        ),
        (
            b'{"question": "x", "messages": [{"role": "system", "content": ""}]}',
            "The field 'messages.0.role' is wrong: input should be 'user' or 'assistant'.",
        ),
        (b'{"question": "\\ud800"}', "The field 'question' holds text that isn't valid Unicode"),
        (b'{"question": "x", "\\ud800": 1}', "The body holds text that isn't valid Unicode"),
        (b'\xff{"question": "x"}', "The body can't be read; send JSON in UTF-8."),
        (b"[" * 100_000, "The body can't be read; send JSON in UTF-8."),
    ],
)
def test_a_wrong_body_is_told_in_a_sentence(service: Service, body: bytes, sentence: str) -> None:
    reply = service.client.post("/v1/answer", content=body, headers={"content-type": "application/json"})
    assert sentence in problem(reply, reply.status_code)
    assert reply.status_code in (400, 422)


def test_unknown_paths_and_methods(service: Service) -> None:
    assert problem(service.client.get("/v1/nothing"), 404) == "There is nothing at /v1/nothing."
    reply = service.client.put("/v1/answer")
    assert problem(reply, 405) == "/v1/answer can't be called with PUT."
    assert reply.headers["allow"] == "POST"
    assert "nothing" in problem(service.client.get("/static/../app.py"), 404)
    assert "nothing" in problem(service.client.get("/docs"), 404)


def test_openapi_names_every_call(service: Service) -> None:
    assert set(service.client.get("/openapi.json").json()["paths"]) == {
        "/v1/answer",
        "/v1/answers/{answer_id}",
        "/v1/answers/{answer_id}/feedback",
        "/v1/answers/{answer_id}/replay",
        "/v1/search",
        "/v1/documents",
        "/v1/documents/{doc_id}",
        "/v1/documents/{doc_id}/text",
        "/v1/jobs/{job_id}",
        "/v1/collections",
        "/v1/collections/{name}",
        "/healthz",
        "/readyz",
    }


def test_naughty_text_does_no_harm(filled: Service) -> None:
    client: TestClient = filled.client
    for text in (
        "\0",
        "'; DROP TABLE document;--",
        "NEAR(a b) AND *",
        "\u202e\u200b",
        "🏳️‍🌈" * 50,
        '"',
        "(" * 500,
        "%s%n",
    ):
        assert client.post("/v1/search", json={"query": text}).status_code == 200
        assert client.post("/v1/answer", json={"question": text}).status_code == 200
