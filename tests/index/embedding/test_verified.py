"""Which runtime is trusted, and what happens when none is."""

import dataclasses
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import openvino_graph, verified
from index.embedding.base import Embedder, Vectors
from index.embedding.encoder import Encoder
from index.embedding.model_folder import ModelFolder
from index.embedding.openvino_runtime import OpenVinoEmbedder, conditions
from index.embedding.registry import DEFAULT, load_embedder, packaged
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.embedding.verdicts import cache_directory, read_verdict
from index.embedding.verified import CANARIES, REFERENCES, VerifiedEmbedder
from index.errors import ModelError
from tests.index.embedding.tiny import make_tiny


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFolder:
    """A model whose reference is the lean runtime itself, as it is before a test breaks it: torch isn't needed."""
    folder = ModelFolder.read(make_tiny(tmp_path / "m"))
    right = OpenVinoEmbedder("tiny", folder).embed_passages(CANARIES)
    monkeypatch.setattr(SentenceTransformerEmbedder, "warm_up", lambda _: None)
    monkeypatch.setattr(SentenceTransformerEmbedder, "embed_passages", lambda _, texts: right[: len(texts)])
    return folder


def _make(folder: ModelFolder, cache: Path, *, strict: bool = False) -> VerifiedEmbedder:
    return VerifiedEmbedder("tiny", folder, frozenset(), cache, strict=strict)


def test_what_passes_is_used_and_the_verdict_kept(tiny: ModelFolder, tmp_path: Path) -> None:
    embedder = _make(tiny, tmp_path / "cache")
    assert embedder.runtime in ("openvino f32", "openvino bf16")
    assert embedder.fingerprint == SentenceTransformerEmbedder("tiny", tiny).fingerprint
    verdict = read_verdict(tmp_path / "cache" / f"{tiny.digest}.json", conditions())
    assert verdict
    assert f"openvino {verdict.precision}" == embedder.runtime
    assert verdict.distance < 0.03


def test_a_kept_verdict_is_believed(tiny: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tiny, tmp_path).warm_up()
    monkeypatch.setattr(verified, "_distance", lambda *_: pytest.fail("verified a second time"))
    assert _make(tiny, tmp_path).runtime.startswith("openvino")


def test_a_damaged_verdict_is_made_anew(tiny: ModelFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    _make(tiny, tmp_path).warm_up()
    path = tmp_path / f"{tiny.digest}.json"
    path.write_bytes(path.read_bytes()[:-20])
    assert _make(tiny, tmp_path).runtime.startswith("openvino")
    assert "verified anew" in caplog.text
    assert read_verdict(path, conditions())


def test_wrong_vectors_are_left_aside(
    tiny: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = Encoder.of(tiny)
    monkeypatch.setattr(Encoder, "of", lambda _: dataclasses.replace(right, pooling="cls"))
    embedder = _make(tiny, tmp_path)
    for _ in range(2):
        embedder.embed_passages(["one"])
    assert embedder.runtime == "torch"
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "vectors aren't the model's" in warnings[0].message
    with pytest.raises(ModelError, match=r"vectors aren't the model's.*torch or auto"):
        _make(tiny, tmp_path, strict=True).warm_up()


def test_vectors_that_arent_numbers_are_left_aside(tiny: ModelFolder) -> None:
    class Broken:
        def embed_passages(self, texts: list[str]) -> Vectors:
            return np.full((len(texts), 16), np.nan, dtype=np.float32)

    broken: Embedder = Broken()  # type: ignore[assignment] # only this method is called
    expected = OpenVinoEmbedder("tiny", tiny).embed_passages(CANARIES)
    assert verified._distance(broken, expected) == 2
    assert verified._distance(broken, expected[:, :8]) == 2


@pytest.mark.parametrize("capable", [True, False])
def test_bfloat16_is_used_where_it_is_there_right_and_faster(
    tiny: ModelFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capable: bool
) -> None:
    monkeypatch.setattr(verified, "has_bfloat16", lambda: capable)
    monkeypatch.setattr(VerifiedEmbedder, "_in", lambda self, precision: _Pretended(self._folder, precision))
    monkeypatch.setattr(verified, "_rates", lambda made: {name: {"f32": 1, "bf16": 2}[name] for name in made})
    assert _make(tiny, tmp_path).runtime == ("openvino bf16" if capable else "openvino f32")


class _Pretended(OpenVinoEmbedder):
    """Computes in float32 on any processor and says otherwise."""

    def __init__(self, folder: ModelFolder, precision: str) -> None:
        super().__init__("tiny", folder)
        self.precision = precision

    def warm_up(self) -> None:
        said, self.precision = self.precision, "f32"
        super().warm_up()
        self.precision = said


def test_rates_are_of_each_candidate(tiny: ModelFolder) -> None:
    rates = verified._rates({"a": OpenVinoEmbedder("tiny", tiny), "b": OpenVinoEmbedder("tiny", tiny)})
    assert set(rates) == {"a", "b"}
    assert min(rates.values()) > 0


def test_no_cache_directory(tiny: ModelFolder) -> None:
    assert VerifiedEmbedder("tiny", tiny, frozenset(), None).runtime.startswith("openvino")


def test_openvino_isnt_installed(
    tiny: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert _make(tiny, tmp_path).runtime == "torch"
    assert "OpenVINO can't be used" in caplog.text


def test_the_packaged_models_reference_is_shipped_and_an_approximation_fails_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = packaged()
    shape = np.shape(json.loads((REFERENCES / f"{folder.digest}.json").read_text("utf-8"))["vectors"])
    assert shape == (len(CANARIES), 384)
    monkeypatch.setattr(openvino_graph, "_GELU", "tanh")
    with pytest.raises(ModelError, match="vectors aren't the model's"):
        VerifiedEmbedder(DEFAULT, folder, frozenset(), tmp_path, strict=True).warm_up()


@pytest.mark.slow
def test_the_shipped_reference_is_what_sentence_transformers_computes() -> None:
    folder = packaged()
    shipped = np.array(json.loads((REFERENCES / f"{folder.digest}.json").read_text("utf-8"))["vectors"])
    assert SentenceTransformerEmbedder(DEFAULT, folder).embed_passages(CANARIES) == pytest.approx(shipped, abs=2e-6)


def test_two_processes_at_once_without_torch_and_without_reports(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from index.embedding.registry import load_embedder\n"
        "embedder = load_embedder()\n"
        "embedder.embed_query('Di mana?')\n"
        "unwanted = {'torch', 'transformers', 'sentence_transformers', 'openvino_telemetry', 'requests'}\n"
        "print(embedder.runtime.split()[0], sorted(unwanted & set(sys.modules)))\n"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    processes = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=120)[0] for process in processes] == ["openvino []\n"] * 2
    kept = list((tmp_path / "kutip" / "embedding").iterdir())
    assert [path.name for path in kept] == [f"{packaged().digest}.json"]
    assert read_verdict(kept[0], conditions())


def test_settings(tmp_path: Path) -> None:
    folder = make_tiny(tmp_path / "m")
    assert isinstance(load_embedder(str(folder)), VerifiedEmbedder)
    assert isinstance(load_embedder(str(folder), "openvino"), VerifiedEmbedder)
    assert isinstance(load_embedder(str(folder), "torch"), SentenceTransformerEmbedder)
    with pytest.raises(ModelError, match="auto, openvino, torch"):
        load_embedder(str(folder), "onnx")
    other = make_tiny(tmp_path / "other", {"pooling_mode": "max"})
    with pytest.raises(ModelError, match="its pooling is max"):
        load_embedder(str(other), "openvino").warm_up()
    assert cache_directory()
