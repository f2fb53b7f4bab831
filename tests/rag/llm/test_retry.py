import email.utils
import time

import pytest

from rag.llm.retry import LONGEST_WAIT, MOST_RETRIES, BusyError, asked_wait, pause


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "3"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_what_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == seconds


def test_a_date_to_come() -> None:
    wait = asked_wait({"retry-after": email.utils.formatdate(time.time() + 30, usegmt=True)})
    assert wait is not None
    assert 28 < wait <= 30


def test_waits_double_with_jitter_and_end() -> None:
    for attempt in range(MOST_RETRIES):
        waits = [pause(BusyError("x"), attempt) for _ in range(50)]
        assert all(wait and 0.25 * 2**attempt <= wait <= 0.75 * 2**attempt for wait in waits)
        assert len(set(waits)) > 1
    assert pause(BusyError("x"), MOST_RETRIES) is None


def test_a_server_is_given_the_time_it_asks_for_within_reason() -> None:
    wait = pause(BusyError("x", 4.0), 0)
    assert wait is not None
    assert 4.0 <= wait <= 5.0
    assert pause(BusyError("x", LONGEST_WAIT + 1), 0) is None
