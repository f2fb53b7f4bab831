"""How good are the answers? Every question of a set is asked, and :mod:`eval.judging` judges each answer."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import anyio
import numpy as np

from eval.beir import queries_file, read_qrels, read_queries, relevant
from eval.corpora import COLLECTION, IndexedCorpus, ingested_files, throwaway_copy
from eval.errors import SetError
from eval.judging import Judgement, judge
from eval.measures import area_under_roc, mean
from eval.runner import silent
from eval.types import Figure, Progress, Query
from index.embedding.base import Embedder
from rag.answer import Answer, Turn
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Ask, Engine

DOCUMENTS = "documents"  # a set's folder of real files, ingested in place of corpus.jsonl


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer and what was made of it."""

    query_id: str
    kind: str | None
    question: str
    answerable: bool
    status: str
    confidence: float
    answer: str
    ms: float
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """What the answers to a set's questions are worth.

    ``measures``, each in 0..1 and there where something was observed: ``right`` (of all questions that
    can be judged), ``right_answerable``, ``abstention_precision`` (of the abstentions, those on questions
    without an answer), ``abstention_recall`` (of those questions, the ones abstained from), ``AUROC`` (of
    the confidence, for telling answerable questions from others), ``valid_citations`` (of all citations),
    ``cites_gold`` (of the answers to answerable questions, those that cite a document holding the answer).
    ``by_kind`` has ``(right, judged)``; ``failed`` the files that couldn't be read, with the reason.
    """

    set: str
    split: str
    composer: str
    cutoff: float
    embedder: str
    fingerprint: str
    documents: int
    passages: int
    failed: Mapping[str, str]
    measures: Mapping[str, Figure]
    by_kind: Mapping[str, tuple[int, int]]
    length_p50: float
    length_longest: int
    answer_ms_p50: float
    answer_ms_p95: float
    indexing_s: float
    questions: Sequence[Asked]


def evaluate_answers(
    folder: Path,
    embedder: Embedder,
    cache: Path,
    *,
    queries: Path | None = None,
    split: str = "all",
    limit: int | None = None,
    cutoff: float = 0.5,
    top_k: int = 8,
    progress: Progress = silent,
    fresh: bool = False,
) -> AnswersReport:
    """Ask every question of a set with the extractive composer.

    A set with a folder ``documents/`` has its files ingested like a user's; others use ``corpus.jsonl``.
    ``cutoff`` is the least confidence for an answer. Raises :class:`eval.errors.EvaluationError`.
    """
    chosen = _of_split(read_queries(queries or queries_file(folder)), split)[:limit]
    gold = _gold_documents(folder)
    composer = ExtractiveComposer(cutoff)
    with _corpus(folder, embedder, cache, progress, fresh=fresh) as corpus:
        embedder.warm_up()
        engine = Engine(corpus.index, composer, composer)
        ask = _Asking(engine, corpus, gold, top_k)
        asked = anyio.run(ask.all, chosen, lambda done: progress("answering", done, len(chosen)))
    lengths = [len(one.answer) for one in asked if one.status != "abstained"]
    times = [one.ms for one in asked]
    return AnswersReport(
        set=folder.resolve().name,
        split=split,
        composer=composer.name,
        cutoff=cutoff,
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        documents=corpus.documents,
        passages=corpus.passages,
        failed={failure.name: failure.reason for failure in corpus.failed},
        measures=measures(asked),
        by_kind=_by_kind(asked),
        length_p50=float(np.median(lengths)) if lengths else 0.0,
        length_longest=max(lengths, default=0),
        answer_ms_p50=round(float(np.percentile(times, 50)), 2),
        answer_ms_p95=round(float(np.percentile(times, 95)), 2),
        indexing_s=round(corpus.seconds, 2),
        questions=asked,
    )


def measures(asked: Sequence[Asked]) -> dict[str, Figure]:
    """Return the figures that :class:`AnswersReport` explains, where anything was observed."""
    abstained = [one for one in asked if one.status == "abstained"]
    hopeless = [one for one in asked if not one.answerable]
    hopeful = [one for one in asked if one.answerable]
    judged = [one for one in asked if one.judgement.right is not None]
    citing = [one.judgement.cites_gold for one in asked if one.judgement.cites_gold is not None]
    citations = sum(one.judgement.citations for one in asked)
    valid = sum(one.judgement.valid_citations for one in asked)
    found = {
        "right": mean([bool(one.judgement.right) for one in judged]),
        "right_answerable": mean([bool(one.judgement.right) for one in judged if one.answerable]),
        "abstention_precision": mean([not one.answerable for one in abstained]),
        "abstention_recall": mean([one.status == "abstained" for one in hopeless]),
        "cites_gold": mean(citing),
    }
    area = area_under_roc([one.confidence for one in hopeful], [one.confidence for one in hopeless])
    if area is not None:
        found["AUROC"] = Figure(area, None, None, len(asked))
    if citations:
        found["valid_citations"] = Figure(valid / citations, None, None, citations)
    return {name: figure for name, figure in found.items() if figure is not None}


class _Asking:
    """Asks questions one after another and judges the answers."""

    def __init__(self, engine: Engine, corpus: IndexedCorpus, gold: Mapping[str, Sequence[str]], top_k: int) -> None:
        self._engine = engine
        self._corpus = corpus
        self._gold = gold
        self._top_k = top_k

    async def all(self, queries: Sequence[Query], each: Callable[[int], None]) -> list[Asked]:
        """Return every query's answer; ``each`` gets how many there are so far."""
        asked = []
        for done, query in enumerate(queries, start=1):
            asked.append(await self._one(query))
            each(done)
        return asked

    async def _one(self, query: Query) -> Asked:
        history = [Turn(role=role, content=content) for role, content in query.history]
        started = time.perf_counter()
        answer: Answer = await self._engine.answer(
            Ask(query.text, messages=history, collection=COLLECTION, top_k=self._top_k)
        )
        ms = 1000 * (time.perf_counter() - started)
        docs = query.docs or self._gold.get(query.query_id, ())
        answerable = bool(docs) if query.answerable is None else query.answerable
        judgement = judge(query, answer, answerable=answerable, docs=docs, text_of=self._text)
        return Asked(
            query_id=query.query_id,
            kind=query.kind,
            question=query.text,
            answerable=answerable,
            status=answer.status,
            confidence=answer.confidence,
            answer=answer.answer,
            ms=round(ms, 2),
            judgement=judgement,
        )

    def _text(self, doc_id: str, version: str) -> str:
        return self._corpus.index.text(doc_id, version)[1]


def _corpus(
    folder: Path, embedder: Embedder, cache: Path, progress: Progress, *, fresh: bool
) -> AbstractContextManager[IndexedCorpus]:
    files = folder / DOCUMENTS
    if files.is_dir():
        return ingested_files(files, embedder, progress)
    return throwaway_copy(folder, embedder, cache, progress, fresh=fresh)  # answers are stored where they are asked


def _of_split(queries: Mapping[str, Query], split: str) -> list[Query]:
    chosen = [query for query in queries.values() if split in ("all", query.split)]
    if not chosen:
        raise SetError(f"No question belongs to the split {split!r}. Try --split all.")
    return chosen


def _gold_documents(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return each query's relevant documents by every file of judgements that the set has."""
    gold: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "qrels").glob("*.tsv")):
        for query, grades in relevant(read_qrels(path)).items():
            gold[query] = tuple(document for document, grade in grades.items() if grade > 0)
    return gold


def _by_kind(asked: Sequence[Asked]) -> dict[str, tuple[int, int]]:
    kinds = sorted({one.kind for one in asked if one.kind})
    rights = {kind: [one.judgement.right for one in asked if one.kind == kind] for kind in kinds}
    return {
        kind: (sum(right is True for right in those), sum(right is not None for right in those))
        for kind, those in rights.items()
    }
