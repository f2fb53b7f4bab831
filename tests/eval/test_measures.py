import math

import pytest

from eval.measures import MEASURES, area_under_roc, mean, means, score_queries

QRELS = {"q1": {"a": 2, "b": 0, "c": 1}, "q2": {"x": 1}}


def test_known_values():
    scores = score_queries(QRELS, {"q1": [("b", 3.0), ("a", 2.0)], "q2": [("x", 1.0)]})
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert list(scores) == ["q1", "q2"]
    assert scores["q1"] == pytest.approx(
        {"nDCG@10": (2 / math.log2(3)) / ideal, "R@1": 0, "R@10": 0.5, "R@100": 0.5, "MRR@10": 0.5}
    )
    assert scores["q2"] == pytest.approx(dict.fromkeys(MEASURES, 1.0))


def test_cutoffs():
    ranked = [(f"n{rank}", 1000.0 - rank) for rank in range(1, 11)] + [("x", 1.0)]  # x at rank 11
    scores = score_queries(QRELS, {"q2": ranked})["q2"]
    assert scores == pytest.approx({"nDCG@10": 0, "R@1": 0, "R@10": 0, "R@100": 1, "MRR@10": 0})


@pytest.mark.parametrize("run", [{}, {"q1": []}, {"other": [("x", 1.0)]}])
def test_a_judged_query_absent_from_the_run_scores_zero(run):
    assert score_queries(QRELS, run) == {query: dict.fromkeys(MEASURES, 0.0) for query in QRELS}


def test_a_query_without_relevant_documents_is_left_out():
    assert list(score_queries({"q1": {"a": 0}, "q2": {"x": 1}}, {"q1": [("a", 1.0)]})) == ["q2"]


@pytest.mark.parametrize("first", ["a", "z"])
def test_equal_scores_keep_the_order_of_the_run(first):
    second = {"a": "z", "z": "a"}[first]
    scores = score_queries({"q": {first: 1}}, {"q": [(first, 0.5), (second, 0.5)]})
    assert scores["q"]["MRR@10"] == 1


def test_means_with_intervals():
    found = means({f"q{n}": {"nDCG@10": float(n % 2), "R@1": 0.25} for n in range(100)})
    assert (found["R@1"].value, found["R@1"].low, found["R@1"].high) == pytest.approx((0.25, 0.25, 0.25))
    # A share of one half among a hundred: 1.96 · sqrt(.25 / 100) on either side.
    assert (found["nDCG@10"].value, found["nDCG@10"].n) == (0.5, 100)
    assert found["nDCG@10"].low == pytest.approx(0.402, abs=0.02)
    assert found["nDCG@10"].high == pytest.approx(0.598, abs=0.02)


def test_intervals_are_the_same_every_time():
    values = [0.0, 0.3, 1.0, 0.7]
    assert mean(values) == mean(values)
    assert mean([]) is None
    assert means({}) == {}


def test_area_under_roc():
    assert area_under_roc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert area_under_roc([0.1], [0.9]) == 0
    assert area_under_roc([], [0.5]) is None
