"""Answering only when sure: what a confidence is worth for deciding when to keep silent.

- Risk–coverage curve: answer the surest share of all questions (*coverage*); *risk* is the share of wrong ones
  among those answered. An answer to a question without one is wrong (El-Yaniv and Wiener 2010).
- risk@80: the risk at 80 % coverage; risk@80_least: that of a confidence that knew which answers are right.
- AURC: the mean risk over all coverages (Geifman and El-Yaniv 2017).
- AUROC: how often an answerable question has the higher confidence of two (:func:`eval.measures.area_under_roc`);
  AUROC_right: how often a right answer has.
- answered_absent@80: the share of the questions without an answer that would be answered with the cutoff that
  answers 80 % of those with one.

Questions with equal confidence are taken in every order at once: each counts with the mean of their risk.
Intervals are 95 % bootstrap intervals over questions; two confidences are compared over the same resamples.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.rows import Row
from eval.types import Figure

COVERAGE = 0.8
_RESAMPLES = 1000
_AT_ONCE = 50  # resamples worked on together: bounds memory
_SEED = 20_259
_NEVER = -1e9  # below every confidence: there is nothing that could be answered

Array = npt.NDArray[np.float64]
Confidence = Callable[[Row], float]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Questions as their confidence, whether answering them is wrong, and whether they have an answer at all.

    All of shape (questions,). Only questions that can be judged are among them.
    """

    confidence: Array
    wrong: Array
    answerable: npt.NDArray[np.bool_]

    def taken(self, chosen: npt.NDArray[np.intp]) -> "Decisions":
        """Return some of the questions, in the order given."""
        return Decisions(self.confidence[chosen], self.wrong[chosen], self.answerable[chosen])


def decisions(rows: Sequence[Row], confidence: Confidence = lambda row: row.confidence) -> Decisions:
    """Return what there is to decide about; a question that nothing can be said to comes last."""
    judged = [row for row in rows if row.right is not None]
    return Decisions(
        confidence=np.array([confidence(row) if row.said is not None else _NEVER for row in judged], dtype=float),
        wrong=np.array([not (row.answerable and bool(row.said_right)) for row in judged], dtype=float),
        answerable=np.array([row.answerable for row in judged], dtype=bool),
    )


def stage_score(stage: str) -> Confidence:
    """Return the best plain retrieval score of a stage as a confidence: the baseline."""
    return lambda row: row.scores.get(stage, 0.0)


def figures(given: Decisions) -> dict[str, Figure]:
    """Return the measures that the module names, with intervals, where they can be observed."""
    if not len(given.wrong):
        return {}
    values = _values(_Groups.of(given))
    sampled = _sampled(given)
    return {
        name: Figure(float(values[name][0]), *_interval(sampled[name]), len(given.wrong))
        for name in values
        if np.isfinite(values[name][0])
    }


def differences(ours: Decisions, theirs: Decisions) -> dict[str, Figure]:
    """Return how much higher each measure is with one confidence than with another, over the same questions."""
    if not len(ours.wrong):
        return {}
    a, b = _values(_Groups.of(ours)), _values(_Groups.of(theirs))
    sampled = _sampled(ours), _sampled(theirs)
    return {
        name: Figure(float(a[name][0] - b[name][0]), *_interval(sampled[0][name] - sampled[1][name]), len(ours.wrong))
        for name in a
        if np.isfinite(a[name][0] - b[name][0])
    }


def points(given: Decisions, most: int = 200) -> list[tuple[float, float, float]]:
    """Return ``(coverage, risk, cutoff)`` of at most so many points of the curve, by rising coverage."""
    groups = _Groups.of(given)
    count = len(given.wrong)
    ranks = np.unique(np.linspace(1, count, min(count, most)).round().astype(int))
    confidence = np.sort(given.confidence)[::-1]
    return [
        (at / count, float(groups.risk(np.array([at]))[0]), max(float(confidence[at - 1]), 0.0))
        for at in ranks.tolist()
    ]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Questions counted by equal confidence, the surest first, in one or several resamples.

    Each of shape (resamples, groups): all questions, those that are wrong to answer, those with an answer.
    """

    total: Array
    wrong: Array
    answerable: Array

    @classmethod
    def of(cls, given: Decisions, weights: Array | None = None) -> "_Groups":
        """Count questions; ``weights`` of shape (resamples, questions) tell how often each was drawn."""
        order = np.argsort(-given.confidence, kind="stable")
        starts = np.flatnonzero(np.diff(given.confidence[order], prepend=np.inf))
        drawn = np.ones((1, len(order))) if weights is None else weights[:, order]
        parts = (drawn, drawn * given.wrong[order], drawn * given.answerable[order])
        return cls(*(np.add.reduceat(part, starts, axis=1) for part in parts))

    def risk(self, rank: npt.NDArray[np.int_]) -> Array:
        """Return the risk of answering so many questions in each resample; ``rank`` has shape (resamples,)."""
        ends, at, rows = self._until(self.total, rank)
        before = (ends - self.total)[rows, at]
        faults = (np.cumsum(self.wrong, axis=1) - self.wrong)[rows, at]
        share = self.wrong[rows, at] / self.total[rows, at]
        return np.asarray((faults + share * (rank - before)) / rank)

    def mean_risk(self) -> Array:
        """Return the mean of the risks of answering 1, 2, … questions (AURC)."""
        ends = np.cumsum(self.total, axis=1)
        before = ends - self.total
        faults = np.cumsum(self.wrong, axis=1) - self.wrong
        share = np.divide(self.wrong, self.total, out=np.zeros_like(self.wrong), where=self.total > 0)
        # Within a group the risk at rank before + j is share + (faults - share · before) / (before + j).
        harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, int(ends[0, -1]) + 1))])
        spread = harmonic[ends.astype(int)] - harmonic[before.astype(int)]
        return np.asarray((share * self.total + (faults - share * before) * spread).sum(axis=1) / ends[:, -1])

    def answered_absent(self, share: float) -> Array:
        """Return the share of unanswerable questions that the cutoff for a share of the answerable answers."""
        hopeless = self.total - self.answerable
        rank = np.ceil(share * self.answerable.sum(axis=1)).astype(int)
        _, at, rows = self._until(self.answerable, np.maximum(rank, 1))
        return _share(np.cumsum(hopeless, axis=1)[rows, at], np.where(rank > 0, hopeless.sum(axis=1), 0))

    @staticmethod
    def _until(counts: Array, rank: npt.NDArray[np.int_]) -> tuple[Array, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return the running counts, and in which group of each resample a rank is reached."""
        ends = np.cumsum(counts, axis=1)
        return ends, np.argmax(ends >= rank[:, None], axis=1), np.arange(len(counts))


def _area(positive: Array, negative: Array) -> Array:
    """Return how often a positive is surer than a negative, ties half; NaN without both."""
    below = negative.sum(axis=1, keepdims=True) - np.cumsum(negative, axis=1)
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    return _share((positive * (below + negative / 2)).sum(axis=1), pairs)


def _share(part: Array, whole: Array) -> Array:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))


def _values(groups: _Groups) -> dict[str, Array]:
    """Return each measure in each resample, NaN where it can't be observed."""
    everything = groups.total.sum(axis=1)
    rank = np.ceil(COVERAGE * everything).astype(int)
    right = everything - groups.wrong.sum(axis=1)
    return {
        "AUROC": _area(groups.answerable, groups.total - groups.answerable),
        "AUROC_right": _area(groups.total - groups.wrong, groups.wrong),
        "risk@80": groups.risk(rank),
        "risk@80_least": np.maximum(0.0, 1 - right / rank),
        "AURC": groups.mean_risk(),
        "answered_absent@80": groups.answered_absent(COVERAGE),
    }


def _sampled(given: Decisions) -> Mapping[str, Array]:
    found = [_values(_Groups.of(given, weights)) for weights in _resamples(len(given.wrong))]
    return {name: np.concatenate([values[name] for values in found]) for name in found[0]}


def _resamples(count: int) -> Iterator[Array]:
    """Yield how often each question is drawn, the same each time; each of shape (resamples, questions)."""
    random = np.random.default_rng(_SEED)
    evenly = np.full(count, 1 / count)
    for _ in range(_RESAMPLES // _AT_ONCE):
        yield random.multinomial(count, evenly, size=_AT_ONCE).astype(float)


def _interval(sampled: Array) -> tuple[float | None, float | None]:
    seen = sampled[np.isfinite(sampled)]
    if not len(seen):
        return None, None
    low, high = np.percentile(seen, [2.5, 97.5])
    return float(low), float(high)
