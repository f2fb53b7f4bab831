"""The boundary where lexical indexes plug in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One passage's terms, already analysed: folded tokens, their stems, and its title's stems."""

    passage_id: int
    raw: Sequence[str]
    stems: Sequence[str]
    title: Sequence[str]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a concept: a raw term, its stem, and what a match is worth (1 is full)."""

    raw: str
    stem: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a query asks for, in any of its wordings: the best-scoring one counts, once."""

    alternatives: Sequence[Alternative]
    weight: float = 1.0


class LexicalIndex(Protocol):
    """Passages' terms by integer id, ranked by BM25. Not thread-safe: the caller holds a lock."""

    def update(self, add: Iterable[LexicalEntry], remove: Collection[int]) -> None:
        """Remove ids, then add entries; both are visible to searches when the call returns."""
        ...

    def search(
        self, query: Sequence[Concept], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k best ``(id, score)``, best first, of ``allowed`` alone when given."""
        ...

    def document_frequency(self, stem: str) -> int:
        """Return the number of passages whose text or title holds the stem."""
        ...

    def __len__(self) -> int: ...
