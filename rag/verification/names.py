"""The names of a sentence, and whether a text has them: whole, in part, as initials, or as an acronym."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language import glossary
from index.language.analysis import Token, is_stopword, stem
from index.language.english import base_form
from index.language.indonesian import looks_like_verb

_LONGEST_ACRONYM = 9
_DERIVED = re.compile(r"(?:ke|pe|per|ber|ter|me|di|se)[a-z]{3,}(?:an|kan|i|nya)|[a-z]{4,}(?:an|nya|kan)")
_INFLECTED = 3  # letters by which a name's forms in two languages may differ at the end: Indonesia, Indonesian
_STABLE = 5  # letters that they then share
_CALENDAR = frozenset(
    """senin selasa rabu kamis jumat sabtu minggu ahad monday tuesday wednesday thursday friday saturday sunday
    januari februari maret april mei juni juli agustus september oktober november desember january february march
    may june july august october december wib wita wit rp idr usd""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words with capitals that follow one another. ``certain``: none of them is a word of the dictionary."""

    words: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The name as it is written."""
        return " ".join(word.text for word in self.words)


def names(words: Sequence[Token], skip: Sequence[tuple[int, int]] = ()) -> list[Name]:
    """Return the names among a sentence's words. ``skip`` are the spans of its dates and numbers.

    The first word counts when it can be nothing else: no word of grammar, of the glossary or with a verb's prefix.
    """
    found: list[Name] = []
    run: list[Token] = []
    for at, word in enumerate(words):
        in_other = any(start <= word.start < end for start, end in skip)
        capital = word.is_name and not in_other and word.raw not in _CALENDAR
        if capital and at == 0 and not word.text.isupper():
            capital = not (is_common(word.raw) or _DERIVED.fullmatch(word.raw))
        adjoins = bool(run) and words[at - 1] is run[-1] and word.start - run[-1].end <= 2
        if run and not (capital and adjoins):
            found.append(Name(tuple(run)))
            run = []
        if capital and not is_stopword(word.raw):
            run.append(word)
    if run:
        found.append(Name(tuple(run)))
    return found


def lacking(name: Name, words: Sequence[Token]) -> list[Token]:
    """Return those words of a name that a text, given by its words, has in no form."""
    raws = {word.raw for word in words}
    left = [word for word in name.words if not _is_there(word, raws, words)]
    if left and (_expands(name, words) or _is_expanded(name, words)):
        return []
    return left


@lru_cache(maxsize=50_000)
def is_common(raw: str) -> bool:
    """Tell whether a folded word is one of the language rather than a name."""
    english, indonesian = _dictionary()
    return (
        is_stopword(raw)
        or raw in english
        or raw in indonesian
        or base_form(raw) in english
        or stem(raw, "id") in _indonesian_stems()
        or stem(raw, "en") in _english_stems()
        or (len(raw) > 6 and looks_like_verb(raw))
    )


def _is_there(word: Token, raws: set[str], words: Sequence[Token]) -> bool:
    raw = word.raw
    if raw in raws:
        return True
    if len(raw) == 1 or (len(raw) <= 3 and word.text[:1].isupper() and not raw.isalpha()):  # an initial: "A. Anas"
        return any(other.is_name and other.raw.startswith(raw) for other in words)
    shortest = max(_STABLE, len(raw) - _INFLECTED)
    return len(raw) >= _STABLE and any(
        other.is_name
        and abs(len(other.raw) - len(raw)) <= _INFLECTED
        and len(_shared(other.raw, raw)) >= min(shortest, len(other.raw))
        and (other.raw.startswith(raw) or raw.startswith(other.raw))
        for other in words
    )


def _shared(first: str, second: str) -> str:
    length = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    return first[: min(len(first), len(second)) if length is None else length]


def _expands(name: Name, words: Sequence[Token]) -> bool:
    """Tell whether a one-word name abbreviates words with capitals that follow one another in the text."""
    if len(name.words) != 1 or not 2 <= len(name.words[0].raw) <= _LONGEST_ACRONYM:
        return False
    return any(abbreviates(name.words[0].raw, expansion) for expansion in _capitalised(words))


def _is_expanded(name: Name, words: Sequence[Token]) -> bool:
    """Tell whether the text has an abbreviation of a name of several words."""
    if len(name.words) < 2:
        return False
    full = [word.raw for word in name.words]
    return any(
        word.is_name and abbreviates(word.raw, full)
        for word in words
        if len(word.raw) <= _LONGEST_ACRONYM
        and word.raw not in full
        and (word.text.isupper() or not is_common(word.raw))
    )


def _capitalised(words: Sequence[Token]) -> list[list[str]]:
    """Return the runs of words with capitals, words of grammar between them left out, from each word on."""
    runs: list[list[str]] = []
    run: list[str] = []
    for word in words:
        if word.is_name:
            run.append(word.raw)
        elif not is_stopword(word.raw):
            runs.append(run)
            run = []
    return [each[at:] for each in [*runs, run] for at in range(len(each) - 1)]


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Tell whether ``short`` is made of the beginnings of ``words``: of each one's letter, or of syllables.

    The syllables of Indonesian abbreviations (``Kemlu``: *Kem*enterian *Lu*ar Negeri) may leave words at the end
    out; the first word has to give at least two letters then.
    """
    if len(words) < 2:
        return False
    if 2 <= len(short) <= len(words) and all(word[0] == letter for word, letter in zip(words, short, strict=False)):
        return len(short) == len(words) or len(short) > 2
    return len(short) >= 4 and _segments(short, tuple(words), first=True)


def _segments(short: str, words: tuple[str, ...], *, first: bool = False) -> bool:
    if not short:
        return True
    if not words:
        return False
    least = 2 if first else 1
    most = len(_shared(short, words[0]))
    if first and most >= len(short):  # the whole in one word abbreviates nothing
        most = len(short) - 1
    return any(_segments(short[taken:], words[1:]) for taken in range(min(most, 4), least - 1, -1))


@lru_cache(maxsize=1)
def _dictionary() -> tuple[frozenset[str], frozenset[str]]:
    english = frozenset(word for phrase, _ in glossary.entries() for word in phrase)
    indonesian = frozenset(word for _, phrases in glossary.entries() for phrase in phrases for word in phrase)
    return english, indonesian


@lru_cache(maxsize=1)
def _indonesian_stems() -> frozenset[str]:
    return frozenset(stem(word, "id") for word in _dictionary()[1] if word[0].isalpha())


@lru_cache(maxsize=1)
def _english_stems() -> frozenset[str]:
    return frozenset(stem(word, "en") for word in _dictionary()[0] if word[0].isalpha())
