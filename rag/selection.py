"""Which sentences make the answer: how far each reaches, which others support, oppose or complete it."""

import re
from collections.abc import Sequence

from index.language.sentences import Span
from rag.candidates import Candidate
from rag.evidence import answer_evidence, closeness
from rag.kinds import Kind
from rag.question import Question
from rag.scoring import Scored

_PRONOUN_START = re.compile(
    r"""^[“"]?(?:ia|dia|beliau|mereka|hal\s+(?:ini|itu|tersebut)|ini|itu|tersebut|di\s+(?:sana|sini)
    |menurut(?:nya|\s+dia)|he|she|they|it|this|these|those|that)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "BANYUWANGI, KABAR PAGI - ", "Jakarta (ANTARA) - ", "Kompas.com, Jakarta — ", "date 2019-10 "
_DATELINE = re.compile(
    r"""date\s+[\d-]+\s+
    |[A-Z][\w.]*(?:[\ ,/]+[A-Z(][\w.)]*){0,5}\s*(?:\([A-Z][\w.\ ]{1,30}\)\s*)?[-–—]\s+(?=["“A-Z])""",
    re.VERBOSE,
)
_SELF_CONTAINED = 0.6  # share of the question that a sentence says, from where on its pronoun needs no referent
_ALIKE = 0.6  # of the shorter sentence's content stems: then two sentences say the same
_SAME_REPORT = 0.4  # of the shorter sentence's stems: then two outlets report the same words
_INSTEAD = 0.5  # of the best confidence that a fuller sentence must reach to take its place
_RIVAL = 0.7  # of the best confidence that a differing answer must reach to be shown beside it
_BESIDE = 0.44  # closeness of an answer that is at most five words from the focus
_SECOND = 0.82  # and that a further sentence must reach to complete the answer
_MOST_ITEMS = 12
_FACTS = frozenset({Kind.WHO, Kind.WHERE, Kind.WHEN, Kind.HOW_MANY})


def complete_span(question: Question, scored: Scored) -> Span:
    """Return the stretch to quote for a sentence: with what it refers back to, or announces.

    A sentence whose subject is a pronoun takes the one before it along. One that only announces an
    answer ("Nety explained the reasons.") takes those after it along, up to two, in the same passage's reach.
    """
    candidate = scored.candidate
    start, end = candidate.start, candidate.end
    dateline = _DATELINE.match(candidate.text)
    answer = [candidate.sentence.words[at].start for at in scored.evidence.words]
    if dateline and len(candidate.text) - dateline.end() > 30 and not any(at < dateline.end() for at in answer):
        start += dateline.end()
    before = candidate.view.near(candidate, -1)
    if (
        _PRONOUN_START.match(candidate.text)
        and scored.coverage < _SELF_CONTAINED
        and before is not None
        and before.quotable
        and before.paragraph >= candidate.paragraph - 1
    ):
        start = before.start
    if _announces(question, candidate):
        for distance in (1, 2):
            after = candidate.view.near(candidate, distance)
            if after is None or not after.quotable or after.end - start > 700:
                break
            end = after.end
            if not _announces(question, after):
                break
    return start, end


def introduction(question: Question, ranked: Sequence[Scored]) -> Scored:
    """Return the first sentence, or one that gives the same answer in full.

    For a name by which the document calls the holder of an office later on ("kata Rina"), that is the sentence of
    the same document that says both; for a weekday, the same report elsewhere with its date.
    """
    best = ranked[0]
    names, own = _answer_stems(best), best.candidate
    focus = question.focus if Kind.WHO in question.kinds else None
    by_office = focus is not None and not own.sentence.worth(focus)
    for other in ranked[1:]:
        if other.confidence < _INSTEAD * best.confidence:
            continue
        here = other.candidate.view is own.view and bool(names & _answer_stems(other))
        if focus and by_office and here and other.candidate.sentence.worth(focus):
            return other
        dated = Kind.WHEN in question.kinds and other.evidence.strength > best.evidence.strength
        if dated and names and _likeness(own, other.candidate) >= _SAME_REPORT:
            return other
    return best


def corroborations(chosen: Scored, ranked: Sequence[Scored]) -> list[tuple[Scored, float]]:
    """Return the best sentence of each other document that says the same, with its likeness to the chosen one."""
    found: dict[str, tuple[Scored, float]] = {}
    own = chosen.candidate
    answer = _answer_stems(chosen)
    for other in ranked:
        twin = other.candidate
        if twin.view is own.view or not twin.quotable or other.score < 0.6 * chosen.score:
            continue
        likeness = _likeness(own, twin)
        agrees = not answer or bool(answer & twin.sentence.stem_set)
        same_fact = agrees and answer and other.score >= 0.8 * chosen.score and other.said >= chosen.said
        if (likeness >= _ALIKE and agrees) or same_fact:
            best = found.get(twin.passage.doc_id)
            if best is None or other.score > best[0].score:
                found[twin.passage.doc_id] = (other, max(likeness, 0.5))
    return list(found.values())[:4]


def rivals(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """Return sentences of other documents that give another answer to the very same thing, one a value.

    Only for questions that ask for a name, number or time of a focus ("Siapa *bupati* …"), and only from
    sentences that say the focus right beside their answer, like the best one.
    """
    best = ranked[0]
    asks = question.kinds & {Kind.WHO, Kind.HOW_MANY, Kind.WHEN}
    if not asks or question.kinds & {Kind.LIST, Kind.WHY} or not _pointed(question, best):
        return []
    names = {term.text for term in question.terms if term.is_name} & best.said
    seen = [_answer_stems(best)]
    found: list[Scored] = []
    for other in ranked[1:]:
        stems = _answer_stems(other)
        if (
            other.confidence >= _RIVAL * best.confidence
            and other.candidate.view is not best.candidate.view
            and other.said >= names
            and _pointed(question, other)
            and all(not stems & known for known in seen)
        ):
            found.append(other)
            seen.append(stems)
    return found[:2]


def _pointed(question: Question, scored: Scored) -> bool:
    """Tell whether a sentence says the question's focus and gives a full answer within a few words of it."""
    sentence = scored.candidate.sentence
    if not question.focus or not sentence.worth(question.focus) or scored.evidence.strength < 1.0:
        return False
    return closeness(question, sentence, scored.evidence) >= _BESIDE


def second_thoughts(question: Question, best: Scored, ranked: Sequence[Scored]) -> list[Scored]:
    """Return further sentences that complete the answer rather than repeat it, best first."""
    factual = bool(question.kinds & _FACTS) and not question.kinds & {Kind.LIST, Kind.WHY, Kind.COMPARE}
    most = 1 if factual else 2
    found: list[Scored] = []
    for other in ranked[1:]:
        if other.score < _SECOND * best.score or len(found) >= most:
            break
        if not other.candidate.quotable:
            continue
        repeats = any(_likeness(other.candidate, known.candidate) >= 0.5 for known in (best, *found))
        if factual and other.said <= best.said and best.evidence.strength >= other.evidence.strength:
            continue
        if not repeats:
            found.append(other)
    return found


def items_after(candidate: Candidate, room: int) -> list[Span]:
    """Return the spans of the list items that follow a sentence ending in a colon, as many as there is room for.

    An item that explains itself after a dash is cut there.
    """
    spans: list[Span] = []
    for distance in range(1, _MOST_ITEMS + 1):
        item = candidate.view.near(candidate, distance)
        if item is None or item.paragraph == candidate.paragraph or item.sentence.furniture:
            break
        if spans and not item.text[0].isupper() and item.text[0] not in "-*•–0123456789":
            break
        dash = re.search(r"\s[—–-]\s", item.text[2:])
        end = item.start + 2 + dash.start() if dash else item.end
        if end - item.start > min(room, 220):
            break
        spans.append((item.start, end))
        room -= end - item.start
    return spans


def _announces(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence names what was asked for without giving it: no cause for a why, no items for a list."""
    kinds = question.kinds & {Kind.WHY, Kind.LIST, Kind.QUOTE}
    if not kinds or question.kinds & _FACTS:
        return False
    evidence = answer_evidence(question, candidate)
    return evidence.strength == 0.0 and not evidence.impossible


def _answer_stems(scored: Scored) -> set[str]:
    return {scored.candidate.sentence.words[at].stem for at in scored.evidence.words}


def _likeness(a: Candidate, b: Candidate) -> float:
    """Return the share of the shorter sentence's stems that the other has, words of one or two letters aside."""
    left = {stem for stem in a.sentence.stem_set if len(stem) > 2}
    right = {stem for stem in b.sentence.stem_set if len(stem) > 2}
    fewer = min(len(left), len(right))
    return len(left & right) / fewer if fewer else 0.0
