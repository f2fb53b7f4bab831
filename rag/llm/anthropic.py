"""Anthropic's own protocol: ``POST /v1/messages``, streaming."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from rag.llm.base import Finish, Message, Piece
from rag.llm.prompts import parted
from rag.llm.tokens import estimate
from rag.llm.wire import Json, RefusedError, Wire, as_dict, as_text, counts

URL = "https://api.anthropic.com"
_VERSION = "2023-06-01"
_FINISHES: dict[str, Finish] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "filtered",
}


class AnthropicChat:
    """A model behind ``{base_url}/v1/messages``; ``base_url`` may have the ``/v1`` already.

    ``timeout`` is the silence in seconds after which it is given up, ``max_tokens`` the longest reply. A
    model that takes no temperature is asked once without one.
    """

    def __init__(self, base_url: str, model: str, key: str | None, timeout: float, max_tokens: int) -> None:
        self.name = model
        base = base_url.rstrip("/")
        headers = {"anthropic-version": _VERSION} | ({"x-api-key": key} if key else {})
        self._wire = Wire(base if base.endswith("/v1") else f"{base}/v1", headers, timeout)
        self._max_tokens = max_tokens
        self._temperature = True

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the reply's text, its token counts, and why it ended. Thinking and signatures are left out."""
        system, turns = parted(messages)
        body: Json = {
            "model": self.name,
            "max_tokens": self._max_tokens,
            "stream": True,
            "messages": [{"role": turn.role, "content": turn.content} for turn in turns],
        }
        if system:
            body["system"] = system
        if self._temperature:
            body["temperature"] = 0
        while True:
            try:
                async with aclosing(self._wire.stream("messages", body, _piece, _whole)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            except RefusedError as refused:
                if refused.status != 400 or "temperature" not in refused.detail or "temperature" not in body:
                    raise
                self._temperature = False
                del body["temperature"]

    async def count(self, messages: Sequence[Message]) -> int:
        """Return an estimate that is rather too high."""
        return estimate(messages)


def _piece(event: Json) -> Piece:
    match event.get("type"):
        case "message_start":
            usage = as_dict(as_dict(event.get("message")).get("usage"))
            return Piece(usage=counts(_prompt_tokens(usage), None))
        case "content_block_delta":
            delta = as_dict(event.get("delta"))  # thinking_delta, signature_delta and others aren't to be read
            return Piece(as_text(delta.get("text")) if delta.get("type") == "text_delta" else "")
        case "message_delta":
            usage = as_dict(event.get("usage"))
            return Piece(
                usage=counts(None, usage.get("output_tokens")),
                finish=_finish(as_dict(event.get("delta")).get("stop_reason")),
            )
        case "message_stop":
            return Piece(finish="stop")
        case _:  # ping, content_block_start, content_block_stop, and what is yet to come
            return Piece()


def _whole(reply: Json) -> Piece:
    blocks = [as_dict(block) for block in reply.get("content") or []]
    usage = as_dict(reply.get("usage"))
    return Piece(
        "".join(as_text(block.get("text")) for block in blocks if block.get("type") == "text"),
        counts(_prompt_tokens(usage), usage.get("output_tokens")),
        _finish(reply.get("stop_reason")),
    )


def _prompt_tokens(usage: Json) -> int | None:
    told = [usage.get(f"{kind}input_tokens") for kind in ("", "cache_creation_", "cache_read_")]
    known = [count for count in told if isinstance(count, int)]
    return sum(known) if known else None


def _finish(reason: object) -> Finish | None:
    return _FINISHES.get(str(reason), "stop") if reason else None
