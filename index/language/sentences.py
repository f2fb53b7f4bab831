"""Where sentences end, with exact offsets.

A quotation is kept whole with its attribution (``"A. B," kata C.`` is one sentence), because a
quotation torn from its speaker can't be cited honestly.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

# Abbreviations after which a full stop doesn't end a sentence, lower case, without the stop.
_ABBREVIATIONS = frozenset(
    """jl jln kab kec kel prov no nomor tel telp hlm hal jend brig kol letkol mayjen brigjen kapt sdr sdri
    bpk bp pt cv tbk dr drs dra ir prof h hj kh rt rw a.n u.p d.a s.d sd s.h s.e s.t s.kom s.sos s.pd s.ag
    m.si m.h m.m m.pd m.t m.sc ph.d st mt sh se mr mrs ms messrs jr sr vs etc e.g i.e cf fig figs eq vol ed
    eds inc ltd corp co approx dept est gen col lt sgt capt rev hon gov sen rep u.s u.k u.n a.m p.m jan feb
    mar apr jun jul agu agt aug sep sept okt oct nov des dec""".split()
)
# From the run's first mark on: trying again inside a long run would take quadratic time.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’'»)\]]*+(?=\s|$)")
_LIST_MARK = re.compile(r"(?:[-*•‣–—]|\(?\d{1,3}[.)]|[a-z][.)])\s+")
_QUOTE = re.compile('["“”«»]')
_CLOSING = {"“": "”", "«": "»", '"': '"'}
_LONGEST_QUOTATION = 900
_LONGEST_SENTENCE = 1200

Span = tuple[int, int]


def sentence_spans(text: str) -> list[Span]:
    """Return ``(start, end)`` of each sentence, in order, without surrounding white space.

    The spans don't overlap, and every character that isn't white space lies in one of them.
    """
    return [span for start, end in paragraph_spans(text) for span in _split_paragraph(text, start, end)]


def paragraph_spans(text: str) -> list[Span]:
    """Return ``(start, end)`` of each paragraph, in order, without surrounding white space.

    A line break ends a paragraph unless the text is hard-wrapped: then only a blank line, a short
    line or a list mark does.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    spans: list[Span] = []
    previous: Span | None = None
    for line_start, line_end in lines:
        start, end = _strip(text, line_start, line_end)
        if start == end:
            previous = None
            continue
        joins = (
            previous is not None
            and width is not None
            and previous[1] - previous[0] >= 0.6 * width
            and not _LIST_MARK.match(text, start)
        )
        if joins:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        previous = (start, end)
    return spans


def is_heading(paragraph: str) -> bool:
    """Tell whether a paragraph looks like a heading: short, and neither ended like a sentence nor a row or item."""
    words = paragraph.split()
    if not 0 < len(words) <= 14 or len(paragraph) > 110 or paragraph[-1] in '.!?…:;,"”’)':
        return False
    return " | " not in paragraph and not _LIST_MARK.match(paragraph)


def _lines(text: str) -> Iterator[Span]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield position, position + len(line)
        position += len(line)


def _wrap_width(text: str, lines: list[Span]) -> int | None:
    """Return the width a text was hard-wrapped at, or None when its lines are paragraphs."""
    lengths = [len(text[s:e].rstrip()) for s, e in lines]
    full = sorted(length for length in lengths if length)
    if len(full) < 4:
        return None
    width = full[-1]
    near = sum(length >= 0.75 * width for length in full)
    unended = sum(bool(text[s:e].strip()) and text[s:e].rstrip()[-1] not in '.!?:…"”' for s, e in lines)
    if 40 <= width <= 130 and near >= 0.5 * len(full) and unended >= 0.4 * len(full):
        return width
    return None


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _split_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    quoted = _quotations(text, start, end)
    begin = start
    for match in _END.finditer(text, start, end):
        cut = match.end()
        if cut >= end:
            break
        if not _inside(quoted, match.start(), cut) and _ends_sentence(text, match.start(), cut, begin, end):
            yield from _bounded(text, begin, cut)
            begin = _strip(text, cut, end)[0]
    if begin < end:
        yield from _bounded(text, begin, end)


def _ends_sentence(text: str, stop: int, cut: int, begin: int, end: int) -> bool:
    following = text[_strip(text, cut, end)[0]]
    if not (following.isupper() or following.isdigit() or following in "“\"'‘«([•-–—"):
        return False
    if text[stop] != "." or text[stop + 1 : stop + 2] == ".":
        return True
    word_start = stop
    while word_start > begin and not text[word_start - 1].isspace():
        word_start -= 1
    word = text[word_start:stop].lstrip("(\"“'‘[")
    if word.casefold() in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha() and word.isupper():  # an initial: "H. Ahmad"
        return False
    return not (word.isdigit() and word_start == begin)  # "1. Pertama" at the start: a numbered item


def _quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of balanced quotations of a bearable length, in order."""
    spans: list[Span] = []
    opened: tuple[int, str] | None = None
    for match in _QUOTE.finditer(text, start, end):
        if opened is None:
            closing = _CLOSING.get(match.group())
            opened = (match.start(), closing) if closing else None
        elif match.group() == opened[1]:
            if match.start() - opened[0] <= _LONGEST_QUOTATION:
                spans.append((opened[0], match.end()))
            opened = None
    return spans


def _inside(spans: list[Span], start: int, end: int) -> bool:
    """Tell whether ``start``–``end`` lies strictly inside one of the ordered, disjoint spans."""
    at = bisect_right(spans, (start, 0)) - 1
    return at >= 0 and spans[at][0] < start and end < spans[at][1]


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what has no sentence end for too long, at white space where there is some."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield _strip(text, start, cut)
        start = _strip(text, cut, end)[0]
    if start < end:
        yield start, end
