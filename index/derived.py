"""One collection's vectors and terms in memory, kept in step with the store."""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from index.embedding.base import Vectors
from index.language.analysis import tokens
from index.lexical.base import Concept, LexicalEntry
from index.lexical.tantivy_index import TantivyLexicalIndex
from index.store.catalogue import StoredPassage
from index.vectors.flat import FlatVectorStore

_BATCH = 4096  # passages added at once: bounds the memory of a rebuild


class CollectionIndex:
    """The derived indexes of one collection behind one lock."""

    def __init__(self, dimension: int) -> None:
        self._lock = threading.Lock()
        self._vectors = FlatVectorStore(dimension)
        self._lexical = TantivyLexicalIndex()
        self._language_of: dict[int, str | None] = {}
        self._languages: Counter[str | None] = Counter()

    def apply(self, added: Iterable[StoredPassage], removed: Collection[int]) -> None:
        """Bring both indexes to the state after a committed change."""
        pending: list[StoredPassage] = []
        remove = set(removed)
        for passage in added:
            pending.append(passage)
            if len(pending) >= _BATCH:
                self._apply(pending, remove)
                pending, remove = [], set()
        if pending or remove:
            self._apply(pending, remove)

    def dense(self, vector: Vectors, k: int, allowed: Collection[int] | None) -> list[tuple[int, float]]:
        """Return the k best ``(passage id, cosine)``."""
        with self._lock:
            return self._vectors.search(vector, k, allowed)

    def lexical(self, query: Sequence[Concept], k: int, allowed: Collection[int] | None) -> list[tuple[int, float]]:
        """Return the k best ``(passage id, BM25 score)``."""
        with self._lock:
            return self._lexical.search(query, k, allowed)

    def document_frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """Return the number of passages that hold each stem."""
        with self._lock:
            return {stem: self._lexical.document_frequency(stem) for stem in set(stems)}

    def language_share(self, language: str) -> float:
        """Return the share of passages in a language, 0 to 1."""
        with self._lock:
            return self._languages[language] / len(self._language_of) if self._language_of else 0.0

    def __len__(self) -> int:
        return len(self._vectors)

    def _apply(self, added: Sequence[StoredPassage], removed: Collection[int]) -> None:
        entries = [_entry(passage) for passage in added]
        with self._lock:
            self._vectors.remove(removed)
            if added:
                self._vectors.add([p.passage_id for p in added], np.stack([p.vector for p in added]))
            self._lexical.update(entries, removed)
            self._languages.subtract(self._language_of.pop(i) for i in removed if i in self._language_of)
            self._language_of |= {passage.passage_id: passage.language for passage in added}
            self._languages.update(passage.language for passage in added)


def _entry(passage: StoredPassage) -> LexicalEntry:
    found = tokens(passage.text, passage.language)
    return LexicalEntry(
        passage_id=passage.passage_id,
        raw=[token.raw for token in found],
        stems=[token.stem for token in found],
        title=[token.stem for token in tokens(passage.title, passage.language)],
    )
