"""What a question asks for, as concepts: each a word of it with the other ways to say the same."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.language import cognates, glossary, thesaurus
from index.language.analysis import Token, fold, is_stopword, stem, tokens
from index.language.english import base_form
from index.language.indonesian import looks_like_verb
from index.language.lightwords import is_light
from index.lexical.base import Alternative, Concept

_TRANSLATED = 0.9  # what a match in the other language is worth beside one in the question's own
_SYNONYM = 0.7  # and a word of the same language that shares a translation
_LEAST = 0.05  # worth below which an alternative isn't asked for
_ABSENT_WORD = 0.8  # weight of a word that the corpus lacks: it may be said in words that we don't connect
_ABSENT_VERB = 0.5  # verbs more often than nouns
_MOST_SYNONYMS = 8
_BEST = 3  # of a glossary entry's equivalents, which serve as synonyms of each other
_LONGEST_PHRASE = 3
_SHORTEST_ACRONYM = 3  # letters from where on capitals make a name of what is else a stop word: ANTARA, WHO
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a term: stems that follow one another, and what meeting them is worth (1 is full)."""

    stems: Stems
    worth: float


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a question asks for. ``ways`` has the question's own wording first."""

    text: str
    ways: tuple[Way, ...]
    is_name: bool = False
    is_number: bool = False
    is_verb: bool = False
    is_light: bool = False  # says little: an answer may lack it

    @property
    def own(self) -> Stems:
        """The question's own wording."""
        return self.ways[0].stems

    @property
    def stems(self) -> set[str]:
        """Every stem that occurs in any way of saying it."""
        return {stem for way in self.ways for stem in way.stems}

    def worth_in(self, stems: frozenset[str]) -> float:
        """Return the worth of the best way whose stems all occur in a set, wherever; 0 when none does."""
        return max((way.worth for way in self.ways if stems.issuperset(way.stems)), default=0.0)


def content_terms(text: str, language: str) -> list[Term]:
    """Return the terms of a question in its order: no stop words, phrases of the glossary as one term."""
    found = tokens(text, language)
    loud = text.isupper()
    terms: list[Term] = []
    at = 0
    while at < len(found):
        length = _phrase_length(found, at, language)
        acronym = found[at].text.isupper() and len(found[at].text) >= _SHORTEST_ACRONYM and not loud
        if length == 1 and is_stopword(found[at].raw) and not acronym:
            at += 1
            continue
        terms.append(_term(found[at : at + length], language, first=at == 0))
        at += length
    return _distinct(terms)


def lexical_query(
    terms: Sequence[Term], weights: Mapping[str, float] | None = None, foreign: float = 1.0
) -> list[Concept]:
    """Return what the lexical index is asked for.

    ``weights`` by the terms' texts, 1 where none is given. ``foreign`` in 0..1 is how much translations are
    worth here: where the corpus has nothing in the other language they only find the wrong passages.
    """
    concepts = []
    for term in terms:
        alternatives: dict[str, Alternative] = {}
        for number, way in enumerate(term.ways):
            worth = way.worth * (foreign if way.worth == _TRANSLATED else 1.0)
            if worth < _LEAST:
                continue
            words = [word for word in way.stems if len(way.stems) == 1 or not is_stopword(word)]
            for word in words:
                raw = fold(term.text) if number == 0 and len(words) == 1 else word
                alternatives.setdefault(word, Alternative(raw=raw, stem=word, weight=worth / len(words)))
        said = sum(not is_stopword(word) for word in term.own) or 1  # a phrase counts for each of its words
        concepts.append(Concept(tuple(alternatives.values()), said * (weights or {}).get(term.text, 1.0)))
    return concepts


def term_weights(terms: Iterable[Term], frequencies: Mapping[str, int], passages: int) -> dict[str, float]:
    """Return each term's weight in (0, 1]: its inverse document frequency over the greatest possible.

    The Robertson–Spärck Jones form, never negative. Of several ways to say a term the commonest counts;
    a name or number that the corpus doesn't have weighs 1, so that lacking it is felt most.
    """
    most = math.log(1 + (passages + 0.5) / 0.5)
    weights = {}
    for term in terms:
        common = max((min(frequencies.get(stem, 0) for stem in way.stems) for way in term.ways), default=0)
        idf = math.log(1 + (passages - common + 0.5) / (common + 0.5))
        if not common and not (term.is_name or term.is_number):
            idf *= _ABSENT_VERB if term.is_verb else _ABSENT_WORD
        weights[term.text] = max(0.15, idf / most)
    return weights


def _term(words: Sequence[Token], language: str, *, first: bool) -> Term:
    folded = tuple(word.raw for word in words)
    ways = {tuple(word.stem for word in words): 1.0}
    number = words[0].is_number
    name = words[0].is_name and not (first and not words[0].text.isupper())
    if not number:
        other = "id" if language == "en" else "en"
        translations = _translations(folded, language)
        for phrase in translations:
            ways.setdefault(tuple(stem(word, other) for word in phrase), _TRANSLATED)
        for spelling in _cognates(folded, language):
            ways.setdefault((stem(spelling, other),), _TRANSLATED)
        # A name or loan word is met with the other language's stemmer, too.
        for form in dict.fromkeys(_base_forms(folded, language)):
            ways.setdefault(tuple(stem(word, other) for word in form), 1.0)
        for phrase in _synonyms(folded, translations, language):
            ways.setdefault(tuple(stem(word, language) for word in phrase), _SYNONYM)
    return Term(
        text=" ".join(word.text for word in words),
        ways=tuple(Way(stems, worth) for stems, worth in ways.items()),
        is_name=name,
        is_number=number,
        is_verb=not name and len(words) == 1 and _looks_like_verb(words[0].raw, language),
        is_light=not name and len(words) == 1 and is_light(words[0].raw),
    )


def _looks_like_verb(word: str, language: str) -> bool:
    if language == "id":
        return looks_like_verb(word)
    return len(word) > 4 and word.endswith(("ed", "ing"))


def _synonyms(folded: Stems, translations: Sequence[Stems], language: str) -> list[Stems]:
    """Return words of the question's own language that share a translation with ``folded``, best ones only."""
    there, back = _tables(language)
    found: dict[Stems, None] = {}
    if language == "id":
        found.update(dict.fromkeys(thesaurus.synonyms(folded)))
    for form in _base_forms(folded, language):
        for translation in there.get(form, translations)[:_BEST]:
            alike = back.get(translation, [])[:_BEST]
            if form in alike or language == "en":
                found.update(dict.fromkeys(alike))
    return list(found)[:_MOST_SYNONYMS]


def _cognates(folded: Stems, language: str) -> Iterable[str]:
    """Return how the other language may spell a single word that both have in common."""
    if len(folded) > 1:
        return ()
    spellings = cognates.indonesian_spellings if language == "en" else cognates.english_spellings
    forms = dict.fromkeys(form[0] for form in _base_forms(folded, language))
    return dict.fromkeys(spelling for form in forms for spelling in spellings(form))


def _tables(language: str) -> tuple[Mapping[Stems, list[Stems]], Mapping[Stems, list[Stems]]]:
    """Return the glossary from a language to the other, and back."""
    english, indonesian = glossary.english_to_indonesian(), glossary.indonesian_to_english()
    return (english, indonesian) if language == "en" else (indonesian, english)


def _translations(folded: Stems, language: str) -> list[Stems]:
    table = _tables(language)[0]
    return next((list(table[form]) for form in _base_forms(folded, language) if form in table), [])


def _base_forms(folded: Stems, language: str) -> Iterable[Stems]:
    """Yield the forms under which a word may stand in the glossary: as it is, then without inflection."""
    yield folded
    *before, last = folded
    if language == "en":
        if base_form(last) != last:
            yield (*before, base_form(last))
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
    table = _tables(language)[0]
    for length in range(min(_LONGEST_PHRASE, len(found) - at), 1, -1):
        words = tuple(token.raw for token in found[at : at + length])
        if any(form in table for form in _base_forms(words, language)):
            return length
    return 1


def _distinct(terms: Iterable[Term]) -> list[Term]:
    seen: dict[Stems, Term] = {}
    for term in terms:
        seen.setdefault(term.own, term)
    return list(seen.values())
