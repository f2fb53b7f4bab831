"""Why an answer isn't right: the first stage on its way that lost the gold answer.

retrieved? → in a passage? → in one sentence? → quoted? → not cut away? → above the cutoff?
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.judging import Judgement, KinshipOf, missed
from eval.normalise import without_markers
from eval.types import Query
from index.language.sentences import sentence_spans
from rag.answer import Answer

RIGHT = "right"
NOT_JUDGED = "not judged"
NOT_IN_GOLD = "the gold document lacks the gold answer"
NOT_RETRIEVED = "retrieval missed the document"
OTHER_PASSAGE = "right document, its passage not consulted"
STRADDLES = "answer straddles sentences"
TRIMMED = "right sentence, cut away"
WRONG_TYPE = "wrong type of answer"
OTHER_SENTENCE = "right document, wrong sentence"
OTHER_DOCUMENT = "wrong document, the right one was consulted"
FAULTY = "right words, invalid citation or too long"
NOTHING_FOUND = "no sentence found"
BELOW = "right answer, below the cutoff"
NEAR_MISS = "answered from the passage that seems to answer"
ELSEWHERE = "answered from another document"


@dataclass(frozen=True, slots=True)
class Cause:
    """The stage, and the sentence of the sources that holds the gold answer, where there is one."""

    stage: str
    sentence: str | None = None


def cause(
    query: Query,
    judgement: Judgement,
    said: Answer | None,
    said_right: bool | None,
    *,
    docs: Sequence[str],
    answerable: bool,
    kinship_of: KinshipOf,
    gold_texts: Sequence[str],
) -> Cause:
    """Return why a judged answer isn't right.

    ``said`` is what was answered, or would have been without a cutoff; ``said_right`` whether that is right.
    """
    if judgement.right is None:
        return Cause(NOT_JUDGED)
    if judgement.right:
        return Cause(RIGHT)
    if said is None or said.status == "abstained":
        return Cause(NOTHING_FOUND)
    if not answerable:
        stage = NEAR_MISS if any(kinship_of(uri, docs) for uri in _cited(said)) else ELSEWHERE
        return Cause(stage)
    return Cause(BELOW) if said_right else _lost(query, said, docs, kinship_of, gold_texts)


def _lost(query: Query, said: Answer, docs: Sequence[str], kinship_of: KinshipOf, gold_texts: Sequence[str]) -> Cause:
    def holds(text: str) -> bool:
        return missed(query, text) is None

    if gold_texts and not any(holds(text) for text in gold_texts):
        return Cause(NOT_IN_GOLD)
    # A short answer ("10") may stand in any text: where the set names documents, only theirs count.
    sources = [source for source in said.sources if not docs or kinship_of(source.uri, docs)]
    if not any(holds(source.text) for source in sources):
        return Cause(OTHER_PASSAGE if sources and docs else NOT_RETRIEVED)
    sentences = [
        source.text[start:end]
        for source in sources
        for start, end in sentence_spans(source.text)
        if holds(source.text[start:end])
    ]
    sentence = sentences[0] if sentences else None
    if holds(said.answer):
        return Cause(FAULTY, sentence)
    if not sentence:
        return Cause(STRADDLES)
    return Cause(_misquoted(query, said, docs, kinship_of, sentences), sentence)


def _misquoted(query: Query, said: Answer, docs: Sequence[str], kinship_of: KinshipOf, holding: Sequence[str]) -> str:
    """Return what was quoted in place of a sentence that holds the answer."""
    if any(citation.quote.strip() and citation.quote in held for citation in said.citations for held in holding):
        return TRIMMED
    if _numeric(query) and not any(character.isdigit() for character in without_markers(said.answer)):
        return WRONG_TYPE
    return OTHER_SENTENCE if any(kinship_of(uri, docs) for uri in _cited(said)) else OTHER_DOCUMENT


def _numeric(query: Query) -> bool:
    return bool(query.answers) and all(any(c.isdigit() for c in gold) for gold in query.answers)


def _cited(answer: Answer) -> set[str]:
    numbers = {citation.source for citation in answer.citations}
    return {source.uri for source in answer.sources if source.n in numbers}
