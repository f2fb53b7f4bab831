"""What a run is worth: measures by ir-measures, query by query, and means with confidence intervals.

- nDCG@k: gain is the grade, discount log2(rank + 1) (Järvelin and Kekäläinen 2002; trec_eval's ``ndcg_cut``)
- R@k: the share of a query's relevant documents among the first k
- MRR@k: 1/rank of the first relevant document, 0 beyond k (RR in ir-measures)

All lie in 0..1, higher is better. ir-measures: MacAvaney, Macdonald and Ounis 2022.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.beir import relevant
from eval.types import Figure, Qrels, Run

MEASURES: Mapping[str, str] = {  # our label → ir-measures' name, in the order they are shown
    "nDCG@10": "nDCG@10",
    "R@1": "R@1",
    "R@10": "R@10",
    "R@100": "R@100",
    "MRR@10": "RR@10",
}
_RESAMPLES = 2000
_AT_ONCE = 100  # resamples drawn together: bounds memory
_SEED = 20_259  # any; fixed so that the same run gives the same interval


def score_queries(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Return query id → measure → value for every query with a relevant document, in the order of the qrels.

    A judged query that is absent from the run scores 0: silence never helps. The run's order counts,
    not its scores, so that ties can't be broken otherwise.
    """
    import ir_measures  # noqa: PLC0415 brings half a dozen providers along

    judged = relevant(qrels)
    by_name = {name: label for label, name in MEASURES.items()}
    ranked = {
        query: {document: float(len(run[query]) - at) for at, (document, _) in enumerate(run[query])}
        for query in judged
        if run.get(query)
    }
    scores: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURES, 0.0) for query in judged}
    if ranked:
        wanted: list[Any] = [ir_measures.parse_measure(name) for name in by_name]
        for metric in ir_measures.iter_calc(wanted, judged, ranked):
            scores[metric.query_id][by_name[str(metric.measure)]] = float(metric.value)
    return scores


def means(scores: Mapping[str, Mapping[str, float]]) -> dict[str, Figure]:
    """Return each measure's mean over the queries of :func:`score_queries`, with its interval."""
    if not scores:
        return {}
    labels = list(next(iter(scores.values())))
    values = np.array([[row[label] for label in labels] for row in scores.values()])
    low, high = _interval(values)
    return {
        label: Figure(float(values[:, at].mean()), float(low[at]), float(high[at]), len(values))
        for at, label in enumerate(labels)
    }


def mean(values: Sequence[float]) -> Figure | None:
    """Return the mean of values of any kind (0 and 1 make a share) with its interval; None of no values."""
    if not values:
        return None
    low, high = _interval(np.array(values, dtype=float).reshape(-1, 1))
    return Figure(float(np.mean(values)), float(low[0]), float(high[0]), len(values))


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return how often a positive scores above a negative, ties half (Hanley and McNeil 1982).

    0.5 is chance, 1 is perfect; None unless there are both.
    """
    if not positive or not negative:
        return None
    ordered = np.sort(np.array(negative, dtype=float))
    ours = np.array(positive, dtype=float)
    below = np.searchsorted(ordered, ours, side="left")
    equal = np.searchsorted(ordered, ours, side="right") - below
    return float((below + equal / 2).sum() / (len(positive) * len(negative)))


def _interval(values: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the 2.5th and 97.5th percentile of each column's mean over bootstrap resamples (Efron 1979).

    ``values`` has shape (observations, measures); all measures share the resamples.
    """
    count = len(values)
    random = np.random.default_rng(_SEED)
    evenly = np.full(count, 1 / count)
    drawn = [random.multinomial(count, evenly, size=_AT_ONCE) @ values for _ in range(_RESAMPLES // _AT_ONCE)]
    low, high = np.percentile(np.concatenate(drawn) / count, [2.5, 97.5], axis=0)
    return low, high
