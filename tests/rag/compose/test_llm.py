"""The composer that trusts no model: what is kept, what is dropped, when quoting takes over."""

import anyio
import pytest

from index.passage_index import PassageIndex
from rag.answer import Answer
from rag.compose.extractive import ExtractiveComposer
from rag.compose.llm import LLMComposer
from rag.engine import Ask, Engine
from rag.errors import LLMError
from rag.llm.base import Piece
from rag.llm.scripted import ScriptedLLM, handles_in

QUESTION = "Siapa kepala Pelabuhan Sawo?"
GOOD = "Pelabuhan Sawo dipimpin Rina Lestari [{n}]. "


def _answer(
    passages: PassageIndex, *pieces: str | Piece | LLMError, show_unsupported: bool = False, room: int = 6000
) -> Answer:
    quoting = ExtractiveComposer(0.3)
    writer = LLMComposer(ScriptedLLM(pieces), room, show_unsupported=show_unsupported)
    return anyio.run(Engine(passages, writer, quoting, show_unsupported=show_unsupported).answer, Ask(QUESTION))


@pytest.fixture
def n(passages: PassageIndex) -> int:
    """Return the number of the source that says who leads the port."""
    return next(source.n for source in _answer(passages, "NO_ANSWER").sources if "58.900" in source.text)


def test_a_supported_sentence_is_shown_with_words_from_the_source(passages: PassageIndex, n: int) -> None:
    answer = _answer(passages, "Pelabuhan Sawo dipimpin ", f"Rina Lestari [{n}].")
    assert (answer.status, answer.model) == ("answered", "scripted")
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    [citation] = answer.citations
    assert citation.source == n
    assert "dipimpin Rina Lestari" in citation.quote
    assert answer.warnings == []


def test_words_of_the_source_are_verbatim(passages: PassageIndex, n: int) -> None:
    answer = _answer(passages, f"Hendra Prasmoko digantikan 3 Februari 2025 [{n}].")
    assert answer.citations[0].support == "verbatim"


@pytest.mark.parametrize(
    "made_up",
    [
        "Rina Lestari lahir pada tahun 1980 [{n}].",  # a number that the source doesn't have
        "Burung camar bertelur di tebing karang [{n}].",  # nothing to do with the source
        "Rina Lestari memimpin Pelabuhan Sawo.",  # no mark
        "Rina Lestari memimpin Pelabuhan Sawo [97].",  # no such source
        "Rina Lestari memimpin Pelabuhan Sawo [zzzz].",  # the handle of another request
    ],
)
def test_an_unsupported_sentence_is_left_out_and_said_so(passages: PassageIndex, n: int, made_up: str) -> None:
    answer = _answer(passages, (GOOD + made_up).format(n=n))
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "partial"
    assert any("1 sentence" in warning for warning in answer.warnings)


def test_unsupported_sentences_can_be_shown_without_a_citation(passages: PassageIndex) -> None:
    answer = _answer(passages, "Burung camar bertelur di tebing.", show_unsupported=True)
    assert answer.answer == "Burung camar bertelur di tebing."
    assert answer.citations == []
    assert answer.status == "partial"


def test_what_is_said_twice_is_shown_once(passages: PassageIndex, n: int) -> None:
    answer = _answer(passages, (GOOD * 2).format(n=n))
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "answered"


def test_a_model_that_finds_nothing_abstains(passages: PassageIndex) -> None:
    answer = _answer(passages, "NO_", "ANSWER")
    assert (answer.status, answer.citations, answer.model) == ("abstained", [], "scripted")


@pytest.mark.parametrize(
    ("pieces", "warning"),
    [
        ([LLMError("The model is down.")], "The model is down."),
        (["qwerty uiop"], "wrote nothing that a source supports"),
        ([""], "gave no text"),
        ([Piece(finish="length")], "gave no text. The language model's reply was cut off at its token limit"),
        (["la " * 500], "repeats itself"),
        ([f"Kalimat ke-{word} tak berdasar. " for word in "abcdefghijklmnop"], "what no source supports"),
        ([KeyError("x")], "KeyError"),
    ],
)
def test_quoting_answers_when_the_model_fails(
    passages: PassageIndex, pieces: list[str | Piece | LLMError], warning: str
) -> None:
    if isinstance(pieces[0], KeyError):
        llm = ScriptedLLM([])
        llm._pieces = pieces  # a plug-in of one's own that breaks
        quoting = ExtractiveComposer(0.3)
        answer = anyio.run(Engine(passages, LLMComposer(llm, 6000), quoting).answer, Ask(QUESTION))
    else:
        answer = _answer(passages, *pieces)
    assert (answer.model, answer.status) == ("extractive", "answered")
    assert "Rina Lestari" in answer.answer
    assert warning in answer.warnings[0]
    assert "The answer was made by quoting instead." in answer.warnings[0]


def test_quoting_answers_when_the_window_is_too_small(passages: PassageIndex) -> None:
    answer = _answer(passages, "x", room=150)
    assert answer.model == "extractive"
    assert "KUTIP_LLM_CONTEXT" in answer.warnings[0]


def test_what_was_sent_stays_when_the_model_breaks_off(passages: PassageIndex, n: int) -> None:
    answer = _answer(passages, GOOD.format(n=n) + "Ia", LLMError("Gone."))
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "partial"
    assert "Gone." in answer.warnings[0]


@pytest.mark.parametrize(
    ("finish", "warning"),
    [("length", "KUTIP_LLM_MAX_TOKENS"), ("cut", "connection"), ("filtered", "withheld")],
)
def test_an_unfinished_reply_loses_its_last_words_and_says_so(
    passages: PassageIndex, n: int, finish: str, warning: str
) -> None:
    text = GOOD.format(n=n) + f"Rina Lestari menyebut jumlah penumpang [{n}]"
    answer = _answer(passages, text, Piece(finish=finish))  # type: ignore[arg-type]
    assert answer.answer == "Pelabuhan Sawo dipimpin Rina Lestari. [1]"
    assert answer.status == "partial"
    assert warning in answer.warnings[0]


def test_a_source_that_did_not_fit_cannot_be_cited(passages: PassageIndex) -> None:
    llm = ScriptedLLM(["NO_ANSWER"])
    quoting = ExtractiveComposer(0.3)
    answer = anyio.run(Engine(passages, LLMComposer(llm, 420), quoting).answer, Ask(QUESTION))
    shown = handles_in(llm.prompts[0])
    assert 1 <= len(shown) < len(answer.sources)
    assert QUESTION in llm.prompts[0][1].content


def test_each_request_has_its_own_handles(passages: PassageIndex) -> None:
    llm = ScriptedLLM(["NO_ANSWER"])
    engine = Engine(passages, LLMComposer(llm, 6000), ExtractiveComposer(0.3))
    for _ in range(2):
        anyio.run(engine.answer, Ask(QUESTION))
    first, second = (set(handles_in(prompt)) for prompt in llm.prompts)
    assert not first & second


def test_nothing_is_asked_of_a_model_without_sources(empty: PassageIndex) -> None:
    llm = ScriptedLLM(["x"])
    answer = anyio.run(Engine(empty, LLMComposer(llm, 6000), ExtractiveComposer(0.3)).answer, Ask(QUESTION))
    assert answer.status == "abstained"
    assert llm.prompts == []
