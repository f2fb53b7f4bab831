"""The chat completions protocol with all that servers do to it, over real sockets."""

import json
import time

import anyio
import pytest

from rag.errors import LLMError
from rag.llm.base import Message
from rag.llm.openai import OpenAIChat
from rag.llm.tokens import estimate
from tests.rag.llm.reading import ASKED, read
from tests.rag.llm.server import END, Behaviour, Reply, Request, delta, event, failing, saying, serving

HALO = ("Halo", {}, "stop")


def _chat(url: str, timeout: float = 5.0, key: str | None = "secret") -> OpenAIChat:
    return OpenAIChat(url, "tiny", key, timeout, max_tokens=70)


def _reply_to(behave: Behaviour | list[Reply] | Reply) -> tuple[str, dict[str, int], str | None]:
    with serving(behave) as server:
        return read(_chat(server.url))


def test_a_stream_with_everything_servers_put_into_it() -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}}
    text, counts, finish = _reply_to(
        Reply(
            [
                b": OPENROUTER PROCESSING\n\n",
                event({"choices": [{"delta": {"role": "assistant", "content": None}}]}),
                event({"choices": [{"delta": {"role": "assistant"}}]}),
                event({"choices": [{"delta": {"reasoning_content": "hmm"}}]}),
                event({"choices": [{"delta": {"reasoning": "hmm", "content": ""}}]}),
                delta("<thi"),
                delta("nk>let me see</think>Hal"),
                event({"choices": [{"delta": None}], "usage": None}),
                delta("o", tool_calls=None),
                event({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
                event(usage),
                event("[DONE]"),
                delta("never"),
            ]
        )
    )
    assert (text, counts, finish) == ("Halo", {"prompt_tokens": 7, "completion_tokens": 3}, "stop")


def test_the_request() -> None:
    with serving(saying("Halo")) as server:
        assert read(_chat(server.url)) == HALO
    [request] = server.asked
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer secret"
    assert request.body == {
        "model": "tiny",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Halo?"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "max_tokens": 70,
    }


def test_no_key_no_header() -> None:
    with serving(saying("Halo")) as server:
        read(_chat(server.url, key=None))
    assert "authorization" not in server.asked[0].headers


def test_a_stream_without_done_has_ended_if_it_says_why() -> None:
    assert _reply_to(Reply([delta("Halo"), event({"choices": [{"delta": {}, "finish_reason": "stop"}]})])) == HALO


def test_a_stream_that_just_ends_is_cut() -> None:
    assert _reply_to(Reply([delta("Halo")])) == ("Halo", {}, "cut")


def test_a_connection_left_open_after_the_end_is_not_waited_for() -> None:
    began = time.monotonic()
    reply = Reply([delta("Halo"), event({"choices": [{"delta": {}, "finish_reason": "stop"}]}), 30.0])
    assert _reply_to(reply) == HALO
    assert time.monotonic() - began < 4


def test_an_unfinished_last_line_is_no_text() -> None:
    with pytest.raises(LLMError, match="isn't JSON"):
        _reply_to(Reply([delta("Halo"), b'data: {"choices": [{"delta": {"content": " du']))


@pytest.mark.parametrize(("reason", "finish"), [("length", "length"), ("content_filter", "filtered"), ("eos", "stop")])
def test_why_it_ended(reason: str, finish: str) -> None:
    chunk = event({"choices": [{"delta": {"content": "o"}, "finish_reason": reason}]})
    assert _reply_to(Reply([delta("Hal"), chunk])) == ("Halo", {}, finish)


def test_a_server_that_does_not_stream() -> None:
    body = {
        "choices": [{"message": {"content": "<think>x</think>Halo"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1},
    }
    reply = Reply([json.dumps(body).encode()], kind="application/json; charset=utf-8")
    assert _reply_to(reply) == ("Halo", {"prompt_tokens": 1}, "stop")


def test_a_busy_server_is_asked_again() -> None:
    replies = [failing(429, **{"retry-after-ms": "1"}), failing(503, **{"Retry-After": "0"}), saying("Halo")]
    with serving(replies) as server:
        assert read(_chat(server.url)) == HALO
    assert len(server.asked) == 3


def test_an_overload_told_in_the_stream_is_asked_again_while_nothing_was_said() -> None:
    overloaded = event({"error": {"message": "busy", "code": 503}})
    assert _reply_to([Reply([overloaded]), saying("Halo")]) == HALO


def test_nothing_is_asked_again_once_text_was_sent() -> None:
    overloaded = event({"error": {"message": "busy", "code": 503}})
    with serving([Reply([delta("Hal"), overloaded]), saying("Halo")]) as server, pytest.raises(LLMError, match="busy"):
        read(_chat(server.url))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "message", "without", "instead"),
    [
        (400, "Unsupported 'max_tokens'. Use 'max_completion_tokens'.", "max_tokens", {"max_completion_tokens": 70}),
        (400, "Unsupported value: 'temperature' does not support 0 with this model.", "temperature", {}),
        (422, "Unexpected fields in the request: {'stream_options'}", "stream_options", {}),
    ],
)
def test_a_refused_parameter_is_left_out_once_and_for_all(
    status: int, message: str, without: str, instead: dict[str, int]
) -> None:
    def behave(request: Request) -> Reply:
        return failing(status, message) if without in request.body else saying("Halo")

    with serving(behave) as server:
        chat = _chat(server.url)
        assert read(chat) == HALO
        assert read(chat) == HALO
    assert len(server.asked) == 3  # the second question knows
    assert {name: server.asked[1].body[name] for name in instead} == instead


def test_parameters_refused_one_after_the_other() -> None:
    def behave(request: Request) -> Reply:
        for name in ("temperature", "stream_options", "max_tokens"):
            if name in request.body:
                return failing(400, f"unknown field {name}")
        return saying("Halo")

    assert _reply_to(behave) == HALO


@pytest.mark.parametrize("status", [400, 500])
def test_a_template_without_a_system_role_gets_it_with_the_question(status: int) -> None:
    def behave(request: Request) -> Reply:
        roles = [message["role"] for message in request.body["messages"]]
        return failing(status, "System role not supported") if "system" in roles else saying("Halo")

    with serving(behave) as server:
        assert read(_chat(server.url)) == HALO
    assert server.asked[1].body["messages"] == [{"role": "user", "content": "Be brief.\n\nHalo?"}]


def test_a_refusal_that_blames_nothing_we_can_change() -> None:
    with serving(failing(400, "max_tokens is too large")) as server, pytest.raises(LLMError, match="400: max_tokens"):
        read(_chat(server.url))
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (failing(404, "model 'tiny' not found"), "404: model 'tiny' not found"),
        (failing(401, "bad key"), "401: bad key"),
        (failing(429, "wait", **{"Retry-After": "3600"}), "429: wait"),
        (Reply([b"<html>Bad gateway</html>"], 404, kind="text/html"), "404: <html>Bad gateway"),
        (Reply(status=307, headers={"Location": "http://127.0.0.1:9/"}), "307: nothing more"),
        (Reply([event("{not json")]), "isn't JSON"),
        (Reply([event([1, 2])]), "isn't a completion"),
        (Reply([b"data: \xff\xfe\n\n"]), "bytes that are no text"),
        (Reply([delta("Hal"), event({"error": {"message": "out of memory"}})]), "out of memory"),
        (Reply([event({"error": "model crashed"})]), "model crashed"),
        (Reply([b"<html>"], kind="application/json"), "isn't JSON"),
        (Reply([delta("Hal")], cut=True), "doesn't answer"),
        (Reply([5.0]), "doesn't answer .ReadTimeout"),
    ],
)
def test_whatever_goes_wrong_is_one_kind_of_error(reply: Reply, message: str) -> None:
    with serving(reply) as server, pytest.raises(LLMError, match=message):
        read(_chat(server.url, timeout=0.3))


def test_nobody_listens() -> None:
    with serving(saying("Halo")) as server:
        pass
    with pytest.raises(LLMError, match=r"doesn't answer .ConnectError"):
        read(_chat(server.url))


def test_leaving_ends_the_request_upstream() -> None:
    async def leave(url: str) -> None:
        pieces = _chat(url).stream(ASKED)
        await anext(pieces)
        await pieces.aclose()

    with serving(Reply([delta("Halo"), 10.0, delta("!"), delta("!"), END])) as server:
        anyio.run(leave, server.url)
        assert server.left.wait(1.0)


def _tokenizer(shape: str) -> Behaviour:
    def behave(request: Request) -> Reply:
        if request.path != "/tokenize":
            return saying("Halo")
        if shape == "llama.cpp" and "content" in request.body:
            reply: dict[str, object] = {"tokens": list(range(len(request.body["content"].split())))}
        elif shape == "vllm" and "messages" in request.body:
            reply = {"count": 11 * len(request.body["messages"]), "max_model_len": 4096}
        else:
            return failing(404 if shape == "none" else 400)
        return Reply([json.dumps(reply).encode()], kind="application/json")

    return behave


@pytest.mark.parametrize(("shape", "count"), [("llama.cpp", 3 + 8 * 3), ("vllm", 22), ("none", estimate(ASKED))])
def test_tokens_are_counted_by_the_server_where_it_can(shape: str, count: int) -> None:
    async def twice(url: str) -> list[int]:
        chat = _chat(url)
        return [await chat.count(ASKED), await chat.count([*ASKED, Message("user", "")])]

    with serving(_tokenizer(shape)) as server:
        first, second = anyio.run(twice, server.url)
    assert first == count
    assert second > first
    assert all(request.path == "/tokenize" for request in server.asked)


def test_a_server_that_is_not_up_yet_is_asked_for_its_tokenizer_again() -> None:
    async def counted(chat: OpenAIChat) -> int:
        return await chat.count(ASKED)

    with serving(_tokenizer("vllm")) as server:
        chat = _chat("http://127.0.0.1:9/v1")
        assert anyio.run(counted, chat) == estimate(ASKED)
        chat._wire.base_url = server.url + "/"
        assert anyio.run(counted, chat) == 22
