"""Gemini's generateContent protocol, streaming by server-sent events."""

import anyio
import pytest

from rag.errors import LLMError
from rag.llm.base import Message
from rag.llm.gemini import GeminiChat
from rag.llm.tokens import estimate
from tests.rag.llm.reading import ASKED, read
from tests.rag.llm.server import Reply, event, failing, serving


def _chunk(*parts: dict[str, object], finish: str | None = None, **usage: int) -> bytes:
    candidate: dict[str, object] = {"content": {"parts": list(parts), "role": "model"}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return event({"candidates": [candidate], "usageMetadata": usage} if usage else {"candidates": [candidate]})


def _saying(*texts: str) -> Reply:
    last = _chunk({"text": ""}, finish="STOP", promptTokenCount=6, candidatesTokenCount=2, thoughtsTokenCount=3)
    return Reply([*(_chunk({"text": text}) for text in texts), last])


HALO = ("Halo", {"prompt_tokens": 6, "completion_tokens": 5}, "stop")


def _chat(url: str, model: str = "gemini-flash") -> GeminiChat:
    return GeminiChat(url, model, "secret", 0.5, max_tokens=70)


def test_a_stream_with_thoughts() -> None:
    reply = _saying("Hal", "o")
    reply.chunks = [_chunk({"text": "hmm", "thought": True}), event({"usageMetadata": {}}), *reply.chunks]
    with serving(reply) as server:
        assert read(_chat(server.url)) == HALO


@pytest.mark.parametrize("model", ["gemini-flash", "models/gemini-flash"])
def test_the_request(model: str) -> None:
    asked = [*ASKED, Message("assistant", "Ya?"), Message("user", "Siapa?")]
    with serving(_saying("Halo"), path="/v1beta") as server:
        assert read(_chat(server.url, model), asked) == HALO
    [request] = server.asked
    assert request.path == "/v1beta/models/gemini-flash:streamGenerateContent?alt=sse"
    assert request.headers["x-goog-api-key"] == "secret"
    assert request.body == {
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "Halo?"}]},
            {"role": "model", "parts": [{"text": "Ya?"}]},
            {"role": "user", "parts": [{"text": "Siapa?"}]},
        ],
        "generationConfig": {"temperature": 0, "maxOutputTokens": 70},
    }


@pytest.mark.parametrize(("reason", "finish"), [("MAX_TOKENS", "length"), ("SAFETY", "filtered"), ("STOP", "stop")])
def test_why_it_ended(reason: str, finish: str) -> None:
    with serving(Reply([_chunk({"text": "Halo"}, finish=reason)])) as server:
        assert read(_chat(server.url))[2] == finish


def test_a_withheld_candidate_has_no_content() -> None:
    with serving(Reply([event({"candidates": [{"finishReason": "RECITATION"}]})])) as server:
        assert read(_chat(server.url)) == ("", {}, "filtered")


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    wait = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [{"retryDelay": "0.01s"}]}}
    with serving([Reply([event(wait)[6:]], 429, kind="application/json"), _saying("Halo")]) as server:
        assert read(_chat(server.url)) == HALO
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply([event({"promptFeedback": {"blockReason": "SAFETY"}})]), "refuses the prompt .SAFETY"),
        (failing(400, "API key not valid"), "400: API key not valid"),
        (Reply([event({"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT"}})]), "bad"),
        (Reply([b'[{"error": {"message": "listed"}}]'], 403, kind="application/json"), "403: listed"),
        (Reply([_chunk({"text": "Hal"}), 5.0]), "ReadTimeout"),
    ],
)
def test_whatever_goes_wrong_is_one_kind_of_error(reply: Reply, message: str) -> None:
    with serving(reply) as server, pytest.raises(LLMError, match=message):
        read(_chat(server.url))


def test_a_cut_stream_says_so() -> None:
    with serving(Reply([_chunk({"text": "Hal"})])) as server:
        assert read(_chat(server.url)) == ("Hal", {}, "cut")


def test_tokens_are_estimated() -> None:
    assert anyio.run(_chat("http://127.0.0.1:9").count, ASKED) == estimate(ASKED)
