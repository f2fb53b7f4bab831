"""A model that says what it is told to: for tests, and for seeing what the checks do with any text."""

import re
from collections.abc import AsyncGenerator, Sequence

from rag.errors import LLMError
from rag.llm.base import Message, Piece
from rag.llm.tokens import estimate

_HANDLE = re.compile(r"^<source-(\w+)>$", re.MULTILINE)
_NUMBER = re.compile(r"\[(\d+)\]")


class ScriptedLLM:
    """Replies with given pieces in order; a piece that is an :class:`LLMError` is raised when its turn comes.

    ``[2]`` in a piece is said as the mark of the prompt's second source, unless ``literally``. ``prompts``
    keeps what it was asked.
    """

    def __init__(
        self, pieces: Sequence[str | Piece | LLMError], name: str = "scripted", *, literally: bool = False
    ) -> None:
        self.name = name
        self.prompts: list[list[Message]] = []
        self._pieces = list(pieces)
        self._literally = literally

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the pieces, and that the reply has ended by itself unless one of them says why."""
        self.prompts.append(list(messages))
        handles = [] if self._literally else handles_in(messages)
        for piece in self._pieces:
            if isinstance(piece, LLMError):
                raise piece
            yield piece if isinstance(piece, Piece) else Piece(_marked(piece, handles))
        if not any(isinstance(piece, Piece) and piece.finish for piece in self._pieces):
            yield Piece(finish="stop")

    async def count(self, messages: Sequence[Message]) -> int:
        """Return the estimate."""
        return estimate(messages)


def handles_in(messages: Sequence[Message]) -> list[str]:
    """Return the handles of a prompt's sources, in order."""
    return [handle for message in messages for handle in _HANDLE.findall(message.content)]


def _marked(piece: str, handles: list[str]) -> str:
    def named(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return f"[{handles[number - 1]}]" if 1 <= number <= len(handles) else match.group()

    return _NUMBER.sub(named, piece)
