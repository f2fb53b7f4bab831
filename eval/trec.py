"""Runs and qrels in the formats of TREC, which every retrieval tool reads.

A run's line is ``query Q0 document rank score tag``, a qrels' line ``query 0 document grade``.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from eval.errors import RunFileError
from eval.types import Qrels, Run

_RUN_FIELDS = 6


def write_run(path: Path, run: Run, tag: str = "kutip") -> None:
    """Write a run; scores fall strictly within a query, so that no tool breaks a tie in an order of its own.

    Tools read scores in single precision, so a score that doesn't lie below the one before it becomes
    the next lower single-precision number. Raises :class:`RunFileError` for an id with white space.
    """
    lines = []
    for query, ranked in run.items():
        documents = [document for document, _ in ranked]
        for rank, (document, score) in enumerate(zip(documents, falling([s for _, s in ranked]), strict=True), start=1):
            lines.append(" ".join((_word(query), "Q0", _word(document), str(rank), score, _word(tag))))
    _write(path, lines)


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write qrels. Raises :class:`RunFileError` for an id with white space."""
    _write(
        path,
        (
            f"{_word(query)} 0 {_word(document)} {grade}"
            for query, grades in qrels.items()
            for document, grade in grades.items()
        ),
    )


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Return a run, each query's documents by falling score, equal scores by rank.

    Raises :class:`RunFileError` naming the line that is wrong, or the document a query ranks twice.
    """
    rows: defaultdict[str, list[tuple[float, int, str]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunFileError(f"The run {path} can't be read: {error}.") from error
    for number, line in enumerate(text.splitlines(), start=1):
        fields = line.split()
        if not fields:
            continue
        place = f"{path}, line {number}"
        if len(fields) != _RUN_FIELDS:
            raise RunFileError(f"{place}: {len(fields)} fields where a run has six (query Q0 document rank score tag).")
        query, _, document, rank, score, _ = fields
        try:
            place_in_run = int(rank), float(score)
        except ValueError as error:
            raise RunFileError(f"{place}: rank {rank!r} or score {score!r} is no number.") from error
        if not math.isfinite(place_in_run[1]):
            raise RunFileError(f"{place}: the score {score} is not finite.")
        if (query, document) in seen:
            raise RunFileError(f"{place}: query {query} ranks {document} a second time.")
        seen.add((query, document))
        rows[query].append((-place_in_run[1], place_in_run[0], document))
    return {query: [(document, -score) for score, _, document in sorted(hits)] for query, hits in rows.items()}


def falling(scores: Sequence[float]) -> list[str]:
    """Return scores, best first, as decimals that fall strictly even in single precision."""
    texts = []
    before = np.float32(np.inf)
    for score in scores:
        below = np.float32(score)
        if below >= before:
            below = np.nextafter(before, np.float32(-np.inf))
        texts.append(str(below))
        before = below
    return texts


def _word(value: str) -> str:
    if len(value.split()) != 1 or value != value.strip():
        raise RunFileError(f"{value!r} has white space, which TREC's formats have no place for. Rename it.")
    return value


def _write(path: Path, lines: Iterable[str]) -> None:
    body = "".join(f"{line}\n" for line in lines)
    try:
        path.write_text(body, "utf-8")
    except OSError as error:
        raise RunFileError(f"{path} can't be written: {error.strerror or error}.") from error
