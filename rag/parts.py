"""Questions that ask several things, taken apart: by year, by clause, or by the people they compare.

``Berapa lama kunjungan 2019 dan 2025?`` asks once of each year; ``Siapa direkturnya dan kapan ia datang?`` asks two
things; ``Apa beda harapan Hadi dan harapan Rina?`` asks one thing of two people.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.analysis import is_stopword, tokens
from rag.answer import Turn
from rag.kinds import Kind
from rag.question import Question, understand

_ASKS = re.compile(
    r"\b(?:apa(?:kah|saja)?|siapa\w*|kapan\w*|(?:di|ke|dari)\s?mana|berapa\w*|mengapa|kenapa|bagaimana|gimana"
    r"|what|which|who|whom|when|where|why|how)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[,;?]\s*)?\b(?:dan|serta|lalu|sedangkan|sementara|and|while)\b\s+(?=(?:juga\s+|pada\s+|dari\s+|sampai\s+|also\s+|by\s+)?"
    + _ASKS.pattern
    + r")|\?\s+(?=\w)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:dan|dengan|versus|vs|and|with|or|atau|dibanding\w*|than|against|sementara|sedangkan)\b|,", re.IGNORECASE
)
_MOST = 5  # parts; a question on more years or people than that is answered as a whole
_FEWEST = 2  # words of its own that a clause needs in order to be a question by itself


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things asked. ``year`` when it is what sets the part apart."""

    question: Question
    year: str | None = None


def parts_of(question: Question) -> list[Part]:
    """Return what a question asks, one thing a part; a single part for one that asks one thing, or too many."""
    parts = [Part(question.for_year(year), year) for year in question.years] if len(question.years) > 1 else []
    parts = parts or [Part(clause) for clause in _clauses(question)]
    if not parts and Kind.COMPARE in question.kinds:
        parts = [Part(side) for side in _sides(question)]
    return parts if 1 < len(parts) <= _MOST else [Part(question)]


def _clauses(question: Question) -> list[Question]:
    """Return the clauses that each have a question word, later ones leaning on the first where they say too little."""
    texts = [text.strip(" ?.,") for text in _BETWEEN.split(question.standalone) if text and text.strip(" ?.,")]
    if len(texts) < 2 or not all(_ASKS.search(text) for text in texts):
        return []
    first = understand(texts[0])
    if len(first.terms) < _FEWEST:
        return []
    clauses = [replace(first, context=question.context, years=first.years or question.years)]
    for text in texts[1:]:
        clause = understand(text, [Turn(role="user", content=texts[0])])
        if not clause.terms or not any(term not in first.terms for term in clause.terms):
            return []
        clauses.append(replace(clause, language=question.language, years=clause.years or question.years))
    return clauses


def _sides(question: Question) -> list[Question]:
    """Return the question once for each of the names it compares, without the others' names."""
    text, language = question.standalone, question.language
    names: list[frozenset[str]] = []
    for stretch in _TOGETHER.split(text):
        found = frozenset(t.stem for t in tokens(stretch, language) if t.is_name and not is_stopword(t.raw))
        if found and found not in names:
            names.append(found)
    shared = frozenset.intersection(*names) if len(names) > 1 else frozenset()
    names = [name - shared for name in names if name - shared]
    return [_without(question, [other for other in names if other != own]) for own in names] if len(names) > 1 else []


def _without(question: Question, others: Sequence[frozenset[str]]) -> Question:
    stems = frozenset[str]().union(*others)
    return replace(question, terms=tuple(term for term in question.terms if not stems.intersection(term.own)))
