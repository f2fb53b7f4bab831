"""The boundary where language models plug in."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Finish = Literal["stop", "length", "filtered", "cut"]
"""Why a reply ended: by itself, at its token limit, withheld by the provider, or without a word that it had ended."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The next stretch of a model's visible text; its token counts and why it ended once they are known.

    ``usage`` has ``prompt_tokens`` and ``completion_tokens``, as far as they are told.
    """

    text: str = ""
    usage: dict[str, int] = field(default_factory=dict)
    finish: Finish | None = None


class LLM(Protocol):
    """A chat model. ``stream`` yields its visible text; thinking aloud isn't part of it.

    Raises :class:`rag.errors.LLMError` when the model can't be reached, refuses, stalls or sends garbage.
    Closing the iterator ends the request upstream.
    """

    name: str

    def stream(self, messages: Sequence[Message]) -> AsyncIterator[Piece]:
        """Yield the reply piece by piece."""
        ...

    async def count(self, messages: Sequence[Message]) -> int:
        """Return how many tokens the messages take in the model's prompt, rather too many than too few."""
        ...
