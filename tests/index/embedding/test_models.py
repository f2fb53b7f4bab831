"""Real models: the packaged one, and a tiny one made on the spot."""

import json
from pathlib import Path

import pytest

from index.embedding.base import Embedder
from index.embedding.registry import load_embedder
from index.errors import ModelError
from tests.index.embedding.contract import EmbedderContract

pytestmark = pytest.mark.slow


class TestPackaged(EmbedderContract):
    tolerance = 0.01  # bfloat16 where the processor has it

    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> Embedder:
        return load_embedder()

    def test_meaning_counts(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(["The cat sits on the mat.", "Shares fell sharply on Monday."])
        scores = vectors @ embedder.embed_query("Where is the kitten?")
        assert scores[0] > scores[1] + 0.2


class TestPackagedReference(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> Embedder:
        return load_embedder(runtime="torch")


class TestTiny(EmbedderContract):
    tolerance = 0.01

    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls, tiny: Path) -> Embedder:
        return load_embedder(str(tiny))

    def test_limits_come_from_the_model(self, embedder: Embedder, tiny: Path) -> None:
        assert (embedder.dimension, embedder.max_tokens) == (16, 30)
        assert embedder.name == str(tiny)
        assert embedder.count_tokens(["the bridge was"]) == [3]

    def test_other_weights_other_fingerprint(self, embedder: Embedder, tiny: Path, tmp_path: Path) -> None:
        copy = _copy(tiny, tmp_path)
        assert load_embedder(str(copy)).fingerprint == embedder.fingerprint
        weights = bytearray((copy / "model.safetensors").read_bytes())
        weights[-1] ^= 1
        (copy / "model.safetensors").write_bytes(weights)
        assert load_embedder(str(copy)).fingerprint != embedder.fingerprint

    def test_damaged_weights_are_named(self, tiny: Path, tmp_path: Path) -> None:
        copy = _copy(tiny, tmp_path)
        (copy / "model.safetensors").write_bytes(b"damaged")
        with pytest.raises(ModelError, match="can't be loaded"):
            load_embedder(str(copy)).warm_up()

    @pytest.mark.parametrize("name", ["tokenizer.json", "modules.json", "config.json"])
    def test_missing_files_are_named(self, tiny: Path, tmp_path: Path, name: str) -> None:
        copy = _copy(tiny, tmp_path)
        (copy / name).unlink()
        with pytest.raises(ModelError, match="that kutip can read"):
            load_embedder(str(copy))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of one layer with random weights and a WordPiece vocabulary."""
    import torch  # noqa: PLC0415 heavy, and only here
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("bert")
    words = "the bridge was opened today rice prices rose again in june she sings a choir one two three kata".split()
    letters = [*"abcdefghijklmnopqrstuvwxyz.", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz")]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys([*words, *letters])]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    torch.manual_seed(0)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=64,
        )
    ).save_pretrained(folder)  # fmt: skip
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    transformer = Transformer(str(folder), max_seq_length=32)
    whole = tmp_path_factory.mktemp("tiny")
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(whole))
    assert json.loads((whole / "modules.json").read_text("utf-8"))
    return whole


def _copy(folder: Path, target: Path) -> Path:
    for path in folder.rglob("*"):
        if path.is_file():
            (target / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(folder)).write_bytes(path.read_bytes())
    return target
