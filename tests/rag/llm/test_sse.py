from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import LLMError
from rag.llm.sse import LONGEST_LINE, Event, EventReader


def _events(data: bytes, cuts: list[int] | None = None) -> list[Event]:
    reader = EventReader()
    places = sorted({0, len(data), *(cut for cut in cuts or [] if cut <= len(data))})
    return [event for a, b in pairwise(places) for event in reader.feed(data[a:b])] + reader.end()


@pytest.mark.parametrize(
    ("data", "events"),
    [
        (b"data: a\n\n", [("message", "a")]),
        (b"data:a\n\ndata:  b\n\n", [("message", "a"), ("message", " b")]),
        (b": keep-alive\n\nevent: ping\ndata: {}\n\n", [("ping", "{}")]),
        (b"data: a\r\ndata: b\r\n\r\n", [("message", "a\nb")]),
        (b"data: a\rdata: b\r\r", [("message", "a\nb")]),
        (b"\xef\xbb\xbfdata: a\n\n", [("message", "a")]),
        (b"id: 7\nretry: 10\n\ndata: a\n\n", [("message", "a")]),
        (b"data: a", [("message", "a")]),
        ("data: a\u2028b\x85c\x0bd\n\n".encode(), [("message", "a\u2028b\x85c\x0bd")]),
        (b"data\n\n", [("message", "")]),
        (b"", []),
    ],
)
def test_events_as_the_standard_has_them(data: bytes, events: list[tuple[str, str]]) -> None:
    assert [(event.name, event.data) for event in _events(data)] == events


@given(
    st.lists(st.sampled_from(["data: a", "data: é\u2028", "event: x", ": c", "\n", "\r", "\r\n", "\n\n"]), max_size=30),
    st.lists(st.integers(0, 200), max_size=12),
)
def test_the_cuts_make_no_difference(parts: list[str], cuts: list[int]) -> None:
    data = "".join(parts).encode()
    assert _events(data, cuts) == _events(data)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(LLMError, match="no text"):
        EventReader().feed(b"data: \xff\xfe\n")


def test_a_line_without_end_is_refused() -> None:
    reader = EventReader()
    reader.feed(b"x" * LONGEST_LINE)
    with pytest.raises(LLMError, match="without end"):
        reader.feed(b"x")
