"""Whether a passage supports a sentence, and with which of its words. No model: terms, numbers and names."""

import re
from dataclasses import dataclass

from rag.answer import Support
from rag.candidates import Sentence, analysed
from rag.terms import Term, content_terms

_SUPPORTED = 0.5  # of the sentence's terms that the quoted words say
_PARTIAL = 0.3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Supported:
    """The best supporting stretch of a passage: ``passage[start:end]``, how well it supports, 0..1."""

    level: Support
    score: float
    start: int
    end: int


def best_support(sentence: str, language: str, passage: str, passage_language: str | None) -> Supported:
    """Return the one or two adjoining sentences of a passage that support ``sentence`` best.

    Every number of the sentence has to be in the passage, else it isn't supported, whatever its words; a
    name that isn't there makes the support partial at most.
    """
    at = passage.casefold().find(sentence.rstrip(" .").casefold())
    if at >= 0 and len(sentence) > 12 and len(passage.casefold()) == len(passage):
        return Supported("verbatim", 1.0, at, at + len(sentence.rstrip(" .")))
    terms = [term for term in content_terms(sentence, language) if not term.is_number]
    quoted = analysed(passage, passage_language)
    if not terms or not quoted:
        return Supported("unsupported", 0.0, 0, 0)
    best = max(
        (_covers(terms, quoted[first : first + length]), -length, first)
        for length in (1, 2)
        for first in range(len(quoted) - length + 1)
    )
    score, length, first = best[0], -best[1], best[2]
    start, end = quoted[first].start, quoted[first + length - 1].end
    level: Support = "supported" if score >= _SUPPORTED else "partial" if score >= _PARTIAL else "unsupported"
    if not _digits(sentence) <= _digits(passage):
        level = "unsupported"
    elif level == "supported" and not all(_says(term, quoted) for term in terms if term.is_name):
        level = "partial"
    return Supported(level, score, start, end)


def _covers(terms: list[Term], sentences: tuple[Sentence, ...]) -> float:
    stems = frozenset().union(*(sentence.stem_set for sentence in sentences))
    return sum(term.worth_in(stems) for term in terms) / len(terms)


def _says(term: Term, sentences: tuple[Sentence, ...]) -> bool:
    return any(sentence.worth(term) for sentence in sentences)


def _digits(text: str) -> set[str]:
    """Return the numbers of a text without their separators, so that 1.250 and 1,250 are the same."""
    return {re.sub(r"[.,]", "", number) for number in _NUMBER.findall(text)}
