"""A tiny model made on the spot: its classifier's bias decides, so that every label can be had."""

import json
from pathlib import Path
from typing import Any

import pytest

from rag.entailment import EntailmentModel
from rag.errors import LLMError, SettingsError

NLI = {0: "CONTRADICTION", 1: "entailment", 2: "neutral"}


def make_model(folder: Path, bias: list[float], labels: dict[int, str] | None = None) -> Path:
    import torch  # noqa: PLC0415 takes seconds
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast  # noqa: PLC0415

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rina", "memimpin", "pelabuhan"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    labels = labels or NLI
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=64, num_labels=len(labels), id2label=labels,
        label2id={label: place for place, label in labels.items()},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor(bias))
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("bias", "labels", "expected"),
    [
        ([0.0, 9.0, 0.0], NLI, (1.0, 0.0, 0.0)),
        ([9.0, 0.0, 0.0], NLI, (0.0, 0.0, 1.0)),
        ([0.0, 0.0, 9.0], NLI, (0.0, 1.0, 0.0)),
        ([9.0, 0.0, 0.0], {0: "Entailment", 1: "Neutral", 2: "Contradiction"}, (1.0, 0.0, 0.0)),
        ([0.0, 9.0], {0: "entailment", 1: "not_entailment"}, (0.0, 1.0, 0.0)),
    ],
)
def test_labels_are_read_from_the_configuration(
    tmp_path: Path, bias: list[float], labels: dict[int, str], expected: tuple[float, float, float]
) -> None:
    model = EntailmentModel(str(make_model(tmp_path / "nli", bias, labels)))
    found = model.infer("Rina memimpin pelabuhan. " * 60, "Pelabuhan dipimpin Rina.")
    assert (found.entailment, found.neutral, found.contradiction) == pytest.approx(expected, abs=0.01)


def _config(folder: Path, **values: Any) -> None:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(values))


def test_what_can_be_no_such_model_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"KUTIP_ENTAILMENT_MODEL: there is no folder"):
        EntailmentModel(str(tmp_path / "none"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=r"config\.json can't be read"):
        EntailmentModel(str(tmp_path / "empty"))
    _config(tmp_path / "sentiment", id2label={"0": "LABEL_0", "1": "LABEL_1"})
    with pytest.raises(SettingsError, match="its labels are LABEL_0, LABEL_1"):
        EntailmentModel(str(tmp_path / "sentiment"))
    _config(tmp_path / "pickled", id2label={str(n): label for n, label in NLI.items()})
    (tmp_path / "pickled" / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(SettingsError, match=r"no \*\.safetensors"):
        EntailmentModel(str(tmp_path / "pickled"))


def test_a_damaged_model_is_told_when_it_is_used(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "nli", [0.0, 9.0, 0.0])
    (folder / "model.safetensors").write_bytes(b"\x07" * 100)
    model = EntailmentModel(str(folder))
    with pytest.raises(LLMError, match="can't be loaded"):
        model.infer("Rina memimpin.", "Rina memimpin.")
