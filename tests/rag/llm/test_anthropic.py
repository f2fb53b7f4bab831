"""Anthropic's messages protocol, as its documentation has the events."""

import json

import anyio
import pytest

from rag.errors import LLMError
from rag.llm.anthropic import AnthropicChat
from rag.llm.tokens import estimate
from tests.rag.llm.reading import ASKED, read
from tests.rag.llm.server import Reply, Request, event, failing, serving


def _delta(**delta: str) -> bytes:
    return event({"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta")


_USAGE = {"input_tokens": 20, "cache_read_input_tokens": 5, "output_tokens": 1}
START = event({"type": "message_start", "message": {"content": [], "usage": _USAGE}}, "message_start")
STOP = event({"type": "message_stop"}, "message_stop")


def _ended(reason: str) -> bytes:
    return event(
        {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 9}}, "message_delta"
    )


def _saying(*texts: str) -> Reply:
    return Reply([START, *(_delta(type="text_delta", text=text) for text in texts), _ended("end_turn"), STOP])


HALO = ("Halo", {"prompt_tokens": 25, "completion_tokens": 9}, "stop")


def _chat(url: str) -> AnthropicChat:
    return AnthropicChat(url, "claude", "secret", 0.5, max_tokens=70)


def test_a_stream_with_thoughts_and_pings() -> None:
    chunks = [
        START,
        event({"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}}),
        event({"type": "ping"}, "ping"),
        _delta(type="thinking_delta", thinking="hmm"),
        _delta(type="signature_delta", signature="c2ln"),
        event({"type": "content_block_stop", "index": 0}),
        event({"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}}),
        _delta(type="text_delta", text="Hal"),
        _delta(type="text_delta", text="o"),
        event({"type": "something_new"}, "something_new"),
        _ended("end_turn"),
        STOP,
    ]
    with serving(Reply(chunks)) as server:
        assert read(_chat(server.url)) == HALO


@pytest.mark.parametrize("path", ["", "/v1"])
def test_the_request(path: str) -> None:
    with serving(_saying("Halo"), path=path) as server:
        assert read(_chat(server.url)) == HALO
    [request] = server.asked
    assert request.path == "/v1/messages"
    assert (request.headers["x-api-key"], request.headers["anthropic-version"]) == ("secret", "2023-06-01")
    assert request.body == {
        "model": "claude",
        "max_tokens": 70,
        "stream": True,
        "system": "Be brief.",
        "messages": [{"role": "user", "content": "Halo?"}],
        "temperature": 0,
    }


@pytest.mark.parametrize(
    ("reason", "finish"), [("max_tokens", "length"), ("refusal", "filtered"), ("stop_sequence", "stop")]
)
def test_why_it_ended(reason: str, finish: str) -> None:
    with serving(Reply([START, _delta(type="text_delta", text="Halo"), _ended(reason), STOP])) as server:
        assert read(_chat(server.url))[2] == finish


def test_a_reply_that_does_not_stream() -> None:
    body = {
        "content": [{"type": "thinking", "thinking": "hmm"}, {"type": "text", "text": "Halo"}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 25, "output_tokens": 9},
    }
    with serving(Reply([json.dumps(body).encode()], kind="application/json")) as server:
        assert read(_chat(server.url)) == HALO


OVERLOADED = event({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "error")


@pytest.mark.parametrize(
    "busy", [failing(529, "Overloaded", **{"retry-after-ms": "1"}), Reply([START, OVERLOADED])], ids=["529", "event"]
)
def test_an_overloaded_server_is_asked_again(busy: Reply) -> None:
    with serving([busy, _saying("Halo")]) as server:
        assert read(_chat(server.url)) == HALO
    assert len(server.asked) == 2


def test_but_not_once_text_was_sent() -> None:
    broken = Reply([START, _delta(type="text_delta", text="Hal"), OVERLOADED])
    with serving([broken, _saying("Halo")]) as server, pytest.raises(LLMError, match="Overloaded"):
        read(_chat(server.url))
    assert len(server.asked) == 1


def test_a_model_without_temperature_is_asked_without() -> None:
    def behave(request: Request) -> Reply:
        refused = "temperature" in request.body
        return failing(400, "`temperature` is deprecated for this model") if refused else _saying("Halo")

    with serving(behave) as server:
        chat = _chat(server.url)
        assert read(chat) == HALO
        assert read(chat) == HALO
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (failing(401, "invalid x-api-key"), "401: invalid x-api-key"),
        (Reply([START, event({"type": "error", "error": {"type": "invalid_request_error", "message": "no"}})]), "no"),
        (Reply([START, 5.0]), "ReadTimeout"),
        (Reply([event("nonsense")]), "isn't JSON"),
    ],
)
def test_whatever_goes_wrong_is_one_kind_of_error(reply: Reply, message: str) -> None:
    with serving(reply) as server, pytest.raises(LLMError, match=message):
        read(_chat(server.url))


def test_a_cut_stream_says_so() -> None:
    with serving(Reply([START, _delta(type="text_delta", text="Hal")])) as server:
        assert read(_chat(server.url)) == ("Hal", {"prompt_tokens": 25}, "cut")


def test_tokens_are_estimated() -> None:
    assert anyio.run(_chat("http://127.0.0.1:9").count, ASKED) == estimate(ASKED)
