"""Gemini's own protocol: ``POST models/{model}:streamGenerateContent?alt=sse``."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from urllib.parse import quote

from rag.errors import LLMError
from rag.llm.base import Finish, Message, Piece
from rag.llm.prompts import parted
from rag.llm.tokens import estimate
from rag.llm.wire import Json, Wire, as_dict, as_text, counts, first

URL = "https://generativelanguage.googleapis.com/v1beta"
_FINISHES: dict[str, Finish] = {"STOP": "stop", "MAX_TOKENS": "length"}  # all others withhold something


class GeminiChat:
    """A model behind ``{base_url}/models/{model}:streamGenerateContent``.

    ``timeout`` is the silence in seconds after which it is given up, ``max_tokens`` the longest reply,
    thoughts included.
    """

    def __init__(self, base_url: str, model: str, key: str | None, timeout: float, max_tokens: int) -> None:
        self.name = model.removeprefix("models/")
        self._wire = Wire(base_url, {"x-goog-api-key": key} if key else {}, timeout)
        self._max_tokens = max_tokens

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the reply's text, its token counts, and why it ended. Thoughts are left out."""
        system, turns = parted(messages)
        body: Json = {
            "contents": [
                {"role": "model" if turn.role == "assistant" else "user", "parts": [{"text": turn.content}]}
                for turn in turns
            ],
            "generationConfig": {"temperature": 0, "maxOutputTokens": self._max_tokens},
        }
        if system:
            body["systemInstruction"] = {"parts": [{"text": system}]}
        path = f"models/{quote(self.name, safe='')}:streamGenerateContent?alt=sse"
        async with aclosing(self._wire.stream(path, body, _piece, _piece)) as pieces:
            async for piece in pieces:
                yield piece

    async def count(self, messages: Sequence[Message]) -> int:
        """Return an estimate that is rather too high."""
        return estimate(messages)


def _piece(chunk: Json) -> Piece:
    blocked = as_dict(chunk.get("promptFeedback")).get("blockReason")
    if blocked:
        raise LLMError(f"The language model refuses the prompt ({blocked}).")
    candidate = first(chunk.get("candidates"))
    parts = as_dict(candidate.get("content")).get("parts")
    shown = [as_dict(part) for part in parts] if isinstance(parts, list) else []
    usage = as_dict(chunk.get("usageMetadata"))
    reason = candidate.get("finishReason")
    return Piece(
        "".join(as_text(part.get("text")) for part in shown if not part.get("thought")),
        counts(usage.get("promptTokenCount"), _completion_tokens(usage)),
        _FINISHES.get(str(reason), "filtered") if reason else None,
    )


def _completion_tokens(usage: Json) -> int | None:
    told = [usage.get("candidatesTokenCount"), usage.get("thoughtsTokenCount")]
    known = [count for count in told if isinstance(count, int)]
    return sum(known) if known else None
