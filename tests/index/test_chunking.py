"""Passages: exact, ordered, complete and within the embedder's budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import passage_spans
from index.embedding.hashing import HashingEmbedder
from tests.index.spans import check_spans

COUNT = HashingEmbedder().count_tokens
WORDS = st.lists(
    st.sampled_from(["Satu", "dua", "tiga.", "Empat!", '"Lima', 'enam,"', "kata", "\n", "\n\n", "tujuh?", "x" * 90]),
    max_size=400,
).map(" ".join)


@given(WORDS | st.text(max_size=400), st.integers(min_value=32, max_value=80))
def test_passages_of_any_text(text: str, budget: int) -> None:
    spans = passage_spans(text, COUNT, budget)
    check_spans(text, spans)
    assert all(count <= budget for count in COUNT([text[start:end] for start, end in spans]))


def characters(texts: list[str]) -> list[int]:
    """Count a token a character: as a model may that knows none of a text's words."""
    return [sum(not c.isspace() for c in text) for text in texts]


@given(WORDS)
def test_passages_with_a_token_a_character(text: str) -> None:
    spans = passage_spans(text, lambda texts: characters(list(texts)), 40)
    check_spans(text, spans)
    assert all(count <= 40 for count in characters([text[start:end] for start, end in spans]))


@pytest.mark.parametrize("length", [1, 40, 41, 5000])
def test_a_single_overlong_word(length: int) -> None:
    spans = passage_spans("x" * length, lambda texts: characters(list(texts)), 40)
    check_spans("x" * length, spans)
    assert all(end - start <= 40 for start, end in spans)


def test_passages_end_with_sentences_and_rather_with_paragraphs() -> None:
    sentence = "Ini kalimat dengan tujuh kata saja ya."
    text = f"{sentence} {sentence} {sentence}\n{sentence} {sentence}"
    assert [text[start:end] for start, end in passage_spans(text, COUNT, 32)] == [
        f"{sentence} {sentence} {sentence}",
        f"{sentence} {sentence}",
    ]
    run_on = " ".join([sentence] * 6)
    assert [run_on.count("ya.", start, end) for start, end in passage_spans(run_on, COUNT, 32)] == [4, 2]


def test_no_text_no_passage() -> None:
    assert passage_spans(" \n ", COUNT, 100) == []


def test_a_tiny_budget_is_raised_to_a_bearable_one() -> None:
    assert passage_spans("satu dua tiga", COUNT, -5) == [(0, 13)]
