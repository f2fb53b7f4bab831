import json

import pytest
from typer.testing import CliRunner

from eval.rows import RowsFile
from eval.trec import write_run
from server.cli.eval_commands import eval_app
from tests.eval.rows import row, unanswerable


@pytest.fixture
def kutip_eval(tmp_path, monkeypatch):
    monkeypatch.setenv("KUTIP_EVAL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KUTIP_EMBEDDER", "hashing")
    return lambda *arguments: CliRunner().invoke(eval_app, [str(argument) for argument in arguments])


def test_run_prints_a_table_and_writes_files(folder, tmp_path, kutip_eval):
    out = kutip_eval("run", folder, "--run", tmp_path / "a.trec", "--json", tmp_path / "a.json")
    assert out.exit_code == 0, out.output
    figures = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert f"nDCG@10                 {figures['measures']['nDCG@10']['value']:.4f}" in out.stdout
    assert (tmp_path / "a.trec").read_text("utf-8").startswith("q1 Q0 ")
    assert (tmp_path / "cache").is_dir()


@pytest.mark.parametrize("arguments", [["--json"], ["--json", "-"], ["--json", "--limit", "4"]])
def test_run_prints_json(folder, kutip_eval, arguments):
    out = kutip_eval("run", folder, *arguments)
    assert out.exit_code == 0, out.output
    figures = json.loads(out.stdout)
    assert set(figures["measures"]["R@1"]) == {"value", "low", "high", "n"}
    assert set(figures["per_query"]) == {"q1", "q2", "q3", "q5"}


def test_answers(folder, tmp_path, kutip_eval):
    out = kutip_eval("answers", folder, "--json", tmp_path / "answers.json", "--limit", 4)
    assert out.exit_code == 0, out.output
    assert "right_answerable" in out.stdout
    assert len(json.loads((tmp_path / "answers.json").read_text("utf-8"))["questions"]) == 4


def test_answers_writes_a_page_and_rows(folder, tmp_path, kutip_eval):
    files = "--report", tmp_path / "a.html", "--rows", tmp_path / "a.jsonl"
    out = kutip_eval("answers", folder, *files, "--limit", 3, "--seed", 5, "--documents", 1)
    assert out.exit_code == 0, out.output
    assert "(a part of the corpus)" in out.stdout
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) == 4


def test_a_model_needs_an_address(folder, kutip_eval, monkeypatch):
    monkeypatch.delenv("KUTIP_LLM_URL", raising=False)
    out = kutip_eval("answers", folder, "--composer", "llm")
    assert out.exit_code == 2
    assert "KUTIP_LLM_URL" in out.stderr


def test_calibrate_reads_rows(tmp_path, kutip_eval):
    path = tmp_path / "kept.jsonl"
    rows = []
    for n in range(20):
        rows.append(row(query_id=f"a{n}", group=f"d{n}", confidence=0.7))
        rows.append(unanswerable(query_id=f"n{n}", group=f"d{n}", confidence=0.4, answered=True))
    with RowsFile(path, {}).adding() as file:
        for one in rows:
            file.add(one)
    out = kutip_eval("calibrate", path, "--aim", "balanced", "--json", tmp_path / "c.json")
    assert out.exit_code == 0, out.output
    assert out.stdout.rstrip().endswith("KUTIP_CONFIDENCE=0.56")  # the middle between .4 and .7
    found = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert found["cutoff"] == 0.56
    assert found["sets"][str(path)]["held_out"]["refused"] == 1


def test_calibrate_asks_a_folder(folder, kutip_eval):
    out = kutip_eval("calibrate", folder)
    assert out.exit_code == 2  # five questions are too few for folds
    assert "too few documents for 5 folds" in out.stderr
    assert "choose f1" in kutip_eval("calibrate", folder, "--aim", "best").stderr


def test_compare(folder, tmp_path, kutip_eval):
    write_run(tmp_path / "a.trec", {"q1": [("kopi", 2.0), ("perpustakaan", 1.0)], "q2": [("feri", 1.0)]})
    write_run(tmp_path / "b.trec", {"q1": [("perpustakaan", 1.0)]})
    arguments = ["compare", tmp_path / "a.trec", tmp_path / "b.trec", "--qrels", folder / "qrels" / "dev.tsv"]
    out = kutip_eval(*arguments, "--queries", folder / "queries.jsonl")
    assert out.exit_code == 0, out.output
    assert "1.0000 → 0.0000  q2  Berapa tarif" in out.stdout
    assert "0.6309 → 1.0000  q1  Siapa pimpinan" in out.stdout
    assert json.loads(kutip_eval(*arguments, "--json").stdout)["queries"] == 4


def test_gate(tmp_path, kutip_eval):
    report = tmp_path / "a.json"
    report.write_text(json.dumps({"measures": {"nDCG@10": {"value": 0.8}, "R@10": {"value": 0.95}}}))
    assert kutip_eval("gate", report, "--min", "nDCG@10=0.80", "--min", "R@10=0.9").exit_code == 0
    below = kutip_eval("gate", report, "--min", "nDCG@10=0.81", "--min", "R@10=0.9")
    assert below.exit_code == 1
    assert "FAIL  nDCG@10 0.8000, at least 0.8100" in below.stdout


@pytest.mark.parametrize(
    ("minimum", "said"),
    [("nDCG@5=0.1", "no measure 'nDCG@5'"), ("nDCG@10", "MEASURE=VALUE"), ("R@1=x", "MEASURE")],
)
def test_gate_that_cannot_be_held(tmp_path, kutip_eval, minimum, said):
    report = tmp_path / "a.json"
    report.write_text(json.dumps({"measures": {"nDCG@10": {"value": 0.8}}}))
    out = kutip_eval("gate", report, "--min", minimum)
    assert out.exit_code == 2
    assert said in out.stderr
    report.write_text("[]")
    assert "no report" in kutip_eval("gate", report, "--min", "nDCG@10=0").stderr
    assert "can't be read" in kutip_eval("gate", tmp_path / "none", "--min", "nDCG@10=0").stderr


def test_errors_are_one_sentence(tmp_path, kutip_eval):
    out = kutip_eval("run", tmp_path)
    assert out.exit_code == 2
    assert out.stderr.startswith(f"kutip eval: {tmp_path} is no evaluation set: it has no corpus.jsonl.")
    assert out.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--report", "--rows"])
def test_answers_say_before_the_work_what_cannot_be_written(folder, tmp_path, kutip_eval, option):
    out = kutip_eval("answers", folder, option, tmp_path / "none" / "x")
    assert out.exit_code == 2
    assert "there is no folder" in out.stderr
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("option", [("--run", "x.trec"), ("--json", "x.json")])
def test_a_file_that_cannot_be_written_shows_before_the_work(folder, tmp_path, kutip_eval, option):
    out = kutip_eval("run", folder, option[0], tmp_path / "none" / option[1])
    assert out.exit_code == 2
    assert "there is no folder" in out.stderr
    assert not (tmp_path / "cache").exists()
