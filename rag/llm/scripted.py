"""A model that says what it is told to: for tests, and for seeing what the checks do with any text."""

from collections.abc import AsyncIterator, Sequence

from rag.errors import LLMError
from rag.llm.base import Message, Piece


class ScriptedLLM:
    """Replies with given pieces in order; a piece that is an :class:`LLMError` is raised when its turn comes.

    ``prompts`` keeps what it was asked.
    """

    def __init__(self, pieces: Sequence[str | LLMError], name: str = "scripted") -> None:
        self.name = name
        self.prompts: list[list[Message]] = []
        self._pieces = list(pieces)

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[Piece]:
        """Yield the pieces."""
        self.prompts.append(list(messages))
        for piece in self._pieces:
            if isinstance(piece, LLMError):
                raise piece
            yield Piece(piece)
