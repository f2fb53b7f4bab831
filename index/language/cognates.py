"""How an international word is spelt in the other language: *sector* – *sektor*, *production* – *produksi*.

Indonesian takes such words over by rule (Pedoman Umum Ejaan Bahasa Indonesia, part IV). A spelling that no
text uses does no harm, because it is met nowhere.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.language import glossary

_SHORTEST = 4  # letters: below that chance likeness is commoner than kinship
_MOST = 6
_Rules = Sequence[tuple[re.Pattern[str], tuple[str, ...]]]


def _rules(lines: str) -> _Rules:
    """Read ``pattern instead|instead`` lines; an empty replacement is written ``-``."""
    pairs = (line.split() for line in lines.strip().splitlines())
    return tuple((re.compile(old), tuple(new.replace("-", "") for new in news.split("|"))) for old, news in pairs)


# The first ending that fits is taken, with each of its spellings. Letters come after endings.
_ENDINGS = _rules(
    """
    ization$ isasi
    isation$ isasi
    (?:x|ct)ion$ ksi
    ssion$ si
    [ts]ion$ si
    logy$ logi
    [ae]nc[ye]$ ansi|ensi
    ances$ ansi
    cracy$ krasi
    ity$ itas
    ety$ etas
    phy$ fi
    cy$ si
    ty$ tas|ti
    ism$ isme
    ists?$ is
    ically$ is
    ical$ is|ikal|ik
    ics$ ika|ik
    ique$ ik
    ic$ ik|is
    ives?$ if
    ous$ us
    ment$ men
    dent$ den
    [ae]nt$ en|an
    age$ ase
    ure$ ur
    ctor$ ktor
    ect$ ek
    ct$ k|kt
    rt$ r|rt
    rd$ r
    st$ s|st
    gue$ g
    ate$ at|
    que$ k
    ce$ si|s|se
    eum$ eum
    y$ i
    le$ el|
    od$ od|ode
    e$ -|e
    """
)
_LETTERS = _rules(
    """
    ph f
    th t
    rh r
    sch sk
    cc(?=[eiy]) ks
    (?<=r)ch s
    ck|cc|ch(?=[nrlao]) k
    sc(?=[eiy]) s
    c(?=[eiy]) s
    c(?!h) k
    ^x s
    x ks
    qu ku|kw
    ae|oe e
    (?<=[^aeiou])y i
    oo o
    ([b-df-hj-np-tv-z])\\1 \\1
    """
)


@lru_cache(maxsize=20_000)
def indonesian_spellings(word: str) -> tuple[str, ...]:
    """Return how Indonesian would spell an English base form in lower case, likeliest first; at most six."""
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha():
        return ()
    forms = next((_replaced(word, *rule) for rule in _ENDINGS if rule[0].search(word)), [word])
    for rule in _LETTERS:
        forms = [other for form in forms for other in (_replaced(form, *rule) if rule[0].search(form) else [form])]
    return tuple(form for form in dict.fromkeys(forms) if form != word and len(form) >= _SHORTEST - 1)[:_MOST]


def english_spellings(word: str) -> Sequence[str]:
    """Return the common English words that an Indonesian word in lower case may have come from."""
    return _english_words().get(word, ())


@lru_cache(maxsize=1)
def _english_words() -> Mapping[str, list[str]]:
    """Return English words by each Indonesian spelling, because the rules aren't unique backwards.

    Of common words only: the glossary has the others' equivalents anyway, and thousands of words take their time.
    """
    table: defaultdict[str, list[str]] = defaultdict(list)
    for phrase, _ in glossary.core():
        if len(phrase) == 1:
            for spelling in indonesian_spellings(phrase[0]):
                table[spelling].append(phrase[0])
    return dict(table)


def _replaced(word: str, old: re.Pattern[str], news: Sequence[str]) -> list[str]:
    return [old.sub(new, word) for new in news]
