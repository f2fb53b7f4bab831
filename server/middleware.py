"""What happens to every request: headers that harden the page, a log line, a guard, a limit on bodies."""

import logging
import time
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.errors import ForeignCallError
from server.problems import problem, problem_of, problem_response

_LOG = logging.getLogger("kutip.access")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
_UPLOADS = "/v1/documents"
_LARGEST_OTHER = 4 * 2**20  # bytes of a body that isn't an upload: a question with a long conversation


class SecurityHeaders:
    """Sets the page's policy on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; set the headers on what comes back."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


class RequestLog:
    """Writes one line a request, and turns what nobody caught into a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            pass  # nobody is left to tell; the line below shows it as status 0
        except Exception as error:  # the last place where an error can become an answer
            body = problem_of(error)
            if status == 0:
                await problem_response(body)(scope, receive, sending)
        finally:
            _LOG.info(
                "%s %s %s %.0fms",
                scope["method"],
                scope["path"],
                status,
                1000 * (time.perf_counter() - started),
            )


class Guard:
    """Keeps other web pages out: a service without keys must not be used by whatever page is open beside it.

    A browser sends ``Origin`` with every call that could change something; it has to be our own. ``hosts``,
    when not empty, are the only names that the service answers to, so that a foreign name that is made to
    resolve to this machine (DNS rebinding) doesn't count as our own.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it is a foreign one."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            await problem_response(problem_of(ForeignCallError(refusal)))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts and _name(host) not in self._hosts:
            return f"This service answers to {', '.join(sorted(self._hosts))}, not to {_name(host)!r}."
        origin = headers.get("origin")
        if scope["method"] not in _SAFE and origin is not None and urlsplit(origin).netloc != host:
            return f"A page of {origin!r} can't use this service."
        return None


def _name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "").lower()


class BodyLimit:
    """Refuses bodies over a limit before anything is parsed: by ``Content-Length``, and by counting."""

    def __init__(self, app: ASGIApp, largest_upload: int) -> None:
        self._app = app
        self._largest_upload = largest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless its body is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._largest_upload if scope["path"] == _UPLOADS else _LARGEST_OTHER
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > limit:
            if "expect" not in headers:
                await _discard(receive, 2 * limit)
            body = problem(413, "Too large", _too_large(limit))
            await problem_response(body, {"Connection": "close"})(scope, receive, send)
            return
        seen = 0

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413, _too_large(limit), {"Connection": "close"})
            return message

        await self._app(scope, counting, send)


async def _discard(receive: Receive, most: int) -> None:
    """Read on for a while: a browser that is cut off while it sends never reads the reply."""
    seen = 0
    while seen <= most:
        message = await receive()
        seen += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _too_large(limit: int) -> str:
    return f"The request is larger than {limit // 2**20} MB, the most that is accepted at once."
