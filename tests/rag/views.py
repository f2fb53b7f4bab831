"""Documents as the composer looks at them, from a few lines of text and without a store."""

from collections.abc import Iterable
from typing import cast

from index.types import Document, Hit, Passage
from rag.candidates import Candidate, DocumentView, candidates
from rag.compose.base import Material
from rag.question import Question, understand
from rag.retriever import Retrieved


class _Shelf:
    """What ``candidates`` reads of a ``Material``: each document is one passage, found with a score of 1."""

    def __init__(self, documents: Iterable[Document], texts: Iterable[str]) -> None:
        self._texts = dict(enumerate(texts))
        self.retrieved = [
            Retrieved(Hit(Passage(n, document.doc_id, "v", 0, 0, len(text), text), document), 1.0)
            for n, (document, text) in enumerate(zip(documents, self._texts.values(), strict=True))
        ]
        self.passages = self

    def text(self, doc_id: str, version: str) -> str:
        return self._texts[int(doc_id)]

    def siblings(self, passage: Passage, ordinals: Iterable[int]) -> list[Passage]:
        return [passage]


def views(*texts: str, language: str = "id", title: str = "", published_at: str | None = None) -> list[DocumentView]:
    """Return a view of each text, in one language and with one title and date."""
    documents = [
        Document(str(n), "c", f"{n}.txt", "v", title, None, language, published_at, "text/plain", 1, 1, {}, "", "")
        for n in range(len(texts))
    ]
    return candidates(cast("Material", _Shelf(documents, texts)))


def view(text: str, language: str = "id", title: str = "", published_at: str | None = None) -> DocumentView:
    """Return the view of one text."""
    return views(text, language=language, title=title, published_at=published_at)[0]


def asked(text: str, sentence: str, language: str = "id") -> tuple[Question, Candidate]:
    """Return a question, and a text's first sentence as a candidate for it."""
    return understand(text), view(sentence, language).sentences[0]
