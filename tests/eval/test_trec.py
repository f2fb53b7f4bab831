from itertools import pairwise

import numpy as np
import pytest

from eval.beir import read_qrels
from eval.errors import RunFileError
from eval.trec import falling, read_run, write_qrels, write_run


def test_round_trip(tmp_path):
    run = {"q1": [("b", 12.5), ("a", 0.25), ("ü-1", -3.0)], "q2": [("x", 1.0)]}
    write_run(tmp_path / "run.trec", run)
    assert read_run(tmp_path / "run.trec") == run
    assert (tmp_path / "run.trec").read_text("utf-8").splitlines()[0] == "q1 Q0 b 1 12.5 kutip"


def test_scores_fall_strictly_in_single_precision(tmp_path):
    run = {"q": [("c", 1.0), ("a", 1.0), ("b", 1.0 - 1e-12), ("d", 0.5), ("e", 0.5)]}
    write_run(tmp_path / "run.trec", run)
    read = read_run(tmp_path / "run.trec")["q"]
    assert [document for document, _ in read] == ["c", "a", "b", "d", "e"]
    scores = [np.float32(score) for _, score in read]
    assert all(above > below for above, below in pairwise(scores))


def test_falling_leaves_good_scores_alone():
    assert falling([3.0, 0.5, -1.0]) == ["3.0", "0.5", "-1.0"]
    assert falling([]) == []


def test_reading_orders_by_score_then_rank(tmp_path):
    path = tmp_path / "run.trec"
    path.write_text("q Q0 low 1 0.1 t\nq Q0 second 3 0.9 t\nq Q0 first 2 0.9 t\n\n", "utf-8")
    assert [document for document, _ in read_run(path)["q"]] == ["first", "second", "low"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q Q0 a 1 0.5", "line 2: 5 fields"),
        ("q Q0 a one 0.5 t", "line 2: rank 'one'"),
        ("q Q0 a 1 high t", "score 'high'"),
        ("q Q0 a 1 nan t", "not finite"),
        ("q Q0 b 2 0.4 t", "line 2: query q ranks b a second time"),
    ],
)
def test_a_malformed_run_names_its_line(tmp_path, line, said):
    path = tmp_path / "run.trec"
    path.write_text(f"q Q0 b 1 0.9 t\n{line}\n", "utf-8")
    with pytest.raises(RunFileError, match=said):
        read_run(path)


def test_white_space_in_an_id_is_refused(tmp_path):
    with pytest.raises(RunFileError, match="white space"):
        write_run(tmp_path / "run.trec", {"q": [("a b", 1.0)]})


def test_missing_files(tmp_path):
    with pytest.raises(RunFileError, match="can't be read"):
        read_run(tmp_path / "none.trec")
    with pytest.raises(RunFileError, match="can't be written"):
        write_run(tmp_path / "no" / "such" / "folder.trec", {})


def test_qrels_round_trip(tmp_path):
    qrels = {"q1": {"a": 2, "b": 0}, "q2": {"x": 1}}
    write_qrels(tmp_path / "qrels.txt", qrels)
    assert read_qrels(tmp_path / "qrels.txt") == qrels
