"""What every lexical index promises: who is found, and in which order, without saying how it is scored."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical.base import Alternative, Concept, LexicalEntry, LexicalIndex
from index.lexical.tantivy_index import TantivyLexicalIndex

Factory = Callable[[], LexicalIndex]
every_index = pytest.mark.parametrize("make", [TantivyLexicalIndex], ids=["tantivy"])
WORDS = ["satu", "dua", "tiga", "empat", "café", "中文", "4.0", "29/10/2025"]


def entry(passage_id: int, text: str, title: str = "", raw: str | None = None) -> LexicalEntry:
    return LexicalEntry(passage_id, (text if raw is None else raw).split(), text.split(), title.split())


def concept(*words: str, weight: float = 1.0) -> Concept:
    return Concept([Alternative(word, word) for word in words], weight)


def ids(found: list[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in found]


@every_index
def test_rare_words_repeated_words_and_short_passages_rank_higher(make: Factory) -> None:
    index = make()
    index.update([entry(1, "umum umum langka"), entry(2, "umum lain lain"), entry(3, "umum lain kata")], [])
    assert ids(index.search([concept("umum"), concept("langka")], 10))[0] == 1
    index.update([entry(4, "bulan bulan x"), entry(5, "bulan x x")], [])
    assert ids(index.search([concept("bulan")], 10)) == [4, 5]
    index.update([entry(6, "surya"), entry(7, "surya " + "panjang " * 50)], [])
    assert ids(index.search([concept("surya")], 10)) == [6, 7]


@every_index
def test_an_exact_match_ranks_above_its_stem_and_a_weight_counts(make: Factory) -> None:
    index = make()
    index.update([entry(1, "kirim x", raw="kiriman x"), entry(2, "kirim x", raw="mengirim x")], [])
    assert ids(index.search([Concept([Alternative("mengirim", "kirim")])], 10)) == [2, 1]
    index.update([entry(3, "siang y"), entry(4, "malam y")], [])
    heavy, light = concept("malam", weight=3.0), concept("siang", weight=0.5)
    assert ids(index.search([light, heavy], 10)) == [4, 3]
    cheap = Concept([Alternative("siang", "siang", 0.2), Alternative("malam", "malam", 1.0)])
    assert ids(index.search([cheap], 10)) == [4, 3]


@every_index
def test_a_concepts_wordings_count_once(make: Factory) -> None:
    index = make()
    index.update([entry(1, "rumah wisma x x"), entry(2, "rumah sakit x x"), entry(3, "lain")], [])
    once = dict(index.search([concept("rumah", "wisma")], 10))
    single = dict(index.search([concept("wisma")], 10))
    assert once[1] == pytest.approx(single[1])
    assert ids(index.search([concept("rumah"), concept("sakit")], 10)) == [2, 1]


@every_index
def test_titles_are_searched(make: Factory) -> None:
    index = make()
    index.update([entry(1, "isi", title="pasar baru"), entry(2, "isi lain")], [])
    assert ids(index.search([concept("pasar")], 10)) == [1]
    assert index.document_frequency("pasar") == 1


@every_index
def test_frequencies_count_passages_that_are_there(make: Factory) -> None:
    index = make()
    index.update([entry(1, "a", title="b"), entry(2, "b a"), entry(3, "b", title="b"), entry(4, "c")], [])
    assert [index.document_frequency(stem) for stem in "abcd"] == [2, 3, 1, 0]
    index.update([entry(2, "c")], [2, 3])
    assert [index.document_frequency(stem) for stem in "abcd"] == [1, 1, 2, 0]
    assert len(index) == 3


@every_index
def test_allowed_reaches_past_better_hits(make: Factory) -> None:
    index = make()
    index.update([entry(i, "kata " + "isi " * (i % 40)) for i in range(1, 1500)], [])
    worst = set(ids(index.search([concept("kata")], 2000))[-3:])
    assert set(ids(index.search([concept("kata")], 3, worst | {10**9}))) == worst
    assert ids(index.search([concept("kata")], 1, worst))[0] in worst
    assert index.search([concept("kata")], 3, set()) == []


@every_index
def test_nothing_to_look_for(make: Factory) -> None:
    index = make()
    assert index.search([concept("a")], 5) == []
    assert index.document_frequency("a") == 0
    index.update([], [7])
    index.update([entry(1, "a"), entry(2, "")], [])
    assert len(index) == 2
    assert index.search([], 5) == []
    assert index.search([Concept([])], 5) == []
    assert index.search([concept("a")], 0) == []
    assert index.search([concept("b")], 5) == []


@every_index
def test_large_ids(make: Factory) -> None:
    index = make()
    index.update([entry(2**40, "a")], [])
    assert ids(index.search([concept("a")], 5, {2**40})) == [2**40]
    index.update([], [2**40])
    assert index.search([concept("a")], 5) == []


TEXT = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
STEP = st.tuples(st.dictionaries(st.integers(1, 12), TEXT, max_size=4), st.sets(st.integers(1, 12), max_size=3))


@every_index
@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, max_size=5), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.integers(1, 12))
def test_any_history_finds_exactly_the_holders(
    make: Factory, history: list[tuple[dict[int, str], set[int]]], words: list[str], k: int
) -> None:
    index, truth = make(), dict[int, str]()
    for added, removed in history:
        gone = removed | (added.keys() & truth.keys())
        index.update([entry(i, text) for i, text in added.items()], gone)
        truth = {i: text for i, text in truth.items() if i not in gone} | added
    holders = {i for i, text in truth.items() if set(text.split()) & set(words)}
    query = [concept(word) for word in words]
    found = index.search(query, 100)
    assert set(ids(found)) == holders
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert index.search(query, k) == found[:k]
    allowed = {i for i in range(1, 13) if i % 2}
    assert index.search(query, 100, allowed) == [hit for hit in found if hit[0] in allowed]
    assert len(index) == len(truth)
    assert index.document_frequency(words[0]) == sum(words[0] in text.split() for text in truth.values())
