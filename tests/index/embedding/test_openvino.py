"""The lean runtime against sentence-transformers: the same tokens, the same vectors."""

import random
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding.base import Embedder
from index.embedding.encoder import UnsupportedModelError
from index.embedding.model_folder import ModelFolder
from index.embedding.openvino_runtime import OpenVinoEmbedder
from index.embedding.registry import packaged
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.embedding.verified import CANARIES
from tests.index.embedding.contract import EmbedderContract
from tests.index.embedding.tiny import LONGEST, WIDTH, make_tiny

SAMPLE = Path(__file__).parents[3] / "eval/data/banyuwangi/documents"


class TestTinyOpenVino(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
        return _lean(make_tiny(tmp_path_factory.mktemp("tiny") / "m"))

    def test_limits_come_from_the_model(self, embedder: Embedder) -> None:
        assert (embedder.dimension, embedder.max_tokens) == (WIDTH, LONGEST - 2)

    def test_many_texts_in_many_batches_keep_their_order(self, embedder: Embedder) -> None:
        texts = _mixed(1200)
        some = [0, 1, 511, 512, 777, 1199]
        assert embedder.embed_passages(texts)[some] == pytest.approx(
            np.stack([embedder.embed_passages([texts[i]])[0] for i in some]), abs=1e-5
        )

    def test_threads_dont_disturb_each_other(self, embedder: Embedder) -> None:
        texts = _mixed(60)
        expected = embedder.embed_passages(texts)
        found: dict[int, Any] = {}

        def embed(start: int) -> None:
            found[start] = [embedder.embed_query(text) for text in texts[start::4]]

        threads = [threading.Thread(target=embed, args=(start,)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for start in range(4):
            assert np.stack(found[start]) == pytest.approx(expected[start::4], abs=1e-5)


class TestPackagedOpenVino(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> Embedder:
        return OpenVinoEmbedder("all-MiniLM-L6-v2", packaged(), frozenset({"en"}))


def test_weights_that_arent_the_configurations(tmp_path: Path) -> None:
    folder = make_tiny(tmp_path / "m", config={"num_hidden_layers": 3})
    with pytest.raises(UnsupportedModelError, match="weights can't be read"):
        _lean(folder).warm_up()


def test_damaged_weights(tmp_path: Path) -> None:
    folder = make_tiny(tmp_path / "m")
    (folder / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(UnsupportedModelError, match="weights can't be read"):
        _lean(folder).warm_up()


def test_a_text_without_a_surrogates_other_half_is_an_error_not_a_vector(tmp_path: Path) -> None:
    embedder = _lean(make_tiny(tmp_path / "m"))
    with pytest.raises(TypeError):
        embedder.embed_passages(["\ud83d"])
    assert embedder.embed_passages(["one"]).shape == (1, WIDTH)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"pooling": {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, "normalise": True},
        {"prompts": {"query": "query : ", "document": "passage : "}, "prefix": "bert."},
    ],
    ids=["mean", "cls", "prompts"],
)
def test_vectors_of_tiny_models_are_the_references(tmp_path: Path, options: dict[str, Any]) -> None:
    folder = make_tiny(tmp_path / "m", **options)
    lean, reference = _lean(folder), SentenceTransformerEmbedder("tiny", ModelFolder.read(folder))
    texts = [*CANARIES, *_mixed(40)]
    assert lean.embed_passages(texts) == pytest.approx(reference.embed_passages(texts), abs=1e-5)
    for text in texts[:12]:
        assert lean.embed_query(text) == pytest.approx(reference.embed_query(text), abs=1e-5)
    assert (lean.fingerprint, lean.max_tokens) == (reference.fingerprint, reference.max_tokens)
    assert lean.count_tokens(texts) == reference.count_tokens(texts)


@pytest.mark.slow
def test_tokens_are_the_references() -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    lean = OpenVinoEmbedder("all-MiniLM-L6-v2", packaged())
    reference = SentenceTransformer(str(packaged().path), local_files_only=True).tokenizer
    texts = [
        *CANARIES,
        *_passages(),
        "\0",
        "\u200b",
        "a" * 300,
        "İstanbul",
        "x\u0301",
        "[SEP] [MASK]",
        "\ufeffdi mana?",
    ]
    assert len(texts) > 300
    expected = [reference(text, truncation=True)["input_ids"] for text in texts]
    assert lean.token_ids(texts) == expected


@pytest.mark.slow
def test_vectors_of_the_packaged_model_are_the_references() -> None:
    texts = _passages()[::12]
    lean = OpenVinoEmbedder("all-MiniLM-L6-v2", packaged()).embed_passages(texts)
    reference = SentenceTransformerEmbedder("all-MiniLM-L6-v2", packaged()).embed_passages(texts)
    assert lean == pytest.approx(reference, abs=2e-6)


def _lean(folder: Path) -> OpenVinoEmbedder:
    return OpenVinoEmbedder("tiny", ModelFolder.read(folder))


def _mixed(count: int) -> list[str]:
    choose = random.Random(5)
    words = "the bridge was opened today rice prices rose again in june she sings zebra one two three".split()
    return [" ".join(choose.choices(words, k=choose.randint(1, 45))) for _ in range(count)]


def _passages() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted(SAMPLE.rglob("*.md")) + sorted(SAMPLE.rglob("*.txt"))]
    return [text[i : i + 400 + 7 * (i % 90)] for text in texts for i in range(0, len(text), 61)]
