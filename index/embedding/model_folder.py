"""A sentence-transformers model's folder, read without loading its weights."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tokenizers import Tokenizer

from index.errors import ModelError

_SUFFIXES = {".safetensors", ".bin", ".json", ".txt", ".model"}


@dataclass(frozen=True)
class ModelFolder:
    """What every runtime of the same model shares.

    ``max_length`` counts special tokens, ``max_tokens`` doesn't. ``digest`` changes with any of the model's
    files; ``sha256`` has each file's, by its path in the folder.
    """

    path: Path
    tokenizer: Tokenizer  # neither pads nor cuts
    dimension: int
    max_length: int
    sha256: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a folder and hash its files. Raises :class:`ModelError` when it holds no such model."""
        try:
            tokenizer = _tokenizer(path / "tokenizer.json")
            tokenizer.no_padding()
            tokenizer.no_truncation()
            return cls(path, tokenizer, _dimension(path), _max_length(path), _hashes(path))
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(
                f"{path} holds no sentence-transformers model that kutip can read ({error}). "
                "It needs modules.json, config.json, tokenizer.json and the weights."
            ) from error

    @property
    def max_tokens(self) -> int:
        """How many of a text's own tokens the model reads."""
        return self.max_length - self.tokenizer.num_special_tokens_to_add(is_pair=False)

    @property
    def digest(self) -> str:
        """Return 32 hexadecimal digits that stand for the model's files."""
        digest = hashlib.sha256()
        for name, found in self.sha256.items():
            digest.update(name.encode())
            digest.update(bytes.fromhex(found))
        return digest.hexdigest()[:32]

    def json(self, name: str) -> Any:
        """Return what a JSON file of the folder holds; an empty object when there is no such file."""
        path = self.path / name
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Return each text's number of tokens, special tokens not counted."""
        return [len(encoding.ids) for encoding in self.tokenizer.encode_batch(texts, add_special_tokens=False)]


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


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _SUFFIXES and p.is_file()):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
