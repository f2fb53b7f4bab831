"""How a stream ends when its client goes: driven as ASGI, where a disconnect can be placed exactly."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from server.sse import EventStream, while_connected


def test_disconnect_ends_the_work() -> None:
    sent: list[dict[str, Any]] = []
    ended: list[str] = []

    async def run() -> None:
        gone = anyio.Event()

        async def events() -> AsyncIterator[tuple[str, str]]:
            try:
                yield "delta", "{}"
                gone.set()
                await anyio.sleep(60)
                yield "done", "{}"
            finally:
                ended.append("closed")

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        with anyio.fail_after(5):
            await EventStream(events(), lambda error: ("error", "{}"))({"type": "http"}, receive, send)  # type: ignore[arg-type]

    anyio.run(run)
    assert ended == ["closed"]
    assert [message.get("body") for message in sent] == [None, b"event: delta\ndata: {}\n\n"]


def test_disconnect_before_the_first_event_sends_nothing() -> None:
    async def run() -> None:
        async def events() -> AsyncIterator[tuple[str, str]]:
            await anyio.sleep(60)
            yield "done", "{}"

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError(message)

        with anyio.fail_after(5):
            await EventStream(events(), lambda error: ("error", "{}"))({"type": "http"}, receive, send)  # type: ignore[arg-type]

    anyio.run(run)


def test_silence_is_filled_with_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.sse._PING_S", 0.01)
    sent: list[bytes] = []

    async def run() -> None:
        pinged = anyio.Event()

        async def events() -> AsyncIterator[tuple[str, str]]:
            yield "delta", "{}"
            await pinged.wait()
            yield "done", "{}"

        async def receive() -> dict[str, Any]:
            await anyio.sleep_forever()
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message.get("body", b""))
            if sent[-1] == b": ping\n\n":
                pinged.set()

        with anyio.fail_after(5):
            await EventStream(events(), lambda error: ("error", "{}"))({"type": "http"}, receive, send)  # type: ignore[arg-type]

    anyio.run(run)
    assert [body for body in sent if body != b": ping\n\n"][1:] == [
        b"event: delta\ndata: {}\n\n",
        b"event: done\ndata: {}\n\n",
        b"",
    ]
    assert sent[-1] == b""


def test_while_connected_gives_results_and_errors_as_they_are() -> None:
    async def run() -> None:
        async def receive() -> dict[str, Any]:
            await anyio.sleep_forever()
            raise AssertionError

        async def good() -> int:
            return 3

        async def bad() -> int:
            raise ValueError("x")

        assert await while_connected(receive, good) == 3
        with pytest.raises(ValueError, match="x"):
            await while_connected(receive, bad)

    anyio.run(run)
