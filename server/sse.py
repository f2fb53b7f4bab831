"""A response that streams events (WHATWG server-sent events) and ends its work when the client goes."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

T = TypeVar("T")
_PING_S = 15.0  # of silence before a comment keeps proxies from closing the connection

Wire = tuple[str, str]  # an event's name and its JSON
Events = AsyncGenerator[Wire, None]


class EventStream(Response):
    """Sends ``events``. What they raise before the first one leaves as an exception: nothing was sent yet.

    After the first, an exception is turned into a last event by ``on_error``.
    """

    media_type = "text/event-stream"

    def __init__(self, events: Events, on_error: Callable[[Exception], Wire]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events = events
        self._on_error = on_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; the generator is closed in the end, however it comes."""
        async with aclosing(self._events) as events:
            first = await while_connected(receive, lambda: anext(events, None))
            if first is None:
                return
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            finished = False
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
                tasks.start_soon(_ping, send)
                await _send(send, first)
                try:
                    async for event in events:
                        await _send(send, event)
                except Exception as error:  # the reply has begun: it can only be told as an event
                    await _send(send, self._on_error(error))
                finished = True
                tasks.cancel_scope.cancel()
            if finished:
                await send({"type": "http.response.body", "body": b"", "more_body": False})


async def while_connected(receive: Receive, work: Callable[[], Awaitable[T]]) -> T | None:
    """Return what ``work`` returns, or None when the client went away before: the work is cancelled then."""
    result: T | None = None
    failure: Exception | None = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
        try:
            result = await work()
        except Exception as error:
            failure = error  # raised below, outside the group that would wrap it
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return result


async def while_asked(request: Request, work: Callable[[], Awaitable[T]]) -> T | None:
    """Return what ``work`` returns, or None when the client of a request went away before."""
    return await while_connected(request.receive, work)


async def _cancel_when_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


async def _ping(send: Send) -> None:
    while True:
        await anyio.sleep(_PING_S)
        await send({"type": "http.response.body", "body": KEEPALIVE_COMMENT, "more_body": True})


async def _send(send: Send, event: Wire) -> None:
    name, data = event
    body = format_sse_event(event=name, data_str=data)
    await send({"type": "http.response.body", "body": body, "more_body": True})
