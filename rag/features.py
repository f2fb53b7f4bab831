"""What a sentence's chances to be the answer are judged by: one row of numbers for each candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.language.dates import years
from rag.candidates import Candidate, DocumentView
from rag.evidence import Evidence, answer_evidence, closeness
from rag.matching import Floats, Matches, match
from rag.question import Kind, Question
from rag.terms import Term

_FACTUAL = frozenset({Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY})
_SOFT = frozenset({Kind.WHY, Kind.LIST, Kind.QUOTE})
_FOCUS_WEIGHT = 1.5

NAMES = (
    "bias",
    "near",  # share of the question's weight that the sentence and its surroundings say
    "said",  # share that the sentence itself says
    "said squared",
    "context near",  # share of a follow-up's context
    "names said",
    "least near name",  # of the question's names and numbers: 0 when one of them is nowhere in the document
    "focus said",
    "focus near",
    "greatest lack",  # weight of the heaviest term that isn't near
    "verbs near",
    "title",  # share of the weight that the document's title says
    "fact asked",
    "fact given",  # evidence of the name, time, place or number asked for
    "fact close",  # how close to the question's words
    "near and given",
    "telling asked",  # a reason, list or quotation is asked for
    "telling given",
    "year",  # 0 when the years agree, below when they don't
    "heading or furniture",
    "short",
    "question",
    "passage score",
    "passage found",  # rather than a neighbour of a found one
    "lexical score",
    "in order",  # share of neighbouring terms that stand beside each other
    "compact",
    "length",
    "first passage",
    "terms",
    "other language",
    "other language near",
    *(f"asks {kind}" for kind in Kind),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with its features, in the order of :data:`NAMES`."""

    candidate: Candidate
    values: Floats
    said: frozenset[str]  # texts of the question's own terms that the sentence says
    coverage: float  # share of the question's weight that the sentence itself says
    evidence: Evidence


def rows(question: Question, view: DocumentView, weights: Mapping[str, float]) -> list[Row]:
    """Return a row for each sentence that says at least one of the question's own terms."""
    if not question.terms or not view.sentences:
        return []
    found = match(question, view)
    own = len(question.terms)
    heavy = np.array([_weight(term, question, weights) for term in question.terms])
    said_any = found.said[:own].any(axis=0)
    title = np.array([term.worth_in(view.title_stems) for term in question.terms])
    shared = _Shared(question, view, heavy, found, float(heavy @ title / heavy.sum()))
    return [_row(shared, view.sentences[column], column) for column in np.flatnonzero(said_any).tolist()]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sentences of a view have in common."""

    question: Question
    view: DocumentView
    weights: Floats
    matches: Matches
    title: float


def _weight(term: Term, question: Question, weights: Mapping[str, float]) -> float:
    if term.text in question.years:  # years are judged by themselves
        return 0.3 * weights.get(term.text, 1.0)
    return weights.get(term.text, 1.0) * (_FOCUS_WEIGHT if term == question.focus else 1.0)


def _row(shared: _Shared, candidate: Candidate, column: int) -> Row:
    question, sentence = shared.question, candidate.sentence
    own = len(question.terms)
    said, near = shared.matches.said[:own, column], shared.matches.near[:own, column]
    context = shared.matches.near[own:, column]
    total = shared.weights.sum()
    near_share = float(shared.weights @ near / total)
    said_share = float(shared.weights @ said / total)
    names = np.array([term.is_name or term.is_number for term in question.terms])
    verbs = np.array([term.is_verb for term in question.terms])
    focus = question.terms.index(question.focus) if question.focus in question.terms else None
    evidence = answer_evidence(question, sentence)
    factual = float(bool(question.kinds & _FACTUAL))
    soft = float(bool(question.kinds & _SOFT))
    foreign = float(shared.view.document.language not in {question.language, None})
    stages = candidate.beside.stages
    is_found = float(candidate.passage.passage_id == candidate.beside.hit.passage.passage_id)
    places = [sentence.places(term) for term, worth in zip(question.terms, said, strict=True) if worth]
    values = (
        1.0,
        near_share,
        said_share,
        said_share**2,
        float(context.mean()) if len(context) else 1.0,
        float((shared.weights * names) @ said / (shared.weights * names).sum()) if names.any() else 1.0,
        float(near[names].min()) if names.any() else 1.0,
        float(said[focus]) if focus is not None else 0.5,
        float(near[focus]) if focus is not None else 0.5,
        float((shared.weights * (1 - near)).max()),
        float(near[verbs].mean()) if verbs.any() else 1.0,
        shared.title,
        factual,
        factual * evidence.strength,
        factual * closeness(question, sentence, evidence),
        near_share * evidence.strength,
        soft,
        soft * (0.0 if factual else evidence.strength),
        _year(question, candidate) - 1.0,
        float(not candidate.quotable),
        float(len(sentence.words) < 5),
        float(sentence.text.rstrip('”"').endswith("?")),
        candidate.beside.score,
        is_found,
        np.log1p(stages.get("lexical", {}).get("score", 0.0)) / 4,
        _in_order(places),
        _compactness(places),
        np.log1p(len(sentence.words)) / 4,
        float(candidate.passage.ordinal == 0),
        np.log1p(own) / 2,
        foreign,
        foreign * near_share,
        *(float(kind in question.kinds) for kind in Kind),
    )
    texts = frozenset(term.text for term, worth in zip(question.terms, said, strict=True) if worth)
    return Row(candidate, np.array(values), texts, said_share, evidence)


def _year(question: Question, candidate: Candidate) -> float:
    """Return 1 where the sentence speaks of the asked years, less the surer it speaks of others."""
    if not question.years:
        return 1.0
    asked = set(question.years)
    said = years(candidate.text)
    if said & asked:
        return 1.0
    if not asked & candidate.view.years:
        return 0.0
    published = candidate.view.document.published_at
    if said:
        return 0.5
    return 0.95 if published and published[:4] in asked else 0.75


def _in_order(places: list[list[int]]) -> float:
    """Return the share of terms neighbouring in the question that stand beside each other in the sentence."""
    if len(places) < 2:
        return 0.0
    beside = sum(any(0 < right - left <= 2 for left in first for right in second) for first, second in pairwise(places))
    return beside / (len(places) - 1)


def _compactness(places: list[list[int]]) -> float:
    """Return how densely the said terms stand together: 1 when nothing is between them."""
    firsts = [place[0] for place in places if place]
    return len(firsts) / (max(firsts) - min(firsts) + 1) if len(firsts) > 1 else 0.0
