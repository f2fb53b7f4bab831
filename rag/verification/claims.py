"""A sentence of an answer and a passage of a source, analysed so that one can be held against the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.language.analysis import Token, tokens
from rag.candidates import Sentence
from rag.terms import Term, content_terms
from rag.verification.names import Name, names
from rag.verification.qualifiers import HARMLESS, qualified
from rag.verification.quantities import Mention, agrees, mentions, other_unit

_ENUMERATOR = re.compile(r"\(?\d{1,3}[.)]\s")


@dataclass(frozen=True)
class Claim:
    """A sentence of an answer, analysed."""

    text: str
    language: str
    words: tuple[Token, ...]
    terms: tuple[Term, ...]  # without numbers and dates
    mentions: tuple[Mention, ...]
    names: tuple[Name, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem in which one of the terms may be said."""
        return frozenset(stem for term in self.terms for stem in term.stems)


class Passage:
    """A source's passage, with what is known of its document. Analysed when it is needed."""

    def __init__(
        self, text: str, language: str | None, title: str = "", author: str | None = None, published: str | None = None
    ) -> None:
        self.text = text
        self.language = language
        self.published = published
        self._beside = " . ".join(part for part in (title, author) if part)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The words of the text, the title and the author."""
        return (*tokens_of(self.text, self.language), *self.beside)

    @cached_property
    def beside(self) -> tuple[Token, ...]:
        """The words of the title and the author."""
        return tokens_of(self._beside, self.language)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The numbers and dates of the text."""
        return mentions_of(self.text)

    def same(self, claimed: Mention, given: Mention) -> bool:
        """Tell whether a number or date of the source is what is claimed."""
        if claimed.is_date and given.is_date:
            with_year = self._with_year(given.value) if given.value.startswith("--") else ""
            return agrees(claimed.value, with_year or given.value)
        if claimed.is_date or given.is_date:  # 2000 may be a year or a number
            return claimed.value == given.value
        return claimed.value == given.value and not other_unit(claimed, given)

    def qualified_before(self, start: int, claim: Claim) -> bool:
        """Tell whether words right before ``start`` bear on what follows there."""
        before = [word for word in tokens_of(self.text, self.language) if word.start < start][-4:]
        after = [word for word in tokens_of(self.text, self.language) if word.start >= start][: len(claim.words)]
        both = (*before, *after)
        return any(kinds - HARMLESS for kinds in qualified(both, self.text).kinds[len(before) : len(before) + 1])

    def _with_year(self, monthly: str) -> str:
        return f"{self.published[:4]}{monthly[1:]}" if self.published else ""


def claim_of(sentence: str, language: str) -> Claim:
    """Return what a sentence claims."""
    found = [mention for mention in mentions(sentence) if not _ENUMERATOR.match(sentence, 0, mention.end + 2)]
    words = tuple(tokens(sentence, language))
    spans = [(mention.start, mention.end) for mention in found]
    said = "".join(
        " " if any(start <= at < end for start, end in spans) else character for at, character in enumerate(sentence)
    )
    terms = tuple(term for term in content_terms(said, language) if not term.is_number)
    return Claim(sentence, language, words, terms, tuple(found), tuple(names(words, spans)))


def covered(claim: Claim, sentences: Sequence[Sentence]) -> float:
    """Return the share of the claim's terms that sentences say, 0..1; with numbers alone 1."""
    if not claim.terms:
        return 1.0
    stems = frozenset().union(*(sentence.stem_set for sentence in sentences))
    return sum(term.worth_in(stems) for term in claim.terms) / len(claim.terms)


@lru_cache(maxsize=4096)
def tokens_of(text: str, language: str | None) -> tuple[Token, ...]:
    """Return a text's tokens; kept, because the same passages are looked at again and again."""
    return tuple(tokens(text, language))


@lru_cache(maxsize=4096)
def mentions_of(text: str) -> tuple[Mention, ...]:
    """Return a text's numbers and dates; kept like its tokens."""
    return tuple(mentions(text))
