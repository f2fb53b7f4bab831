"""Gate R4: a bad language model never breaks retrieval.

Whatever the model's server does, over real sockets: the sources are there, an answer by quoting is given, and
``warnings`` says what went wrong.
"""

import itertools
import json
import time
from collections.abc import Callable, Iterator

import anyio
import pytest

from index.passage_index import PassageIndex
from rag.answer import Answer
from rag.compose import llm as composing
from rag.compose.extractive import ExtractiveComposer
from rag.compose.llm import LLMComposer
from rag.engine import Ask, Done, Engine, Found
from rag.errors import LLMError
from rag.llm.openai import OpenAIChat
from tests.gates.corpus import corpus
from tests.rag.llm.server import END, Behaviour, Reply, Request, delta, event, failing, serving

QUESTION = "Siapa kepala Pelabuhan Sawo?"
TIMEOUT, DEADLINE = 10.0, 30.0  # seconds that no case needs but those that are about them
SHORT = {"stalls": (0.4, DEADLINE), "drips": (TIMEOUT, 0.8)}

TRUE = "Pelabuhan Sawo kini dipimpin Rina Lestari"
THOUGHT = event({"choices": [{"delta": {"reasoning": "hm"}}]})


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    with corpus(tmp_path_factory.mktemp("r4") / "data") as opened:
        yield opened


def _ask(passages: PassageIndex, url: str, about: str = "") -> Answer:
    """Ask by way of a server; every answer has its sources before anything of the model's."""
    timeout, deadline = SHORT.get(about.split(" ", maxsplit=1)[0], (TIMEOUT, DEADLINE))
    llm = OpenAIChat(url, "tiny", None, timeout, max_tokens=500)
    engine = Engine(passages, LLMComposer(llm, 3000, deadline=deadline), ExtractiveComposer(0.3))

    async def asking() -> Answer:
        events = [event async for event in engine.stream(Ask(QUESTION))]
        assert isinstance(events[0], Found)
        assert events[0].sources
        assert isinstance(events[-1], Done)
        return events[-1].answer

    return anyio.run(asking)


def _forever(make: Callable[[int], bytes], pause: float) -> Iterator[bytes | float]:
    for number in itertools.count():
        yield make(number)
        yield pause


def _bare(number: int) -> bytes:
    return delta(f"Kalimat nomor {number} tanpa sumber apa pun. ")


BAD: dict[str, tuple[Reply, str]] = {
    "stalls before the reply": (Reply([30.0]), "ReadTimeout"),
    "stalls within the reply": (Reply([delta("Pelabuhan"), 30.0]), "ReadTimeout"),
    "429": (failing(429, "slow down", **{"retry-after-ms": "1"}), "429: slow down"),
    "429 for an hour": (failing(429, "slow down", **{"Retry-After": "3600"}), "429"),
    "429 until a far date": (failing(429, "x", **{"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}), "429"),
    "500": (failing(500, "boom", **{"retry-after-ms": "1"}), "500: boom"),
    "503": (failing(503, "loading", **{"Retry-After": "0"}), "503: loading"),
    "529": (failing(529, "overloaded", **{"Retry-After": "0"}), "529: overloaded"),
    "401": (failing(401, "who are you?"), "401: who are you"),
    "404": (failing(404, "no such model"), "404: no such model"),
    "a redirect": (Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}), "302"),
    "drips thoughts": (Reply(_forever(lambda _: THOUGHT, 0.05)), "longer than"),
    "drips comments": (Reply(_forever(lambda _: b": ping\n\n", 0.05)), "longer than"),
    "drips bytes without a line's end": (Reply(_forever(lambda _: b"d", 0.05)), "longer than"),
    "bad UTF-8": (Reply([b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n', END]), "no text"),
    "bad JSON": (Reply([event("{nonsense"), END]), "isn't JSON"),
    "JSON of another shape": (Reply([event(["a"]), END]), "isn't a completion"),
    "deep JSON": (Reply([event("[" * 100_000), END]), "isn't JSON"),
    "choices of another shape": (Reply([event({"choices": {"0": "x"}}), event({"choices": ["x"]}), END]), "no text"),
    "an HTML page": (Reply([b"<html><body>It works!</body></html>"], kind="text/html"), "no text"),
    "cut within an event": (Reply([delta("Pelabuhan"), b'data: {"choices": [{"de'], cut=True), "RemoteProtocolError"),
    "cut without a word": (Reply([delta("Pelabuhan")]), "connection to the language model ended"),
    "endless, the same": (Reply(_forever(lambda _: delta("la "), 0.0)), "repeats itself"),
    "endless, ever different": (Reply(_forever(_bare, 0.0)), "what no source supports"),
    "a line without end": (Reply(_forever(lambda _: b"d" * 100_000, 0.0)), "without end"),
    "thoughts without end": (Reply(_forever(lambda _: delta("<think>" + "x" * 50_000), 0.0)), "no end"),
    "an error after some text": (Reply([delta("Pela"), event({"error": {"message": "no memory"}})]), "no memory"),
    "an empty reply": (Reply([END]), "gave no text"),
    "an empty body": (Reply(), "gave no text"),
    "only thoughts": (Reply([delta("<think>Rina leads it.</think>"), END]), "gave no text"),
    "only thoughts, to the limit": (
        Reply([delta("<think>Rina"), event({"choices": [{"delta": {}, "finish_reason": "length"}]})]),
        "KUTIP_LLM_MAX_TOKENS",
    ),
    "marks of nobody": (Reply([delta(f"{TRUE} [1] [zzzz]."), END]), "nothing that a source supports"),
    "no marks": (Reply([delta(f"{TRUE}."), END]), "nothing that a source supports"),
    "garbage": (Reply([delta("qwe\u202e rty \x00\x1b[31m"), END]), "nothing that a source supports"),
    "not a stream, and no JSON": (Reply([b"oops"], kind="application/json"), "isn't JSON"),
    "not a stream, and empty": (Reply([b"{}"], kind="application/json"), "gave no text"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_model_leaves_an_answer_by_quoting_and_says_so(passages: PassageIndex, name: str) -> None:
    reply, warning = BAD[name]

    def behave(request: Request) -> Reply:
        return reply if request.path.endswith("chat/completions") else failing(404)

    began = time.monotonic()
    with serving(behave) as server:
        answer = _ask(passages, server.url, name)
    assert (answer.model, answer.status) == ("extractive", "answered")
    assert "Rina Lestari" in answer.answer
    assert answer.citations
    assert warning in answer.warnings[0]
    assert "made by quoting instead" in answer.warnings[0]
    assert time.monotonic() - began < DEADLINE


def test_nobody_listens(passages: PassageIndex) -> None:
    with serving(failing(500)) as server:
        pass
    answer = _ask(passages, server.url)
    assert answer.model == "extractive"
    assert "doesn't answer" in answer.warnings[0]


def _marked(text: str) -> Behaviour:
    """Say a true sentence with the mark of its source, then ``text``, then what the test is about."""

    def behave(request: Request) -> Reply:
        if not request.path.endswith("chat/completions"):
            return failing(404)
        content = request.body["messages"][1]["content"]
        block = next(part for part in content.split("<source-") if "kini dipimpin" in part)
        return Reply([delta(f"{TRUE} [{block[:4]}]. Ia"), text.encode(), 30.0])

    return behave


@pytest.mark.parametrize(
    ("then", "warning"),
    [
        (event({"error": "boom"}).decode(), "boom"),
        (event("{bad").decode(), "isn't JSON"),
        ("", "ReadTimeout"),
    ],
)
def test_what_was_checked_and_sent_stays(passages: PassageIndex, then: str, warning: str) -> None:
    with serving(_marked(then or ": ping\n\n")) as server:
        answer = _ask(passages, server.url, "" if then else "stalls")
    assert (answer.model, answer.status) == ("tiny", "partial")
    assert answer.answer == f"{TRUE}. [1]"
    assert warning in answer.warnings[0]


def test_a_good_model_writes_the_answer(passages: PassageIndex) -> None:
    """The same way without a fault: else the gate would pass for a product that always quotes."""

    def behave(request: Request) -> Reply:
        reply = _marked("")(request)
        return Reply([next(iter(reply.chunks)), END]) if reply.status == 200 else reply

    with serving(behave) as server:
        answer = _ask(passages, server.url)
    assert answer.model == "tiny"
    assert answer.answer.startswith(f"{TRUE}. [1]")


def test_the_gate_notices_an_unguarded_model(passages: PassageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: no deadline and no watch for loops. A model that drips would be waited for without end."""
    monkeypatch.setattr(composing, "guarded", lambda pieces, deadline: pieces)
    drips = Reply(itertools.islice(BAD["drips comments"][0].chunks, 100))

    def behave(request: Request) -> Reply:
        return drips if request.path.endswith("chat/completions") else failing(404)

    began = time.monotonic()
    with serving(behave) as server:
        answer = _ask(passages, server.url, "drips")
    assert time.monotonic() - began > 2 * SHORT["drips"][1]
    assert "longer than" not in answer.warnings[0]


def test_the_gate_notices_an_error_of_another_kind(passages: PassageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: the wire lets the errors of its libraries through, and nobody turns them into ours."""
    monkeypatch.setattr(composing, "guarded", lambda pieces, deadline: pieces)
    monkeypatch.setattr("rag.llm.wire.parsed", json.loads)
    with serving(lambda request: Reply([event("{bad")])) as server, pytest.raises(json.JSONDecodeError):
        _ask(passages, server.url)
    assert not issubclass(json.JSONDecodeError, LLMError)
