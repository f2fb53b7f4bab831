"""Server-sent events out of a stream of bytes, as the HTML standard reads them.

Lines are split as bytes, at LF, CR LF or CR alone: a line separator U+2028 inside a JSON string isn't one.
"""

import re
from dataclasses import dataclass

from rag.errors import LLMError

LONGEST_LINE = 1_000_000  # bytes
_LINE_END = re.compile(rb"\r\n|\n|\r(?=.)", re.DOTALL)  # a CR at the very end may be half of a CR LF


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name ("message" when it has none) and its data."""

    name: str
    data: str


class EventReader:
    """Feed it the bytes as they come; it gives back the events that are whole.

    Raises :class:`LLMError` for a line without end and for bytes that aren't UTF-8.
    """

    def __init__(self) -> None:
        self._held = b""
        self._name = ""
        self._data: list[str] = []
        self._first = True

    def feed(self, chunk: bytes) -> list[Event]:
        """Return the events that ``chunk`` completes."""
        *lines, self._held = _LINE_END.split(self._held + chunk)
        if max(map(len, [*lines, self._held])) > LONGEST_LINE:
            raise LLMError("The language model sent a line without end.")
        return [event for line in lines if (event := self._line(line))]

    def end(self) -> list[Event]:
        """Return what the stream's end leaves: an event whose closing blank line is missing."""
        return [*self.feed(b"\n"), *self.feed(b"\n\n")]

    def _line(self, raw: bytes) -> Event | None:
        try:
            line = raw.decode()
        except UnicodeDecodeError as error:
            raise LLMError("The language model sent bytes that are no text.") from error
        if self._first:
            line, self._first = line.removeprefix("\ufeff"), False
        if not line:
            event = Event(self._name or "message", "\n".join(self._data)) if self._data else None
            self._name, self._data = "", []
            return event
        name, _, value = line.partition(":")  # a comment has an empty name
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        return None
