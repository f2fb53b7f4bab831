"""How likely a sentence is to be the answer: one number from its features.

The formula is a product, so that one thing that speaks against a sentence isn't outweighed by many that
don't matter. Its constants were chosen on halves of two evaluation sets (docs/decisions/0003).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.candidates import Candidate, DocumentView
from rag.evidence import Evidence
from rag.features import NAMES, Row, rows
from rag.question import Question

_AT = {name: at for at, name in enumerate(NAMES)}
_PASSAGE_SHARE = 0.5  # how much a sentence gains by standing in the best passage
_LACK = 0.4  # lost when the question's heaviest term is nowhere near
_VERBS = 0.1  # lost when none of its verbs is
_NAME = 0.4  # lost when a name or number of the question isn't in the document at all
_ELSEWHERE = 0.35  # nearness below which a name is merely somewhere in the document
_FACT = 0.45  # lost without the name, time, place or number that is asked for
_TELLING = 0.35  # lost without the reason, list or quotation that is asked for
_IMPOSSIBLE = 0.5  # what is left when it can't be the answer
_CLOSE = 0.08  # gained when the fact stands right beside the question's words
_CONTEXT = 0.5  # lost by an answer to a follow-up in a document that isn't about what was spoken of
_YEAR = 0.65  # lost when the document speaks of other years only


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its scores.

    ``confidence`` in 0..1: how well it answers by itself. ``score``: what candidates are ranked by; the
    rank of its passage counts, too. ``coverage``: the share of the question that the sentence itself says.
    """

    candidate: Candidate
    score: float
    confidence: float
    coverage: float
    said: frozenset[str]
    evidence: Evidence


def rank(question: Question, views: Sequence[DocumentView], weights: Mapping[str, float]) -> list[Scored]:
    """Return the sentences of the views that say anything of the question, best first.

    Numbers alone ask nothing: "2025" is in every text of that year and answered by none.
    """
    if all(term.is_number for term in question.terms):
        return []
    scored = [_scored(row) for view in views for row in rows(question, view, weights)]
    return sorted(scored, key=lambda s: (-s.score, s.candidate.passage.passage_id, s.candidate.start))


def _scored(row: Row) -> Scored:
    confidence = _confidence(row)
    score = confidence * (1 + _PASSAGE_SHARE * row.values[_AT["passage score"]])
    return Scored(row.candidate, float(score), float(confidence), row.coverage, row.said, row.evidence)


def _confidence(row: Row) -> float:
    def value(name: str) -> float:
        return float(row.values[_AT[name]])

    confidence = value("near")
    if value("fact asked"):
        confidence *= 1 - _FACT + _FACT * value("fact given")
    elif value("telling asked"):
        confidence *= 1 - _TELLING + _TELLING * value("telling given")
    if row.evidence.impossible:
        confidence *= _IMPOSSIBLE
    confidence *= 1 + _YEAR * value("year")
    confidence *= 1 - _CONTEXT * (1 - value("context near"))
    confidence *= 1 - _LACK * value("greatest lack")
    confidence *= 1 - _VERBS * (1 - value("verbs near"))
    confidence *= 1 + _CLOSE * value("fact close")
    if value("least near name") < _ELSEWHERE:
        confidence *= 1 - (_NAME if value("least near name") < 0.1 else _NAME / 2)
    if value("short") and not value("fact given"):
        confidence *= 0.6
    for fault, factor in (("heading or furniture", 0.4), ("question", 0.7)):
        if value(fault):
            confidence *= factor
    return float(np.clip(confidence, 0.0, 1.0))
