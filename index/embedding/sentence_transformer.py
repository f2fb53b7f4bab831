"""Embedding with sentence-transformers: any model it knows, on a GPU when there is one; the reference of the others."""

import os
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.embedding.base import Vectors
from index.embedding.model_folder import ModelFolder
from index.errors import ModelError

_BATCH = 32


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a local folder.

    The folder's files decide the fingerprint. Prompts that the model configures for queries and
    documents are applied (``encode_query``, ``encode_document``).
    """

    def __init__(self, name: str, folder: ModelFolder, languages: frozenset[str] = frozenset()) -> None:
        self.name = name
        self.languages = languages
        self.dimension = folder.dimension
        self.max_tokens = folder.max_tokens
        self.fingerprint = f"sentence-transformers:{folder.digest}"
        self._folder = folder
        self._lock = threading.Lock()
        self._model: Any = None

    def warm_up(self) -> None:
        """Import torch and load the weights, once; takes seconds."""
        with self._lock:
            if self._model is not None:
                return
            # Threads that wait by spinning take the processor from whatever else runs: on two busy cores a
            # query took 500 ms instead of 50. Read when torch loads its OpenMP.
            os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 takes seconds
            from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

            disable_progress_bar()  # type: ignore[no-untyped-call] # a bar of its own would tear the command line's
            try:
                self._model = SentenceTransformer(str(self._folder.path), local_files_only=True)
            except Exception as error:  # whatever torch, safetensors or transformers make of a damaged file
                raise ModelError(f"The embedding model in {self._folder.path} can't be loaded: {error}") from error

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; texts over ``max_tokens`` are cut by the model."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        self.warm_up()
        vectors = self._model.encode_document(
            list(texts),
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of a query."""
        self.warm_up()
        vector = self._model.encode_query(
            text, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vector, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens; doesn't load the weights."""
        return self._folder.count_tokens(list(texts))
