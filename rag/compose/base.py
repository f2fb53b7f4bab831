"""The boundary where composers plug in."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

from index.passage_index import PassageIndex
from index.types import Passage
from rag.answer import Conflict, Location, Source, Status, Support
from rag.question import Question
from rag.retriever import Retrieval, Retrieved


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source that support a statement: ``stored_text[start:end]`` of the source's version."""

    source: int
    start: int
    end: int
    support: Support
    score: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One stretch of the answer with what it rests on.

    ``lead`` stands before the text and claims nothing ("Per 29 Oktober 2025: ").
    """

    text: str
    quotes: tuple[Quote, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the composition ended. ``conflicts`` cite by statement: their citations are statement numbers."""

    status: Status
    confidence: float
    missing: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: dict[str, int] = field(default_factory=dict)


class Material:
    """The sources of one answer, numbered from 1 in the order they are shown."""

    def __init__(self, passages: PassageIndex, collection: str, retrieval: Retrieval) -> None:
        self.passages = passages
        self.collection = collection
        self.weights = retrieval.weights
        self.retrieved: list[Retrieved] = []
        self.sources: list[Source] = []
        self._numbers: dict[int, int] = {}
        self._texts: dict[tuple[str, str], str] = {}
        for found in retrieval.passages:
            self._append(found)
        self._tie_stories()

    def text(self, doc_id: str, version: str) -> str:
        """Return a version's stored text."""
        key = (doc_id, version)
        if key not in self._texts:
            self._texts[key] = self.passages.text(doc_id, version)[1]
        return self._texts[key]

    def number(self, passage: Passage, beside: Retrieved) -> int:
        """Return a passage's source number; a neighbour that isn't a source yet becomes one."""
        if passage.passage_id not in self._numbers:
            hit = type(beside.hit)(passage, beside.hit.document)
            self._append(Retrieved(hit, beside.score, {}, beside.story))
            self._tie_stories()
        return self._numbers[passage.passage_id]

    def _append(self, found: Retrieved) -> None:
        passage, document = found.hit.passage, found.hit.document
        number = len(self.sources) + 1
        self._numbers[passage.passage_id] = number
        self.retrieved.append(found)
        self.sources.append(source_of(found, number))
        self._texts.setdefault(
            (document.doc_id, passage.version), self.passages.text(document.doc_id, passage.version)[1]
        )

    def _tie_stories(self) -> None:
        for source, found in zip(self.sources, self.retrieved, strict=True):
            source.same_story = [
                other.n
                for other, twin in zip(self.sources, self.retrieved, strict=True)
                if twin.story == found.story and other.doc_id != source.doc_id
            ]


def source_of(found: Retrieved, number: int) -> Source:
    """Return a retrieved passage as the wire shows it."""
    passage, document = found.hit.passage, found.hit.document
    return Source(
        n=number,
        doc_id=document.doc_id,
        version=passage.version,
        passage_id=f"psg_{passage.passage_id}",
        title=document.title,
        uri=document.uri,
        author=document.author,
        published_at=document.published_at,
        language=document.language,
        text=passage.text,
        location=Location(start=passage.start, end=passage.end),
        score=round(found.score, 4),
        view_url=f"/documents/{document.doc_id}?version={passage.version}#{passage.start}-{passage.end}",
    )


class Composer(Protocol):
    """Yields statements in reading order, then exactly one verdict.

    It may only quote from the material; what it quotes is checked against the stored text before anyone
    sees it. An abstention yields no statement. Raises :class:`rag.errors.LLMError` when a model fails.
    """

    name: str

    def compose(self, question: Question, material: Material) -> AsyncGenerator[Statement | Verdict]:
        """Compose an answer to ``question`` out of ``material``."""
        ...
