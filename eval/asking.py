"""Asking a set's questions one after another, and making a row of each answer."""

import time
from collections.abc import Callable, Mapping, Sequence

from anyio import to_thread

from eval.answer_measures import SENTENCES
from eval.causes import cause
from eval.corpora import COLLECTION, IndexedCorpus
from eval.judging import Judgement, judge
from eval.matching import best_recall, count_sentences, f1, first_sentences, recall
from eval.rows import Row
from eval.twins import Twins
from eval.types import Query
from index.passage_index import PassageIndex
from index.types import Filters
from rag.answer import Answer, Turn
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Ask, Engine
from rag.question import understand
from rag.retriever import Retriever

EngineMaker = Callable[[PassageIndex, float], Engine]  # (corpus, least confidence for an answer) → what answers

_POOL = 100  # passages whose best scores are the baseline


def quoting(index: PassageIndex, cutoff: float) -> Engine:
    """Return an engine that answers by quoting."""
    composer = ExtractiveComposer(cutoff)
    return Engine(index, composer, composer)


class Asking:
    """Asks questions of one corpus. ``gold`` has the set's relevant documents by query."""

    def __init__(
        self,
        corpus: IndexedCorpus,
        engine_of: EngineMaker,
        gold: Mapping[str, Sequence[str]],
        cutoff: float,
        top_k: int,
    ) -> None:
        self._index = corpus.index
        self._engine = engine_of(corpus.index, cutoff)
        self.composer = self._engine.composer.name
        quotes = self.composer == ExtractiveComposer.name
        # A model isn't asked twice: its abstentions aren't a matter of the cutoff.
        self._without_cutoff = engine_of(corpus.index, 0.0) if quotes else None
        self._retriever = Retriever(corpus.index)
        self._gold = gold
        self._twins = Twins(corpus.index)
        self.cutoff = cutoff
        self.top_k = top_k

    async def all(
        self, queries: Sequence[Query], keep: Callable[[Row], None], each: Callable[[int], None]
    ) -> list[Row]:
        """Return every query's row; ``keep`` gets each as it is made, ``each`` how many there are so far."""
        rows = []
        for done, query in enumerate(queries, start=1):
            rows.append(await self._row(query))
            keep(rows[-1])
            each(done)
        return rows

    async def _row(self, query: Query) -> Row:
        history = [Turn(role=role, content=content) for role, content in query.history]
        ask = Ask(query.text, messages=history, collection=COLLECTION, top_k=self.top_k)
        started = time.perf_counter()
        answer = await self._engine.answer(ask)
        ms = 1000 * (time.perf_counter() - started)
        scores = await to_thread.run_sync(self._scores, query, history)
        said: Answer | None = answer
        if answer.status == "abstained":
            said = await self._without_cutoff.answer(ask) if self._without_cutoff else None
        return await to_thread.run_sync(self._judged, query, answer, said, scores, ms)

    def _judged(self, query: Query, answer: Answer, said: Answer | None, scores: Mapping[str, float], ms: float) -> Row:
        also = self._gold.get(query.query_id, ())
        docs = query.docs or also
        answerable = bool(docs) if query.answerable is None else query.answerable

        def judged(given: Answer) -> Judgement:
            return judge(
                query, given, answerable=answerable, docs=docs, also=also, text_of=self._text,
                kinship_of=self._twins.kinship,
            )  # fmt: skip

        judgement = judged(answer)
        said = None if said is None or said.status == "abstained" else said
        if said is None:
            said_right = None if judgement.right is None else False
        else:
            said_right = judgement.right if said is answer else judged(said).right
        gold = [*docs, *(document for document in also if document not in docs)]
        texts = self._twins.texts(gold)
        stage = cause(
            query, judgement, said, said_right, docs=gold, answerable=answerable,
            kinship_of=self._twins.kinship, gold_texts=texts,
        )  # fmt: skip
        abstained = answer.status == "abstained"
        comparable = answerable and bool(query.answers)
        words = "" if abstained else answer.answer
        return Row(
            query_id=query.query_id,
            kind=query.kind,
            group=query.group or query.query_id,
            question=query.text,
            golds=list(query.answers),
            answerable=answerable,
            status=answer.status,
            confidence=answer.confidence,
            answer=answer.answer,
            ms=round(ms, 2),
            right=judgement.right,
            why=judgement.why,
            said=said.answer if said else None,
            said_right=said_right,
            cause=stage.stage,
            holding=stage.sentence,
            scores=scores,
            citations=judgement.citations,
            valid_citations=judgement.valid_citations,
            cites_gold=judgement.cites_gold,
            kinships=list(judgement.kinships),
            telling=list(judgement.telling),
            documents_cited=judgement.documents_cited,
            cited=_cited(said or answer),
            gold_documents=gold,
            sentences=0 if abstained else count_sentences(answer.answer),
            f1=round(f1(words, query.answers), 4) if comparable else None,
            recall_at=_recall_at(words, query) if comparable else {},
            best_at=_best_at(texts, query) if comparable else {},
        )

    def _scores(self, query: Query, history: Sequence[Turn]) -> dict[str, float]:
        """Return the best plain score of each stage of retrieval."""
        question = understand(query.text, history)
        best: dict[str, float] = {}
        for found in self._retriever.rank(question, COLLECTION, Filters(), _POOL).passages:
            for stage, seen in found.stages.items():
                best[stage] = max(seen["score"], best.get(stage, seen["score"]))
        return {stage: round(score, 5) for stage, score in best.items()}

    def _text(self, doc_id: str, version: str) -> str:
        return self._index.text(doc_id, version)[1]


def _recall_at(answer: str, query: Query) -> dict[str, float]:
    return {str(most): round(recall(first_sentences(answer, most), query.answers), 4) for most in SENTENCES}


def _best_at(texts: Sequence[str], query: Query) -> dict[str, float]:
    return {
        str(most): round(max((best_recall(text, query.answers, most) for text in texts), default=0.0), 4)
        for most in SENTENCES
    }


def _cited(answer: Answer) -> list[str]:
    numbers = {citation.source for citation in answer.citations}
    return [source.uri for source in answer.sources if source.n in numbers]
