"""The words around a number or a name, which tell what it counts or what is said of it."""

import re
from collections.abc import Sequence

from rag.terms import Term, content_terms
from rag.verification.claims import Passage, tokens_of
from rag.verification.quantities import Mention

_AROUND = 5  # words on either side
_CLAUSE_END = re.compile(r"[.;!?](?:\s|$)|\n")
_CURRENCY = frozenset({"rp", "idr", "usd", "us", "eur"})
_OTHER_SIDE = 0.5  # what a word is worth that stands before it in the claim and after it in the source

Context = tuple[list[Term], list[Term]]
"""The terms before and after."""


def context_of(text: str, mention: Mention, around: Sequence[Mention], language: str) -> Context:
    """Return the terms before and after a number or name: up to the next number or clause, a few words at most."""
    before, after = (
        [t for t in content_terms(side, language) if not t.is_number and t.text.casefold() not in _CURRENCY]
        for side in _surroundings(text, mention, around)
    )
    return before, after


def likeness(context: Context, passage: Passage, mention: Mention) -> float:
    """Return the share of a context's terms that stand around a place of the source; on the other side by half."""
    if not any(context):
        return 1.0
    stems = [
        frozenset(word.stem for word in tokens_of(side, passage.language))
        for side in _surroundings(passage.text, mention, () if not mention.value[:1].isdigit() else passage.mentions)
    ]
    worths = [
        max(term.worth_in(stems[side]), _OTHER_SIDE * term.worth_in(stems[1 - side]))
        for side, terms in enumerate(context)
        for term in terms
    ]
    return sum(worths) / len(worths)


def _surroundings(text: str, mention: Mention, around: Sequence[Mention]) -> tuple[str, str]:
    left = max((other.end for other in around if other.end <= mention.start), default=0)
    right = min((other.start for other in around if other.start >= mention.end), default=len(text))
    before = _CLAUSE_END.split(text[left : mention.start])[-1].split()[-_AROUND:]
    after = _CLAUSE_END.split(text[mention.end : right])[0].split()[:_AROUND]
    return " ".join(before), " ".join(after)
