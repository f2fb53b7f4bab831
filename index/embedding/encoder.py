"""Which models the lean runtime computes itself, and how they are built.

A whitelist: what isn't known to be computed exactly is left to sentence-transformers.
"""

from dataclasses import dataclass
from typing import Any, Self

from index.embedding.model_folder import ModelFolder

_POOLING = ("cls", "mean")
_FLAGS = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}


class UnsupportedModelError(Exception):
    """The lean runtime can't compute this model; the message says why."""


@dataclass(frozen=True)
class Encoder:
    """A BERT encoder (Devlin et al. 2019) with one pooling of its last layer."""

    width: int
    heads: int
    layers: int
    epsilon: float
    pooling: str  # "cls" or "mean"
    query_prompt: str
    passage_prompt: str

    @classmethod
    def of(cls, folder: ModelFolder) -> Self:
        """Read the folder's configuration. Raises :class:`UnsupportedModelError`."""
        try:
            return cls._of(folder)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnsupportedModelError(f"its configuration isn't understood ({error!r})") from error

    @classmethod
    def _of(cls, folder: ModelFolder) -> Self:
        config = folder.json("config.json")
        _demand(config, "model_type", "bert")
        _demand(config, "hidden_act", "gelu")
        _demand(config, "position_embedding_type", "absolute", None)
        _demand(config, "is_decoder", False, None)
        _demand(folder.json("sentence_bert_config.json"), "do_lower_case", False, None)
        if "model.safetensors" not in folder.sha256:
            raise UnsupportedModelError("it has no model.safetensors")
        prompts = folder.json("config_sentence_transformers.json").get("prompts") or {}
        query, passage = str(prompts.get("query") or ""), str(prompts.get("document") or "")
        return cls(
            width=int(config["hidden_size"]),
            heads=int(config["num_attention_heads"]),
            layers=int(config["num_hidden_layers"]),
            epsilon=float(config["layer_norm_eps"]),
            pooling=_pooling(folder, prompted=bool(query or passage)),
            query_prompt=query,
            passage_prompt=passage,
        )


def _pooling(folder: ModelFolder, *, prompted: bool) -> str:
    """Return the pooling of a model whose modules are a transformer, a pooling and perhaps a normalisation.

    The vectors are normalised in any case, as :class:`index.embedding.base.Embedder` promises.
    """
    modules = folder.json("modules.json")
    kinds = [module["type"].rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]) or modules[0]["path"]:
        raise UnsupportedModelError(f"its modules are {', '.join(kinds)}")
    config = folder.json(f"{modules[1]['path']}/config.json")
    flags = [mode for key, mode in _FLAGS.items() if config.get(key)]  # up to sentence-transformers 5
    mode = config.get("pooling_mode") or flags or "mean"
    if isinstance(mode, list) and len(mode) == 1:
        mode = mode[0]
    if mode not in _POOLING:
        raise UnsupportedModelError(f"its pooling is {mode}")
    if prompted and not config.get("include_prompt", True):
        raise UnsupportedModelError("its pooling leaves the prompt out")
    return str(mode)


def _demand(config: dict[str, Any], key: str, *allowed: object) -> None:
    if config.get(key) not in allowed:
        raise UnsupportedModelError(f"its {key} is {config.get(key)!r}")
