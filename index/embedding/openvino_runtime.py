"""Embedding with OpenVINO: the same model and the same vectors as sentence-transformers, without torch."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from index.embedding.base import Vectors
from index.embedding.batches import by_length, padded
from index.embedding.encoder import Encoder, UnsupportedModelError
from index.embedding.model_folder import ModelFolder
from index.embedding.openvino_graph import build_graph, import_openvino

# Tokens computed at once. More isn't faster, and a question asked meanwhile waits for the batch before it.
_BUDGET = 1024
# Texts tokenised and sorted together.
_WINDOW = 512


class OpenVinoEmbedder:
    """A BERT encoder of a sentence-transformers folder on the processor.

    ``precision`` is ``f32`` or, where the processor multiplies it natively, ``bf16``; their vectors may share an
    index (cosine over .999), hence the fingerprint of :class:`SentenceTransformerEmbedder`.
    Raises :class:`UnsupportedModelError` for a model it can't compute.
    """

    def __init__(
        self, name: str, folder: ModelFolder, languages: frozenset[str] = frozenset(), precision: str = "f32"
    ) -> None:
        self.name = name
        self.languages = languages
        self.dimension = folder.dimension
        self.max_tokens = folder.max_tokens
        self.fingerprint = f"sentence-transformers:{folder.digest}"
        self.precision = precision
        self._encoder = Encoder.of(folder)
        if self._encoder.width != folder.dimension:
            raise UnsupportedModelError(
                f"its vectors have {folder.dimension} numbers, its layers {self._encoder.width}"
            )
        self._folder = folder
        self._padding = int(folder.json("config.json").get("pad_token_id") or 0)
        self._tokenizer = Tokenizer.from_str(folder.tokenizer.to_str())
        self._tokenizer.enable_truncation(folder.max_length)
        self._lock = threading.Lock()
        self._compiled: Any = None
        self._idle: list[Any] = []  # requests: one computes for one thread at a time

    def warm_up(self) -> None:
        """Build the graph from the weights and compile it, once; takes half a second.

        Raises :class:`UnsupportedModelError` when the weights aren't what the configuration says.
        """
        with self._lock:
            if self._compiled is not None:
                return
            openvino = import_openvino()
            try:
                graph = build_graph(self._encoder, self._folder.path / "model.safetensors")
                compiled = openvino.Core().compile_model(
                    graph,
                    "CPU",
                    {
                        "PERFORMANCE_HINT": "LATENCY",  # all cores on one batch: the same rate, and a query is quick
                        "INFERENCE_PRECISION_HINT": self.precision,
                        # Pinned threads of two processes would share one core while another idles.
                        "ENABLE_CPU_PINNING": False,
                    },
                )
            except (OSError, RuntimeError, ValueError) as error:
                raise UnsupportedModelError(f"OpenVINO can't build it ({error})") from error
            self._compiled = compiled

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; texts over ``max_tokens`` are cut."""
        return self._embed([self._encoder.passage_prompt + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of a query."""
        vector: Vectors = self._embed([self._encoder.query_prompt + text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens; doesn't load the weights."""
        return self._folder.count_tokens(list(texts))

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens the model reads of each text, special ones included."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def _embed(self, texts: list[str]) -> Vectors:
        self.warm_up()
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        request = self._take()
        running: tuple[list[int], Vectors] | None = None
        try:
            # The next batch is tokenised and padded while the one before it is computed.
            for places, rows in self._batches(texts):
                ids, mask = padded(rows, self._padding)
                if running:
                    vectors[running[0]] = self._result(request, running[1])
                request.start_async([ids, mask])
                running = places, mask
            if running:
                vectors[running[0]] = self._result(request, running[1])
                running = None
        finally:
            if running:
                request.wait()
            self._give_back(request)
        return vectors

    def _batches(self, texts: list[str]) -> Iterator[tuple[list[int], list[list[int]]]]:
        for start in range(0, len(texts), _WINDOW):
            tokens = self.token_ids(texts[start : start + _WINDOW])
            for batch in by_length([len(row) for row in tokens], _BUDGET):
                yield [start + i for i in batch], [tokens[i] for i in batch]

    def _result(self, request: Any, mask: Vectors) -> Vectors:
        """Wait for a batch, pool its states and give them length 1, in float32 whatever computed them."""
        request.wait()
        states = request.get_output_tensor(0).data
        if self._encoder.pooling == "cls":
            pooled = states[:, 0].astype(np.float32)
        else:
            pooled = np.matmul(mask[:, None, :], states)[:, 0] / mask.sum(axis=1, keepdims=True)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        unit: Vectors = pooled / np.maximum(lengths, 1e-12)
        return unit

    def _take(self) -> Any:
        with self._lock:
            return self._idle.pop() if self._idle else self._compiled.create_infer_request()

    def _give_back(self, request: Any) -> None:
        with self._lock:
            self._idle.append(request)


def has_bfloat16() -> bool:
    """Return whether OpenVINO can compute in bfloat16 on this processor at all."""
    return "BF16" in import_openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def conditions() -> dict[str, str]:
    """Return what, with the model, decides the vectors' last digits and how fast they are."""
    openvino = import_openvino()
    core = openvino.Core()
    return {
        "openvino": str(openvino.__version__),
        "processor": str(core.get_property("CPU", "FULL_DEVICE_NAME")),
        "capabilities": " ".join(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")),
    }
