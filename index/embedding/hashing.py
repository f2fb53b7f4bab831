"""An embedder without a model: hashed words, deterministic everywhere. For tests and for trying things out.

Texts that share words are near each other; nothing more is claimed.
"""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.embedding.base import Vectors

_WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Signed feature hashing of lower-case words (Weinberger et al. 2009)."""

    languages: frozenset[str] = frozenset()

    def __init__(self, dimension: int = 64, max_tokens: int = 256) -> None:
        self.name = "hashing"
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.fingerprint = f"hashing-1:{dimension}"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; a text without words gets the first axis."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.casefold()):
                digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dimension] += 1 if digest[4] & 1 else -1
            if not vectors[row].any():
                vectors[row, 0] = 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return the vector that a passage of the same text would get."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of words."""
        return [len(_WORD.findall(text)) for text in texts]

    def warm_up(self) -> None:
        """Do nothing: there are no weights."""
