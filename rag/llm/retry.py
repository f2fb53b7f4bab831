"""When to ask a busy server again, and how long to wait before."""

import random
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from rag.errors import LLMError

BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
MOST_RETRIES = 2
LONGEST_WAIT = 10.0  # seconds; a server that wants more is given up at once
_FIRST_WAIT = 0.5


class BusyError(LLMError):
    """The server can't answer just now. ``wait`` is the seconds it asks for, if it says."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``retry-after-ms`` or ``Retry-After`` (RFC 9110, seconds or a date) ask for."""
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(header, "").strip()
        if value.replace(".", "", 1).isdecimal():
            return float(value) * unit
        if value and header == "retry-after":
            try:
                return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
            except ValueError:  # neither seconds nor a date: as if it hadn't been there
                return None
    return None


def pause(busy: BusyError, attempt: int) -> float | None:
    """Return the seconds to wait before asking again after ``attempt`` failures, from 0; None to give up.

    What the server asks for, up to a quarter longer; else doubling from half a second, with full jitter of
    half: many clients that failed together must not come back together.
    """
    if attempt >= MOST_RETRIES or (busy.wait or 0.0) > LONGEST_WAIT:
        return None
    if busy.wait is not None:
        return busy.wait * (1 + 0.25 * random.random())  # noqa: S311 jitter needs no secrecy
    return float(_FIRST_WAIT * 2**attempt * (0.5 + random.random()))  # noqa: S311
