from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.thinking import ThinkFilter


def _shown(text: str, *, thinking: bool = False) -> str:
    whole = ThinkFilter(thinking=thinking)
    return whole.feed(text) + whole.end()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a<think>b</think>c", "ac"),
        ("<thinking>b</thinking>c", "c"),
        ("[THINK]b[/THINK]c", "c"),
        ("<think>b</thinking>c", ""),  # another tag doesn't close it
        ("<think>never closed", ""),
        ("a</think>b", "a\n\nb"),  # the prompt had opened it
        ("a < b <thin", "a < b <thin"),
    ],
)
def test_thoughts_are_left_out(text: str, shown: str) -> None:
    assert _shown(text) == shown


def test_a_prompt_that_opens_the_thoughts() -> None:
    assert _shown("b</think>c", thinking=True) == "c"


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<thinking>", "[THINK]", "a", "<", "/", "thi"]), max_size=20),
    st.lists(st.integers(0, 80), max_size=8),
)
def test_the_cuts_make_no_difference(parts: list[str], cuts: list[int]) -> None:
    text = "".join(parts)
    places = sorted({0, len(text), *(cut for cut in cuts if cut <= len(text))})
    pieces = ThinkFilter()
    assert "".join(pieces.feed(text[a:b]) for a, b in pairwise(places)) + pieces.end() == _shown(text)
