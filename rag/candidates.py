"""The sentences that may answer, with the context they stand in."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from index.language.analysis import Token, tokens
from index.language.dates import years
from index.language.sentences import is_heading, paragraph_spans, sentence_spans
from index.types import Document, Passage
from rag.compose.base import Material
from rag.retriever import Retrieved
from rag.terms import Term

# Lines of a news site that are no part of the story.
_FURNITURE = re.compile(
    r"""^\W*(?:baca\s+juga|read\s+also|also\s+read|simak\s+juga|lihat\s+juga|advertisement|scroll\s+to|copyright|©|hak\s+cipta
    |pewarta\s*:|editor\s*:|penulis\s*:|reporter\s*:|read\s+entire|dilarang\s+keras|share\b|bagikan\b|follow\s+us)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(slots=True)
class Candidate:
    """A sentence of a consulted document. ``start`` and ``end`` count in the stored text."""

    passage: Passage
    beside: Retrieved
    start: int
    end: int
    text: str
    words: list[Token]
    paragraph: int
    heading: bool
    furniture: bool
    view: "DocumentView"
    position: int = 0  # in its view's list of sentences
    stems: list[str] = field(default_factory=list)
    stem_set: frozenset[str] = frozenset()

    def worth(self, term: Term) -> float:
        """Return the worth of the best way in which the sentence says the term; 0 when it doesn't."""
        return max((way.worth for way in term.ways if self._says(way.stems)), default=0.0)

    def places(self, term: Term) -> list[int]:
        """Return the positions of the words with which the sentence says the term."""
        return [at for at, stem in enumerate(self.stems) if stem in term.stems] if self.worth(term) else []

    def _says(self, stems: tuple[str, ...]) -> bool:
        if not self.stem_set.issuperset(stems):
            return False
        length = len(stems)
        return length == 1 or any(
            tuple(self.stems[at : at + length]) == stems for at in range(len(self.stems) - length + 1)
        )


@dataclass(slots=True)
class DocumentView:
    """One consulted document as far as it was looked at: the found passages and their neighbours."""

    document: Document
    sentences: list[Candidate]
    title_stems: frozenset[str]
    all_stems: frozenset[str]
    years: frozenset[str]

    def near(self, candidate: Candidate, distance: int) -> Candidate | None:
        """Return the sentence ``distance`` after (or, negative, before) one, if it was looked at and adjoins."""
        at = candidate.position + distance
        if not 0 <= at < len(self.sentences):
            return None
        other = self.sentences[at]
        between = abs(other.passage.ordinal - candidate.passage.ordinal)
        return other if between <= 1 else None


def candidates(material: Material) -> list[DocumentView]:
    """Return the consulted documents with their sentences, in the order of their best passages."""
    by_document: defaultdict[str, list[Retrieved]] = defaultdict(list)
    for found in material.retrieved:
        by_document[found.hit.document.doc_id].append(found)
    return [_view(material, founds) for founds in by_document.values()]


def _view(material: Material, founds: list[Retrieved]) -> DocumentView:
    document = founds[0].hit.document
    version = founds[0].hit.passage.version
    passages: dict[int, tuple[Passage, Retrieved]] = {}
    for found in founds:
        for neighbour in material.passages.neighbours(found.hit.passage):
            passages.setdefault(neighbour.ordinal, (neighbour, found))
    for found in founds:
        passages[found.hit.passage.ordinal] = (found.hit.passage, found)
    text = material.text(document.doc_id, version)
    sentences: list[Candidate] = []
    view = DocumentView(document, sentences, frozenset(), frozenset(), frozenset())
    paragraph = 0
    for ordinal in sorted(passages):
        passage, beside = passages[ordinal]
        for start, end in paragraph_spans(passage.text):
            paragraph += 1
            body = passage.text[start:end]
            for sentence_start, sentence_end in sentence_spans(body):
                begin = passage.start + start + sentence_start
                stop = passage.start + start + sentence_end
                words = tokens(text[begin:stop], document.language)
                stems = [word.stem for word in words]
                sentences.append(
                    Candidate(
                        passage=passage,
                        beside=beside,
                        start=begin,
                        end=stop,
                        text=text[begin:stop],
                        words=words,
                        paragraph=paragraph,
                        heading=(sentence_start, sentence_end) == (0, len(body)) and is_heading(body),
                        furniture=bool(_FURNITURE.match(body)),
                        view=view,
                        position=len(sentences),
                        stems=stems,
                        stem_set=frozenset(stems),
                    )
                )
    view.title_stems = frozenset(token.stem for token in tokens(document.title, document.language))
    view.all_stems = view.title_stems.union(*(sentence.stem_set for sentence in sentences))
    view.years = frozenset(years(text[:20_000])) | ({document.published_at[:4]} if document.published_at else set())
    return view
