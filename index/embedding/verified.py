"""The lean runtime where it is known to give the model's own vectors, else sentence-transformers.

Trust is earned once for a model, a version of OpenVINO and a kind of processor: canary texts have to get the
vectors that sentence-transformers gives them. The verdict is kept in the user's cache directory. Of the packaged
model the right vectors come along with kutip, so that torch isn't even needed for that.
"""

import json
import logging
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedding.base import Embedder, Vectors
from index.embedding.encoder import UnsupportedModelError
from index.embedding.model_folder import ModelFolder
from index.embedding.openvino_runtime import OpenVinoEmbedder, conditions, has_bfloat16
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.embedding.verdicts import Verdict, read_verdict, write_verdict
from index.errors import ModelError

_LOG = logging.getLogger(__name__)
# Different in length, script and language: what a tokenizer, a mask or a cut could get wrong shows in one of them.
CANARIES = (
    "",
    "Siapa yang meresmikan jembatan itu?",
    "The council approved the budget on Tuesday, after a vote of 31 to 14.",
    "Harga beras naik 12,5 persen di Kab. Banyuwangi sejak Maret 2024, kata Dr. Ir. H. Suyanto.",
    "🙂 café naïve ﬁnal — “quoted” … 北京 ١٢٣",
    "a",
    "Kereta api itu berangkat pukul 07.30 dari Stasiun Gubeng. " * 12,
    "The quick brown fox jumps over the lazy dog and runs along the river bank. " * 60,
)
# Greatest distance to the reference's unit vector. Rounding in float32 costs 1e-6, an approximation of GELU 1e-3, and
# bfloat16 about 5e-3 (a cosine of .99999).
_FARTHEST = {"f32": 1e-4, "bf16": 0.03}
REFERENCES = Path(__file__).parent / "references"
_RUNS = 5


class VerifiedEmbedder:
    """Chooses the runtime when the weights are first needed; the choice doesn't change the vectors.

    With ``strict`` there is no choice: :class:`ModelError` says why the lean runtime can't be used.
    """

    def __init__(
        self, name: str, folder: ModelFolder, languages: frozenset[str], cache: Path | None, *, strict: bool = False
    ) -> None:
        self._reference = SentenceTransformerEmbedder(name, folder, languages)
        self.name = name
        self.languages = languages
        self.dimension = folder.dimension
        self.max_tokens = folder.max_tokens
        self.fingerprint = self._reference.fingerprint
        self._folder = folder
        self._cache = cache
        self._strict = strict
        self._lock = threading.Lock()
        self._chosen: Embedder | None = None

    @property
    def runtime(self) -> str:
        """What computes: ``openvino f32``, ``openvino bf16`` or ``torch``."""
        chosen = self._choose()
        return f"openvino {chosen.precision}" if isinstance(chosen, OpenVinoEmbedder) else "torch"

    def warm_up(self) -> None:
        """Load the weights; the first time ever, verify and measure the lean runtime as well."""
        self._choose()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; texts over ``max_tokens`` are cut."""
        return self._choose().embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of a query."""
        return self._choose().embed_query(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens; doesn't load the weights."""
        return self._folder.count_tokens(list(texts))

    def _choose(self) -> Embedder:
        if self._chosen is not None:
            return self._chosen
        with self._lock:
            if self._chosen is None:
                try:
                    self._chosen = self._lean()
                except (UnsupportedModelError, ImportError) as error:
                    if self._strict:
                        raise ModelError(
                            f"OpenVINO can't be used for {self.name}: {error}. "
                            "Set KUTIP_EMBEDDING_RUNTIME to torch or auto."
                        ) from error
                    _LOG.warning("%s is embedded with torch, slower: OpenVINO can't be used: %s", self.name, error)
                    self._reference.warm_up()
                    self._chosen = self._reference
        return self._chosen

    def _lean(self) -> OpenVinoEmbedder:
        """Return the lean runtime, verified now or before. Raises :class:`UnsupportedModelError`."""
        now = conditions()
        path = self._cache / f"{self._folder.digest}.json" if self._cache else None
        verdict = read_verdict(path, now) if path else None
        if verdict is None:
            verdict, lean = self._verify(now)
            if path:
                write_verdict(path, verdict)
        else:
            lean = self._in(verdict.precision) if verdict.precision else None
        if lean is None:
            raise UnsupportedModelError(
                f"its vectors aren't the model's (up to {verdict.distance:.1g} away, over {len(CANARIES)} texts)"
            )
        lean.warm_up()
        return lean

    def _in(self, precision: str) -> OpenVinoEmbedder:
        return OpenVinoEmbedder(self.name, self._folder, self.languages, precision)

    def _verify(self, now: dict[str, str]) -> tuple[Verdict, OpenVinoEmbedder | None]:
        exact = self._in("f32")
        exact.warm_up()  # what can't be built needs no reference
        expected = self._expected()
        distance = _distance(exact, expected)
        if distance > _FARTHEST["f32"]:
            return Verdict(now, None, distance, {}), None
        candidates = {"f32": exact}
        if has_bfloat16():
            rounded = self._in("bf16")
            if _distance(rounded, expected) <= _FARTHEST["bf16"]:
                candidates["bf16"] = rounded
        rates = _rates(candidates) if len(candidates) > 1 else {}
        fastest = max(candidates, key=lambda precision: rates.get(precision, 0))
        return Verdict(now, fastest, _distance(candidates[fastest], expected), rates), candidates[fastest]

    def _expected(self) -> Vectors:
        shipped = REFERENCES / f"{self._folder.digest}.json"
        if shipped.is_file():
            return np.array(json.loads(shipped.read_text("utf-8"))["vectors"], dtype=np.float32)
        return self._reference.embed_passages(CANARIES)


def _distance(embedder: Embedder, expected: Vectors) -> float:
    """Return how far the farthest canary is from its expected vector; 2, the most there is, for no vector at all."""
    found = embedder.embed_passages(CANARIES)
    if found.shape != expected.shape or not np.isfinite(found).all():
        return 2.0
    return float(np.linalg.norm(found - expected, axis=1).max())


def _rates(candidates: dict[str, OpenVinoEmbedder]) -> dict[str, float]:
    """Return passages a second of each, the median of interleaved runs over passages of about 130 tokens."""
    texts = [CANARIES[6][:500]] * 8
    times: dict[str, list[float]] = {precision: [] for precision in candidates}
    for _ in range(_RUNS):
        for precision, embedder in candidates.items():
            began = time.perf_counter()
            embedder.embed_passages(texts)
            times[precision].append(time.perf_counter() - began)
    return {precision: round(len(texts) / statistics.median(taken), 1) for precision, taken in times.items()}
