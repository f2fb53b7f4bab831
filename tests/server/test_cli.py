"""The command line, in this process and with the hashing embedder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from index.lock import DirectoryLock
from server.cli.main import app
from tests.server.conftest import HARBOUR, LIBRARY

QUESTION = "Siapa kepala Perpustakaan Desa Karangwangi?"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KUTIP_EMBEDDER", "hashing")
    monkeypatch.setenv("KUTIP_DATA_DIR", str(tmp_path / "data"))
    docs = tmp_path / "docs"
    (docs / "sub").mkdir(parents=True)
    (docs / "perpustakaan.txt").write_text(LIBRARY, encoding="utf-8")
    (docs / "sub" / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    (docs / ".hidden.txt").write_text("x")
    return docs


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def counts(result: Result) -> dict[str, int]:
    lines = (line.split() for line in result.stdout.splitlines())
    return {words[1]: int(words[0]) for words in lines if len(words) == 2 and words[0].isdigit()}


def test_ingest_says_what_became_of_the_files(folder: Path) -> None:
    result = run("ingest", folder)
    assert result.exit_code == 0, result.output
    assert counts(result) == {"added": 2, "replaced": 0, "unchanged": 0, "skipped": 0, "failed": 0}

    (folder / "perpustakaan.txt").write_text(LIBRARY + "Tutup pada hari Minggu.\n", encoding="utf-8")
    (folder / "new.txt").write_text("Satu kalimat baru.")
    (folder / "empty.txt").write_text("")
    (folder / "scan.xyz").write_bytes(b"x")
    result = run("ingest", folder)
    assert result.exit_code == 1
    assert counts(result) == {"added": 1, "replaced": 1, "unchanged": 1, "skipped": 1, "failed": 1}
    assert "empty.txt: The file is empty." in result.stdout
    assert "scan.xyz" in result.stderr


def test_documents_have_their_path_as_uri(folder: Path) -> None:
    run("ingest", folder / "sub" / "harbour.md")
    hit = json.loads(run("search", "harbour", "--json").stdout)["hits"][0]
    assert hit["uri"] == f"file://{folder}/sub/harbour.md"


def test_ask_shows_the_answer_then_its_quotes(folder: Path) -> None:
    run("ingest", folder)
    result = run("ask", QUESTION)
    assert result.exit_code == 0, result.output
    answer, _, quotes = result.stdout.partition("\n\n")
    assert "Ratna Wulandari" in answer
    assert "[1]" in answer
    assert quotes.startswith("[1] “")
    assert "2025-03-04" in quotes
    assert f"file://{folder}/perpustakaan.txt" in quotes


def test_ask_says_when_the_documents_do_not_tell(folder: Path) -> None:
    run("ingest", folder)
    result = run("ask", "Who won the chess olympiad of 1972?")
    assert result.exit_code == 0
    assert result.stdout.startswith("The documents don't tell.\n")


def test_json_is_the_object_of_the_api_and_nothing_else(folder: Path) -> None:
    jobs = [json.loads(line)["job"] for line in run("ingest", folder, "--json").stdout.splitlines()]
    assert [(job["status"], job["total"], job["done"], job["failed"]) for job in jobs] == [("done", 2, 2, [])]
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    assert (answer["object"], answer["status"]) == ("answer", "answered")
    reply = json.loads(run("search", "harbour", "-k", "1", "--json").stdout)
    assert set(reply) == {"hits", "timings"}
    assert len(reply["hits"]) == 1
    assert "stages" not in reply["hits"][0]
    assert "stages" in json.loads(run("search", "harbour", "--explain", "--json").stdout)["hits"][0]


def test_replay_says_whether_the_answer_is_the_same(folder: Path) -> None:
    run("ingest", folder)
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    result = run("ask", "--replay", answer["id"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{QUESTION}\n{answer['answer']}\n")
    assert result.stdout.rstrip().endswith(f"The same answer as {answer['id']}.")

    (folder / "perpustakaan.txt").write_text(LIBRARY.replace("Ratna", "Dewi"), encoding="utf-8")
    run("ingest", folder)
    result = run("ask", "--replay", answer["id"])
    assert result.exit_code == 1
    assert f"Not the same answer as {answer['id']}:" in result.stdout
    assert "“Perpustakaan Desa Karangwangi” has a newer version since." in result.stdout
    replay = json.loads(run("ask", "--replay", answer["id"], "--json").stdout)
    assert (replay["object"], replay["of"], replay["identical"]) == ("replay", answer["id"], False)


def test_search_shows_hits(folder: Path) -> None:
    run("ingest", folder)
    result = run("search", "harbour master", "--explain")
    assert result.stdout.startswith("1. The harbour of Watukarang")
    assert "lexical: rank 1" in result.stdout


@pytest.mark.parametrize("before", [True, False])
def test_common_options_before_and_after_the_command(folder: Path, tmp_path: Path, before: bool) -> None:
    options = ["--data-dir", tmp_path / "other", "--collection", "arsip"]
    result = run(*options, "ingest", folder) if before else run("ingest", folder, *options)
    assert result.exit_code == 0, result.output
    assert "made the collection 'arsip'" in result.stderr
    assert (tmp_path / "other" / "kutip.db").exists()
    result = run(*options, "search", "harbour", "--json") if before else run("search", "harbour", "--json", *options)
    assert json.loads(result.stdout)["hits"]


def error(result: Result, exit_code: int = 2) -> str:
    assert result.exit_code == exit_code, result.output
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line


def test_errors_are_one_sentence(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There are no documents in" in error(run("ask", "x"))
    assert "There is no file or folder" in error(run("ingest", tmp_path / "none.txt"))
    (tmp_path / "bare").mkdir()
    assert "There is nothing to ingest" in error(run("ingest", tmp_path / "bare"))
    run("ingest", folder)
    assert "no collection named 'nope'" in error(run("ask", "x", "--collection", "nope"))
    assert "Give either a question or --replay" in error(run("ask"))
    assert "Give either a question or --replay" in error(run("ask", "x", "--replay", "ans_1"))
    assert error(run("ask", "--replay", "ans_1")) == "kutip: There is no answer 'ans_1'."
    assert error(run("ask", "")) == "kutip: The question is empty."
    assert "4001 characters" in error(run("ask", "x" * 4001))
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file") in error(run("ingest", folder, "--data-dir", tmp_path / "file"))
    monkeypatch.setenv("KUTIP_TOP_K", "many")
    assert "KUTIP_TOP_K" in error(run("ask", "x"))


def test_directory_of_a_process_that_does_not_serve(folder: Path, tmp_path: Path) -> None:
    run("ingest", folder)
    lock = DirectoryLock(tmp_path / "data")
    try:
        assert "is in use by process" in error(run("ask", "x"))
    finally:
        lock.release()


def test_ctrl_c_ends_quietly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("server.cli.ask.run_ask", interrupted)
    result = run("ask", "x")
    assert (result.exit_code, result.output) == (130, "")


def test_documents_cannot_command_the_terminal(folder: Path) -> None:
    (folder / "evil.txt").write_text("Kunci gudang disimpan oleh \x1b]0;owned\x07 Bu Marni.", encoding="utf-8")
    run("ingest", folder / "evil.txt")
    assert "\x1b" not in run("search", "kunci gudang").stdout
    assert "\x1b" not in run("ask", "Siapa yang menyimpan kunci gudang?").stdout


def test_config_keeps_the_key_to_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_LLM_KEY", "s3cret")
    for result in (run("config"), run("config", "--json")):
        assert result.exit_code == 0
        assert "s3cret" not in result.output
    assert "KUTIP_EMBEDDER=hashing" in run("config").stdout
    assert json.loads(run("config", "--json").stdout)["embedder"] == "hashing"


def test_version() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("kutip 0.")


def test_help_imports_nothing_heavy() -> None:
    code = """
import sys
sys.argv = ["kutip", "--help"]
from server.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code
print(sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "serve" in result.stdout
    heavy = {"torch", "sentence_transformers", "faiss", "numpy", "fastapi", "starlette", "trafilatura", "apsw"}
    heavy |= {"tantivy", "httpx", "pydantic", "uvicorn", "ir_measures", "lxml"}
    assert heavy.isdisjoint(json.loads(result.stderr.replace("'", '"')))
