import pytest

from eval.answers import evaluate_answers
from eval.errors import RowsError, SetError
from rag.compose.extractive import ExtractiveComposer
from rag.compose.llm import LLMComposer
from rag.engine import Engine
from rag.llm.scripted import ScriptedLLM
from tests.eval.conftest import CORPUS, QUERIES, write_jsonl


def test_a_tiny_set_with_a_corpus(folder, embedder, tmp_path):
    told = []
    report = evaluate_answers(folder, embedder, tmp_path / "cache", progress=lambda *step: told.append(step))
    answers = {one.query_id: one for one in report.questions}
    assert answers["q2"].right
    assert answers["q2"].cites_gold
    assert answers["q4"].status == "abstained"
    assert answers["q4"].right
    assert answers["q5"].right is None  # the set gives no answer to judge by
    assert report.measures["valid_citations"].value == 1
    assert report.causes["right"] == (3, 1)
    assert (answers["q2"].cause, answers["q2"].kinships, answers["q2"].telling) == ("right", ["gold"], [True])
    assert answers["q2"].recall_at == {"2": 1.0, "4": 1.0}
    assert answers["q2"].best_at == {"2": 1.0, "4": 1.0}
    assert answers["q4"].recall_at == {}
    assert answers["q1"].scores.keys() == {"lexical", "dense", "fused"}
    assert report.baselines["lexical"]["AUROC"].n == 4  # q5 can't be judged
    assert told[-1] == ("answering", 5, 5)
    assert (report.documents, report.passages) == (5, 5)


def test_answers_leave_no_trace_in_the_cache_and_embed_nothing_anew(folder, embedder, tmp_path):
    evaluate_answers(folder, embedder, tmp_path / "cache", limit=1)
    database = next((tmp_path / "cache").glob("*/data/kutip.db"))
    before = database.read_bytes()
    report = evaluate_answers(folder, embedder, tmp_path / "cache")
    assert len(report.questions) == 5
    passages = [text for text in embedder.embedded if text in CORPUS.values()]  # sentences are read again, too
    assert sorted(passages) == sorted(CORPUS.values())
    assert database.read_bytes() == before


def test_a_set_of_real_files(folder, embedder, tmp_path):
    files = folder / "documents"
    (files / "nested").mkdir(parents=True)
    (files / "nested" / "feri.md").write_text(f"# Jadwal\n\n{CORPUS['feri']}\n", "utf-8")
    (files / "perpustakaan.txt").write_text(CORPUS["perpustakaan"], "utf-8")
    (files / "broken.txt").write_bytes(b"")
    rows = [
        {
            "_id": "q", "text": "Berapa tarif mobil pribadi di kapal feri?", "kind": "fact", "split": "dev",
            "answerable": True, "docs": ["feri.md"], "need": [["228"]],
        },
        {"_id": "n", "text": "Siapa presiden Brasil?", "kind": "none", "split": "test", "answerable": False},
    ]  # fmt: skip
    write_jsonl(folder / "queries.jsonl", rows)
    report = evaluate_answers(folder, embedder, tmp_path / "cache")
    assert report.by_kind == {"fact": (1, 1), "none": (1, 1)}
    assert (report.documents, list(report.failed)) == (2, ["broken.txt"])
    assert not (tmp_path / "cache").exists()
    only = evaluate_answers(folder, embedder, tmp_path / "cache", split="dev")
    assert [one.query_id for one in only.questions] == ["q"]
    with pytest.raises(SetError, match="split 'train'"):
        evaluate_answers(folder, embedder, tmp_path / "cache", split="train")


def test_rows_are_kept_and_gone_on_with(folder, embedder, tmp_path):
    rows = tmp_path / "rows.jsonl"
    first = evaluate_answers(folder, embedder, tmp_path / "cache", limit=2, rows=rows)
    told = []
    whole = evaluate_answers(folder, embedder, tmp_path / "cache", rows=rows, progress=lambda *step: told.append(step))
    assert told == [("answering", done, 3) for done in (1, 2, 3)]
    assert [row.query_id for row in whole.questions] == ["q1", "q2", "q3", "q4", "q5"]
    assert whole.questions[0] == first.questions[0]  # not even its time was measured anew
    assert len(rows.read_text("utf-8").splitlines()) == 6
    with pytest.raises(RowsError, match="cutoff differ"):
        evaluate_answers(folder, embedder, tmp_path / "cache", cutoff=0.9, rows=rows)
    assert len(rows.read_text("utf-8").splitlines()) == 6


def test_an_abstention_tells_what_it_held_back(folder, embedder, tmp_path):
    report = evaluate_answers(folder, embedder, tmp_path / "cache", cutoff=1.0)
    row = next(row for row in report.questions if row.query_id == "q2")
    assert (row.status, row.right, row.cause) == ("abstained", False, "right answer, below the cutoff")
    assert "Rp228.000" in row.said
    assert (row.said_right, row.sentences, row.kinships) == (True, 0, [])
    assert row.recall_at == {"2": 0.0, "4": 0.0}


def test_a_part_of_the_corpus(folder, embedder, tmp_path):
    report = evaluate_answers(folder, embedder, tmp_path / "cache", limit=1, others=2, seed=4)
    assert (report.documents, report.part_of_corpus) == (3, True)
    assert len(evaluate_answers(folder, embedder, tmp_path / "cache", limit=1, seed=4).questions) == 1
    assert len(list((tmp_path / "cache").iterdir())) == 2  # the part and the whole are never mixed


def test_a_models_answers_are_measured_the_same_way(folder, embedder, tmp_path):
    llm = ScriptedLLM(["Tarif mobil pribadi Rp228.000 [1]."])

    def engine_of(index, cutoff):
        return Engine(index, LLMComposer(llm, 4000), ExtractiveComposer(cutoff))

    queries = write_jsonl(tmp_path / "one.jsonl", [QUERIES[1]])
    report = evaluate_answers(folder, embedder, tmp_path / "cache", queries=queries, engine_of=engine_of)
    row = report.questions[0]
    assert (report.composer, row.right, row.kinships, row.telling) == ("scripted", True, ["gold"], [True])
    silent = ScriptedLLM(["NO_ANSWER"])
    report = evaluate_answers(
        folder, embedder, tmp_path / "cache", queries=queries,
        engine_of=lambda index, cutoff: Engine(index, LLMComposer(silent, 4000), ExtractiveComposer(cutoff)),
    )  # fmt: skip
    row = report.questions[0]
    assert (row.status, row.said, row.said_right, row.cause) == ("abstained", None, False, "no sentence found")
    assert len(silent.prompts) == 1  # a model is asked once
