import numpy as np
import pytest

from eval.selective import Decisions, decisions, differences, figures, points, stage_score
from tests.eval.rows import row, unanswerable


def given(*questions) -> Decisions:
    """Return questions of (confidence, answering is wrong, has an answer)."""
    confidence, wrong, answerable = zip(*questions, strict=True)
    return Decisions(np.array(confidence, float), np.array(wrong, float), np.array(answerable, bool))


FIVE = given((0.9, 0, True), (0.8, 1, False), (0.7, 0, True), (0.6, 1, True), (0.1, 1, False))


def test_measures_of_known_decisions():
    found = {name: figure.value for name, figure in figures(FIVE).items()}
    assert found == {
        "AUROC": pytest.approx(4 / 6),  # .9 beats two, .7 and .6 one
        "AUROC_right": pytest.approx(5 / 6),  # .9 beats three, .7 two
        "risk@80": pytest.approx(2 / 4),
        "risk@80_least": pytest.approx(2 / 4),  # two are right
        "AURC": pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4 + 3 / 5) / 5),
        "answered_absent@80": pytest.approx(1 / 2),  # .6 answers all three
    }


def test_ties_count_with_their_mean():
    tied = given((0.5, 0, True), (0.5, 1, False), (0.5, 1, True), (0.2, 1, True))
    found = {name: figure.value for name, figure in figures(tied).items()}
    assert found["risk@80"] == pytest.approx(3 / 4)
    assert found["AURC"] == pytest.approx((3 * 2 / 3 + 3 / 4) / 4)
    assert found["AUROC"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    # Half of two equal ones is one of them, at the mean of their risk.
    assert points(given((0.5, 0, True), (0.5, 1, False)))[0] == (0.5, 0.5, 0.5)


def test_the_curve_agrees_with_the_measures():
    curve = points(FIVE)
    assert [coverage for coverage, _, _ in curve] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert np.mean([risk for _, risk, _ in curve]) == pytest.approx(figures(FIVE)["AURC"].value)
    assert [cutoff for _, _, cutoff in curve] == [0.9, 0.8, 0.7, 0.6, 0.1]


def test_the_least_risk_is_that_of_one_who_knew():
    found = figures(given((0.9, 1, True), (0.8, 1, True), (0.3, 0, True), (0.2, 0, True), (0.1, 0, True)))
    assert found["risk@80"].value == pytest.approx(2 / 4)
    assert found["risk@80_least"].value == pytest.approx(1 / 4)


def test_an_interval_holds_its_value_and_is_the_same_each_time():
    found = figures(FIVE)["risk@80"]
    assert found.low <= found.value <= found.high
    assert figures(FIVE) == figures(FIVE)


def test_one_kind_of_question_has_no_area():
    found = figures(given((0.9, 0, True), (0.5, 1, True)))
    assert set(found) == {"AUROC_right", "risk@80", "risk@80_least", "AURC"}
    assert figures(Decisions(np.array([]), np.array([]), np.array([], bool))) == {}


def test_a_difference_is_of_the_same_questions():
    worse = Decisions(1 - FIVE.confidence, FIVE.wrong, FIVE.answerable)
    found = differences(FIVE, worse)["AUROC"]
    assert found.value == pytest.approx(4 / 6 - 2 / 6)
    same = differences(FIVE, FIVE)["AUROC"]
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_decisions_are_made_of_rows():
    rows = [
        row(confidence=0.4, status="abstained", right=False, said_right=True),
        unanswerable(confidence=0.7, answered=True),
        row(confidence=0.3, said=None, said_right=False, right=False, status="abstained"),
        row(right=None, said_right=None),
    ]
    found = decisions(rows)
    assert found.confidence.tolist() == [0.4, 0.7, -1e9]  # nothing can be said to the third
    assert found.wrong.tolist() == [0, 1, 1]
    assert found.answerable.tolist() == [True, False, True]
    assert decisions(rows, stage_score("lexical")).confidence[0] == 3.0
    assert decisions(rows, stage_score("dense")).confidence[0] == 0
