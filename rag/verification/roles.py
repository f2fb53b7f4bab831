"""Who did it to whom: whether two names have changed places around the verb between them."""

from collections.abc import Sequence
from itertools import pairwise

from index.language.analysis import Token, is_stopword
from rag.verification.names import Name

_BY = {"by", "oleh"}


def roles_swapped(claimed: Sequence[Token], names: Sequence[Name], given: Sequence[Token]) -> bool:
    """Tell whether a source's sentence has two of the claim's names the other way round about the same verb.

    A passive turns the order once more. Verbs that work both ways (*bertemu*, *met*) are never with a voice.
    """
    for first, second in pairwise(names):
        between = [w for w in claimed if first.words[-1].end < w.start and w.end < second.words[0].start]
        for verb in between:
            voice = _voice(verb, claimed)
            if voice is None or verb.is_name:
                continue
            for at, word in enumerate(given):
                there = _voice(word, given)
                if there is None or word.stem != verb.stem:
                    continue
                order = _order(first, second, given, at)
                if order and (order == "kept") != (voice == there):
                    return True
    return False


def has_voice(word: str) -> bool:
    """Tell whether a word is written like a verb that has a doer and a done-to."""
    plain = word.casefold()
    return (len(plain) >= 5 and plain.startswith(("me", "di"))) or (len(plain) > 5 and plain.endswith("ed"))


def _voice(word: Token, sentence: Sequence[Token]) -> str | None:
    """Return ``active`` or ``passive`` for a verb with a doer and a done-to, None for other words."""
    raw = word.raw
    if is_stopword(raw) or len(raw) < 5:
        return None
    if raw.startswith("di") and raw != word.stem:
        return "passive"
    if raw.startswith("me") and raw != word.stem:
        return "active"
    if raw.endswith("ed"):
        at = next(place for place, other in enumerate(sentence) if other is word)
        by = any(other.raw in _BY for other in sentence[at + 1 : at + 3])
        return "passive" if by else "active"
    return None


def _order(first: Name, second: Name, given: Sequence[Token], verb: int) -> str | None:
    """Return ``kept`` or ``swapped``: on which sides of the verb the nearest of the two names stand."""
    before = [word.raw for word in given[:verb]]
    after = [word.raw for word in given[verb + 1 :]]
    one, two = first.words[-1].raw, second.words[-1].raw
    if one in before and two in after and two not in before:
        return "kept"
    if two in before and one in after and one not in before:
        return "swapped"
    return None
