"""Whether a text entails a sentence, by a model for natural-language inference. Optional; loaded when first used."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rag.errors import LLMError, SettingsError

_LONGEST = 512  # tokens of premise and hypothesis together, where the model reads more
_SETTING = "KUTIP_ENTAILMENT_MODEL"


@dataclass(frozen=True, slots=True)
class Inference:
    """Probabilities that add up to 1. A model that only tells entailment from the rest has no contradiction."""

    entailment: float
    neutral: float
    contradiction: float


class Entailment(Protocol):
    """Judges whether a premise entails a hypothesis. May be called from several threads."""

    def infer(self, premise: str, hypothesis: str) -> Inference:
        """Return the probabilities. Raises :class:`rag.errors.LLMError` when the model can't be used."""
        ...


class EntailmentModel:
    """A sequence-classification model (transformers, or a sentence-transformers CrossEncoder), from a folder or a hub.

    Its labels are read from its configuration. Weights are read from safetensors alone, and no code that comes with
    a model is run. A folder that can't be such a model is refused at once (:class:`rag.errors.SettingsError`).
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None
        self._tokenizer: Any = None
        self._labels: dict[str, int] = {}
        folder = Path(name)
        if folder.is_dir():
            self._labels = _labels(_configured(folder))
            if not any(folder.glob("*.safetensors")):
                raise SettingsError(f"{_SETTING}: {folder} has no *.safetensors; other weights are not read.")
        elif folder.is_absolute() or name.startswith("."):
            raise SettingsError(f"{_SETTING}: there is no folder {name!r}.")

    def infer(self, premise: str, hypothesis: str) -> Inference:
        """Return the probabilities; a premise that is too long is cut at its end."""
        import torch  # noqa: PLC0415 takes seconds

        with self._lock:
            self._load()
            try:
                encoded = self._tokenizer(
                    premise, hypothesis, truncation="only_first", max_length=self._longest(), return_tensors="pt"
                )
                with torch.inference_mode():
                    logits = self._model(**encoded).logits[0]
            except Exception as error:  # whatever torch or the tokenizer make of a model that doesn't fit
                raise LLMError(f"The entailment model {self._name} fails: {error}") from error
            shares = torch.softmax(logits.float(), dim=-1).tolist()
        entailment = shares[self._labels["entailment"]]
        contradiction = shares[self._labels["contradiction"]] if "contradiction" in self._labels else 0.0
        return Inference(entailment, max(0.0, 1 - entailment - contradiction), contradiction)

    def _load(self) -> None:
        if self._model is not None:
            return
        from transformers import AutoModelForSequenceClassification, AutoTokenizer  # noqa: PLC0415 takes seconds

        local = Path(self._name).is_dir()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(self._name, local_files_only=local)
            model: Any = AutoModelForSequenceClassification.from_pretrained(
                self._name, local_files_only=local, use_safetensors=True, trust_remote_code=False
            )
            self._labels = _labels(model.config.id2label)
        except SettingsError:
            raise
        except Exception as error:  # the hub, safetensors and transformers have no common error
            raise LLMError(f"The entailment model {self._name} can't be loaded: {error}") from error
        self._model = model.eval()

    def _longest(self) -> int:
        configured = getattr(self._model.config, "max_position_embeddings", _LONGEST)
        return int(min(_LONGEST, configured, self._tokenizer.model_max_length))


def _configured(folder: Path) -> dict[Any, str]:
    try:
        found: dict[Any, str] = json.loads((folder / "config.json").read_text("utf-8")).get("id2label", {})
    except (OSError, ValueError) as error:
        raise SettingsError(f"{_SETTING}: {folder}/config.json can't be read ({error}).") from error
    return found


def _labels(id2label: dict[Any, str]) -> dict[str, int]:
    """Return the place of each label. ``not_entailment`` is none of those meant."""
    named = {str(label).casefold(): int(place) for place, label in id2label.items()}
    found = {
        meaning: place
        for meaning in ("entailment", "contradiction")
        for label, place in named.items()
        if label.startswith(meaning[:6])
    }
    if "entailment" not in found:
        raise SettingsError(
            f"{_SETTING}: its labels are {', '.join(map(str, id2label.values())) or 'none'}; "
            "one of them has to be entailment, as in a model for natural-language inference."
        )
    return found
