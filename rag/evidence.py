"""How well a sentence answers a question: what of it the sentence covers, and whether it holds an answer of the kind asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.language.dates import find_dates, years
from index.language.indonesian import is_root
from rag.candidates import Candidate
from rag.question import Kind, Question
from rag.terms import Term

_NUMBER_WORDS = frozenset(
    """satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh puluhan ratus ratusan seratus ribu
    ribuan seribu juta jutaan miliar triliun separuh setengah one two three four five six seven eight nine ten eleven
    twelve thirteen fourteen fifteen twenty thirty forty fifty hundred hundreds thousand thousands million billion half dozen""".split()  # noqa: SIM905
)
_TIME = re.compile(
    r"""\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|pukul|jam\s+\d|tadi|kemarin|besok|pekan|bulan|tahun|hari|abad|dekade
    |monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d\s*(?:am|pm|a\.m|p\.m)|o.clock|week|month|year|century|yesterday)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CAUSE = re.compile(
    r"""\b(?:karena|sebab|lantaran|akibat|agar|supaya|demi|guna|sehingga|bertujuan|tujuan\w*|dinilai|dianggap|untuk|alasan\w*|berkat
    |mengingat|oleh\s+karena|dipicu|disebabkan|because|since|due\s+to|owing|so\s+that|in\s+order|therefore|thanks\s+to|caused|aims?|
    reason|as\s+a\s+result|led\s+to|to\s+(?:keep|help|make|let|avoid|prevent|give|protect|improve|ensure|allow|reduce|increase))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(r"\b(?:di|ke|dari|asal|berbasis|berada|at|in|from|near|of|on|kota|desa|kabupaten|negara)\s+(?:the\s+)?$", re.IGNORECASE)
_SPOKEN = re.compile(r"[\"“”]")
_SAID = re.compile(
    r"""\b(?:kata|katanya|ujar\w*|tutur\w*|ungkap\w*|terang\w*|jelas\w*|tegas\w*|ucap\w*|imbuh\w*|tambah\w*|pungkas\w*|papar\w*|sebut\w*
    |mengatakan|menyatakan|menegaskan|menjelaskan|menilai|mengaku|menyebut\w*|berharap|said|says|told|added|explained|according)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENUMERATION = re.compile(r",[^,]{2,80},?\s+(?:dan|serta|and|or|atau|hingga)\s|:\s*$|;[^;]+;|\b(?:yakni|yaitu|antara lain|seperti|namely|such as|including)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly a sentence holds an answer of one kind, 0 to 1, and at which of its words."""

    strength: float
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score in 0..1 and what the score is made of."""

    candidate: Candidate
    score: float
    coverage: float  # of the question's weight, by the sentence and its context
    own: float  # of the question's weight, by the sentence alone
    matched: frozenset[str]  # texts of the terms that the sentence itself says
    evidence: Evidence


def score(question: Question, candidate: Candidate, weights: Mapping[str, float]) -> Scored:
    """Return how well one sentence answers. Terms are weighted by ``weights``, those of the context by less."""
    total = covered = own = 0.0
    matched: set[str] = set()
    penalty = 1.0
    for term in question.all_terms:
        is_own = term in question.terms
        weight = weights.get(term.text, 1.0) * (1.0 if is_own else 0.35)
        if term == question.focus:
            weight *= 1.5
        match = _match(term, candidate, question)
        total += weight
        covered += weight * match
        said = candidate.worth(term)
        if said:
            own += weight * said
            matched.add(term.text)
        if match == 0.0 and is_own and term.is_name:
            penalty *= 0.6
        if term == question.focus and match < 0.3:
            penalty *= 0.6
    coverage = covered / total if total else 0.0
    evidence = answer_evidence(question, candidate)
    value = coverage * penalty * _kind_factor(question, evidence) * _year_factor(question, candidate)
    value *= _form_factor(candidate)
    value += 0.08 * value * _closeness(question, candidate, evidence)
    return Scored(candidate, min(value, 1.0), coverage, own / total if total else 0.0, frozenset(matched), evidence)


def answer_evidence(question: Question, candidate: Candidate) -> Evidence:
    """Return the strongest evidence of an answer of any kind that the question asks for."""
    found = [_EVIDENCE[kind](question, candidate) for kind in question.kinds if kind in _EVIDENCE]
    return max(found, key=lambda evidence: evidence.strength, default=Evidence(1.0))


def _match(term: Term, candidate: Candidate, question: Question) -> float:
    """Return how well the sentence covers a term, itself or through what stands around it, in 0..1."""
    said = candidate.worth(term)
    if said:
        return said
    view = candidate.view
    if term.is_number and term.text in question.years and term.text in view.years:
        return 0.9
    best = 0.0
    for distance, worth in ((-1, 0.6), (1, 0.4), (-2, 0.4), (2, 0.25)):
        other = view.near(candidate, distance)
        if other is not None:
            best = max(best, worth * other.worth(term))
    return max(best, 0.55 * term.worth_in(view.title_stems), 0.3 * term.worth_in(view.all_stems))


def _kind_factor(question: Question, evidence: Evidence) -> float:
    needs = question.kinds & {Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.WHERE}
    if needs:
        return 0.55 + 0.45 * evidence.strength
    if question.kinds & {Kind.WHY, Kind.LIST, Kind.QUOTE}:
        return 0.8 + 0.2 * evidence.strength
    return 1.0


def _year_factor(question: Question, candidate: Candidate) -> float:
    if not question.years:
        return 1.0
    asked = set(question.years)
    said = years(candidate.text)
    if said & asked:
        return 1.0
    if not asked & candidate.view.years:
        return 0.35
    published = candidate.view.document.published_at
    if said:
        return 0.7
    return 1.0 if published and published[:4] in asked else 0.9


def _form_factor(candidate: Candidate) -> float:
    if candidate.furniture:
        return 0.1
    factor = 0.45 if candidate.heading else 1.0
    if len(candidate.words) < 4:
        factor *= 0.6
    if candidate.text.rstrip("”\"").endswith("?"):
        factor *= 0.7
    return factor


def _closeness(question: Question, candidate: Candidate, evidence: Evidence) -> float:
    """Return 1 for an answer right beside the question's words, falling towards 0 with the distance."""
    if not evidence.words:
        return 0.0
    terms = [question.focus] if question.focus and candidate.worth(question.focus) else list(question.terms)
    anchors = [place for term in terms for place in candidate.places(term)]
    if not anchors:
        return 0.0
    gap = min(abs(word - anchor) for word in evidence.words for anchor in anchors)
    return 1 / (1 + gap / 4)


def _asked_stems(question: Question) -> set[str]:
    return {stem for term in question.all_terms for stem in term.stems}


def _new_names(question: Question, candidate: Candidate) -> tuple[int, ...]:
    """Return the positions of capitalised words that are neither the question's nor everyday words."""
    asked = _asked_stems(question)
    found = []
    for at, word in enumerate(candidate.words):
        if word.is_name and word.stem not in asked and word.raw not in asked and not is_root(word.raw) and len(word.raw) > 1:
            starts = at == 0 or candidate.text[max(0, word.start - 2) : word.start].strip() in {".", "“", '"', "!", "?"}
            followed = at + 1 < len(candidate.words) and candidate.words[at + 1].is_name
            if not starts or followed:
                found.append(at)
    return tuple(found)


def _who(question: Question, candidate: Candidate) -> Evidence:
    names = _new_names(question, candidate)
    if not names:
        return Evidence(0.0)
    pairs = any(b - a == 1 for a, b in zip(names, names[1:], strict=False))
    return Evidence(1.0 if pairs else 0.6, names)


def _where(question: Question, candidate: Candidate) -> Evidence:
    asked = _asked_stems(question)
    places = tuple(
        at
        for at, word in enumerate(candidate.words)
        if word.is_name and word.stem not in asked and _PLACE.search(candidate.text[max(0, word.start - 14) : word.start])
    )
    if places:
        return Evidence(1.0, places)
    names = _new_names(question, candidate)
    return Evidence(0.5 if names else 0.0, names)


def _when(question: Question, candidate: Candidate) -> Evidence:
    mentions = [m for m in find_dates(candidate.text) if m.iso not in question.years]
    words = tuple(at for at, w in enumerate(candidate.words) if any(m.start <= w.start < m.end for m in mentions))
    if words:
        return Evidence(1.0, words)
    cue = _TIME.search(candidate.text)
    if not cue:
        return Evidence(0.0)
    return Evidence(0.7, tuple(at for at, w in enumerate(candidate.words) if cue.start() <= w.start < cue.end()))


def _how_many(question: Question, candidate: Candidate) -> Evidence:
    asked = _asked_stems(question)
    dates = find_dates(candidate.text)
    numbers = tuple(
        at
        for at, word in enumerate(candidate.words)
        if (word.is_number or word.raw in _NUMBER_WORDS)
        and word.stem not in asked
        and not any(m.start <= word.start < m.end for m in dates)
    )
    if not numbers:
        return Evidence(0.0)
    if question.focus is None:
        return Evidence(0.9, numbers)
    places = candidate.places(question.focus)
    near = [n for n in numbers if any(-3 <= place - n <= 6 for place in places)]
    return Evidence(1.0, tuple(near)) if near else Evidence(0.7, numbers)


def _why(question: Question, candidate: Candidate) -> Evidence:
    return Evidence(1.0 if _CAUSE.search(candidate.text) else 0.0)


def _list(question: Question, candidate: Candidate) -> Evidence:
    if _ENUMERATION.search(candidate.text):
        return Evidence(1.0 if candidate.text.count(",") >= 2 or candidate.text.endswith(":") else 0.7)
    return Evidence(0.0)


def _quote(question: Question, candidate: Candidate) -> Evidence:
    if not _SPOKEN.search(candidate.text):
        return Evidence(0.3 if _SAID.search(candidate.text) else 0.0)
    return Evidence(1.0 if _SAID.search(candidate.text) else 0.7)


_EVIDENCE: Mapping[Kind, Callable[[Question, Candidate], Evidence]] = {
    Kind.WHO: _who,
    Kind.WHERE: _where,
    Kind.WHEN: _when,
    Kind.HOW_MANY: _how_many,
    Kind.WHY: _why,
    Kind.LIST: _list,
    Kind.QUOTE: _quote,
}
