import pytest

from eval.answer_measures import baselines, by_kind, causes, measures
from tests.eval.rows import row, unanswerable

ROWS = [
    row(
        confidence=0.9, citations=2, valid_citations=2, cites_gold=True, kinships=["gold", None], telling=[True, True],
        documents_cited=1.0, f1=0.5, recall_at={"2": 1.0, "4": 1.0}, best_at={"2": 0.5, "4": 1.0},
        scores={"lexical": 1.0}, kind="fact",
    ),
    row(
        confidence=0.7, right=False, said_right=False, status="partial", citations=2, valid_citations=1,
        cites_gold=True, kinships=["story", None], telling=[False, False], documents_cited=0.5, f1=0.1,
        recall_at={"2": 0.0, "4": 0.4}, scores={"lexical": 2.0}, kind="fact", cause="right document, wrong sentence",
    ),
    row(
        confidence=0.2, right=False, status="abstained", f1=0.0, recall_at={"2": 0.0, "4": 0.0},
        scores={"lexical": 4.0}, cause="right answer, below the cutoff",
    ),
    row(confidence=0.8, right=None, said_right=None, cites_gold=False, kinships=[None], citations=1, valid_citations=1),
    unanswerable(confidence=0.2, answered=False, scores={"lexical": 3.0}),
    unanswerable(confidence=0.8, answered=True, citations=1, valid_citations=1, scores={"lexical": 0.5}),
]  # fmt: skip


def test_measures_of_known_rows():
    found = {name: (figure.value, figure.n) for name, figure in measures(ROWS).items()}
    assert found == {
        "right": (pytest.approx(2 / 5), 5),
        "right_answerable": (pytest.approx(1 / 3), 3),
        "right_of_answered": (pytest.approx(1 / 3), 3),
        "answered": (pytest.approx(3 / 4), 4),
        "abstention_precision": (pytest.approx(1 / 2), 2),
        "abstention_recall": (pytest.approx(1 / 2), 2),
        "cites_gold": (pytest.approx(2 / 3), 3),
        "citation_precision": (pytest.approx(2 / 5), 5),
        "citation_precision_gold": (pytest.approx(1 / 5), 5),
        "citation_recall": (pytest.approx(0.75), 2),
        "citation_tells": (pytest.approx(2 / 4), 4),
        "citation_right": (pytest.approx(3 / 4), 4),
        "valid_citations": (pytest.approx(5 / 6), 6),
        "F1": (pytest.approx(0.2), 3),
        "gold_words@2": (pytest.approx(1 / 3), 3),
        "gold_words@2_answered": (pytest.approx(1 / 2), 2),
        "gold_words@2_reachable": (pytest.approx(0.5), 1),
        "gold_words@4_reachable": (pytest.approx(1.0), 1),
        "gold_words@4": (pytest.approx(1.4 / 3), 3),
        "gold_words@4_answered": (pytest.approx(0.7), 2),
        # .9 and .7 beat .2, .9 beats .8, .2 ties with .2: 3.5 of 6
        "AUROC": (pytest.approx(3.5 / 6), 5),
        # right are .9 and a .2: .9 beats three, .2 ties with one
        "AUROC_right": (pytest.approx(3.5 / 6), 5),
        # .9 right, .8 and .7 wrong, then two of .2 of which one is wrong
        "risk@80": (pytest.approx(2.5 / 4), 5),
        "risk@80_least": (pytest.approx(2 / 4), 5),
        "AURC": (pytest.approx((0 + 1 / 2 + 2 / 3 + 2.5 / 4 + 3 / 5) / 5), 5),
        "answered_absent@80": (pytest.approx(1.0), 5),
    }


def test_nothing_observed_is_no_figure():
    found = measures([row(confidence=0.5)])
    assert set(found) == {
        "right",
        "right_answerable",
        "right_of_answered",
        "answered",
        "risk@80",
        "risk@80_least",
        "AURC",
    }


def test_the_baseline_decides_by_the_plain_score():
    found = baselines(ROWS)
    assert set(found) == {"lexical"}
    # scores of answerable ones 1, 2 and 4, of the others 3 and .5
    assert found["lexical"]["AUROC"].value == pytest.approx(4 / 6)
    assert found["lexical"]["AUROC_gain"].value == pytest.approx(3.5 / 6 - 4 / 6)
    # By falling score right, wrong, wrong, right: the risk is 2/4 where ours is 2.5/4.
    assert found["lexical"]["risk@80_gain"].value == pytest.approx(2 / 4 - 2.5 / 4)


def test_kinds_and_causes_are_counted():
    assert by_kind(ROWS) == {"fact": (1, 2)}
    assert causes(ROWS) == {
        "right": (2, 1),
        "right document, wrong sentence": (1, 0),
        "right answer, below the cutoff": (0, 1),
        "answered from another document": (1, 0),
    }
