"""The front door of the measuring room: how well the right documents are found.

    report, run = evaluate(Path("eval/data/banyuwangi"), load_embedder(), cache)
    report.measures["nDCG@10"].value

set → indexed corpus → every judged query ranked → run → measures. Answers are measured in
:mod:`eval.answers`, two runs against each other in :mod:`eval.significance`.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.beir import corpus_file, qrels_file, queries_file, read_qrels, read_queries, relevant
from eval.corpora import COLLECTION, cached_corpus
from eval.errors import SetError
from eval.measures import means, score_queries
from eval.types import Figure, Progress, Qrels, Query, Run, System
from index.embedding.base import Embedder
from index.types import Filters
from rag.answer import Turn
from rag.question import understand
from rag.retriever import Retriever

DEPTH = 100  # documents ranked for a query
_EVERY_PASSAGE = 10_000  # more than a retriever ever returns: it is documents that are cut at DEPTH


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What a retrieval run is worth, and what it was made from and with.

    ``measures`` are means over ``queries`` judged queries; ``per_query`` has query id → measure → value.
    Times are milliseconds a query (understanding, embedding and ranking it) and seconds of indexing.
    """

    set: str
    qrels: str
    system: System
    embedder: str
    fingerprint: str
    documents: int
    passages: int
    queries: int
    depth: int
    measures: Mapping[str, Figure]
    query_ms_p50: float
    query_ms_p95: float
    indexing_s: float
    from_cache: bool
    per_query: Mapping[str, Mapping[str, float]]


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def evaluate(
    folder: Path,
    embedder: Embedder,
    cache: Path,
    *,
    qrels: Path | None = None,
    queries: Path | None = None,
    system: System = "hybrid",
    limit: int | None = None,
    progress: Progress = silent,
    fresh: bool = False,
) -> tuple[RetrievalReport, Run]:
    """Rank the documents of a BEIR folder for its judged queries, and measure the run.

    ``cache`` keeps indexed corpora. ``limit`` takes only the first so many judged queries. Queries without
    a relevant document are left out. Raises :class:`eval.errors.EvaluationError`.
    """
    corpus_file(folder)  # before anything else: a folder without it is no set at all
    qrels_path = qrels or qrels_file(folder)
    chosen, judged = _judged(read_queries(queries or queries_file(folder)), read_qrels(qrels_path), qrels_path, limit)
    run: dict[str, list[tuple[str, float]]] = {}
    taken: list[float] = []
    with cached_corpus(folder, embedder, cache, progress, fresh=fresh) as corpus:
        embedder.warm_up()
        retriever = Retriever(corpus.index)
        for done, query in enumerate(chosen, start=1):
            started = time.perf_counter()
            run[query.query_id] = rank_documents(retriever, query, system)
            taken.append(1000 * (time.perf_counter() - started))
            progress("ranking", done, len(chosen))
    scores = score_queries(judged, run)
    report = RetrievalReport(
        set=folder.resolve().name,
        qrels=qrels_path.name,
        system=system,
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        documents=corpus.documents,
        passages=corpus.passages,
        queries=len(scores),
        depth=DEPTH,
        measures=means(scores),
        query_ms_p50=round(float(np.percentile(taken, 50)), 2),
        query_ms_p95=round(float(np.percentile(taken, 95)), 2),
        indexing_s=round(corpus.seconds, 2),
        from_cache=corpus.from_cache,
        per_query=scores,
    )
    return report, run


def rank_documents(retriever: Retriever, query: Query, system: System) -> list[tuple[str, float]]:
    """Return the best documents as ``(id, score)``, best first: a document is as good as its best passage.

    The systems ``lexical`` and ``dense`` rank by that stage alone.
    """
    history = [Turn(role=role, content=content) for role, content in query.history]
    retrieval = retriever.rank(understand(query.text, history), COLLECTION, Filters(), _EVERY_PASSAGE)
    best: dict[str, float] = {}
    for found in retrieval.passages:
        document = found.hit.document.uri
        if system == "hybrid":
            score = found.score
        elif system in found.stages:
            score = found.stages[system]["score"]
        else:
            continue
        best[document] = max(score, best.get(document, score))
    return sorted(best.items(), key=lambda pair: -pair[1])[:DEPTH]


def _judged(
    queries: Mapping[str, Query], qrels: Qrels, path: Path, limit: int | None
) -> tuple[list[Query], dict[str, dict[str, int]]]:
    """Return the queries to rank, in the order of their file, with their judgements."""
    judged = relevant(qrels)
    if not judged:
        raise SetError(f"{path} names no relevant document for any query: there is nothing to measure.")
    lacking = [query for query in judged if query not in queries]
    if lacking:
        raise SetError(
            f"{path} judges {len(lacking)} queries that the queries lack (the first: {lacking[0]}). "
            "Give the file that belongs to it with --queries."
        )
    chosen = [query for query in queries.values() if query.query_id in judged][:limit]
    return chosen, {query.query_id: judged[query.query_id] for query in chosen}
