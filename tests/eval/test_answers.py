import pytest

from eval.answers import Asked, evaluate_answers, measures
from eval.errors import SetError
from eval.judging import Judgement
from tests.eval.conftest import CORPUS, write_jsonl


def asked(*, answerable, status, confidence, right, cites_gold=None, citations=0, valid=0):
    judgement = Judgement(right, None, cites_gold, citations, valid)
    return Asked("q", None, "?", answerable, status, confidence, "…", 1.0, judgement)


def test_measures_of_known_answers():
    found = measures(
        [
            asked(
                answerable=True,
                status="answered",
                confidence=0.9,
                right=True,
                cites_gold=True,
                citations=2,
                valid=2,
            ),
            asked(
                answerable=True,
                status="partial",
                confidence=0.7,
                right=False,
                cites_gold=False,
                citations=2,
                valid=1,
            ),
            asked(answerable=True, status="abstained", confidence=0.2, right=False),
            asked(answerable=True, status="answered", confidence=0.8, right=None, cites_gold=True),
            asked(answerable=False, status="abstained", confidence=0.2, right=True),
            asked(answerable=False, status="abstained", confidence=0.1, right=True),
            asked(answerable=False, status="answered", confidence=0.8, right=False, citations=1, valid=1),
        ]
    )
    assert {name: (figure.value, figure.n) for name, figure in found.items()} == {
        "right": (pytest.approx(3 / 6), 6),
        "right_answerable": (pytest.approx(1 / 3), 3),
        "abstention_precision": (pytest.approx(2 / 3), 3),
        "abstention_recall": (pytest.approx(2 / 3), 3),
        "cites_gold": (pytest.approx(2 / 3), 3),
        # .9 beats three, .7 and the .8 on .8 two and two and a half, .2 one and a half: 9 of 12.
        "AUROC": (pytest.approx(9 / 12), 7),
        "valid_citations": (pytest.approx(4 / 5), 5),
    }


def test_nothing_observed_is_no_figure():
    found = measures([asked(answerable=True, status="answered", confidence=0.5, right=True)])
    assert set(found) == {"right", "right_answerable"}


def test_a_tiny_set_with_a_corpus(folder, embedder, tmp_path):
    told = []
    report = evaluate_answers(folder, embedder, tmp_path / "cache", progress=lambda *step: told.append(step))
    answers = {one.query_id: one for one in report.questions}
    assert answers["q2"].judgement.right
    assert answers["q2"].judgement.cites_gold
    assert answers["q4"].status == "abstained"
    assert answers["q4"].judgement.right
    assert answers["q5"].judgement.right is None  # the set gives no answer to judge by
    assert report.measures["valid_citations"].value == 1
    assert told[-1] == ("answering", 5, 5)
    assert (report.documents, report.passages) == (5, 5)


def test_answers_leave_no_trace_in_the_cache_and_embed_nothing_anew(folder, embedder, tmp_path):
    evaluate_answers(folder, embedder, tmp_path / "cache", limit=1)
    database = next((tmp_path / "cache").glob("*/data/kutip.db"))
    before = database.read_bytes()
    report = evaluate_answers(folder, embedder, tmp_path / "cache")
    assert len(report.questions) == 5
    assert len(embedder.embedded) == 5
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
