"""Which models the lean runtime takes on."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.embedding.encoder import Encoder, UnsupportedModelError
from index.embedding.model_folder import ModelFolder
from index.embedding.registry import load_embedder, packaged
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from tests.index.embedding.tiny import make_tiny


def test_the_packaged_model() -> None:
    assert Encoder.of(packaged()) == Encoder(384, 12, 6, 1e-12, "mean", "", "")


@pytest.mark.parametrize(
    ("pooling", "mode"),
    [
        ({"pooling_mode": "cls"}, "cls"),
        ({"pooling_mode": ["mean"]}, "mean"),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, "cls"),
        ({"include_prompt": True}, "mean"),
    ],
)
def test_poolings(tmp_path: Path, pooling: dict[str, Any], mode: str) -> None:
    assert Encoder.of(ModelFolder.read(make_tiny(tmp_path / "m", pooling))).pooling == mode


@pytest.mark.parametrize(
    ("pooling", "reason"),
    [
        ({"pooling_mode": "max"}, "pooling is max"),
        ({"pooling_mode": ["cls", "mean"]}, "pooling is"),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True}, "pooling is"),
        ({"pooling_mode_mean_sqrt_len_tokens": True}, "pooling is mean_sqrt_len_tokens"),
        ({"include_prompt": False}, "leaves the prompt out"),
    ],
)
def test_other_poolings_are_refused(tmp_path: Path, pooling: dict[str, Any], reason: str) -> None:
    folder = ModelFolder.read(make_tiny(tmp_path / "m", pooling, prompts={"query": "query: "}))
    with pytest.raises(UnsupportedModelError, match=reason):
        Encoder.of(folder)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"model_type": "roberta"}, "model_type is 'roberta'"),
        ({"hidden_act": "gelu_new"}, "hidden_act is 'gelu_new'"),
        ({"position_embedding_type": "relative_key"}, "position_embedding_type"),
        ({"is_decoder": True}, "is_decoder"),
        ({"num_attention_heads": None}, "isn't understood"),
    ],
)
def test_other_encoders_are_left_to_the_reference(tmp_path: Path, config: dict[str, Any], reason: str) -> None:
    folder = make_tiny(tmp_path / "m", config=config)
    with pytest.raises(UnsupportedModelError, match=reason):
        Encoder.of(ModelFolder.read(folder))
    assert isinstance(load_embedder(str(folder)), SentenceTransformerEmbedder)


def test_other_modules_are_refused(tmp_path: Path) -> None:
    folder = make_tiny(tmp_path / "m")
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    dense = {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    (folder / "modules.json").write_text(json.dumps([*modules, dense]), "utf-8")
    with pytest.raises(UnsupportedModelError, match="Transformer, Pooling, Dense"):
        Encoder.of(ModelFolder.read(folder))


def test_prompts(tmp_path: Path) -> None:
    prompts = {"query": "query: ", "passage": "never used by encode_document, which asks for 'document' first"}
    encoder = Encoder.of(ModelFolder.read(make_tiny(tmp_path / "m", prompts=prompts)))
    assert (encoder.query_prompt, encoder.passage_prompt) == ("query: ", "")
