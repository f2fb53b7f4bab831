"""The boundary where vector stores plug in."""

from collections.abc import Collection, Sequence
from typing import Protocol

from index.embedding.base import Vectors


class VectorStore(Protocol):
    """Unit vectors by integer id, searched by inner product.

    Not thread-safe: the caller holds a lock.
    """

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors of shape (len(ids), dimension); ids are new and in no store yet."""
        ...

    def remove(self, ids: Collection[int]) -> None:
        """Remove ids; those that aren't there are passed over."""
        ...

    def search(self, query: Vectors, k: int, allowed: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return the k best ``(id, inner product)``, best first, of ``allowed`` alone when given."""
        ...

    def __len__(self) -> int: ...
