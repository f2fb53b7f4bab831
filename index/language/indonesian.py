"""A light stemmer for Indonesian: clitics, suffixes and prefixes, checked against known words.

Nasal prefixes swallow a root's first letter (``mengirim`` ← ``kirim``, ``memilih`` ← ``pilih``), so that
stripping alone can't tell the root. Candidates are tried with the fewest affixes removed first, and one
counts only when it is a known word. After the confix-stripping idea of Nazief and Adriani (1996), with the
glossary in place of their dictionary. Words of one *family* have one stem, the family's shortest member:

- ``kirim`` and ``mengirim`` are a family: one can be stripped to the other and they share a meaning, an
  English word they both translate. ``ketua`` (chair) and ``tua`` (old) share none and stay apart.
- ``kunjungan``, ``mengunjungi`` and ``berkunjung`` are a family: they translate one English word and can be
  stripped to a common form. The form is known from then on too (``kunjung`` isn't listed), unless it is
  a listed word of another meaning: ``pengalaman`` (experience) meets ``mengalami``, but not ``alam`` (nature).
- Families that share a member are one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache

from index.language.glossary import Phrase, core

_SHORTEST_ROOT = 4
_SHORTEST_KNOWN = 3
_SAME_MEANING = 4  # letters that English words of one meaning begin with: "evacuate", "evacuation"
_MOST_AFFIXES = 3  # two prefixes and a suffix, as in "mem-per-kira-kan"
# Institutions named after their head: a question about the minister isn't one about the ministry.
_OFFICES = frozenset(
    """kementerian kerajaan kesultanan kelurahan kecamatan kedutaan kejaksaan keuskupan kepresidenan perwakilan
    kemenlu kemendag kemenkes kemenkeu kemendikbud kemenhub kemenpar kemendagri kemenag kemensos""".split()
)
_PASSIVE = re.compile(r"^di(?=[a-z]{5})")
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
    (re.compile(r"^(?:be|te)(?=r[aeiou])"), ("",)),
    (re.compile(r"^be(?=[a-z]er)"), ("",)),
    (re.compile(r"^(?:be|pe)l(?=ajar)"), ("",)),
    (re.compile(r"^(?:di|ke|se)"), ("",)),
)
# The same for a word that nothing is known of: nasals stand for the voiceless letter far more often than not.
_NASALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:me|pe)ny(?=[aeiou])"), "s"),
    (re.compile(r"^(?:me|pe)ng(?=[aeioughkq])"), ""),
    (re.compile(r"^(?:me|pe)m(?=[aeiou])"), "p"),
    (re.compile(r"^(?:me|pe)m(?=[bfpv])"), ""),
    (re.compile(r"^(?:me|pe)n(?=[aeiou])"), "t"),
    (re.compile(r"^(?:me|pe)n(?=[cdjstz])"), ""),
    (re.compile(r"^(?:me|pe)(?=[lrwy])"), ""),
)
_VERB = re.compile(r"^(?:me(?:ng|ny|m|n|l|r|w|y)|di|ber|ter)[a-z]{3}")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word; a word that has none comes back as it is."""
    if len(word) <= _SHORTEST_ROOT or not word.isalpha():
        return word
    if _without_clitics(word)[-1] in _OFFICES:
        return _without_clitics(word)[-1]
    for base in _without_clitics(word):
        known = next((form for form in _forms(base) if is_root(form)), None)
        if known:
            return _families()[known]
    return _unknown(word)


def is_root(word: str) -> bool:
    """Tell whether a lower-case word is an everyday Indonesian word rather than a name."""
    return word in _families()


def looks_like_verb(word: str) -> bool:
    """Tell whether a lower-case word has the shape of a verb: me-, di-, ber- or ter- before a root."""
    return bool(_VERB.match(word)) and stem(word) != word


def _without_clitics(word: str) -> list[str]:
    bare = _POSSESSIVE.sub("", _PARTICLE.sub("", word))
    return [word, bare] if bare != word and len(bare) >= _SHORTEST_KNOWN else [word]


@lru_cache(maxsize=10_000)
def _forms(word: str) -> Sequence[str]:
    """Return what a word can be stripped to: itself, then the forms with the fewest affixes removed."""
    forms = {word: None}
    frontier = [word]
    for _ in range(_MOST_AFFIXES):
        frontier = [form for base in frontier for form in _stripped(base)]
        forms |= dict.fromkeys(frontier)
    return tuple(forms)


def _stripped(word: str) -> list[str]:
    candidates = [word[: -len(s)] for s in _SUFFIXES if word.endswith(s)]
    for prefix, beginnings in _PREFIXES:
        match = prefix.match(word)
        if match:
            candidates += [first + word[match.end() :] for first in beginnings]
    return [candidate for candidate in candidates if len(candidate) >= _SHORTEST_KNOWN]


@lru_cache(maxsize=1)
def _families() -> Mapping[str, str]:
    """Return the stem of each known word, listed or induced."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for english, phrases in core():
        for word in _single_words(phrases):
            meanings[word].add(" ".join(english)[:_SAME_MEANING])
    families = _Families(meanings)
    for _, phrases in core():
        for root, words in _induced(_single_words(phrases), meanings).items():
            for word in words[1:]:
                families.join(words[0], word)
            if root not in meanings:
                families.join(words[0], root)
    for word, own in meanings.items():
        for form in _forms(word):
            if form in meanings and own & meanings[form]:
                families.join(word, form)
    return families.stems()


class _Families:
    """Disjoint sets of words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._parent = {word: word for word in words}

    def join(self, one: str, other: str) -> None:
        self._parent[self._head(one)] = self._head(other)

    def stems(self) -> dict[str, str]:
        members: defaultdict[str, list[str]] = defaultdict(list)
        for word in list(self._parent):
            members[self._head(word)].append(word)
        return {
            word: stem
            for family in members.values()
            for stem in [min(family, key=lambda member: (len(member), member))]
            for word in family
        }

    def _head(self, word: str) -> str:
        parent = self._parent.setdefault(word, word)
        while parent != self._parent[parent]:
            parent = self._parent[parent]
        self._parent[word] = parent
        return parent


def _single_words(phrases: Sequence[Phrase]) -> list[str]:
    return [p[0] for p in phrases if len(p) == 1 and len(p[0]) >= _SHORTEST_KNOWN and p[0].isalpha()]


def _induced(words: Sequence[str], listed: Container[str]) -> Mapping[str, list[str]]:
    """Return the forms that words of one entry come down to, with those words.

    Of each word that is the form which most of the others share; of several such a listed one, else the
    longest, those that begin with a nasal last: it is mostly the prefix's (``pugar`` before ``mugar``).
    """
    sharing = Counter(form for word in set(words) for form in _forms(word))
    roots: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        shared = [f for f in _forms(word) if sharing[f] > 1 and (len(f) >= _SHORTEST_ROOT or f in listed)]
        if shared:
            best = max(shared, key=lambda f: (sharing[f], f in listed, f[0] not in "mn", len(f)))
            roots[best].append(word)
    return roots


def _unknown(word: str) -> str:
    """Strip only what is safe from a word none of whose roots is known: names stay whole."""
    base = _without_clitics(word)[-1]
    for prefix, beginning in _NASALS:
        match = prefix.match(base)
        if match and len(base) - match.end() >= _SHORTEST_ROOT:
            base = beginning + base[match.end() :]
            break
    else:
        base = _PASSIVE.sub("", base)
    if base.endswith("kan") and len(base) >= _SHORTEST_ROOT + 3:
        base = base[:-3]
    return base
