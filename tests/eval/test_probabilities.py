import numpy as np
import pytest

from eval.probabilities import reliability, worth


def drawn(probability_of, count=4000):
    random = np.random.default_rng(5)
    confidence = random.random(count)
    return confidence, random.random(count) < probability_of(confidence), np.ones(count)


def test_platt_finds_a_logistic_curve():
    confidence, right, weight = drawn(lambda x: 1 / (1 + np.exp(-(6 * x - 3))))
    fitted = worth("platt", confidence, right, weight)
    assert fitted.parameters["slope"][0] == pytest.approx(6, abs=0.5)
    assert fitted.parameters["offset"][0] == pytest.approx(-3, abs=0.3)
    assert fitted(np.array([0.5]))[0] == pytest.approx(0.5, abs=0.04)


def test_isotonic_finds_a_step_and_never_falls():
    confidence, right, weight = drawn(lambda x: np.where(x < 0.4, 0.1, 0.8))
    fitted = worth("isotonic", confidence, right, weight)
    told = fitted(np.linspace(0, 1, 50))
    assert (np.diff(told) >= 0).all()
    assert fitted(np.array([0.2, 0.7])).tolist() == pytest.approx([0.1, 0.8], abs=0.06)


def test_isotonic_pools_adjacent_violators():
    fitted = worth("isotonic", np.array([0.1, 0.2, 0.3]), np.array([False, True, False]), np.ones(3))
    assert fitted(np.array([0.1, 0.25])).tolist() == pytest.approx([0, 0.5])


def test_a_confidence_that_tells_nothing_gives_the_share_of_right_ones():
    confidence, right, weight = np.linspace(0, 1, 100), np.arange(100) % 4 == 0, np.ones(100)
    assert worth("platt", confidence, right, weight)(np.array([0.1, 0.9])).tolist() == pytest.approx(
        [0.25] * 2, abs=0.04
    )
    falling = worth("platt", confidence, confidence < 0.5, weight)
    assert falling.parameters["slope"] == [0.0]  # a map never turns the order round


def test_right_and_wrong_that_do_not_overlap_stay_finite():
    fitted = worth("platt", np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True]), np.ones(4))
    assert np.isfinite(fitted.parameters["slope"]).all()


def test_weights_count_as_often_as_they_say():
    confidence, right = np.array([0.2, 0.6, 0.6]), np.array([False, True, False])
    once = worth("isotonic", confidence, right, np.array([1.0, 3.0, 1.0]))
    assert once(np.array([0.6]))[0] == pytest.approx(0.75)


def test_reliability_of_known_probabilities():
    probability, right = np.array([0.9, 0.9, 0.2, 0.2]), np.array([True, False, False, False])
    found = reliability(probability, right, np.ones(4))
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.04 + 0.04) / 4)
    assert found.error == pytest.approx(abs(0.5 - 0.9) / 2 + abs(0 - 0.2) / 2)
