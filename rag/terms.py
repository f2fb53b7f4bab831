"""What a question asks for, as concepts: each a word of it with the other ways to say the same."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.language import glossary
from index.language.analysis import Token, fold, is_stopword, stem, tokens
from index.lexical.base import Alternative, Concept

_TRANSLATED = 0.8  # what a match in the other language is worth beside one in the question's own
_LONGEST_PHRASE = 3
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a question asks for.

    ``ways`` are the stems it may be met as in a text, each a sequence of words that follow one another,
    the question's own wording first. ``position`` counts content words from the question's start.
    """

    text: str
    ways: tuple[Stems, ...]
    position: int
    is_name: bool = False
    is_number: bool = False

    @property
    def stems(self) -> set[str]:
        """Every stem that occurs in any way of saying it."""
        return {word for way in self.ways for word in way}


def content_terms(text: str, language: str) -> list[Term]:
    """Return the terms of a question in its order: no stop words, phrases of the glossary as one term."""
    found = tokens(text, language)
    terms: list[Term] = []
    at = 0
    while at < len(found):
        length = _phrase_length(found, at, language)
        if length == 1 and is_stopword(found[at].raw):
            at += 1
            continue
        terms.append(_term(found[at : at + length], language, len(terms), first=at == 0))
        at += length
    return _distinct(terms)


def lexical_query(terms: Sequence[Term], weights: Mapping[str, float] | None = None) -> list[Concept]:
    """Return what the lexical index is asked for. ``weights`` by the terms' texts; 1 where none is given."""
    concepts = []
    for term in terms:
        alternatives: dict[str, Alternative] = {}
        for number, way in enumerate(term.ways):
            worth = (1.0 if number == 0 else _TRANSLATED) / len(way)
            for word in way:
                raw = fold(term.text) if number == 0 and len(way) == 1 else word
                alternatives.setdefault(word, Alternative(raw=raw, stem=word, weight=worth))
        concepts.append(Concept(tuple(alternatives.values()), (weights or {}).get(term.text, 1.0)))
    return concepts


def term_weights(terms: Iterable[Term], frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return each term's weight in (0, 1]: its inverse document frequency over the greatest possible.

    The Robertson–Spärck Jones form, never negative. Of several ways to say a term the commonest counts;
    a term that the corpus doesn't have weighs 1, so that lacking it is felt most.
    """
    most = math.log(1 + (passages + 0.5) / 0.5)
    weights = {}
    for term in terms:
        common = max((min(frequencies.get(word, 0) for word in way) for way in term.ways), default=0)
        idf = math.log(1 + (passages - common + 0.5) / (common + 0.5))
        weights[term.text] = max(0.15, idf / most)
    return weights


def _term(words: Sequence[Token], language: str, position: int, *, first: bool) -> Term:
    own: Stems = tuple(word.stem for word in words)
    folded = tuple(word.raw for word in words)
    ways = [own]
    number = words[0].is_number
    if not number:
        other = "id" if language == "en" else "en"
        for phrase in _translations(folded, language):
            way = tuple(stem(word, other) for word in phrase)
            if way not in ways:
                ways.append(way)
        # A name or loan word is met with the other language's stemmer, too.
        loan = tuple(stem(word, other) for word in folded)
        if loan not in ways:
            ways.append(loan)
    return Term(
        text=" ".join(word.text for word in words),
        ways=tuple(ways),
        position=position,
        is_name=words[0].is_name and not (first and not words[0].text.isupper()),
        is_number=number,
    )


def _translations(folded: Stems, language: str) -> list[Stems]:
    table = glossary.english_to_indonesian() if language == "en" else glossary.indonesian_to_english()
    for form in _base_forms(folded, language):
        if form in table:
            return list(table[form])
    return []


def _base_forms(folded: Stems, language: str) -> Iterable[Stems]:
    """Yield the forms under which a word may stand in the glossary: as it is, then without inflection."""
    yield folded
    *before, last = folded
    if language == "en":
        for ending, instead in (
            ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
        ):  # fmt: skip
            if last.endswith(ending) and len(last) - len(ending) >= 2:
                base = last[: -len(ending)] + instead
                yield (*before, base)
                if len(base) > 3 and base[-1] == base[-2]:  # "planned" → "plan"
                    yield (*before, base[:-1])
    else:
        yield (*before, stem(last, "id"))


def _phrase_length(found: Sequence[Token], at: int, language: str) -> int:
    """Return how many tokens from ``at`` on form a phrase of the glossary; 1 when none does."""
    table = glossary.english_to_indonesian() if language == "en" else glossary.indonesian_to_english()
    for length in range(min(_LONGEST_PHRASE, len(found) - at), 1, -1):
        if tuple(token.raw for token in found[at : at + length]) in table:
            return length
    return 1


def _distinct(terms: Iterable[Term]) -> list[Term]:
    seen: dict[Stems, Term] = {}
    for term in terms:
        seen.setdefault(term.ways[0], term)
    return list(seen.values())
