"""What a sentence's chances to be the answer are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.language.dates import years
from rag.candidates import Candidate, DocumentView
from rag.evidence import answer_evidence, closeness
from rag.kinds import Kind
from rag.matching import Floats, Matches, match
from rag.question import Question
from rag.telling import Evidence
from rag.terms import Term

_FACTUAL = frozenset({Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY})
_SOFT = frozenset({Kind.WHY, Kind.LIST, Kind.QUOTE, Kind.HOW, Kind.DEFINE})
_FOCUS_WEIGHT = 1.5
_LIGHT_WEIGHT = 0.3
_BY_KIND = 0.4  # how much of a term's weight its kind decides
_NAME_WEIGHT, _NOUN_WEIGHT, _VERB_WEIGHT = 1.0, 0.8, 0.4
_YEAR_WEIGHT = 0.3  # of a year among the terms: years are judged by themselves, too
_OF_DEEDS = frozenset({Kind.WHY, Kind.HOW, Kind.WHEN})
_SHORT = 5  # words


@dataclass(frozen=True, slots=True)
class Features:
    """One sentence against one question; all in 0..1.

    ``said``: share of the question's weight that the sentence itself says; ``near``: with its surroundings.
    ``lack``: weight of the heaviest term, as far as it isn't near. ``verbs``, ``focus``, ``context``: how near the
    verbs, the focus and a follow-up's context are; ``deed``: the least near verb, where a reason, a way or a time
    is asked for; ``matter``: the nearest word that is no name or number; ``least_name``: the least near of the
    names and numbers. ``fact`` and ``telling``: evidence of the name, time, place or number, or of the reason,
    list or quotation asked for; None where none is asked for. ``close``: how close the fact stands to the
    question's words. ``year``: whether the years agree.
    """

    said: float
    near: float
    lack: float
    verbs: float
    deed: float
    focus: float
    matter: float
    context: float
    least_name: float
    fact: float | None
    telling: float | None
    close: float
    year: float
    quotable: bool
    short: bool
    asks: bool
    passage: float  # score of the passage it stands in or beside


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with its features, the texts of the question's own terms that it says, and its evidence."""

    candidate: Candidate
    features: Features
    said: frozenset[str]
    evidence: Evidence


def rows(question: Question, view: DocumentView, weights: Mapping[str, float]) -> list[Row]:
    """Return a row for each sentence that says at least one of the question's own terms."""
    if not question.terms or not view.sentences:
        return []
    matches = match(question, view)
    heavy = np.array([_weight(term, question, weights) for term in question.terms])
    columns = np.flatnonzero(matches.said[: len(question.terms)].any(axis=0)).tolist()
    return [_row(question, view.sentences[column], heavy, matches, column) for column in columns]


def _weight(term: Term, question: Question, weights: Mapping[str, float]) -> float:
    """Return how much a term counts: by its rarity in the corpus, and by what kind of word it is.

    Rarity alone misleads in a small corpus, where the one name that all documents share weighs nothing.
    """
    rarity = weights.get(term.text, 1.0)
    if term.text in question.years:
        return _YEAR_WEIGHT * rarity
    of_deeds = term.is_verb and bool(question.kinds & _OF_DEEDS)
    kind = _NAME_WEIGHT if term.is_name or term.is_number else _NOUN_WEIGHT
    if term.is_verb and not of_deeds:
        kind = _VERB_WEIGHT
    weight = (1 - _BY_KIND) * rarity + _BY_KIND * kind
    if term == question.focus and not term.is_verb:
        return _FOCUS_WEIGHT * weight
    return _LIGHT_WEIGHT * weight if term.is_light and not of_deeds else weight


def _row(question: Question, candidate: Candidate, heavy: Floats, matches: Matches, column: int) -> Row:
    sentence, own = candidate.sentence, len(question.terms)
    said, near = matches.said[:own, column], matches.near[:own, column]
    context = matches.near[own:, column]
    names = np.array([term.is_name or term.is_number for term in question.terms])
    verbs = np.array([term.is_verb for term in question.terms])
    matter = ~names
    deeds = np.array([term.is_verb and not term.is_light for term in question.terms])
    of_focus = np.array([term == question.focus and not term.is_verb for term in question.terms])
    evidence = answer_evidence(question, candidate)
    factual, soft = bool(question.kinds & _FACTUAL), bool(question.kinds & _SOFT)
    features = Features(
        said=float(heavy @ said / heavy.sum()),
        near=float(heavy @ near / heavy.sum()),
        lack=float((heavy * (1 - near)).max()),
        verbs=float(near[verbs].mean()) if verbs.any() else 1.0,
        deed=float(near[deeds].min()) if deeds.any() and question.kinds & _OF_DEEDS else 1.0,
        focus=float(near[of_focus].max()) if of_focus.any() else 1.0,
        matter=float(near[matter].max()) if matter.any() else 1.0,
        context=float(context.mean()) if len(context) else 1.0,
        least_name=float(near[names].min()) if names.any() else 1.0,
        fact=evidence.strength if factual else None,
        telling=evidence.strength if soft and not factual else None,
        close=closeness(question, sentence, evidence) if factual else 0.0,
        year=_year(question, candidate),
        quotable=candidate.quotable,
        short=len(sentence.words) < _SHORT,
        asks=sentence.text.rstrip('”"').endswith("?"),
        passage=candidate.beside.score,
    )
    texts = frozenset(term.text for term, worth in zip(question.terms, said, strict=True) if worth)
    return Row(candidate, features, texts, evidence)


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
