"""Whether sources support a sentence that a model wrote, and with which of their words. Rules, no model.

The words that support best are found first: one to three adjoining sentences, of a long one the part that matters.
Then what the sentence claims is held against them: every number and date has to stand there, by the same thing;
every name has to be in the source; nothing may be denied, planned or estimated on one side only, and who did it to
whom may not be turned round. Words say how much of the sentence is there; claims say whether it is true to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import Source, Support
from rag.candidates import Sentence, analysed
from rag.terms import Term
from rag.verification.claims import Claim, Passage, claim_of, covered
from rag.verification.objections import Objection, objections

_SUPPORTED = 0.5  # of the sentence's terms that the quoted words say
_PARTIAL = 0.3
_LONGEST_WINDOW = 3  # sentences quoted together
_PER_SENTENCE = 0.06  # that a further sentence has to add to the score
_HEADING = 0.05  # and what a heading is worth less than a sentence of the story
_LONG = 45  # words, from where on a sentence is quoted in part
_SHORTEST_VERBATIM = 3  # words
_CLAUSE = re.compile(r"[,;:–—]\s+")
_MARKS = {"“": '"', "”": '"', "’": "'", "‘": "'"}


@dataclass(frozen=True, slots=True)
class Supported:
    """The best supporting stretch of a passage: ``passage[start:end]``, how well it supports, 0..1.

    ``objections`` are what speaks against it.
    """

    level: Support
    score: float
    start: int
    end: int
    objections: tuple[Objection, ...] = ()


_NOTHING = Supported("unsupported", 0.0, 0, 0)


def best_support(sentence: str, language: str, passage: str, passage_language: str | None) -> Supported:
    """Return the stretch of one passage that supports ``sentence`` best."""
    return _support(claim_of(sentence, language), Passage(passage, passage_language))


def supports(sentence: str, language: str, sources: Sequence[Source]) -> list[Supported]:
    """Return what each of the sources that a sentence names has for it, in their order.

    What one source lacks another may have: a number, date or name that is missing in one and found in another of
    them makes the support of each partial, as each bears a part of the sentence.
    """
    claim = claim_of(sentence, language)
    found = [
        _support(claim, Passage(source.text, source.language, source.title, source.author, source.published_at))
        for source in sources
    ]
    return [_together(each, [other for other in found if other is not each]) for each in found]


def _together(own: Supported, others: Sequence[Supported]) -> Supported:
    fatal = [objection for objection in own.objections if objection.fatal]
    if not fatal or own.score < _PARTIAL or not all(objection.missing for objection in fatal):
        return own
    for objection in fatal:
        if not any(other.score >= _PARTIAL and objection not in other.objections for other in others):
            return own
    return replace(own, level="partial")


def _support(claim: Claim, passage: Passage) -> Supported:
    verbatim = _verbatim(claim, passage)
    if verbatim:
        return verbatim
    sentences = analysed(passage.text, passage.language)
    if not sentences or not (claim.terms or claim.mentions):
        return _NOTHING
    first, last = _window(claim, passage, sentences)
    quoted = sentences[first:last]
    score = covered(claim, quoted)
    against = objections(claim, passage, sentences, range(first, last))
    level: Support = "supported" if score >= _SUPPORTED else "partial" if score >= _PARTIAL else "unsupported"
    if any(objection.fatal for objection in against):
        level = "unsupported"
    elif against and level == "supported":
        level = "partial"
    start, end = quoted[0].start, quoted[-1].end
    if len(quoted) == 1 and not against:
        start, end = _part(claim.terms, quoted[0])
    return Supported(level, round(score, 4), start, end, tuple(against))


def _window(claim: Claim, passage: Passage, sentences: Sequence[Sentence]) -> tuple[int, int]:
    """Return the range of adjoining sentences that says most of the claim in the fewest sentences."""
    best = max(
        (
            covered(claim, sentences[first : first + length])
            + _mentioned(claim, passage, sentences[first : first + length])
            - _PER_SENTENCE * (length - 1)
            - _HEADING * any(each.heading or each.furniture for each in sentences[first : first + length]),
            -length,
            -first,
        )
        for length in range(1, _LONGEST_WINDOW + 1)
        for first in range(len(sentences) - length + 1)
    )
    return -best[2], -best[2] - best[1]


def _mentioned(claim: Claim, passage: Passage, sentences: Sequence[Sentence]) -> float:
    """Return a bonus for the claim's numbers and dates that stand in these sentences."""
    if not claim.mentions:
        return 0.0
    start, end = sentences[0].start, sentences[-1].end
    given = [mention for mention in passage.mentions if start <= mention.start < end]
    return (
        0.4
        * sum(any(passage.same(mention, other) for other in given) for mention in claim.mentions)
        / len(claim.mentions)
    )


def _verbatim(claim: Claim, passage: Passage) -> Supported | None:
    """Return the place where the sentence stands word for word, unless a word before it turns it round."""
    words = _plain(claim.text).rstrip(" .").split()
    if len(words) < _SHORTEST_VERBATIM:
        return None
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words) + r"(?!\w)"
    for match in re.finditer(pattern, _plain(passage.text), re.IGNORECASE):
        if not passage.qualified_before(match.start(), claim):
            return Supported("verbatim", 1.0, match.start(), match.end())
    return None


def _plain(text: str) -> str:
    return "".join(_MARKS.get(character, character) for character in text)


def _part(terms: Sequence[Term], sentence: Sentence) -> tuple[int, int]:
    """Return the span of a sentence, or of the clauses of a long one that say the terms."""
    if len(sentence.words) < _LONG:
        return sentence.start, sentence.end
    places = [place for term in terms for place in sentence.places(term)]
    if not places:
        return sentence.start, sentence.end
    inner_start, inner_end = sentence.words[min(places)].start, sentence.words[max(places)].end
    cuts = [match.end() for match in _CLAUSE.finditer(sentence.text)]
    start = max((cut for cut in cuts if cut <= inner_start), default=0)
    ends = [match.start() for match in _CLAUSE.finditer(sentence.text) if match.start() >= inner_end]
    end = min(ends, default=len(sentence.text))
    balanced = all(sentence.text[start:end].count(mark) % 2 == 0 for mark in '"') and sentence.text[start:end].count(
        "“"
    ) == sentence.text[start:end].count("”")
    return (sentence.start + start, sentence.start + end) if balanced else (sentence.start, sentence.end)
