"""A sentence-transformers model of two layers with random weights, made on the spot without torch."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WIDTH, INNER, LAYERS, HEADS, PLACES, LONGEST = 16, 32, 2, 4, 40, 32
_WORDS = (
    "the bridge was opened today rice prices rose again in june she sings a choir one two three kata query passage : ."
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
    *dict.fromkeys([*_WORDS.split(), *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]),
]  # fmt: skip


def make_tiny(
    folder: Path,
    pooling: dict[str, Any] | None = None,
    *,
    normalise: bool = False,
    prompts: dict[str, str] | None = None,
    prefix: str = "",
    config: dict[str, Any] | None = None,
) -> Path:
    """Write the model's files as the hub has them; ``config`` adds to or changes the encoder's configuration."""
    kinds = ["Transformer", "Pooling", *(["Normalize"] if normalise else [])]
    modules = [
        {"idx": i, "name": str(i), "path": f"{i}_{kind}" if i else "", "type": f"sentence_transformers.models.{kind}"}
        for i, kind in enumerate(kinds)
    ]
    (folder / "1_Pooling").mkdir(parents=True)
    if normalise:
        (folder / "2_Normalize").mkdir()
    _write(folder / "modules.json", modules)
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": WIDTH, **(pooling or {"pooling_mode_mean_tokens": True})},
    )
    _write(
        folder / "config.json",
        {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": WIDTH,
            "intermediate_size": INNER, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
            "max_position_embeddings": PLACES, "type_vocab_size": 2, "vocab_size": len(VOCABULARY),
            "layer_norm_eps": 1e-12, "pad_token_id": 0, **(config or {}),
        },
    )  # fmt: skip
    _write(folder / "sentence_bert_config.json", {"max_seq_length": LONGEST, "do_lower_case": False})
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True})
    _write(folder / "config_sentence_transformers.json", {"prompts": prompts or {}})
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), "utf-8")
    _tokenizer().save(str(folder / "tokenizer.json"))
    save_file({prefix + name: array for name, array in _weights().items()}, folder / "model.safetensors")
    return folder


def _tokenizer() -> Tokenizer:
    vocabulary = {token: i for i, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_padding(length=20)  # the packaged model's pads as well, and must be kept from it
    return tokenizer


def _weights() -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    random = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm": (WIDTH,),
    }
    for layer in (f"encoder.layer.{i}." for i in range(LAYERS)):
        for part in ("query", "key", "value"):
            shapes[f"{layer}attention.self.{part}.weight"] = (WIDTH, WIDTH)
        shapes[f"{layer}attention.output.dense.weight"] = (WIDTH, WIDTH)
        shapes[f"{layer}attention.output.LayerNorm"] = (WIDTH,)
        shapes[f"{layer}intermediate.dense.weight"] = (INNER, WIDTH)
        shapes[f"{layer}output.dense.weight"] = (WIDTH, INNER)
        shapes[f"{layer}output.LayerNorm"] = (WIDTH,)
    found = {}
    for name, shape in shapes.items():
        if name.endswith("LayerNorm"):
            found[f"{name}.weight"] = random.uniform(0.5, 1.5, shape).astype(np.float32)
            found[f"{name}.bias"] = random.normal(0, 0.2, shape).astype(np.float32)
            continue
        found[name] = random.normal(0, 0.5, shape).astype(np.float32)
        if "embeddings" not in name:
            found[name.replace(".weight", ".bias")] = random.normal(0, 0.2, shape[0]).astype(np.float32)
    return found


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values), "utf-8")
