"""The sentences that may answer, with the context they stand in."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from index.language.analysis import Token, tokens
from index.language.dates import years
from index.language.sentences import is_heading, paragraph_spans, sentence_spans
from index.types import Document, Passage
from rag.aliases import Aliases, aliases
from rag.compose.base import Material
from rag.retriever import Retrieved
from rag.terms import Term

_SCATTERED = 0.75  # worth of a phrase whose words stand apart from one another
_DATED = 20_000  # characters of a document whose dates are read
# Lines of a news site that are no part of the story.
_FURNITURE = re.compile(
    r"""^\W*(?:baca\s+juga|read\s+also|also\s+read|simak\s+juga|lihat\s+juga|advertisement|scroll\s+to|copyright|©|hak\s+cipta
    |pewarta\s*:|editor\s*:|penulis\s*:|reporter\s*:|read\s+entire|dilarang\s+keras|share\b|bagikan\b|follow\s+us)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, analysed. ``start`` and ``end`` count in the passage's text."""

    start: int
    end: int
    text: str
    words: tuple[Token, ...]
    stems: tuple[str, ...]
    stem_set: frozenset[str]
    paragraph: int  # counted within the passage
    heading: bool
    furniture: bool

    def worth(self, term: Term) -> float:
        """Return the worth of the best way in which the sentence says the term; 0 when it doesn't."""
        return max((way.worth * self._says(way.stems) for way in term.ways), default=0.0)

    def places(self, term: Term) -> list[int]:
        """Return the positions of the words with which the sentence says the term."""
        return [at for at, stem in enumerate(self.stems) if stem in term.stems] if self.worth(term) else []

    def _says(self, stems: tuple[str, ...]) -> float:
        """Return 1 where the stems follow one another, less where they all stand in the sentence, else 0."""
        if not self.stem_set.issuperset(stems):
            return 0.0
        return 1.0 if len(stems) == 1 or self.has_in_a_row(stems) else _SCATTERED

    def has_in_a_row(self, stems: tuple[str, ...]) -> bool:
        """Tell whether the stems follow one another in the sentence."""
        length = len(stems)
        return any(self.stems[at : at + length] == stems for at in range(len(self.stems) - length + 1))


@dataclass(slots=True, eq=False)
class Candidate:
    """A sentence where it stands. ``start`` and ``end`` count in the document's stored text."""

    sentence: Sentence
    passage: Passage
    beside: Retrieved  # the found passage it was looked at for: its own, or a neighbour
    view: "DocumentView"
    position: int  # among its view's sentences
    run: int  # sentences of one run follow one another without a gap
    paragraph: int  # counted within the view

    @property
    def start(self) -> int:
        """Where it begins in the stored text."""
        return self.passage.start + self.sentence.start

    @property
    def end(self) -> int:
        """Where it ends in the stored text."""
        return self.passage.start + self.sentence.end

    @property
    def text(self) -> str:
        """Its words as they stand in the stored text."""
        return self.sentence.text

    @property
    def quotable(self) -> bool:
        """Whether it is part of the story: no heading and none of the page's furniture."""
        return not (self.sentence.heading or self.sentence.furniture)


@dataclass(slots=True, eq=False)
class DocumentView:
    """One consulted document as far as it was looked at: the found passages and their neighbours."""

    document: Document
    sentences: list[Candidate]
    title_stems: frozenset[str]
    all_stems: frozenset[str]
    years: frozenset[str]
    aliases: Aliases

    def near(self, candidate: Candidate, distance: int) -> Candidate | None:
        """Return the sentence ``distance`` after (or, negative, before) one, if it was looked at and adjoins."""
        at = candidate.position + distance
        if not 0 <= at < len(self.sentences) or self.sentences[at].run != candidate.run:
            return None
        return self.sentences[at]


def candidates(material: Material) -> list[DocumentView]:
    """Return the consulted documents with their sentences, in the order of their best passages."""
    by_document: defaultdict[str, list[Retrieved]] = defaultdict(list)
    for found in material.retrieved:
        by_document[found.hit.document.doc_id].append(found)
    return [_view(material, founds) for founds in by_document.values()]


def _view(material: Material, founds: list[Retrieved]) -> DocumentView:
    document = founds[0].hit.document
    beside: dict[int, Retrieved] = {}
    for found in reversed(founds):  # the best found passage nearby wins
        ordinal = found.hit.passage.ordinal
        beside |= {ordinal + step: found for step in (-1, 1)}
    beside |= {found.hit.passage.ordinal: found for found in founds}
    text = material.text(document.doc_id, founds[0].hit.passage.version)
    title = frozenset(token.stem for token in tokens(document.title, document.language))
    dated = {document.published_at[:4]} if document.published_at else set()
    known = aliases(text, document.language)
    view = DocumentView(document, [], title, title, _years(text[:_DATED]) | dated, known)
    run, paragraphs = 0, 0
    previous: Passage | None = None
    for passage in material.passages.siblings(founds[0].hit.passage, beside):
        if previous is not None and passage.ordinal != previous.ordinal + 1:
            run += 1
        sentences = analysed(passage.text, document.language)
        for sentence in sentences:
            view.sentences.append(
                Candidate(
                    sentence, passage, beside[passage.ordinal], view, len(view.sentences), run,
                    paragraphs + sentence.paragraph,
                )
            )  # fmt: skip
        paragraphs += sentences[-1].paragraph + 1 if sentences else 0
        previous = passage
    view.all_stems = title.union(*(c.sentence.stem_set for c in view.sentences if not c.sentence.furniture))
    return view


@lru_cache(maxsize=8192)
def analysed(text: str, language: str | None) -> tuple[Sentence, ...]:
    """Return a passage's sentences in order; kept, because the same passages are looked at again and again."""
    found = []
    for paragraph, (start, end) in enumerate(paragraph_spans(text)):
        body = text[start:end]
        furniture = bool(_FURNITURE.match(body))
        for first, last in sentence_spans(body):
            words = tuple(tokens(body[first:last], language))
            stems = tuple(word.stem for word in words)
            found.append(
                Sentence(
                    start + first, start + last, body[first:last], words, stems, frozenset(stems), paragraph,
                    heading=(first, last) == (0, len(body)) and is_heading(body), furniture=furniture,
                )
            )  # fmt: skip
    return tuple(found)


@lru_cache(maxsize=1024)
def _years(text: str) -> frozenset[str]:
    return frozenset(years(text))
