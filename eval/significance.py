"""Is one run better than another, or was it luck? A paired test over the same queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.errors import EvaluationError
from eval.measures import MEASURES, score_queries
from eval.types import Qrels, Run

_PERMUTATIONS = 20_000
_AT_ONCE = 200
_SEED = 20_259
_EQUAL = 1e-12  # differences of sums in another order


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of runs A and B: means, B less A, the p-value, and how many queries gain and lose in B."""

    measure: str
    first: float
    second: float
    difference: float
    p_value: float
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Change:
    """One query's value in runs A and B."""

    query_id: str
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs A and B over the same judged queries.

    ``changes`` are the queries whose value of ``measure`` differs, the greatest losses of B first.
    """

    queries: int
    measure: str
    differences: Sequence[Difference]
    changes: Sequence[Change]


def compare(qrels: Qrels, first: Run, second: Run, measure: str = "nDCG@10") -> Comparison:
    """Compare two runs over the queries with a relevant document. Raises :class:`EvaluationError`."""
    if measure not in MEASURES:
        raise EvaluationError(f"There is no measure {measure!r}; choose one of {', '.join(MEASURES)}.")
    scores = score_queries(qrels, first), score_queries(qrels, second)
    if not scores[0]:
        raise EvaluationError("No query of these qrels has a relevant document: there is nothing to compare.")
    changes = [
        Change(query, scores[0][query][measure], scores[1][query][measure])
        for query in scores[0]
        if abs(scores[0][query][measure] - scores[1][query][measure]) > _EQUAL
    ]
    return Comparison(
        queries=len(scores[0]),
        measure=measure,
        differences=[_difference(label, *scores) for label in MEASURES],
        changes=sorted(changes, key=lambda change: change.second - change.first),
    )


def randomisation_test(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided p-value of a paired randomisation test.

    Under the null hypothesis each query's two values could as well be swapped; p is the share of 20,000
    random swappings whose mean difference is at least as great as the one seen, that one counted
    (Smucker, Allan and Carterette 2007, "A comparison of statistical significance tests").
    """
    differences = np.array(second, dtype=float) - np.array(first, dtype=float)
    differences = differences[np.abs(differences) > _EQUAL]  # a swap of equals changes nothing
    if not len(differences):
        return 1.0
    seen = abs(differences.sum()) - _EQUAL * len(differences)
    random = np.random.default_rng(_SEED)
    as_great = 0
    for _ in range(_PERMUTATIONS // _AT_ONCE):
        signs = 2.0 * random.integers(0, 2, size=(_AT_ONCE, len(differences))) - 1
        as_great += int((np.abs(signs @ differences) >= seen).sum())
    return (as_great + 1) / (_PERMUTATIONS + 1)


def _difference(
    label: str, first: Mapping[str, Mapping[str, float]], second: Mapping[str, Mapping[str, float]]
) -> Difference:
    ours = [row[label] for row in first.values()]
    theirs = [second[query][label] for query in first]
    means = float(np.mean(ours)), float(np.mean(theirs))
    return Difference(
        measure=label,
        first=means[0],
        second=means[1],
        difference=means[1] - means[0],
        p_value=randomisation_test(ours, theirs),
        better=sum(b - a > _EQUAL for a, b in zip(ours, theirs, strict=True)),
        worse=sum(a - b > _EQUAL for a, b in zip(ours, theirs, strict=True)),
    )
