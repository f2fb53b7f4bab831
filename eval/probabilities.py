"""What a confidence means: monotone maps from a raw confidence to the probability of being right.

A map keeps the order of questions, so it changes neither AUROC nor a risk–coverage curve; it makes the number
itself honest. Platt 1999 (a logistic curve), Zadrozny and Elkan 2002 (isotonic regression).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

_BINS = 10
_STEPS = 100  # of Newton's method, at most
_SLOPE_PRIOR = 1e-4  # keeps the curve finite where right and wrong don't overlap


@dataclass(frozen=True, slots=True)
class Fitted:
    """A map and its parameters by name; called with confidences of shape (n,) it gives probabilities."""

    parameters: Mapping[str, Sequence[float]]
    apply: Callable[[Array], Array]

    def __call__(self, confidence: Array) -> Array:
        """Return the probabilities of being right."""
        return self.apply(confidence)


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities are from the truth, 0 is perfect.

    ``brier``: mean squared distance (Brier 1950). ``error``: expected calibration error over ten bins of equal
    width (Naeini et al. 2015).
    """

    brier: float
    error: float


def worth(name: str, confidence: Array, right: Truth, weight: Array) -> Fitted:
    """Fit the map of a name in :data:`FITS` on confidences, whether each answer was right, and their weights."""
    return FITS[name](confidence, right, weight)


def reliability(probability: Array, right: Truth, weight: Array) -> Reliability:
    """Return how reliable probabilities are; all of shape (n,)."""
    share = weight / weight.sum()
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((share * (right - probability))[bins == at].sum())) for at in range(_BINS)]
    return Reliability(float((share * (probability - right) ** 2).sum()), sum(gaps))


def _raw(confidence: Array, right: Truth, weight: Array) -> Fitted:
    return Fitted({}, lambda given: given)


def _platt(confidence: Array, right: Truth, weight: Array) -> Fitted:
    """Fit ``1 / (1 + exp(-(slope · confidence + offset)))``; the slope is never negative."""
    share = weight / weight.sum() * len(weight)
    features = np.column_stack([confidence, np.ones_like(confidence)])
    found = np.zeros(2)
    for _ in range(_STEPS):
        probability = _logistic(features @ found)
        slope = features.T @ (share * (right - probability)) - _SLOPE_PRIOR * len(weight) * np.array([found[0], 0.0])
        bend = (features * (share * probability * (1 - probability))[:, None]).T @ features
        step = np.linalg.solve(bend + _SLOPE_PRIOR * len(weight) * np.eye(2), slope)
        found = found + step
        if float(np.abs(step).max()) < 1e-9:
            break
    slope_found, offset = max(float(found[0]), 0.0), float(found[1])
    return Fitted({"slope": [slope_found], "offset": [offset]}, lambda given: _logistic(slope_found * given + offset))


def _isotonic(confidence: Array, right: Truth, weight: Array) -> Fitted:
    """Fit a rising staircase by pooling adjacent violators, and go straight from the middle of a step to the next."""
    order = np.argsort(confidence, kind="stable")
    steps: list[list[float]] = []  # mean, weight, weighted confidence
    for x, y, w in zip(confidence[order], right[order], weight[order], strict=True):
        steps.append([float(y), float(w), float(x * w)])
        while len(steps) > 1 and steps[-2][0] >= steps[-1][0]:
            mean, size, place = steps.pop()
            before = steps[-1]
            steps[-1] = [
                (before[0] * before[1] + mean * size) / (before[1] + size), before[1] + size, before[2] + place
            ]  # fmt: skip
    at = np.array([place / size for _, size, place in steps])
    height = np.array([mean for mean, _, _ in steps])
    return Fitted(
        {"confidence": at.round(4).tolist(), "probability": height.round(4).tolist()},
        lambda given: np.interp(given, at, height),
    )


def _logistic(value: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -50, 50))), dtype=float)


FITS: Mapping[str, Callable[[Array, Truth, Array], Fitted]] = {"raw": _raw, "platt": _platt, "isotonic": _isotonic}
