"""Any server that speaks the OpenAI chat completions protocol: Ollama, vLLM, llama.cpp, LM Studio, or a remote one."""

import json
import random
from collections.abc import AsyncIterator, Sequence
from typing import Any

import anyio

from rag.errors import LLMError
from rag.http import AsyncClient, HTTPError, Response, make_async_client
from rag.llm.base import Message, Piece
from rag.llm.thinking import ThinkFilter

_RETRIED = frozenset({429, 500, 502, 503, 529})
_MOST_RETRIES = 2
_LONGEST_WAIT = 10.0  # seconds that a Retry-After is heeded for
_MOST_TEXT = 20_000  # characters after which a model is taken to have lost itself
_LONGEST_LINE = 1_000_000


class OpenAIChat:
    """A chat model behind ``{base_url}/chat/completions``, streaming.

    ``timeout`` is the silence in seconds after which it is given up. A request is repeated only while
    nothing of the reply was passed on.
    """

    def __init__(self, base_url: str, model: str, key: str | None, timeout: float, max_tokens: int = 800) -> None:
        self.name = model
        self._base_url = base_url.rstrip("/") + "/"
        self._key = key
        self._timeout = timeout
        self._max_tokens = max_tokens

    async def stream(self, messages: Sequence[Message]) -> AsyncIterator[Piece]:
        """Yield the reply's visible text, then its token counts if the server tells them."""
        body = {
            "model": self.name,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
            "max_tokens": self._max_tokens,
        }
        try:
            async with make_async_client(self._base_url, self._timeout) as client:
                response = await self._request(client, body)
                try:
                    async for piece in _pieces(response):
                        yield piece
                finally:
                    await response.aclose()
        except HTTPError as error:
            raise LLMError(
                f"The language model at {self._base_url} doesn't answer ({type(error).__name__}: {error})."
            ) from error
        except UnicodeDecodeError as error:
            raise LLMError("The language model sent bytes that are no text.") from error

    async def _request(self, client: AsyncClient, body: dict[str, Any]) -> Response:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        for attempt in range(_MOST_RETRIES + 1):
            request = client.build_request("POST", "chat/completions", json=body, headers=headers)
            response = await client.send(request, stream=True)
            if response.status_code == 200:
                return response
            detail = (await _read_some(response)).strip()[:200]
            wait = _wait(response, attempt)
            await response.aclose()
            if response.status_code not in _RETRIED or attempt == _MOST_RETRIES or wait > _LONGEST_WAIT:
                raise LLMError(f"The language model answered {response.status_code}: {detail or 'nothing more'}.")
            await anyio.sleep(wait)
        raise AssertionError("the loop ends by returning or raising")


async def _pieces(response: Response) -> AsyncIterator[Piece]:
    if "json" in response.headers.get("content-type", ""):  # a server that doesn't stream
        yield _whole(await _read_some(response, _MOST_TEXT * 10))
        return
    thoughts = ThinkFilter()
    length = 0
    async for line in response.aiter_lines():
        if len(line) > _LONGEST_LINE:
            raise LLMError("The language model sent a line without end.")
        if not line.startswith("data:"):  # comments, event names and blank lines
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            break
        piece = _piece(data, thoughts)
        length += len(piece.text)
        if length > _MOST_TEXT:
            raise LLMError(f"The language model went on for more than {_MOST_TEXT} characters.")
        if piece.text or piece.usage:
            yield piece
    rest = thoughts.end()
    if rest:
        yield Piece(rest)


def _piece(data: str, thoughts: ThinkFilter) -> Piece:
    chunk = _object(data)
    usage = _usage(chunk)
    choices = chunk.get("choices") or []
    if not choices:
        return Piece(usage=usage)
    delta = choices[0].get("delta") or {}
    content = delta.get("content")  # "reasoning" and "reasoning_content" are thinking aloud
    return Piece(thoughts.feed(content) if isinstance(content, str) else "", usage)


def _whole(body: str) -> Piece:
    reply = _object(body)
    choices = reply.get("choices") or [{}]
    content = (choices[0].get("message") or {}).get("content") or ""
    thoughts = ThinkFilter()
    return Piece(thoughts.feed(content) + thoughts.end(), _usage(reply))


def _object(data: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise LLMError(f"The language model sent something that isn't JSON: {data[:80]!r}.") from error
    if not isinstance(value, dict):
        raise LLMError(f"The language model sent something that isn't a completion: {data[:80]!r}.")
    if value.get("error"):
        error_body = value["error"]
        message = error_body.get("message") if isinstance(error_body, dict) else error_body
        raise LLMError(f"The language model reported an error: {str(message)[:200]}.")
    return value


def _usage(chunk: dict[str, Any]) -> dict[str, int]:
    usage = chunk.get("usage") or {}
    return {name: int(usage[name]) for name in ("prompt_tokens", "completion_tokens") if usage.get(name) is not None}


async def _read_some(response: Response, most: int = 4000) -> str:
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > most:
            break
    return body[:most].decode("utf-8", "replace")


def _wait(response: Response, attempt: int) -> float:
    """Return the seconds to wait before asking again: as the server says, else doubling, with jitter."""
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = response.headers.get(header, "")
        if value.replace(".", "", 1).isdigit():
            return float(value) * unit
    return float(0.5 * 2**attempt * (0.5 + random.random()))  # noqa: S311 jitter needs no secrecy
