import random

import pytest

from eval.calibration import aimed, calibrate
from eval.errors import EvaluationError
from tests.eval.rows import row, unanswerable


def questions(count, *, right_from, seed=1):
    """Return rows of which the answerable are answered rightly from a confidence on, the others below it."""
    drawn = random.Random(seed)
    rows = []
    for n in range(count):
        if n % 2:
            low, high = right_from, 1.0
            rows.append(row(query_id=str(n), group=f"d{n}", confidence=drawn.uniform(low, high)))
        else:
            rows.append(
                unanswerable(confidence=drawn.uniform(0, right_from), answered=True, query_id=str(n), group=f"d{n}")
            )
    return rows


@pytest.mark.parametrize("aim", ["f1", "balanced", "risk=0.05"])
def test_a_clear_cut_is_found(aim):
    found = calibrate({"a": questions(200, right_from=0.6)}, aim, 0.3)
    one = found.sets["a"]
    assert found.cutoff == pytest.approx(0.6, abs=0.04)
    assert found.reached
    assert one.held_out.f1 > 0.95
    assert (one.questions, one.unanswerable, one.other_sets) == (200, 100, None)
    assert one.now.cutoff == 0.3
    assert one.now.right == 1
    assert one.now.refused == pytest.approx(0.5, abs=0.12)
    assert found.setting == f"KUTIP_CONFIDENCE={found.cutoff:g}"


def test_a_risk_takes_the_lowest_cutoff_that_keeps_it():
    rows = {"a": questions(200, right_from=0.6)}
    loose = calibrate(rows, "risk=0.3", 0.3)
    below = max((one for one in loose.curve if one.cutoff < loose.cutoff), key=lambda one: one.cutoff)
    assert loose.sets["a"].fitted.risk <= 0.3 < below.risk
    assert loose.cutoff < calibrate(rows, "risk=0.01", 0.3).cutoff


def test_a_risk_that_cannot_be_kept_is_said():
    rows = questions(100, right_from=0.5)
    wrong = [row(query_id=f"w{n}", group=f"w{n}", confidence=1.0, right=False, said_right=False) for n in range(60)]
    found = calibrate({"a": rows + wrong}, "risk=0.1", 0.3)
    assert not found.reached
    assert found.sets["a"].fitted.risk > 0.1


def test_sets_weigh_the_same_and_are_told_by_each_others_cutoffs():
    sets = {"large": questions(1000, right_from=0.3), "small": questions(100, right_from=0.7, seed=2)}
    found = calibrate(sets, "balanced", 0.3)
    alone = calibrate({"large": sets["large"]}, "balanced", 0.3)
    assert alone.cutoff == pytest.approx(0.3, abs=0.04)
    assert found.sets["large"].other_sets.cutoff == pytest.approx(0.7, abs=0.05)
    assert found.sets["small"].other_sets.cutoff == pytest.approx(0.3, abs=0.04)
    # .3 refuses too few of small's, so that its outcome is worse than when small is known.
    assert found.sets["small"].other_sets.refused < found.sets["small"].now.refused + 0.1
    assert 0.3 < found.cutoff < 0.72


def test_noise_is_not_held_out_to_be_signal():
    drawn = random.Random(3)
    rows = [
        (row if n % 2 else unanswerable)(
            query_id=str(n), group=f"d{n}", confidence=drawn.random(), **({} if n % 2 else {"answered": True})
        )
        for n in range(300)
    ]
    one = calibrate({"a": rows}, "balanced", 0.3).sets["a"]
    assert (one.held_out.right + one.held_out.refused) / 2 == pytest.approx(0.5, abs=0.09)


def test_a_map_is_chosen_when_it_is_worth_having():
    drawn = random.Random(4)
    rows = [
        row(query_id=str(n), group=f"d{n}", confidence=c, said_right=drawn.random() < 0.2 + 0.3 * c, right=True)
        for n, c in enumerate(drawn.random() for _ in range(600))
    ]
    rows += [unanswerable(confidence=drawn.random(), answered=True, query_id=f"u{n}", group=f"u{n}") for n in range(60)]
    found = calibrate({"a": rows}, "f1", 0.3)
    assert found.best_map in {"platt", "isotonic"}
    assert found.maps[found.best_map].brier < found.maps["raw"].brier
    assert found.probability["0.9"] == pytest.approx(0.43, abs=0.12)
    assert list(found.probability.values()) == sorted(found.probability.values())


@pytest.mark.parametrize("aim", ["", "best", "risk", "risk=0", "risk=1", "risk=-.1", "risk=x"])
def test_aims_there_are_not(aim):
    with pytest.raises(EvaluationError, match="choose f1, balanced"):
        aimed(aim)


def test_what_cannot_be_fitted_on():
    with pytest.raises(EvaluationError, match="no unanswerable questions"):
        calibrate({"a": [row(group=str(n)) for n in range(20)]}, "f1", 0.3)
    with pytest.raises(EvaluationError, match="no answerable questions"):
        calibrate({"a": [unanswerable(confidence=0.1, answered=False, group=str(n)) for n in range(20)]}, "f1", 0.3)
    with pytest.raises(EvaluationError, match="too few documents"):
        calibrate({"a": [row(), unanswerable(confidence=0.1, answered=False)]}, "f1", 0.3)
