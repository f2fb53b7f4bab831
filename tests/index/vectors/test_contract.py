"""What every vector store promises, compared with inner products by numpy."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.vectors.base import VectorStore
from index.vectors.flat import FlatVectorStore

DIMENSION = 8
Factory = Callable[[], VectorStore]
every_store = pytest.mark.parametrize("make", [lambda: FlatVectorStore(DIMENSION)], ids=["flat"])


def unit(seed: int, count: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def oracle(
    vectors: dict[int, np.ndarray], query: np.ndarray, k: int, allowed: set[int] | None
) -> list[tuple[int, float]]:
    scores = [(i, float(v @ query)) for i, v in vectors.items() if allowed is None or i in allowed]
    return sorted(scores, key=lambda hit: (-hit[1], hit[0]))[:k]


def check(store: VectorStore, vectors: dict[int, np.ndarray], k: int, allowed: set[int] | None, seed: int = 9) -> None:
    query = unit(seed, 1)[0]
    expected = oracle(vectors, query, k, allowed)
    found = store.search(query, k, allowed)
    assert [i for i, _ in found] == [i for i, _ in expected]
    assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-5)
    assert len(store) == len(vectors)


@every_store
@pytest.mark.parametrize("k", [1, 5, 30, 500])
@pytest.mark.parametrize("allowed", [None, {1, 2, 3, 10**12}, {7}, set(), set(range(0, 300, 3))])
def test_search_is_exact(make: Factory, k: int, allowed: set[int] | None) -> None:
    store, vectors = make(), dict(enumerate(unit(1, 200)))
    store.add(list(vectors), np.stack(list(vectors.values())))
    check(store, vectors, k, allowed)


@every_store
def test_empty_store_and_no_hits_asked_for(make: Factory) -> None:
    store = make()
    assert store.search(unit(1, 1)[0], 5) == []
    store.add([], unit(1, 0))
    store.remove([])
    store.remove([4])
    assert len(store) == 0
    store.add([4], unit(1, 1))
    assert store.search(unit(1, 1)[0], 0) == []
    assert store.search(unit(1, 1)[0], 5, {9}) == []


@every_store
def test_large_ids_and_equal_vectors(make: Factory) -> None:
    store, vector = make(), unit(3, 1)
    ids = [2**40, 5, 2**33]
    store.add(ids, np.repeat(vector, 3, axis=0))
    assert store.search(vector[0], 3) == [(i, pytest.approx(1, abs=1e-5)) for i in sorted(ids)]


@every_store
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.sets(st.integers(0, 30), max_size=8)), max_size=12))
def test_any_history_gives_what_is_left(make: Factory, history: list[tuple[str, set[int]]]) -> None:
    store, vectors = make(), dict[int, np.ndarray]()
    for step, (action, ids) in enumerate(history):
        if action == "add":
            new = dict(zip(sorted(ids - set(vectors)), unit(step, len(ids)), strict=False))
            if new:
                store.add(list(new), np.stack(list(new.values())))
            vectors |= new
        else:
            store.remove(ids)
            vectors = {i: v for i, v in vectors.items() if i not in ids}
    check(store, vectors, 10, None)
    check(store, vectors, 10, set(range(0, 30, 2)))
