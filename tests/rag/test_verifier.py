"""Rules and a model for inference together: which of them decides what."""

import anyio
import pytest

from index.passage_index import PassageIndex
from index.types import Filters
from rag.compose.base import Material
from rag.entailment import Inference
from rag.question import understand
from rag.retriever import Retriever
from rag.verifier import Verifier

ENTAILED = Inference(0.95, 0.04, 0.01)
NEUTRAL = Inference(0.1, 0.85, 0.05)
CONTRADICTED = Inference(0.02, 0.08, 0.9)
RATHER = Inference(0.6, 0.3, 0.1)


class Scripted:
    """Says the same of every pair, and notes what it was asked."""

    def __init__(self, answer: Inference) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def infer(self, premise: str, hypothesis: str) -> Inference:
        self.asked.append((premise, hypothesis))
        return self.answer


def _material(passages: PassageIndex) -> Material:
    found = Retriever(passages).consult(understand("kepala Pelabuhan Sawo"), "default", Filters(), 8)
    return Material(passages, "default", found)


def _number(material: Material, words: str) -> int:
    return next(source.n for source in material.sources if words in source.text)


SUPPORTED = "Pelabuhan Sawo dipimpin Rina Lestari."
REWORDED = "Untuk sementara perahu dilarang merapat demi keselamatan."  # little of it stands there
DENIED = "Rina tidak menutup dermaga selama lima hari."
WRONG = "Penumpang mencapai 61.400 orang."
VERBATIM = "Ia menggantikan Hendra Prasmoko."


@pytest.mark.parametrize(
    ("sentence", "inference", "level"),
    [
        (SUPPORTED, None, "supported"),
        (SUPPORTED, ENTAILED, "supported"),
        (SUPPORTED, NEUTRAL, "partial"),
        (SUPPORTED, CONTRADICTED, None),
        (DENIED, None, "partial"),
        (DENIED, RATHER, "partial"),
        (DENIED, CONTRADICTED, None),
        (REWORDED, None, None),
        (REWORDED, ENTAILED, "supported"),
        (REWORDED, NEUTRAL, None),
        (WRONG, None, None),
        (WRONG, ENTAILED, None),
        (VERBATIM, CONTRADICTED, "verbatim"),
    ],
)
def test_who_decides_what(
    passages: PassageIndex, sentence: str, inference: Inference | None, level: str | None
) -> None:
    material = _material(passages)
    verifier = Verifier(Scripted(inference) if inference else None)
    statement = verifier.check(sentence, "id", [_number(material, "61.300")], material)
    assert statement.text == sentence
    assert [quote.support for quote in statement.quotes] == ([level] if level else [])


def test_the_model_reads_the_source_and_not_what_is_settled(passages: PassageIndex) -> None:
    material = _material(passages)
    n = _number(material, "61.300")
    model = Scripted(ENTAILED)
    for sentence in (VERBATIM, WRONG, SUPPORTED):
        Verifier(model).check(sentence, "id", [n], material)
    assert model.asked == [(material.sources[n - 1].text, SUPPORTED)]


def test_quotations_stand_in_the_stored_text_and_no_source_is_made_up(passages: PassageIndex) -> None:
    material = _material(passages)
    n = _number(material, "61.300")
    statement = anyio.run(Verifier().statement, SUPPORTED, "id", [0, n, n, 99, -1], material)
    (quote,) = statement.quotes
    source = material.sources[n - 1]
    assert (quote.source, quote.support) == (n, "supported")
    words = material.text(source.doc_id, source.version)[quote.start : quote.end]
    assert words in source.text
    assert "Rina Lestari" in words


def test_a_sentence_that_names_no_source_is_unsupported(passages: PassageIndex) -> None:
    assert Verifier().check(SUPPORTED, "id", [], _material(passages)).quotes == ()
