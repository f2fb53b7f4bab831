"""The boundary where language models plug in."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The next stretch of a model's text, and its token counts once they are known."""

    text: str = ""
    usage: dict[str, int] = field(default_factory=dict)


class LLM(Protocol):
    """A chat model. ``stream`` yields its visible text; thinking aloud isn't part of it.

    Raises :class:`rag.errors.LLMError` when the model can't be reached, refuses, stalls or sends garbage.
    Closing the iterator ends the request upstream.
    """

    name: str

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[Piece]:
        """Yield the reply piece by piece."""
        ...
