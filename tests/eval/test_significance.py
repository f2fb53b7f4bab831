import pytest

from eval.errors import EvaluationError
from eval.significance import compare, randomisation_test

QRELS = {"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 1}}


def test_equal_runs_do_not_differ():
    assert randomisation_test([0.2, 0.9, 0.5], [0.2, 0.9, 0.5]) == 1


@pytest.mark.parametrize(("queries", "tolerance"), [(3, 0.02), (6, 0.01), (10, 0.002)])
def test_p_of_gains_on_every_query(queries, tolerance):
    # Of 2**n ways to swap, only the one seen and its mirror image differ as much.
    found = randomisation_test([0.1] * queries, [0.4] * queries)
    assert found == pytest.approx(2 / 2**queries, abs=tolerance)


def test_compare():
    first = {"q1": [("a", 1.0)], "q2": [("x", 2.0), ("b", 1.0)], "q3": [("c", 1.0)]}
    second = {"q1": [("a", 1.0)], "q2": [("b", 1.0)]}
    found = compare(QRELS, first, second, "MRR@10")
    assert [(c.query_id, c.first, c.second) for c in found.changes] == [("q3", 1, 0), ("q2", 0.5, 1)]
    row = next(d for d in found.differences if d.measure == "MRR@10")
    assert (row.first, row.second, row.difference) == pytest.approx((2.5 / 3, 2 / 3, -0.5 / 3))
    assert (row.better, row.worse, found.queries) == (1, 1, 3)


def test_what_cannot_be_compared():
    with pytest.raises(EvaluationError, match="no measure 'P@3'"):
        compare(QRELS, {}, {}, "P@3")
    with pytest.raises(EvaluationError, match="nothing to compare"):
        compare({}, {}, {})
