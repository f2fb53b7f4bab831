"""The boundary where embedding models plug in."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Maps texts to unit vectors whose inner product is their similarity.

    Implementations load their weights on first use, not when made, and may be called from several
    threads. Every vector has length 1, so that the inner product is the cosine in [-1, 1].
    """

    name: str
    fingerprint: str  # changes whenever the same text could get another vector
    dimension: int
    max_tokens: int  # of a text's own tokens that the model reads; what is longer is cut off
    languages: frozenset[str]  # ISO 639-1 codes it was trained for; empty when it claims them all

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (len(texts), dimension), in the order of ``texts``."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return one float32 vector of shape (dimension,)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens, special tokens not counted."""
        ...

    def warm_up(self) -> None:
        """Load the weights now rather than at the first call."""
        ...


def knows(embedder: Embedder, *languages: str | None) -> bool:
    """Tell whether an embedder was trained for all the languages; one that isn't known doesn't speak against it."""
    trained = embedder.languages
    return not trained or all(language is None or language in trained for language in languages)
