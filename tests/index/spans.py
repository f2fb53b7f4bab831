"""What every way of cutting a text promises."""

from collections.abc import Sequence


def check_spans(text: str, spans: Sequence[tuple[int, int]]) -> None:
    """Check that spans are ordered, disjoint, trimmed, and that only white space lies outside them."""
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end
    assert not text[position:].strip()
