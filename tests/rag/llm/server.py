"""A language model's server, scripted: real sockets on loopback, and whatever bytes a test wants on them."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

Chunks = Iterable[bytes | float]  # bytes to send, seconds to wait


@dataclass
class Request:
    """What was asked."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Reply:
    """What is answered. ``chunks`` are sent as one HTTP chunk each; ``cut`` ends without the last chunk."""

    chunks: Chunks = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "text/event-stream"
    cut: bool = False


Behaviour = Callable[[Request], Reply]


@dataclass
class LLMServer:
    """The server's base URL, what it was asked so far, and how many readers left before a reply's end."""

    url: str
    asked: list[Request] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)


def event(data: object, name: str = "") -> bytes:
    """Return one server-sent event."""
    line = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {name}\n" if name else "").encode() + f"data: {line}\n\n".encode()


def delta(text: str, **more: object) -> bytes:
    """Return a chat completion's chunk with some text."""
    return event({"choices": [{"index": 0, "delta": {"content": text, **more}}]})


END = event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}) + event("[DONE]")


def saying(*texts: str) -> Reply:
    """Return a reply that says these texts and ends as it should."""
    return Reply([*(delta(text) for text in texts), END])


def failing(status: int, message: object = "no", **headers: str) -> Reply:
    """Return a refusal."""
    return Reply([json.dumps({"error": {"message": message}}).encode()], status, headers, "application/json")


@contextmanager
def serving(behave: Behaviour | Sequence[Reply] | Reply, path: str = "/v1") -> Iterator[LLMServer]:
    """Serve until the block ends; several replies are given in turn, the last one ever after."""
    replies = [behave] if isinstance(behave, Reply) else behave
    closing = threading.Event()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            request = self._request()
            if request is None:
                return
            served.asked.append(request)
            reply = replies(request) if callable(replies) else replies[min(len(served.asked), len(replies)) - 1]
            try:
                self._send(reply)
            except OSError:
                served.left.set()

        def _request(self) -> Request | None:
            first = self.rfile.readline().decode().split()
            if not first:
                return None
            headers = {}
            while line := self.rfile.readline().decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = self.rfile.read(int(headers.get("content-length", 0)))
            return Request(first[1], headers, json.loads(body or b"{}"))

        def _send(self, reply: Reply) -> None:
            lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase if reply.status != 529 else 'Busy'}"]
            headers = {"Content-Type": reply.kind, "Connection": "close", "Transfer-Encoding": "chunked"}
            lines += [f"{name}: {value}" for name, value in (headers | reply.headers).items()]
            self.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            for chunk in reply.chunks:
                if isinstance(chunk, int | float):
                    self._wait(chunk)
                else:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            if not reply.cut:
                self.wfile.write(b"0\r\n\r\n")

        def _wait(self, seconds: float) -> None:
            """Wait, but no longer than the reader or the test stays."""
            until = time.monotonic() + seconds
            self.connection.settimeout(0.02)
            while time.monotonic() < until and not closing.is_set():
                try:
                    if self.connection.recv(1, socket.MSG_PEEK) == b"":
                        raise ConnectionResetError
                except TimeoutError:
                    continue
            self.connection.settimeout(None)

    class Server(ThreadingTCPServer):
        daemon_threads = False
        block_on_close = True
        request_queue_size = 32

    with Server(("127.0.0.1", 0), Handler) as server:
        served = LLMServer(f"http://127.0.0.1:{server.server_address[1]}{path}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield served
        finally:
            closing.set()
            server.shutdown()
            thread.join()
