"""Batches by length."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.batches import by_length, padded


def test_longest_first_within_the_budget() -> None:
    assert list(by_length([3, 9, 4, 2, 9], budget=10)) == [[1], [4], [2, 0], [3]]


def test_a_text_over_the_budget_is_a_batch() -> None:
    assert list(by_length([50, 1], budget=10)) == [[0], [1]]


@given(st.lists(st.integers(min_value=1, max_value=256), max_size=80), st.integers(min_value=1, max_value=600))
def test_each_text_once_and_never_over_the_budget(lengths: list[int], budget: int) -> None:
    batches = list(by_length(lengths, budget))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= budget


def test_padding() -> None:
    ids, mask = padded([[5, 6, 7], [8]], padding=1)
    assert ids.tolist() == [[5, 6, 7], [8, 1, 1]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert (ids.dtype, mask.dtype) == (np.int32, np.float32)
