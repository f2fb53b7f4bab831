"""Which questions of a set are asked, and over which of its documents."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.beir import corpus_file, read_corpus, read_qrels, relevant
from eval.errors import SetError
from eval.types import Query


def choose(queries: Mapping[str, Query], split: str, limit: int | None, seed: int | None) -> list[Query]:
    """Return the questions to ask, in the order of their file: all of a split, or so many of them.

    Without a seed these are the first ones; with one they are drawn at random, the same ones each time.
    """
    chosen = [query for query in queries.values() if split in ("all", query.split)]
    if not chosen:
        raise SetError(f"No question belongs to the split {split!r}. Try --split all.")
    if limit is None or limit >= len(chosen):
        return chosen
    if seed is None:
        return chosen[:limit]
    drawn = set(random.Random(seed).sample(range(len(chosen)), limit))  # noqa: S311 a sample, no secret
    return [query for at, query in enumerate(chosen) if at in drawn]


def gold_documents(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return each query's relevant documents by every file of judgements that the set has."""
    gold: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "qrels").glob("*.tsv")):
        for query, grades in relevant(read_qrels(path)).items():
            gold[query] = tuple(document for document, grade in grades.items() if grade > 0)
    return gold


def part_of_corpus(
    folder: Path, queries: Sequence[Query], gold: Mapping[str, Sequence[str]], others: int, seed: int | None
) -> frozenset[str]:
    """Return the ids of the documents that the questions are about, and of so many others drawn at random.

    For an unanswerable question that names the document it seems to be about, that one is among them.
    """
    wanted = {name for query in queries for entry in query.docs for name in entry.split("|")}
    wanted |= {document for query in queries for document in gold.get(query.query_id, ())}
    ids = sorted(document.doc_id for document in read_corpus(corpus_file(folder)))
    rest = [doc_id for doc_id in ids if doc_id not in wanted]
    drawn = random.Random(seed or 0).sample(rest, min(others, len(rest)))  # noqa: S311 a sample, no secret
    return frozenset(wanted & set(ids)) | frozenset(drawn)
