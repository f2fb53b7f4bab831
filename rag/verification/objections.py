"""What speaks against a claim: each thing of it that its source doesn't bear out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.language.analysis import Token
from rag.candidates import Sentence
from rag.verification.claims import Claim, Passage, covered, mentions_of, tokens_of
from rag.verification.names import Name, is_common, lacking, names
from rag.verification.qualifiers import HARMLESS, qualified, turned_round
from rag.verification.quantities import Mention, agrees, other_unit
from rag.verification.roles import has_voice, roles_swapped
from rag.verification.surroundings import Context, context_of, likeness

_FITS = 0.5  # share of a figure's surroundings from where on they are the same
_RIVAL = 0.34  # by how much more those of another figure fit before it is the one meant
_SURELY = 0.8  # from where on those of another name fit beyond doubt
_SIGNED = frozenset({"IDR", "USD", "EUR", "%"})
_PRONOUN = re.compile(
    r"\b(?:ia|dia|beliau|mereka|he|she|they)\b|\b(?:kata|ujar|ucap|tutur|jelas|imbuh|tambah|lanjut|ungkap)nya\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing of the sentence that its source doesn't bear out.

    ``fatal``: the sentence is wrong or unfounded by it; else it is supported in part at most. ``missing``: the
    source simply hasn't got it, so that another one may.
    """

    kind: str  # number, unit, misplaced, date, name, elsewhere, qualifier, contrary or roles
    what: str
    fatal: bool
    missing: bool = False


def objections(claim: Claim, passage: Passage, sentences: Sequence[Sentence], window: range) -> list[Objection]:
    """Return what speaks against the claim, given the passage's sentences and the ones quoted."""
    quoted = [sentences[at] for at in window]
    core = max(quoted, key=lambda sentence: (round(covered(claim, [sentence]), 3), _has(claim, passage, sentence)))
    found = [*_of_mentions(claim, passage, quoted, core), *_of_names(claim, passage, quoted, core)]
    found += _of_qualifiers(claim, quoted)
    if turned_round(claim.words, [word for sentence in quoted for word in sentence.words]):
        found.append(Objection("contrary", claim.text, fatal=True))
    if any(roles_swapped(claim.words, claim.names, sentence.words) for sentence in quoted):
        found.append(Objection("roles", claim.text, fatal=False))
    return found


def _has(claim: Claim, passage: Passage, sentence: Sentence) -> int:
    """Return how many of the claim's numbers and dates a sentence has."""
    here = [mention for mention in passage.mentions if sentence.start <= mention.start < sentence.end]
    return sum(any(passage.same(mention, other) for other in here) for mention in claim.mentions)


def _of_mentions(claim: Claim, passage: Passage, quoted: Sequence[Sentence], core: Sentence) -> Iterable[Objection]:
    start, end = quoted[0].start, quoted[-1].end
    here = [mention for mention in passage.mentions if start <= mention.start < end]
    claimed = {mention.value for mention in claim.mentions}
    for mention in claim.mentions:
        said = claim.text[mention.start : mention.end]
        context = context_of(claim.text, mention, claim.mentions, claim.language)
        same = [other for other in here if passage.same(mention, other)]
        if not same:
            yield from _not_here(mention, said, context, passage, here)
            continue
        fit = max(likeness(context, passage, other) for other in same)
        rivals = [
            other
            for other in here
            if other not in same and other.is_date == mention.is_date and not other_unit(mention, other)
        ]
        rival = max(((likeness(context, passage, other), other.value) for other in rivals), default=(0.0, ""))
        in_core = any(core.start <= other.start < core.end for other in same)
        if _paired(claim, mention, passage, here):
            continue
        if rival[0] >= _FITS and rival[0] - fit >= _RIVAL:
            yield Objection("misplaced", said, fatal=rival[1] in claimed or fit < _FITS)
        elif not in_core and any(core.start <= r.start < core.end and r.value not in claimed for r in rivals):
            yield Objection("misplaced", said, fatal=fit < _FITS)
        elif not any(_same_measure(mention, other) for other in same):
            yield Objection("unit", said, fatal=False)


def _paired(claim: Claim, mention: Mention, passage: Passage, here: Sequence[Mention]) -> bool:
    """Tell whether a number stands beside the same date in claim and source, or a date beside the same number.

    "In 1933 it had 19,000 inhabitants, in 2002 48,000": words tell less there than the order of the figures.
    """
    for beside in _beside(mention, claim.mentions):
        for other in here:
            if passage.same(mention, other) and any(passage.same(beside, each) for each in _beside(other, here)):
                return True
    return False


def _beside(mention: Mention, among: Sequence[Mention]) -> list[Mention]:
    """Return those right before and after a mention that are of the other kind: dates for numbers."""
    at = among.index(mention)
    return [among[n] for n in (at - 1, at + 1) if 0 <= n < len(among) and among[n].is_date != mention.is_date]


def _not_here(
    mention: Mention, said: str, context: Context, passage: Passage, here: Sequence[Mention]
) -> Iterable[Objection]:
    """Yield what is to be said of a number or date that the quoted words haven't got."""
    if mention.is_date and passage.published and agrees(mention.value, passage.published):
        return
    elsewhere = [other for other in passage.mentions if other not in here and passage.same(mention, other)]
    if elsewhere:
        fit = max(likeness(context, passage, other) for other in elsewhere)
        yield Objection("elsewhere", said, fatal=fit < _FITS and not mention.is_date)
    elif any(other.value == mention.value for other in here):
        yield Objection("unit", said, fatal=True)
    else:  # a number in words may count what the source lists, unless the source counts the same thing otherwise
        counted = mention.spelled and not any(likeness(context, passage, other) >= _FITS for other in here)
        yield Objection("date" if mention.is_date else "number", said, fatal=not counted, missing=True)


def _of_names(claim: Claim, passage: Passage, quoted: Sequence[Sentence], core: Sentence) -> Iterable[Objection]:
    stems = frozenset().union(*(sentence.stem_set for sentence in quoted))
    for name in claim.names:
        absent = [word for word in lacking(name, passage.words) if not _translated(word, claim, stems)]
        if absent:
            yield Objection("name", name.text, fatal=not all(is_common(w.raw) for w in absent), missing=True)
            continue
        proper = Name(tuple(word for word in name.words if not is_common(word.raw)))
        if not proper.words or (lacking(proper, core.words) and _stands_for_pronoun(claim, core)):
            continue
        place = Mention(proper.words[0].start, proper.words[-1].end, name.text)
        context = _without_verbs(context_of(claim.text, place, (), claim.language))
        fit = min(
            max((likeness(context, passage, other) for other in _places(word, passage)), default=0.0)
            for word in proper.words
        )
        rivals = [likeness(context, passage, other) for other in _other_names(proper, core)]
        if max(rivals, default=0.0) >= _FITS and max(rivals) - fit >= _RIVAL:
            yield Objection("misplaced", name.text, fatal=max(rivals) >= _SURELY and fit < _FITS)


def _stands_for_pronoun(claim: Claim, core: Sentence) -> bool:
    """Tell whether a name of the claim may be what a pronoun of the source means."""
    return bool(_PRONOUN.search(core.text)) and not _PRONOUN.search(claim.text)


def _places(word: Token, passage: Passage) -> list[Mention]:
    """Return where the passage has a word of a name."""
    words = tokens_of(passage.text, passage.language)
    return [Mention(each.start, each.end, each.raw) for each in words if each.is_name and each.raw == word.raw]


def _other_names(own: Name, core: Sentence) -> list[Mention]:
    """Return where in its passage the sentence that says most of the claim has other names."""
    spans = [(mention.start, mention.end) for mention in mentions_of(core.text)]
    proper = [Name(tuple(word for word in name.words if not is_common(word.raw))) for name in names(core.words, spans)]
    return [
        Mention(core.start + name.words[0].start, core.start + name.words[-1].end, name.text)
        for name in proper
        if name.words and lacking(name, own.words)
    ]


def _without_verbs(context: Context) -> Context:
    """Leave out verbs with a voice: which side of them a name stands on is a matter of its own (roles)."""
    left, right = ([term for term in side if not has_voice(term.text)] for side in context)
    return left, right


def _of_qualifiers(claim: Claim, quoted: Sequence[Sentence]) -> Iterable[Objection]:
    here = qualified(claim.words, claim.text).kinds
    there = [(sentence, qualified(sentence.words, sentence.text).kinds) for sentence in quoted]
    for term in claim.terms:
        given = [kinds[place] - HARMLESS for sentence, kinds in there for place in sentence.places(term)]
        said = term.text.split()
        for at, word in enumerate(claim.words):
            if word.text in said and given and here[at] - HARMLESS not in given:
                difference = ", ".join(sorted((here[at] - HARMLESS).symmetric_difference(given[0])))
                yield Objection("qualifier", f"{term.text}: {difference}", fatal=False)
                return
    for mention in claim.mentions:
        own = [here[n] for n, word in enumerate(claim.words) if mention.start <= word.start < mention.end]
        given = [
            kinds[place] for sentence, kinds in there for place, w in enumerate(sentence.words) if _says(mention, w)
        ]
        if own and given and not any(("estimate" in own[0]) == ("estimate" in kinds) for kinds in given):
            yield Objection("qualifier", claim.text[mention.start : mention.end] + ": estimate", fatal=False)


def _says(mention: Mention, word: Token) -> bool:
    return word.is_number and any(other.value == mention.value for other in mentions_of(word.text))


def _translated(word: Token, claim: Claim, stems: frozenset[str]) -> bool:
    return any(word.text in term.text.split() and term.worth_in(stems) > 0 for term in claim.terms)


def _same_measure(claimed: Mention, given: Mention) -> bool:
    """Tell whether what is claimed to be money or a share is so in the source, where its sign is never left out."""
    return claimed.unit not in _SIGNED or claimed.unit == given.unit
