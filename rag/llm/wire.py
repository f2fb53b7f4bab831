"""What every model behind HTTP shares: the request, its retries, the stream's reading and its errors.

An endpoint says how its requests look and turns one JSON object of the reply into a :class:`Piece`.
"""

import json
import math
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import anyio

from rag.errors import LLMError
from rag.http import AsyncClient, HTTPError, Response, make_async_client
from rag.llm.base import Finish, Piece
from rag.llm.retry import BUSY, BusyError, asked_wait, pause
from rag.llm.sse import EventReader
from rag.llm.thinking import ThinkFilter

_MOST_BYTES = 16_000_000  # of a reply, thoughts and all
_AFTERMATH = 2.0  # seconds to wait for token counts once the reply has ended
_COUNT_TIMEOUT = 5.0  # seconds for a side request
_LONGEST_SAYING = 200  # characters of a server's own words in a message
_TEMPLATE = re.compile(r"system (?:role|message)|chat template", re.IGNORECASE)  # no use in asking again
_RETRY_INFO = re.compile(r'"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"')

Json = dict[str, Any]
Read = Callable[[Json], Piece]


class RefusedError(LLMError):
    """The server refuses the request as it is: ``status`` 4xx, and what it says."""

    def __init__(self, message: str, status: int, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail


class Wire:
    """A server at ``base_url``. ``timeout`` is the silence in seconds after which it is given up."""

    def __init__(self, base_url: str, headers: Mapping[str, str], timeout: float) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self._headers = dict(headers)
        self._timeout = timeout

    async def stream(self, path: str, body: Json, read: Read, whole: Read) -> AsyncGenerator[Piece]:
        """Post ``body`` and yield the reply; ``whole`` reads that of a server that doesn't stream.

        The last piece has a finish. The request is repeated only while nothing of the reply was passed on.
        Raises :class:`RefusedError` and other :class:`LLMError`.
        """
        attempt, sent = 0, False
        while True:
            try:
                async with aclosing(self._once(path, body, read, whole)) as pieces:
                    async for piece in pieces:
                        sent = sent or bool(piece.text)
                        yield piece
                return
            except BusyError as busy:
                wait = None if sent else pause(busy, attempt)
                if wait is None:
                    raise
                attempt += 1
                await anyio.sleep(wait)

    async def ask(self, path: str, body: Json) -> Json | None:
        """Return the JSON object that a side request is answered with.

        An empty one when it is refused or answered otherwise, None when there is no answer at all.
        """
        try:
            async with make_async_client(self.base_url, min(_COUNT_TIMEOUT, self._timeout)) as client:
                reply = await client.post(path, json=body, headers=self._headers)
        except HTTPError:  # a side request only makes things better
            return None
        try:
            return as_dict(reply.json()) if reply.status_code == 200 else {}
        except ValueError:
            return {}

    async def _once(self, path: str, body: Json, read: Read, whole: Read) -> AsyncGenerator[Piece]:
        try:
            async with make_async_client(self.base_url, self._timeout) as client:
                response = await self._send(client, path, body)
                try:
                    async with aclosing(_pieces(response, read, whole)) as pieces:
                        async for piece in pieces:
                            yield piece
                finally:
                    with anyio.CancelScope(shield=True):
                        await response.aclose()
        except HTTPError as error:
            raise LLMError(
                f"The language model at {self.base_url} doesn't answer ({type(error).__name__}: {error})."
            ) from error

    async def _send(self, client: AsyncClient, path: str, body: Json) -> Response:
        request = client.build_request("POST", path, json=body, headers=self._headers)
        response = await client.send(request, stream=True)
        if response.status_code == 200:
            return response
        body_text = (await _read_some(response)).decode("utf-8", "replace")
        await response.aclose()
        status = response.status_code
        message = f"The language model answered {status}: {_said(body_text) or 'nothing more'}."
        if status in BUSY and not _TEMPLATE.search(body_text):
            wait = asked_wait(response.headers)
            raise BusyError(message, _delay_in(body_text) if wait is None else wait)
        raise RefusedError(message, status, body_text)


def parsed(data: str) -> Json:
    """Return a reply's JSON object; raises :class:`LLMError` for anything else and for a reported error."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LLMError(f"The language model sent something that isn't JSON: {data[:80]!r}.") from error
    if not isinstance(value, dict):
        raise LLMError(f"The language model sent something that isn't a completion: {data[:80]!r}.")
    if value.get("error"):
        error_body = value["error"]
        known = error_body if isinstance(error_body, dict) else {}
        message = f"The language model reported an error: {str(known.get('message') or error_body)[:200]}."
        if known.get("type") in {"overloaded_error", "rate_limit_error", "api_error"} or known.get("code") in BUSY:
            raise BusyError(message)
        raise LLMError(message)
    return value


def as_dict(value: object) -> Json:
    """Return a JSON object, an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def first(value: object) -> Json:
    """Return the first of a list of JSON objects, an empty one when there is none."""
    return as_dict(value[0]) if isinstance(value, list) and value else {}


def as_text(value: object) -> str:
    """Return a string, an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def counts(prompt: object, completion: object) -> dict[str, int]:
    """Return token counts by name, without those that weren't told or are no counts."""
    named = {"prompt_tokens": prompt, "completion_tokens": completion}
    return {
        name: int(value)
        for name, value in named.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    }


async def _pieces(response: Response, read: Read, whole: Read) -> AsyncGenerator[Piece]:
    thoughts = ThinkFilter()
    if "json" in response.headers.get("content-type", ""):  # a server that doesn't stream
        piece = whole(parsed(_strictly(await _read_some(response, _MOST_BYTES))))
        yield replace(piece, text=thoughts.feed(piece.text) + thoughts.end(), finish=piece.finish or "stop")
        return
    finish: Finish | None = None
    async with aclosing(_data(response)) as events:
        while True:
            data = None
            try:
                # A server that has ended its reply but keeps the connection open isn't waited for long.
                with anyio.move_on_after(_AFTERMATH if finish else math.inf):
                    data = await anext(events, None)
            except (HTTPError, LLMError):
                if finish:
                    break
                raise
            if data is None:
                break
            if data == "[DONE]":
                finish = finish or "stop"
                break
            piece = read(parsed(data))
            finish = finish or piece.finish  # message_stop says less than what came before it
            text = thoughts.feed(piece.text)
            if text or piece.usage:
                yield Piece(text, piece.usage)
    yield Piece(thoughts.end(), finish=finish or "cut")


async def _data(response: Response) -> AsyncGenerator[str]:
    reader = EventReader()
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > _MOST_BYTES:
            raise LLMError("The language model's reply has no end.")
        for event in reader.feed(chunk):
            yield event.data.strip()
    for event in reader.end():
        yield event.data.strip()


async def _read_some(response: Response, most: int = 4000) -> bytes:
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > most:
            break
    return body[:most]


def _strictly(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise LLMError("The language model sent bytes that are no text.") from error


def _said(body: str) -> str:
    """Return what the body of an error says, on one line."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return " ".join(body.split())[:_LONGEST_SAYING]
    inner = as_dict(first(value) or value)
    error_body = inner.get("error") or inner
    known = as_dict(error_body)
    return " ".join(str(known.get("message") or known.get("detail") or error_body).split())[:_LONGEST_SAYING]


def _delay_in(body: str) -> float | None:
    """Return the seconds of a Google RetryInfo (``"retryDelay": "34s"``)."""
    match = _RETRY_INFO.search(body)
    return float(match.group(1)) if match else None
