"""A light stemmer for Indonesian: clitics, suffixes and prefixes, checked against known roots.

Nasal prefixes swallow a root's first letter (``mengirim`` ← ``kirim``, ``memilih`` ← ``pilih``), so that
stripping alone can't tell the root. Candidates are tried in order and the first one that is a known
root wins; with none known, only the affixes that are safe to remove are removed. After the
confix-stripping idea of Nazief and Adriani (1996), without their dictionary.
"""

import re
from functools import lru_cache

from index.language.glossary import indonesian_words

_SHORTEST_ROOT = 4
_PARTICLE = re.compile(r"(?:lah|kah|tah|pun)$")
_POSSESSIVE = re.compile(r"(?:nya|ku|mu)$")
_SUFFIXES = ("kan", "an", "i")
# prefix → what the root may begin with once the prefix is gone, likeliest first ("" keeps it as it is)
_PREFIXES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"^(?:me|pe)ny(?=[aeiou])"), ("s", "c")),
    (re.compile(r"^(?:me|pe)ng(?=[aeiou])"), ("", "k")),
    (re.compile(r"^(?:me|pe)nge(?=.{3}$)"), ("",)),
    (re.compile(r"^(?:me|pe)ng(?=[ghkq])"), ("",)),
    (re.compile(r"^(?:me|pe)m(?=[aeiou])"), ("p", "m")),
    (re.compile(r"^(?:me|pe)m(?=[bfpv])"), ("",)),
    (re.compile(r"^(?:me|pe)n(?=[aeiou])"), ("t", "n")),
    (re.compile(r"^(?:me|pe)n(?=[cdjstz])"), ("",)),
    (re.compile(r"^(?:me|pe)(?=[lrwymn])"), ("",)),
    (re.compile(r"^(?:ber|per|ter)"), ("",)),
    (re.compile(r"^be(?=[a-z]er)"), ("",)),
    (re.compile(r"^be(?=lajar)|^pe(?=lajar)"), ("",)),
    (re.compile(r"^(?:di|ke|se)"), ("",)),
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word; a word that has none comes back as it is."""
    if len(word) <= _SHORTEST_ROOT or not word.isalpha():
        return word
    roots = _roots()
    for base in _without_clitics(word):
        if base in roots:
            return _derived(base, roots) or base
        found = _derived(base, roots)
        if found:
            return found
    return _unknown(word)


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    return frozenset(word for word in indonesian_words() if len(word) >= 3 and word.isalpha())


def _without_clitics(word: str) -> list[str]:
    bases = [word]
    bare = _PARTICLE.sub("", word)
    bare = _POSSESSIVE.sub("", bare)
    if bare != word and len(bare) >= 3:
        bases.append(bare)
    return bases


def _derived(word: str, roots: frozenset[str]) -> str | None:
    """Return the shortest known root that ``word`` may be derived from, other than itself."""
    found: list[str] = []
    frontier = [word]
    for _ in range(3):  # at most two prefixes and a suffix, as in "mem-per-kirakan"
        step = [candidate for base in frontier for candidate in _stripped(base)]
        found += [candidate for candidate in step if candidate in roots]
        frontier = step
    return min(found, key=len) if found else None


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


def is_root(word: str) -> bool:
    """Tell whether a lower-case word is an everyday Indonesian word rather than a name."""
    return word in _roots()
