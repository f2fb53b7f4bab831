"""Keeping any model within bounds: its time, its length, and going round in circles.

It also turns whatever a plugged-in model raises into an :class:`LLMError`, so that quoting can take over.
"""

from collections.abc import AsyncGenerator, AsyncIterator

import anyio

from rag.errors import LLMError
from rag.llm.base import Piece

MOST_TEXT = 20_000  # characters after which a model is taken to have lost itself
_LOOP_WINDOW = 360  # characters at the end that a loop has to fill
_LONGEST_LOOP = 120  # characters of what is said again and again
_LOOP_STRIDE = 120  # characters between two looks


async def guarded(pieces: AsyncIterator[Piece], deadline: float) -> AsyncGenerator[Piece]:
    """Yield the pieces; raise :class:`LLMError` when the whole reply takes longer than ``deadline`` seconds.

    Raises it, too, when the model repeats itself without end or goes on for more than 20,000 characters.
    The time in which the reader does something else doesn't count.
    """
    left, length, looked, tail = deadline, 0, 0, ""
    try:
        while True:
            piece: Piece | None = None
            began = anyio.current_time()
            with anyio.move_on_after(left) as scope:
                piece = await _next(pieces)
            left -= anyio.current_time() - began
            if scope.cancelled_caught:
                raise LLMError(f"The language model took longer than {deadline:g} seconds.")
            if piece is None:
                return
            length += len(piece.text)
            tail = (tail + piece.text)[-_LOOP_WINDOW:]
            if length > MOST_TEXT:
                raise LLMError(f"The language model went on for more than {MOST_TEXT} characters.")
            if length - looked >= _LOOP_STRIDE:
                looked = length
                if loops(tail):
                    raise LLMError("The language model repeats itself without end.")
            yield piece
    finally:
        close = getattr(pieces, "aclose", None)
        if close is not None:
            await close()


def loops(tail: str) -> bool:
    """Tell whether a text's end is one stretch said at least three times over, and nothing else."""
    if len(tail) < _LOOP_WINDOW or not tail.strip():
        return len(tail) >= _LOOP_WINDOW
    return any(tail[period:] == tail[:-period] for period in range(1, _LONGEST_LOOP + 1))


async def _next(pieces: AsyncIterator[Piece]) -> Piece | None:
    try:
        return await anext(pieces)
    except StopAsyncIteration:
        return None
    except LLMError:
        raise
    except Exception as error:
        raise LLMError(f"The language model failed ({type(error).__name__}: {str(error)[:200]}).") from error
