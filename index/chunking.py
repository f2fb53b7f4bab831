"""Cutting a document's text into passages with exact offsets.

Passages end where sentences end, and rather where paragraphs do; each fits the embedder's token
limit, so that no word of it is invisible to dense retrieval.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from index.language.sentences import Span, paragraph_spans, sentence_spans

CHUNKER = "sentences-1"  # part of the fingerprint: raise it when the cuts change
_FULL_ENOUGH = 0.6  # of the budget, from where on a paragraph's end ends the passage
_SHORTEST_BUDGET = 32

TokenCounter = Callable[[Sequence[str]], list[int]]


def passage_spans(text: str, count_tokens: TokenCounter, max_tokens: int) -> list[Span]:
    """Return ``(start, end)`` of the passages of ``text``, in order, not overlapping.

    ``count_tokens`` gives the number of tokens of each text without special tokens. A single sentence
    over ``max_tokens`` is cut at white space into pieces that fit.
    """
    budget = max(max_tokens, _SHORTEST_BUDGET)
    pieces, sizes = _pieces(text, count_tokens, budget)
    paragraph_starts = [start for start, _ in paragraph_spans(text)]
    spans: list[Span] = []
    begin, used = 0, 0
    for at, (piece, size) in enumerate(zip(pieces, sizes, strict=True)):
        if at > begin:
            new_paragraph = bisect_right(paragraph_starts, piece[0]) > bisect_right(paragraph_starts, pieces[at - 1][0])
            if used + size > budget or (new_paragraph and used >= _FULL_ENOUGH * budget):
                spans.append((pieces[begin][0], pieces[at - 1][1]))
                begin, used = at, 0
        used += size
    if pieces:
        spans.append((pieces[begin][0], pieces[-1][1]))
    return spans


def _pieces(text: str, count_tokens: TokenCounter, budget: int) -> tuple[list[Span], list[int]]:
    spans = sentence_spans(text)
    sizes = count_tokens([text[start:end] for start, end in spans]) if spans else []
    pieces: list[Span] = []
    counts: list[int] = []
    for span, size in zip(spans, sizes, strict=True):
        if size <= budget:
            pieces.append(span)
            counts.append(size)
        else:
            for piece, count in _cut(text, span, count_tokens, budget):
                pieces.append(piece)
                counts.append(count)
    return pieces, counts


def _cut(text: str, span: Span, count_tokens: TokenCounter, budget: int) -> list[tuple[Span, int]]:
    """Halve an overlong sentence until its parts fit: at white space, or anywhere in a word without."""
    start, end = span
    size = count_tokens([text[start:end]])[0]
    if size <= budget or end - start < 2:
        return [(span, size)]
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle)
    left_end, right_start = (space, space + 1) if space > start else (middle, middle)
    while right_start < end and text[right_start].isspace():
        right_start += 1
    while text[left_end - 1].isspace():
        left_end -= 1
    return [part for half in ((start, left_end), (right_start, end)) for part in _cut(text, half, count_tokens, budget)]
