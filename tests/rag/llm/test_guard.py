from collections.abc import AsyncGenerator

import anyio
import pytest

from rag.errors import LLMError
from rag.llm.base import Piece
from rag.llm.guard import MOST_TEXT, guarded, loops


async def _slowly(pause: float, closed: list[bool], *texts: str) -> AsyncGenerator[Piece]:
    try:
        for text in texts:
            await anyio.sleep(pause)
            yield Piece(text)
    finally:
        closed.append(True)


async def _read(pieces: AsyncGenerator[Piece], deadline: float, pause: float = 0.0) -> str:
    text = ""
    async for piece in guarded(pieces, deadline):
        text += piece.text
        await anyio.sleep(pause)
    return text


def test_a_reply_in_time_passes_and_is_closed() -> None:
    closed: list[bool] = []
    assert anyio.run(_read, _slowly(0, closed, "a", "b"), 5.0) == "ab"
    assert closed == [True]


def test_the_whole_reply_has_a_deadline_however_often_it_drips() -> None:
    closed: list[bool] = []
    with pytest.raises(LLMError, match=r"longer than 0\.1 seconds"):
        anyio.run(_read, _slowly(0.02, closed, *"abcdefghij"), 0.1)
    assert closed == [True]


def test_a_slow_reader_is_no_slow_model() -> None:
    assert anyio.run(_read, _slowly(0, [], "a", "b", "c"), 0.1, 0.06) == "abc"


def test_going_on_without_end() -> None:
    words = [f"kata{n} " * 5 for n in range(MOST_TEXT)]
    with pytest.raises(LLMError, match="went on for more"):
        anyio.run(_read, _slowly(0, [], *words), 60.0)


@pytest.mark.parametrize("said", ["la ", "x", "Rina memimpin pelabuhan sejak 2025. ", " \n"])
def test_going_round_in_circles(said: str) -> None:
    with pytest.raises(LLMError, match="repeats itself"):
        anyio.run(_read, _slowly(0, [], *[said] * 2000), 60.0)


def test_a_list_of_like_lines_is_no_loop() -> None:
    assert not loops("".join(f"Pada 2{n:03} penumpang mencapai {n * 37} orang. " for n in range(40))[-360:])
    assert not loops("la la")


def test_what_a_plugged_in_model_raises_becomes_one_kind_of_error() -> None:
    async def broken() -> AsyncGenerator[Piece]:
        yield Piece("a")
        raise KeyError("choices")

    with pytest.raises(LLMError, match="KeyError"):
        anyio.run(_read, broken(), 5.0)
