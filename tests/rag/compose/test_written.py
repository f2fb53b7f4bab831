from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.compose.handles import Handles
from rag.compose.written import SentenceReader

HANDLES = Handles(["kqzt", "mmpx"])


def _read(text: str, cuts: list[int] | None = None) -> list[tuple[str, tuple[int, ...]]]:
    reader = SentenceReader(HANDLES)
    places = sorted({0, len(text), *(cut for cut in cuts or [] if cut <= len(text))})
    sentences = [sentence for a, b in pairwise(places) for sentence in reader.feed(text[a:b])] + reader.end()
    return [(sentence.text, sentence.sources) for sentence in sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rina memimpin [kqzt]. Ia baru [mmpx][kqzt].", [("Rina memimpin.", (1,)), ("Ia baru.", (2, 1))]),
        ("Rina memimpin. [kqzt, mmpx] Ia baru.", [("Rina memimpin.", (1, 2)), ("Ia baru.", ())]),
        ("Rina memimpin.[kqzt] Ia baru.", [("Rina memimpin.", (1,)), ("Ia baru.", ())]),
        ("[kqzt] Rina memimpin.", [("Rina memimpin.", (1,))]),
        ("Dibuka 12.6.2021【kqzt】", [("Dibuka 12.6.2021", (1,))]),
        ("Rina [kqzt] memimpin [mmpx] Sawo.", [("Rina memimpin Sawo.", (1, 2))]),
        ("Rina[kqzt]memimpin.", [("Rina memimpin.", (1,))]),
        ("1. **Rina** memimpin [kqzt].\n2. `Ia` baru.", [("Rina memimpin.", (1,)), ("Ia baru.", ())]),
        ("# Jawaban\n- Rina memimpin.", [("Jawaban", ()), ("Rina memimpin.", ())]),
        ("Rina [1] memimpin [7].", [("Rina memimpin.", ())]),
        ("Rina mem\u200bimpin [kq\u200bzt].", [("Rina memimpin.", (1,))]),
        ("Rina memimpin (kqzt", [("Rina memimpin", (1,))]),
        ("[kqzt] [mmpx] . ,", []),
        ("", []),
    ],
)
def test_marks_belong_to_the_sentence_they_stand_in_or_follow(
    text: str, sentences: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert _read(text) == sentences


@pytest.mark.parametrize("text", ["Rina memimpin [kqzt]. Ia baru 2025 [mmpx, kqzt]. Sawo ramai. [kqzt] Kapal besar."])
def test_however_the_stream_is_cut(text: str) -> None:
    for size in range(1, len(text)):
        assert _read(text, list(range(0, len(text), size))) == _read(text)


def test_a_sentence_comes_as_soon_as_the_next_has_begun() -> None:
    reader = SentenceReader(HANDLES)
    assert reader.feed("Rina memimpin. ") == []
    assert reader.feed("[kq") == []  # half a mark: it may belong to the sentence before
    assert reader.feed("zt] ") == []
    assert [sentence.sources for sentence in reader.feed("Ia ")] == [(1,)]


@pytest.mark.parametrize("said", ["NO_ANSWER", "NO_ANSWER.", "**NO_ANSWER**", "`NO_ANSWER`", "NO ANSWER"])
def test_that_nothing_was_found(said: str) -> None:
    reader = SentenceReader(HANDLES)
    assert [*reader.feed(said[:4]), *reader.feed(said[4:]), *reader.end()] == []
    assert reader.found_nothing


def test_no_is_no_such_word() -> None:
    reader = SentenceReader(HANDLES)
    reader.feed("There is no answer to UNO_ANSWERS.")
    reader.end()
    assert not reader.found_nothing


@pytest.mark.parametrize(
    ("text", "left"), [("Rina memimpin. Ia ba", ["Rina memimpin."]), ("Rina memimpin. Ia.", ["Rina memimpin.", "Ia."])]
)
def test_a_reply_that_broke_off_loses_its_unfinished_sentence(text: str, left: list[str]) -> None:
    reader = SentenceReader(HANDLES)
    taken = [*reader.feed(text), *reader.end(broken_off=True)]
    assert [sentence.text for sentence in taken] == left


TOKENS = [
    "[kqzt]",
    "[mmpx",
    "]",
    "【",
    "】",
    "[ghjk]",
    "(kqzt)",
    "[1]",
    "[",
    " ",
    ". ",
    "Rina",
    "Sawo",
    "61.300",
    "\n",
    "kqzt",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=30), st.lists(st.integers(0, 120), max_size=10))
def test_no_handle_is_left_in_any_sentence(tokens: list[str], cuts: list[int]) -> None:
    for text, sources in _read("".join(tokens), cuts):
        assert "kqzt" not in text.lower()
        assert "mmpx" not in text.lower()
        assert "[1]" not in text
        assert set(sources) <= {1, 2}
