"""Exact search with FAISS: every vector is compared."""

from collections.abc import Collection, Sequence

import faiss
import numpy as np

from index.embedding.base import Vectors


class FlatVectorStore:
    """``IndexFlatIP`` under an id map: exact, no training, removal in place."""

    def __init__(self, dimension: int) -> None:
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under new ids."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Collection[int]) -> None:
        """Remove ids; unknown ones are passed over."""
        if ids:
            self._index.remove_ids(faiss.IDSelectorBatch(np.fromiter(ids, dtype=np.int64, count=len(ids))))

    def search(self, query: Vectors, k: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return the k best ids with their inner products, best first; equal scores by id."""
        if not len(self) or k < 1 or (allowed is not None and not allowed):
            return []
        params = None
        if allowed is not None:
            chosen = np.fromiter(allowed, dtype=np.int64, count=len(allowed))
            params = faiss.SearchParameters(sel=faiss.IDSelectorBatch(chosen))  # type: ignore[call-arg] # SWIG
        scores, ids = self._index.search(query.reshape(1, -1), min(k, len(self)), params=params)
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def __len__(self) -> int:
        return int(self._index.ntotal)
