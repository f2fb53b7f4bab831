"""How good are the answers? Every question of a set is asked, and :mod:`eval.judging` judges each answer."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import anyio
import numpy as np

from eval import answer_measures
from eval.asking import Asking, EngineMaker, quoting
from eval.beir import queries_file, read_queries
from eval.corpora import IndexedCorpus, ingested_files, throwaway_copy
from eval.rows import Row, RowsFile, code_digest
from eval.runner import silent
from eval.sampling import choose, gold_documents, part_of_corpus
from eval.types import Figure, Progress, Query
from index.embedding.base import Embedder

DOCUMENTS = "documents"  # a set's folder of real files, ingested in place of corpus.jsonl


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """What the answers to a set's questions are worth.

    ``measures``, each there where something was observed, all in 0..1: ``right`` (of all questions that can be
    judged), ``right_answerable``, ``right_of_answered``, ``answered`` (of the answerable ones),
    ``abstention_precision`` (of the abstentions, those on questions without an answer), ``abstention_recall``
    (of those questions, the ones abstained from), ``cites_gold`` (of the answers to answerable questions, those
    that cite a document holding the answer or its twin), ``citation_precision`` (of their citations, those of
    such a document; ``citation_precision_gold`` without twins), ``citation_recall`` (the share of the set's
    documents that are cited), ``citation_tells`` (of their citations, those that quote the gold answer itself;
    ``citation_right`` either), ``valid_citations`` (of all citations), ``F1`` and ``gold_words@k`` (the share
    of the gold answer's words in the answer's first k sentences; an abstention has none; ``…_answered`` of the
    answers alone), and those of :mod:`eval.selective`. ``baselines`` has the latter for plain retrieval scores.
    ``by_kind`` has ``(right, judged)``, ``causes`` stage → ``(answered, abstained)``; ``failed`` the files that
    couldn't be read, with the reason. Lengths are characters.
    """

    set: str
    split: str
    seed: int | None
    composer: str
    cutoff: float
    embedder: str
    fingerprint: str
    documents: int
    passages: int
    part_of_corpus: bool
    failed: Mapping[str, str]
    measures: Mapping[str, Figure]
    baselines: Mapping[str, Mapping[str, Figure]]
    by_kind: Mapping[str, tuple[int, int]]
    causes: Mapping[str, tuple[int, int]]
    length_p50: float
    length_longest: int
    sentences_mean: float
    answer_ms_p50: float
    answer_ms_p95: float
    indexing_s: float
    questions: Sequence[Row]


def evaluate_answers(
    folder: Path,
    embedder: Embedder,
    cache: Path,
    *,
    queries: Path | None = None,
    split: str = "all",
    limit: int | None = None,
    seed: int | None = None,
    others: int | None = None,
    engine_of: EngineMaker = quoting,
    cutoff: float = 0.5,
    top_k: int = 8,
    rows: Path | None = None,
    progress: Progress = silent,
    fresh: bool = False,
) -> AnswersReport:
    """Ask the questions of a set.

    A set with a folder ``documents/`` has its files ingested like a user's; others use ``corpus.jsonl``, or
    with ``others`` only the documents that the questions are about and so many more. ``engine_of`` makes what
    answers, for a least confidence such as ``cutoff``. ``rows`` keeps the rows, and goes on with those there.
    Raises :class:`eval.errors.EvaluationError`.
    """
    chosen = choose(read_queries(queries or queries_file(folder)), split, limit, seed)
    gold = gold_documents(folder)
    only = None
    if others is not None and not (folder / DOCUMENTS).is_dir():
        only = part_of_corpus(folder, chosen, gold, others, seed)
    with _corpus(folder, embedder, cache, progress, only=only, fresh=fresh) as corpus:
        embedder.warm_up()
        asking = Asking(corpus, engine_of, gold, cutoff, top_k)
        asked = _asked(asking, chosen, rows, _made_by(folder, asking, embedder, corpus), progress)
    lengths = [len(row.answer) for row in asked if not row.abstained]
    times = [row.ms for row in asked]
    return AnswersReport(
        set=folder.resolve().name,
        split=split,
        seed=seed,
        composer=asking.composer,
        cutoff=cutoff,
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        documents=corpus.documents,
        passages=corpus.passages,
        part_of_corpus=only is not None,
        failed={failure.name: failure.reason for failure in corpus.failed},
        measures=answer_measures.measures(asked),
        baselines=answer_measures.baselines(asked),
        by_kind=answer_measures.by_kind(asked),
        causes=answer_measures.causes(asked),
        length_p50=float(np.median(lengths)) if lengths else 0.0,
        length_longest=max(lengths, default=0),
        sentences_mean=round(float(np.mean([r.sentences for r in asked if not r.abstained])), 2) if lengths else 0.0,
        answer_ms_p50=round(float(np.percentile(times, 50)), 2),
        answer_ms_p95=round(float(np.percentile(times, 95)), 2),
        indexing_s=round(corpus.seconds, 2),
        questions=asked,
    )


def _asked(
    asking: Asking,
    chosen: Sequence[Query],
    path: Path | None,
    made_by: Mapping[str, object],
    progress: Progress,
) -> list[Row]:
    """Return the questions' rows, in their order; those that the file has aren't asked again."""
    there: dict[str, Row] = {}
    keep: Callable[[Row], None] = lambda row: None  # noqa: E731 a place to put rows that nobody keeps
    with ExitStack() as stack:
        if path:
            file = RowsFile(path, made_by)
            keep = stack.enter_context(file.adding()).add
            there = file.rows
        left = [query for query in chosen if query.query_id not in there]
        new = anyio.run(asking.all, left, keep, lambda done: progress("answering", done, len(left)))
    found = there | {row.query_id: row for row in new}
    return [found[query.query_id] for query in chosen]


def _made_by(folder: Path, asking: Asking, embedder: Embedder, corpus: IndexedCorpus) -> dict[str, object]:
    return {
        "set": folder.resolve().name,
        "documents": corpus.documents,
        "passages": corpus.passages,
        "composer": asking.composer,
        "cutoff": asking.cutoff,
        "top_k": asking.top_k,
        "fingerprint": embedder.fingerprint,
        "code": code_digest(),
    }


def _corpus(
    folder: Path, embedder: Embedder, cache: Path, progress: Progress, *, only: frozenset[str] | None, fresh: bool
) -> AbstractContextManager[IndexedCorpus]:
    files = folder / DOCUMENTS
    if files.is_dir():
        return ingested_files(files, embedder, progress)
    # Answers are stored where they are asked, so a copy is asked.
    return throwaway_copy(folder, embedder, cache, progress, fresh=fresh, only=only)
