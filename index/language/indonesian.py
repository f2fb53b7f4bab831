"""A light stemmer for Indonesian: clitics, suffixes and prefixes, checked against known roots.

Nasal prefixes swallow a root's first letter (``mengirim`` ← ``kirim``, ``memilih`` ← ``pilih``), so that
stripping alone can't tell the root. Candidates are tried with the fewest affixes removed first, and one
counts only when it is a known word. A word that is known itself goes on to a shorter one only when the
glossary gives both a common meaning: ``kunjungan`` becomes ``kunjung``, but ``ketua`` (chair) stays apart
from ``tua`` (old). After the confix-stripping idea of Nazief and Adriani (1996), without their dictionary.
"""

import re
from functools import lru_cache

from index.language.glossary import indonesian_to_english, indonesian_words

_SHORTEST_ROOT = 4
_MOST_AFFIXES = 3  # two prefixes and a suffix, as in "mem-per-kira-kan"
_PARTICLE = re.compile(r"(?:lah|kah|tah|pun)$")
_POSSESSIVE = re.compile(r"(?:nya|ku|mu)$")
_SUFFIXES = ("kan", "an", "i")
# prefix → what the root may begin with once the prefix is gone, in the order tried ("" keeps it as it is)
_PREFIXES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"^(?:me|pe)ny(?=[aeiou])"), ("s",)),
    (re.compile(r"^(?:me|pe)ng(?=[aeiou])"), ("", "k")),
    (re.compile(r"^(?:me|pe)nge(?=.{3}$)"), ("",)),
    (re.compile(r"^(?:me|pe)ng(?=[ghkq])"), ("",)),
    (re.compile(r"^(?:me|pe)m(?=[aeiou])"), ("m", "p")),
    (re.compile(r"^(?:me|pe)m(?=[bfpv])"), ("",)),
    (re.compile(r"^(?:me|pe)n(?=[aeiou])"), ("n", "t")),
    (re.compile(r"^(?:me|pe)n(?=[cdjstz])"), ("",)),
    (re.compile(r"^(?:me|pe)(?=[lrwymn])"), ("",)),
    (re.compile(r"^(?:ber|per|ter)"), ("",)),
    (re.compile(r"^be(?=[a-z]er)"), ("",)),
    (re.compile(r"^(?:be|pe)l(?=ajar)"), ("",)),
    (re.compile(r"^(?:di|ke|se)"), ("",)),
)
_VERB = re.compile(r"^(?:me(?:ng|ny|m|n|l|r|w|y)|di|ber|ter)[a-z]{3}")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word; a word that has none comes back as it is."""
    if len(word) <= _SHORTEST_ROOT or not word.isalpha():
        return word
    for base in _without_clitics(word):
        known = base if is_root(base) else _nearest_known(base)
        if known:
            return _reduced(known)
    return _unknown(word)


def is_root(word: str) -> bool:
    """Tell whether a lower-case word is an everyday Indonesian word rather than a name."""
    return word in _roots()


def looks_like_verb(word: str) -> bool:
    """Tell whether a lower-case word has the shape of a verb: me-, di-, ber- or ter- before a root."""
    return bool(_VERB.match(word)) and stem(word) != word


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    return frozenset(word for word in indonesian_words() if len(word) >= 3 and word.isalpha())


def _without_clitics(word: str) -> list[str]:
    bare = _POSSESSIVE.sub("", _PARTICLE.sub("", word))
    return [word, bare] if bare != word and len(bare) >= 3 else [word]


def _nearest_known(word: str) -> str | None:
    """Return the known word that ``word`` is derived from with the fewest affixes, or None."""
    frontier = [word]
    for _ in range(_MOST_AFFIXES):
        frontier = [candidate for base in frontier for candidate in _stripped(base)]
        for candidate in frontier:
            if is_root(candidate):
                return candidate
    return None


def _reduced(word: str) -> str:
    """Reduce a known word to the shortest known one it is derived from that shares a meaning with it."""
    meanings = _meanings(word)
    frontier, shortest = [word], word
    for _ in range(_MOST_AFFIXES):
        frontier = [candidate for base in frontier for candidate in _stripped(base)]
        for candidate in frontier:
            if len(candidate) < len(shortest) and is_root(candidate) and meanings & _meanings(candidate):
                shortest = candidate
    return shortest


def _meanings(word: str) -> set[tuple[str, ...]]:
    return set(indonesian_to_english().get((word,), ()))


def _stripped(word: str) -> list[str]:
    candidates = [word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3]
    for prefix, beginnings in _PREFIXES:
        match = prefix.match(word)
        if match:
            rest = word[match.end() :]
            candidates += [first + rest for first in beginnings if len(first + rest) >= 3]
    return candidates


def _unknown(word: str) -> str:
    """Strip only what is safe from a word none of whose roots is known: names stay whole."""
    base = _without_clitics(word)[-1]
    for prefix, beginnings in _PREFIXES[:9]:
        match = prefix.match(base)
        if match and len(base) - match.end() >= _SHORTEST_ROOT:
            base = beginnings[0] + base[match.end() :]
            break
    if base.endswith("kan") and len(base) >= _SHORTEST_ROOT + 3:
        base = base[:-3]
    return base
