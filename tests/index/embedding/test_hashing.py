"""The embedder without a model."""

import hashlib

import numpy as np
import pytest

from index.embedding.base import Embedder
from index.embedding.hashing import HashingEmbedder
from tests.index.embedding.contract import EmbedderContract


class TestHashing(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return HashingEmbedder()


def test_values_are_the_same_on_every_machine() -> None:
    vector = HashingEmbedder(dimension=8).embed_query("Satu dua DUA")
    oracle = np.zeros(8, dtype=np.float32)
    for word, axis, sign in [("satu", *_hash("satu")), ("dua", *_hash("dua")), ("dua", *_hash("dua"))]:
        assert word
        oracle[axis % 8] += sign
    assert vector == pytest.approx(oracle / np.linalg.norm(oracle))


def _hash(word: str) -> tuple[int, int]:
    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "big"), 1 if digest[4] % 2 else -1


def test_dimension_is_part_of_the_fingerprint() -> None:
    assert HashingEmbedder(8).fingerprint != HashingEmbedder(16).fingerprint
