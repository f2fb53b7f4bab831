"""Any server that speaks the OpenAI chat completions protocol: Ollama, vLLM, llama.cpp, LM Studio, or a remote one."""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from rag.llm.base import Finish, Message, Piece
from rag.llm.prompts import merged
from rag.llm.tokens import estimate
from rag.llm.wire import Json, RefusedError, Wire, as_dict, as_text, counts, first

_FINISHES: dict[str, Finish] = {"length": "length", "content_filter": "filtered"}
_REFUSALS = frozenset({400, 404, 422, 500})  # a template's own refusal is a 500 with some servers
_TOKENS_A_MESSAGE = 8  # of a chat template around it


class OpenAIChat:
    """A chat model behind ``{base_url}/chat/completions``, streaming.

    ``timeout`` is the silence in seconds after which it is given up, ``max_tokens`` the longest reply.
    A server that refuses a parameter is asked once without it, and that is remembered.
    """

    def __init__(self, base_url: str, model: str, key: str | None, timeout: float, max_tokens: int) -> None:
        self.name = model
        self._wire = Wire(base_url, {"Authorization": f"Bearer {key}"} if key else {}, timeout)
        self._max_tokens = max_tokens
        self._dropped: frozenset[str] = frozenset()
        self._counter: str | None = None  # the shape of its tokenizer's requests; "" when it has none

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the reply's visible text, its token counts if the server tells them, and why it ended."""
        dropped = self._dropped
        while True:
            body = self._body(messages, dropped)
            try:
                async with aclosing(self._wire.stream("chat/completions", body, _piece, _whole)) as pieces:
                    async for piece in pieces:
                        self._dropped = dropped  # it took the request
                        yield piece
                return
            except RefusedError as refused:
                more = _refused(refused, body) - dropped
                if not more:
                    raise
                dropped |= more

    async def count(self, messages: Sequence[Message]) -> int:
        """Return the tokens of the messages: by the server's own tokenizer where it offers one."""
        if self._counter is None:
            self._counter = await self._find_counter()
        if self._counter:
            reply = await self._wire.ask(self._tokenizer_url(), _COUNTERS[self._counter](self.name, messages))
            counted = _counted(reply, len(messages))
            if counted is not None:
                return counted
        return estimate(messages)

    async def _find_counter(self) -> str | None:
        """Try the tokenizer of llama.cpp, then that of vLLM, on a word; None when the server doesn't answer."""
        for shape, request in _COUNTERS.items():
            reply = await self._wire.ask(self._tokenizer_url(), request(self.name, [Message("user", "a")]))
            if reply is None:
                return None
            if _counted(reply, 1) is not None:
                return shape
        return ""

    def _tokenizer_url(self) -> str:
        return re.sub(r"/v1/$", "/", self._wire.base_url) + "tokenize"

    def _body(self, messages: Sequence[Message], dropped: frozenset[str]) -> Json:
        shown = merged(messages) if "system" in dropped else messages
        body: Json = {"model": self.name, "messages": _wired(shown), "stream": True}
        if "stream_options" not in dropped:
            body["stream_options"] = {"include_usage": True}
        if "temperature" not in dropped:
            body["temperature"] = 0
        body["max_completion_tokens" if "max_tokens" in dropped else "max_tokens"] = self._max_tokens
        return body


def _wired(messages: Sequence[Message]) -> list[Json]:
    return [{"role": message.role, "content": message.content} for message in messages]


def _refused(refused: RefusedError, body: Json) -> frozenset[str]:
    """Return what of the request a refusal blames: a parameter by its name, or the system message."""
    if refused.status not in _REFUSALS:
        return frozenset()
    droppable = ("stream_options", "max_tokens", "temperature")
    named = {name for name in droppable if name in body and name in refused.detail}
    if re.search(r"system (?:role|message)", refused.detail, re.IGNORECASE):
        named.add("system")
    return frozenset(named)


def _piece(chunk: Json) -> Piece:
    choice = first(chunk.get("choices"))  # none in a chunk of token counts
    # "reasoning" and "reasoning_content" are thinking aloud
    return Piece(as_text(as_dict(choice.get("delta")).get("content")), _usage(chunk), _finish(choice))


def _whole(reply: Json) -> Piece:
    choice = first(reply.get("choices"))
    return Piece(as_text(as_dict(choice.get("message")).get("content")), _usage(reply), _finish(choice))


def _finish(choice: Json) -> Finish | None:
    reason = choice.get("finish_reason")
    return _FINISHES.get(str(reason), "stop") if reason else None


def _usage(chunk: Json) -> dict[str, int]:
    usage = as_dict(chunk.get("usage"))
    return counts(usage.get("prompt_tokens"), usage.get("completion_tokens"))


def _llama_request(_: str, messages: Sequence[Message]) -> Json:
    return {"content": "\n".join(message.content for message in messages), "add_special": True}


def _vllm_request(model: str, messages: Sequence[Message]) -> Json:
    return {"model": model, "messages": _wired(messages), "add_generation_prompt": True}


_COUNTERS: dict[str, Callable[[str, Sequence[Message]], Json]] = {"llama.cpp": _llama_request, "vllm": _vllm_request}


def _counted(reply: Json | None, messages: int) -> int | None:
    if reply is None:
        return None
    if isinstance(reply.get("count"), int):  # vLLM, with its template
        return int(reply["count"])
    tokens = reply.get("tokens")  # llama.cpp, without
    return len(tokens) + _TOKENS_A_MESSAGE * (messages + 1) if isinstance(tokens, list) else None
