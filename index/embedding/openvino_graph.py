"""A BERT encoder as an OpenVINO graph, straight from the weights: no torch, no conversion, no file in between."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.encoder import Encoder, UnsupportedModelError

# Added to the scores of padding: far enough for exp() to give 0, near enough for bfloat16 to hold it.
_MASKED = np.float32(-10000)
_GELU = "erf"  # exact; Hendrycks and Gimpel's approximation is "tanh"


def import_openvino() -> Any:
    """Import OpenVINO without its converter.

    ``import openvino`` imports its converter, which sends a usage report to a web analytics service, without
    asking, when the package openvino-telemetry is there (and pip installs it along). A None in sys.modules makes
    that import fail, which OpenVINO expects; it also saves a fifth of the time.
    """
    if "openvino" not in sys.modules:
        sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type] # documented way to block
    import openvino  # noqa: PLC0415 heavy

    return openvino


def build_graph(encoder: Encoder, weights: Path) -> Any:
    """Return the model that maps (ids int32, mask float32), both (texts, tokens), to the last layer's states.

    Output: float32, (texts, tokens, width). Raises :class:`UnsupportedModelError` when the weights aren't the
    encoder's, OSError when they can't be read.
    """
    openvino = import_openvino()
    from openvino import opset13 as ops  # noqa: PLC0415
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415

    try:
        with safe_open(str(weights), framework="numpy") as file:
            return _Builder(openvino, ops, encoder, file.get_tensor, set(file.keys())).model()
    except SafetensorError as error:
        raise UnsupportedModelError(f"its weights can't be read ({error})") from error


class _Builder:
    """One layer after the other; a method for each part of the paper's picture."""

    def __init__(
        self, openvino: Any, ops: Any, encoder: Encoder, tensor: Callable[[str], Any], names: set[str]
    ) -> None:
        self._openvino = openvino
        self._ops = ops
        self._encoder = encoder
        self._tensor = tensor
        self._prefix = "" if "embeddings.word_embeddings.weight" in names else "bert."

    def model(self) -> Any:
        ops = self._ops
        ids = ops.parameter([-1, -1], np.int32, name="ids")
        mask = ops.parameter([-1, -1], np.float32, name="mask")
        states = self._embeddings(ids)
        bias = ops.multiply(ops.subtract(self._of(np.float32(1)), mask), self._of(_MASKED))
        bias = ops.unsqueeze(bias, self._of(np.array([1, 2])))
        for layer in range(self._encoder.layers):
            states = self._layer(f"encoder.layer.{layer}.", states, bias)
        return self._openvino.Model([states], [ids, mask], "encoder")

    def _embeddings(self, ids: Any) -> Any:
        ops = self._ops
        words = ops.gather(self._weight("embeddings.word_embeddings.weight"), ids, self._of(np.int32(0)))
        # One text at a time has the first token type throughout, which can be added beforehand.
        places = self._array("embeddings.position_embeddings.weight")
        places = places + self._array("embeddings.token_type_embeddings.weight")[0]
        length = ops.gather(ops.shape_of(ids), self._of(np.array([1])), self._of(np.int64(0)))
        zero, one = self._of(np.array([0])), self._of(np.array([1]))
        return self._norm("embeddings.LayerNorm", ops.add(words, ops.slice(self._of(places), zero, length, one, zero)))

    def _layer(self, name: str, states: Any, bias: Any) -> Any:
        ops = self._ops
        attended = self._linear([f"{name}attention.output.dense"], self._attention(name, states, bias))
        states = self._norm(f"{name}attention.output.LayerNorm", ops.add(attended, states))
        inner = ops.gelu(self._linear([f"{name}intermediate.dense"], states), _GELU)
        return self._norm(f"{name}output.LayerNorm", ops.add(self._linear([f"{name}output.dense"], inner), states))

    def _attention(self, name: str, states: Any, bias: Any) -> Any:
        ops, heads = self._ops, self._encoder.heads
        each = self._encoder.width // heads
        # The three projections as one multiplication: fewer, larger ones keep both cores busier.
        projected = self._linear([f"{name}attention.self.{part}" for part in ("query", "key", "value")], states)
        swap = self._of(np.array([0, 2, 1, 3]))
        query, key, value = (
            ops.transpose(ops.reshape(part, self._of(np.array([0, 0, heads, each])), True), swap)  # 0: as it was
            for part in ops.split(projected, self._of(np.int64(2)), 3).outputs()
        )
        scores = ops.multiply(ops.matmul(query, key, False, True), self._of(np.float32(each**-0.5)))
        mixed = ops.matmul(ops.softmax(ops.add(scores, bias), -1), value, False, False)
        return ops.reshape(ops.transpose(mixed, swap), self._of(np.array([0, 0, self._encoder.width])), True)

    def _linear(self, names: list[str], states: Any) -> Any:
        weight = np.concatenate([self._array(f"{name}.weight") for name in names])
        bias = np.concatenate([self._array(f"{name}.bias") for name in names])
        return self._ops.add(self._ops.matmul(states, self._of(weight), False, True), self._of(bias))

    def _norm(self, name: str, states: Any) -> Any:
        ops = self._ops
        scaled = ops.mvn(states, self._of(np.array([-1])), True, self._encoder.epsilon, "inside_sqrt")
        return ops.add(ops.multiply(scaled, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _weight(self, name: str) -> Any:
        return self._of(self._array(name))

    def _array(self, name: str) -> Any:
        array = self._tensor(self._prefix + name)
        if array.dtype != np.float32:
            raise UnsupportedModelError(f"its weights are {array.dtype}, not float32")
        return array

    def _of(self, array: Any) -> Any:
        return self._ops.constant(array, shared_memory=isinstance(array, np.ndarray))
