"""The wire of OpenAI-compatible servers with all they do wrong, and the composer that trusts none of it."""

import json
from collections.abc import Callable
from itertools import pairwise

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rag.llm.openai as wire
from index.passage_index import PassageIndex
from rag.answer import Answer
from rag.compose.extractive import ExtractiveComposer
from rag.compose.llm import LLMComposer, take_sentences
from rag.engine import Ask, Engine
from rag.errors import LLMError
from rag.llm.base import Message
from rag.llm.openai import OpenAIChat
from rag.llm.scripted import ScriptedLLM
from rag.llm.thinking import ThinkFilter

Handler = Callable[[httpx.Request], httpx.Response]


def _event(**delta: object) -> str:
    return f"data: {json.dumps({'choices': [{'delta': delta}]})}\n\n"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[[Handler], OpenAIChat]:
    def _served(handler: Handler) -> OpenAIChat:
        def client(base_url: str, timeout: float) -> httpx.AsyncClient:
            return httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=httpx.MockTransport(handler))

        monkeypatch.setattr(wire, "make_async_client", client)
        return OpenAIChat("http://llm.test/v1", "tiny", "secret", timeout=5)

    return _served


def _read(llm: OpenAIChat) -> tuple[str, dict[str, int]]:
    async def read() -> tuple[str, dict[str, int]]:
        text, usage = "", {}
        async for piece in llm.stream([Message("user", "Halo?")]):
            text += piece.text
            usage |= piece.usage
        return text, usage

    return anyio.run(read)


def _stream(body: str, status: int = 200, **headers: str) -> Handler:
    kind = {"content-type": "text/event-stream"}
    return lambda request: httpx.Response(status, text=body, headers=kind | headers)


def test_a_stream_with_everything_servers_put_into_it(served: Callable[[Handler], OpenAIChat]) -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
    body = (
        ": keep-alive\n\n"
        + _event(role="assistant", content=None)
        + _event(reasoning_content="hmm")
        + _event(content="<thi")
        + _event(content="nk>let me see</think>Hal")
        + _event(content="o")
        + f"data: {json.dumps(usage)}\n\n"
        + "data: [DONE]\n\n"
        + _event(content="never")
    )
    assert _read(served(_stream(body))) == ("Halo", {"prompt_tokens": 7, "completion_tokens": 3})


def test_a_stream_without_done_ends_with_the_connection(served: Callable[[Handler], OpenAIChat]) -> None:
    assert _read(served(_stream(_event(content="Halo"))))[0] == "Halo"


def test_a_server_that_does_not_stream(served: Callable[[Handler], OpenAIChat]) -> None:
    reply = {"choices": [{"message": {"content": "<think>x</think>Halo"}}], "usage": {"prompt_tokens": 1}}
    assert _read(served(lambda request: httpx.Response(200, json=reply))) == ("Halo", {"prompt_tokens": 1})


def test_the_request(served: Callable[[Handler], OpenAIChat]) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _stream(_event(content="Halo"))(request)

    _read(served(handler))
    assert str(seen[0].url) == "http://llm.test/v1/chat/completions"
    assert seen[0].headers["authorization"] == "Bearer secret"
    body = json.loads(seen[0].content)
    assert (body["model"], body["stream"]) == ("tiny", True)
    assert body["messages"] == [{"role": "user", "content": "Halo?"}]


def test_a_busy_server_is_asked_again(served: Callable[[Handler], OpenAIChat]) -> None:
    replies = [httpx.Response(429, headers={"retry-after-ms": "1"}), httpx.Response(503, headers={"retry-after": "0"})]

    def handler(request: httpx.Request) -> httpx.Response:
        return replies.pop(0) if replies else _stream(_event(content="Halo"))(request)

    assert _read(served(handler))[0] == "Halo"
    assert replies == []


def _raise(error: Exception) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        (_raise(httpx.ConnectError("refused")), "doesn't answer"),
        (_raise(httpx.ReadTimeout("stalled")), "doesn't answer"),
        (_stream("no such model", 404), "404: no such model"),
        (_stream("wait", 429, **{"retry-after": "3600"}), "429"),
        (_stream("data: {not json\n\n"), "isn't JSON"),
        (_stream("data: [1, 2]\n\n"), "isn't a completion"),
        (_stream(_event(content="Hal") + 'data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
        (_stream(_event(content="x" * 30_000)), "went on for more"),
    ],
)
def test_whatever_goes_wrong_is_one_kind_of_error(
    served: Callable[[Handler], OpenAIChat], handler: Handler, message: str
) -> None:
    with pytest.raises(LLMError, match=message):
        _read(served(handler))


@given(st.text(alphabet="ab<think>/", max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_thoughts_are_left_out_however_the_stream_is_cut(text: str, cuts: list[int]) -> None:
    whole = ThinkFilter()
    expected = whole.feed(text) + whole.end()
    places = sorted({0, len(text), *(cut for cut in cuts if cut <= len(text))})
    pieces = ThinkFilter()
    shown = "".join(pieces.feed(text[a:b]) for a, b in pairwise(places)) + pieces.end()
    assert shown == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rina memimpin [1]. Ia baru [2][3].", [("Rina memimpin.", (1,)), ("Ia baru.", (2, 3))]),
        ("Rina memimpin. [1, 2] Ia baru.", [("Rina memimpin.", (1, 2)), ("Ia baru.", ())]),
        ("Dibuka 12.6.2021【1】", [("Dibuka 12.6.2021", (1,))]),
        ("Rina memimpin [Sumber 4].", [("Rina memimpin.", (4,))]),
    ],
)
def test_markers_belong_to_the_sentence_they_follow(text: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(s.text, s.sources) for s in take_sentences(text, whole=True)[0]] == sentences


def test_a_sentence_is_taken_only_once_the_next_has_begun() -> None:
    assert take_sentences("Rina memimpin.") == ([], "Rina memimpin.")
    assert take_sentences("Rina memimpin. [1]")[0] == []
    taken, rest = take_sentences("Rina memimpin. [1] Ia")
    assert [s.sources for s in taken] == [(1,)]
    assert rest == "Ia"


QUESTION = "Siapa kepala Pelabuhan Sawo?"


def _answer(passages: PassageIndex, *pieces: str | LLMError, show_unsupported: bool = False) -> Answer:
    quoting = ExtractiveComposer(0.3)
    writer = LLMComposer(ScriptedLLM(pieces), 6000, show_unsupported=show_unsupported)
    return anyio.run(Engine(passages, writer, quoting, show_unsupported=show_unsupported).answer, Ask(QUESTION))


def _number(passages: PassageIndex, words: str) -> int:
    answer = _answer(passages, "NO_ANSWER")
    return next(source.n for source in answer.sources if words in source.text)


def test_a_supported_sentence_is_shown_with_words_from_the_source(passages: PassageIndex) -> None:
    n = _number(passages, "58.900")
    answer = _answer(passages, "Pelabuhan Sawo dipimpin ", f"Rina Lestari [{n}].")
    assert (answer.status, answer.model) == ("answered", "scripted")
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    [citation] = answer.citations
    assert citation.source == n
    assert "dipimpin Rina Lestari" in citation.quote
    assert citation.support == "supported"


def test_words_of_the_source_are_verbatim(passages: PassageIndex) -> None:
    n = _number(passages, "58.900")
    answer = _answer(passages, f"Hendra Prasmoko digantikan 3 Februari 2025 [{n}].")
    assert answer.citations[0].support == "verbatim"


@pytest.mark.parametrize(
    "made_up",
    [
        "Rina Lestari lahir pada tahun 1980 [{n}].",  # a number that the source doesn't have
        "Burung camar bertelur di tebing karang [{n}].",  # nothing to do with the source
        "Rina Lestari memimpin Pelabuhan Sawo.",  # no marker
        "Rina Lestari memimpin Pelabuhan Sawo [97].",  # no such source
        "Rina Lestari memimpin Pelabuhan Sawo [0].",
    ],
)
def test_an_unsupported_sentence_is_left_out_and_said_so(passages: PassageIndex, made_up: str) -> None:
    n = _number(passages, "58.900")
    good = f"Pelabuhan Sawo dipimpin Rina Lestari [{n}]. "
    answer = _answer(passages, good + made_up.format(n=n))
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "partial"
    assert answer.warnings == ["1 sentence(s) that no source supports were left out."]


def test_unsupported_sentences_can_be_shown_without_a_citation(passages: PassageIndex) -> None:
    answer = _answer(passages, "Burung camar bertelur di tebing.", show_unsupported=True)
    assert answer.answer == "Burung camar bertelur di tebing."
    assert answer.citations == []


def test_a_model_that_finds_nothing_abstains(passages: PassageIndex) -> None:
    answer = _answer(passages, "NO_", "ANSWER")
    assert (answer.status, answer.citations) == ("abstained", [])
    assert answer.answer == "Dokumen-dokumen ini tidak memuat jawabannya."


@pytest.mark.parametrize("failure", [LLMError("The model is down."), "qwerty uiop", ""])
def test_quoting_answers_when_the_model_fails(passages: PassageIndex, failure: str | LLMError) -> None:
    answer = _answer(passages, failure)
    assert (answer.model, answer.status) == ("extractive", "answered")
    assert "Rina Lestari" in answer.answer
    assert "The answer was made by quoting instead." in answer.warnings[0]


def test_what_was_sent_stays_when_the_model_breaks_off(passages: PassageIndex) -> None:
    n = _number(passages, "58.900")
    answer = _answer(passages, f"Pelabuhan Sawo dipimpin Rina Lestari [{n}]. Ia", LLMError("Gone."))
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "partial"
    assert answer.warnings


def test_the_prompt_has_numbered_sources_within_the_budget(passages: PassageIndex) -> None:
    llm = ScriptedLLM(["NO_ANSWER"])
    quoting = ExtractiveComposer(0.3)
    anyio.run(Engine(passages, LLMComposer(llm, context=60), quoting).answer, Ask(QUESTION))
    system, asked = llm.prompts[0]
    assert "Indonesian" in system.content
    assert asked.content.startswith("Sources:\n\n[1] ")
    assert asked.content.endswith(f"Question: {QUESTION}")
    assert "[4]" not in asked.content


@given(
    st.lists(
        st.sampled_from(
            ["[1]", "[2]", "[99]", "【3】", "[", "]", " ", ".", "Rina", "Sawo", "61.300", "\n", "[a]", "[1,77]"]
        ),
        max_size=25,
    )
)
def test_no_stream_gets_an_invalid_citation_through(tokens: list[str]) -> None:
    # pure: what is taken apart here is what the engine checks against the store
    for sentence in take_sentences(" ".join(tokens), whole=True)[0]:
        assert "【" not in sentence.text
        assert not any(marker in sentence.text for marker in ("[1]", "[2]", "[99]", "[1,77]"))
