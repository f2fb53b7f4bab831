"""From a sentence that a model wrote, and the sources it names, to a statement with the words that support it.

Rules first (:mod:`rag.support`), then an entailment model where one is configured. A number, date or name that
isn't in the sources decides by itself: models for inference overlook just those.
"""

from collections.abc import Sequence
from dataclasses import replace

from anyio import to_thread

from rag.answer import Source
from rag.compose.base import Material, Quote, Statement
from rag.entailment import Entailment, Inference
from rag.support import Supported, supports

_LIKELY = 0.5
_SURE = 0.9  # that a sentence follows although a rule objects


class Verifier:
    """Checks sentences; ``entailment`` has the last word on what no rule is sure of."""

    def __init__(self, entailment: Entailment | None = None) -> None:
        self._entailment = entailment

    async def statement(self, text: str, language: str, numbers: Sequence[int], material: Material) -> Statement:
        """Return a sentence with a quotation from each source of ``numbers`` that supports it, best words first found.

        Numbers that no source has are passed over. A sentence without a quotation is unsupported. Raises
        :class:`rag.errors.LLMError` when the entailment model can't be used.
        """
        return await to_thread.run_sync(self.check, text, language, numbers, material)

    def check(self, text: str, language: str, numbers: Sequence[int], material: Material) -> Statement:
        """Do so on this thread."""
        named = [material.sources[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(material.sources)]
        found = self.supports(text, language, named)
        quotes = [
            Quote(
                source.n,
                source.location.start + support.start,
                source.location.start + support.end,
                support.level,
                round(support.score, 3),
            )
            for source, support in zip(named, found, strict=True)
            if support.level != "unsupported"
        ]
        return Statement(text, tuple(quotes))

    def supports(self, text: str, language: str, sources: Sequence[Source]) -> list[Supported]:
        """Return how each of the sources that a sentence names supports it, in their order."""
        found = supports(text, language, sources)
        if self._entailment is None:
            return found
        return [
            decided(support, self._entailment.infer(source.text, text)) if is_open(support) else support
            for source, support in zip(sources, found, strict=True)
        ]


def is_open(support: Supported) -> bool:
    """Tell whether a model for inference may still decide: neither word for word nor wrong in a fact."""
    return support.level != "verbatim" and not any(each.fatal for each in support.objections) and support.end > 0


def decided(support: Supported, inference: Inference) -> Supported:
    """Return the support as rules and model together see it; its score is the probability of entailment."""
    score = round(inference.entailment, 4)
    if inference.contradiction >= _LIKELY:
        return replace(support, level="unsupported", score=score)
    if inference.entailment >= (_SURE if support.objections else _LIKELY):
        return replace(support, level="supported", score=score)
    if support.level == "unsupported" and inference.entailment < _LIKELY:
        return replace(support, score=score)
    return replace(support, level="partial", score=score)
