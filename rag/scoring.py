"""How likely a sentence is to be the answer: one number from its features.

The formula is a product, so that one thing that speaks against a sentence isn't outweighed by many that
don't matter. Its constants were chosen by hand on an English and an Indonesian evaluation set and on the
sample corpus' dev questions, later ones on questions over news (docs/decisions/0003 and 0007).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.candidates import Candidate, DocumentView
from rag.features import Features, Row, rows
from rag.question import Question
from rag.telling import Evidence

_PASSAGE_SHARE = 0.3  # how much a sentence gains by standing in the best passage
_LACK = 0.4  # lost when the question's heaviest term is nowhere near
_VERBS = 0.1  # lost when none of its verbs is
_FOCUS = 0.15  # lost when what the question word asks about isn't near
_DEED = 0.3  # lost when the deed whose reason is asked for isn't
_MATTER = 0.4  # lost when of all the question only names are met
_NAME = 0.6  # lost when a name or number of the question isn't in the document at all
_ELSEWHERE = 0.35  # nearness below which a name is merely somewhere in the document
_NOWHERE = 0.1  # and below which it isn't even that
_FACT = 0.45  # lost without the name, time, place or number that is asked for
_TELLING = 0.35  # lost without the reason, list or quotation that is asked for
_IMPOSSIBLE = 0.35  # what is left when it can't be the answer
_CLOSE = 0.08  # gained when the fact stands right beside the question's words
_CONTEXT = 0.7  # lost by an answer to a follow-up in a document that isn't about what was spoken of
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
    confidence = _confidence(row.features, row.evidence)
    score = confidence * (1 + _PASSAGE_SHARE * row.features.passage)
    return Scored(row.candidate, score, confidence, row.features.said, row.said, row.evidence)


def _confidence(found: Features, evidence: Evidence) -> float:
    confidence = found.near
    if found.fact is not None:
        confidence *= 1 - _FACT + _FACT * found.fact
    elif found.telling is not None:
        confidence *= 1 - _TELLING + _TELLING * found.telling
    if evidence.impossible:
        confidence *= _IMPOSSIBLE
    confidence *= 1 - _YEAR * (1 - found.year)
    confidence *= 1 - _CONTEXT * (1 - found.context)
    confidence *= 1 - _LACK * found.lack
    confidence *= 1 - _VERBS * (1 - found.verbs)
    confidence *= 1 - _FOCUS * (1 - found.focus) ** 2
    confidence *= 1 - _DEED * (1 - found.deed) ** 2
    if found.matter < _NOWHERE:
        confidence *= 1 - _MATTER
    confidence *= 1 + _CLOSE * found.close
    if found.least_name < _ELSEWHERE:
        confidence *= 1 - (_NAME if found.least_name < _NOWHERE else _NAME / 3)
    if found.short and not found.fact:
        confidence *= 0.6
    if not found.quotable:
        confidence *= 0.4
    if found.asks:
        confidence *= 0.7
    return confidence / (1 + _CLOSE)
