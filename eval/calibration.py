"""Choosing the least confidence for an answer, on sets with questions that have none.

Every set weighs the same, whatever its size. The cutoff's worth is told on questions that it wasn't fitted on:
folds by document (questions about one document are never on both sides), and, with several sets, each set by
the cutoff of the others, which shows whether a cutoff carries over to documents of another kind.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from eval.errors import EvaluationError
from eval.probabilities import FITS, Fitted, Reliability, reliability, worth
from eval.rows import Row
from eval.selective import Decisions, decisions

FOLDS = 5
GRID = tuple(round(0.01 * step, 2) for step in range(1, 100))
_NOTABLE = 0.005  # of Brier score that a map has to gain on other sets to be worth having
_AIM = re.compile(r"(f1|balanced)|risk=(0?\.\d+)")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a cutoff is for. ``risk`` is the greatest share of wrong answers, None for the other aims."""

    name: str
    risk: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cutoff does to a set's questions.

    ``answered`` of all; ``risk``: wrong of the answers; ``right``: of the answerable questions, those answered
    rightly; ``refused``: of the others, those not answered (None without any); ``f1`` of answering rightly.
    """

    cutoff: float
    answered: float
    risk: float
    right: float
    refused: float | None
    f1: float


@dataclass(frozen=True, slots=True)
class SetOutcomes:
    """One set's outcomes.

    With the cutoff as it is set now, with the one fitted on everything, held out by folds of documents (its
    ``cutoff`` is the folds' mean), and with the cutoff that the other sets would give (None for a single set).
    """

    questions: int
    unanswerable: int
    now: Outcome
    fitted: Outcome
    held_out: Outcome
    other_sets: Outcome | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The cutoff for an aim, and what it would mean.

    ``reached`` is False when no cutoff keeps the risk aimed at; then the cutoff is the one with the least.
    ``curve`` has the outcome over all sets for each cutoff of a grid. ``maps`` has, for the raw confidence and
    for monotone maps of it, the reliability on held-out questions, and ``best_map`` the one that is worth having
    ("raw" for none). ``probability`` tells what a raw confidence means by the best map fitted on everything.
    """

    aim: str
    cutoff: float
    reached: bool
    sets: Mapping[str, SetOutcomes]
    curve: Sequence[Outcome]
    maps: Mapping[str, Reliability]
    best_map: str
    map_parameters: Mapping[str, Sequence[float]]
    probability: Mapping[str, float]

    @property
    def setting(self) -> str:
        """The line that sets the cutoff in the service's environment."""
        return f"KUTIP_CONFIDENCE={self.cutoff:g}"


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of a set's questions: what there is to decide, which fold each is in, and what each weighs."""

    given: Decisions
    folds: npt.NDArray[np.intp]
    weight: float

    def of(self, mask: npt.NDArray[np.bool_]) -> "_Part":
        chosen = np.flatnonzero(mask)
        return _Part(self.given.taken(chosen), self.folds[chosen], self.weight)


def aimed(text: str) -> Aim:
    """Return the aim that a text names: ``f1``, ``balanced`` or ``risk=0.1``. Raises :class:`EvaluationError`."""
    found = _AIM.fullmatch(text)
    if not found or (found.group(2) and float(found.group(2)) == 0):
        raise EvaluationError(
            f"{text!r} is no aim; choose f1, balanced, or risk=R with R between 0 and 1 like risk=0.1."
        )
    return Aim(text, float(found.group(2)) if found.group(2) else None)


def calibrate(sets: Mapping[str, Sequence[Row]], aim: str, now: float) -> Calibration:
    """Fit a cutoff on the rows of one set or several. ``now`` is the present cutoff, told beside it.

    Raises :class:`EvaluationError` for an unknown aim, or when there is nothing to tell apart.
    """
    target = aimed(aim)
    parts = {name: _part(rows) for name, rows in sets.items()}
    for name, part in parts.items():
        if not part.given.answerable.any() or part.given.answerable.all():
            raise EvaluationError(
                f"{name} has no {'un' if part.given.answerable.any() else ''}answerable questions that can be judged; "
                "a cutoff is fitted on sets that have both kinds."
            )
        if len(set(part.folds.tolist())) < FOLDS:
            raise EvaluationError(
                f"{name} has questions about too few documents for {FOLDS} folds; take more questions."
            )
    everything = list(parts.values())
    cutoff = _fit(everything, target)
    over_all = _over(everything, cutoff)
    maps = _maps(parts)
    best = min(maps, key=lambda name: maps[name].brier)
    if maps["raw"].brier - maps[best].brier < _NOTABLE:
        best = "raw"
    fitted = _fitted(best, everything)
    return Calibration(
        aim=aim,
        cutoff=cutoff,
        reached=target.risk is None or over_all.risk <= target.risk,
        sets={name: _outcomes(name, parts, target, cutoff, now) for name in parts},
        curve=[_over(everything, step) for step in GRID],
        maps=maps,
        best_map=best,
        map_parameters=fitted.parameters,
        probability={
            f"{step:.1f}": round(float(fitted(np.array([step]))[0]), 3) for step in np.linspace(0.1, 0.9, 9).tolist()
        },
    )


def _part(rows: Sequence[Row]) -> _Part:
    judged = [row for row in rows if row.right is not None]
    folds = [crc32(row.group.encode()) % FOLDS for row in judged]
    return _Part(decisions(judged), np.array(folds, dtype=np.intp), 1 / max(len(judged), 1))


def _outcomes(name: str, parts: Mapping[str, _Part], target: Aim, cutoff: float, now: float) -> SetOutcomes:
    part = parts[name]
    others = [other for key, other in parts.items() if key != name]
    return SetOutcomes(
        questions=len(part.given.wrong),
        unanswerable=int((~part.given.answerable).sum()),
        now=_over([part], now),
        fitted=_over([part], cutoff),
        held_out=_held_out(name, parts, target),
        other_sets=_over([part], _fit(others, target)) if others else None,
    )


def _held_out(name: str, parts: Mapping[str, _Part], target: Aim) -> Outcome:
    """Return a set's outcome with each fold decided by the cutoff that all sets' other folds give."""
    part = parts[name]
    shifted = part.given.confidence.copy()
    cutoffs = []
    for fold in range(FOLDS):
        cutoff = _fit([other.of(other.folds != fold) for other in parts.values()], target)
        cutoffs.append(cutoff)
        shifted[part.folds == fold] -= cutoff
    moved = Decisions(shifted, part.given.wrong, part.given.answerable)
    outcome = _over([_Part(moved, part.folds, part.weight)], 0.0)
    return Outcome(float(np.mean(cutoffs)), outcome.answered, outcome.risk, outcome.right, outcome.refused, outcome.f1)


def _fit(parts: Sequence[_Part], target: Aim) -> float:
    """Return the cutoff that serves the aim best; of equally good neighbours the middle one."""
    outcomes = [_over(parts, step) for step in GRID]
    if target.risk is not None:
        kept = [found for found in outcomes if found.risk <= target.risk and found.answered]
        if kept:
            return kept[0].cutoff  # the lowest: it answers most
        return min((found for found in outcomes if found.answered), key=lambda found: found.risk).cutoff
    value = [found.f1 if target.name == "f1" else (found.right + (found.refused or 0.0)) / 2 for found in outcomes]
    best = [step for step, worth_of in zip(GRID, value, strict=True) if worth_of == max(value)]
    return best[len(best) // 2]


def _over(parts: Sequence[_Part], cutoff: float) -> Outcome:
    """Return the outcome of a cutoff over questions of several sets, each weighing the same."""
    weight = np.concatenate([np.full(len(part.given.wrong), part.weight) for part in parts])
    wrong = np.concatenate([part.given.wrong for part in parts])
    answerable = np.concatenate([part.given.answerable for part in parts])
    answered = np.concatenate([part.given.confidence for part in parts]) >= cutoff
    said, right = float(weight[answered].sum()), float(weight[answered & (wrong == 0)].sum())
    hopeful, hopeless = float(weight[answerable].sum()), float(weight[~answerable].sum())
    precision, found = right / said if said else 0.0, right / hopeful if hopeful else 0.0
    return Outcome(
        cutoff=cutoff,
        answered=said / float(weight.sum()),
        risk=1 - precision if said else 0.0,
        right=found,
        refused=float(weight[~answerable & ~answered].sum()) / hopeless if hopeless else None,
        f1=2 * precision * found / (precision + found) if right else 0.0,
    )


def _maps(parts: Mapping[str, _Part]) -> dict[str, Reliability]:
    """Return each map's reliability on questions it wasn't fitted on: other sets', or with one set other folds'."""
    found = {}
    for name in FITS:
        told = []
        for key, part in parts.items():
            for fold in range(FOLDS):
                held = part.of(part.folds == fold)
                if len(parts) > 1:
                    training = [other for other_key, other in parts.items() if other_key != key]
                else:
                    training = [part.of(part.folds != fold)]
                told.append((_fitted(name, training)(_raw(held)), held.given.wrong == 0, held.weight))
        found[name] = reliability(
            np.concatenate([p for p, _, _ in told]),
            np.concatenate([right for _, right, _ in told]),
            np.concatenate([np.full(len(p), weight) for p, _, weight in told]),
        )
    return found


def _fitted(name: str, parts: Sequence[_Part]) -> Fitted:
    return worth(
        name,
        np.concatenate([_raw(part) for part in parts]),
        np.concatenate([part.given.wrong == 0 for part in parts]),
        np.concatenate([np.full(len(part.given.wrong), part.weight) for part in parts]),
    )


def _raw(part: _Part) -> npt.NDArray[np.float64]:
    return np.clip(part.given.confidence, 0.0, 1.0)
