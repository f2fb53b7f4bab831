"""Embedding with sentence-transformers: the packaged default model, a local folder or a hub name."""

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from index.embedding.base import Vectors
from index.errors import ModelError

_WEIGHT_SUFFIXES = {".safetensors", ".bin", ".json", ".txt", ".model"}
_BATCH = 32


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a local folder.

    The folder's files decide the fingerprint. Prompts that the model configures for queries and
    documents are applied (``encode_query``, ``encode_document``).
    """

    def __init__(self, name: str, folder: Path, languages: frozenset[str] = frozenset()) -> None:
        self.name = name
        self.languages = languages
        self._folder = folder
        self._lock = threading.Lock()
        self._model: Any = None
        try:
            self._tokenizer = _tokenizer(folder / "tokenizer.json")
            self.dimension = _dimension(folder)
            limit = _max_length(folder)
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(
                f"{folder} holds no sentence-transformers model that kutip can read ({error}). "
                "It needs modules.json, config.json, tokenizer.json and the weights."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.max_tokens = limit - self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self.fingerprint = f"sentence-transformers:{_digest(folder)}"

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
                self._model = SentenceTransformer(str(self._folder), local_files_only=True)
            except Exception as error:  # whatever torch, safetensors or transformers make of a damaged file
                raise ModelError(f"The embedding model in {self._folder} can't be loaded: {error}") from error

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
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def _tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more specific
        raise ValueError(f"{path.name}: {error}") from error


def _dimension(folder: Path) -> int:
    """Return the width of the last module that sets one, in the order of modules.json."""
    dimension = 0
    for module in json.loads((folder / "modules.json").read_text("utf-8")):
        config = folder / module["path"] / "config.json"
        if module["path"] and config.is_file():
            values = json.loads(config.read_text("utf-8"))
            widths = (values.get(key) for key in ("out_features", "word_embedding_dimension", "embedding_dimension"))
            dimension = int(next(filter(None, widths), dimension))
    if not dimension:
        raise ValueError("no module says the dimension of its vectors")
    return dimension


def _max_length(folder: Path) -> int:
    """Return how many tokens the model reads, special ones counted.

    sentence-transformers wrote its own limit to sentence_bert_config.json up to version 5 and leaves it
    to the tokenizer's settings since 6.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    limit = int(config.get("max_position_embeddings") or 512)
    for name, key in (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length")):
        if (folder / name).is_file():
            own = json.loads((folder / name).read_text("utf-8")).get(key)
            if own:
                return min(limit, int(own))
    return limit


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _WEIGHT_SUFFIXES and p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]
