import math

import pytest

from eval.corpora import cached_corpus
from eval.errors import CacheError, SetError
from eval.runner import evaluate, silent
from tests.eval.conftest import CORPUS, QRELS, write_jsonl, write_qrels


def by_hand(run, qrels):
    """The measures by their definitions, in as few lines as can be."""
    sums = dict.fromkeys(("nDCG@10", "R@1", "R@10", "R@100", "MRR@10"), 0.0)
    for query, judged in qrels.items():
        grades = {document: grade for document, grade in judged.items() if grade > 0}
        ranked = [document for document, _ in run.get(query, [])]
        best = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(grades.values(), reverse=True)[:10]))
        sums["nDCG@10"] += sum(grades.get(d, 0) / math.log2(i + 2) for i, d in enumerate(ranked[:10])) / best
        for k in (1, 10, 100):
            sums[f"R@{k}"] += len(grades.keys() & set(ranked[:k])) / len(grades)
        sums["MRR@10"] += max((1 / (i + 1) for i, d in enumerate(ranked[:10]) if d in grades), default=0)
    return {name: total / len(qrels) for name, total in sums.items()}


@pytest.mark.parametrize("system", ["hybrid", "lexical", "dense"])
def test_a_tiny_set_from_end_to_end(folder, embedder, tmp_path, system):
    report, run = evaluate(folder, embedder, tmp_path / "cache", system=system)
    assert list(run) == ["q1", "q2", "q3", "q5"]  # q4 has no relevant document
    assert all(len({d for d, _ in ranked}) == len(ranked) for ranked in run.values())
    assert all(document in CORPUS for ranked in run.values() for document, _ in ranked)
    assert {name: figure.value for name, figure in report.measures.items()} == pytest.approx(by_hand(run, QRELS))
    assert (report.queries, report.documents, report.passages) == (4, 5, 5)
    if system != "dense":  # hashed words promise nothing
        assert report.measures["R@1"].value > 0.5


def test_a_document_is_as_good_as_its_best_passage(tmp_path, embedder):
    home = tmp_path / "long"
    home.mkdir()
    filler = " ".join(f"Kalimat ke-{n} membahas cuaca dan jalan desa yang tenang." for n in range(120))
    corpus = {"long": f"{filler} Wulan Sekarini memimpin perpustakaan.", "short": "Cuaca desa tenang."}
    write_jsonl(home / "corpus.jsonl", [{"_id": i, "text": text} for i, text in corpus.items()])
    write_jsonl(home / "queries.jsonl", [{"_id": "q", "text": "Siapa Wulan Sekarini?"}])
    write_qrels(home / "qrels" / "dev.tsv", {"q": {"long": 1}})
    report, run = evaluate(home, embedder, tmp_path / "cache")
    assert report.passages > report.documents == 2
    assert [document for document, _ in run["q"]].count("long") == 1
    assert run["q"][0][0] == "long"


def test_the_second_run_embeds_nothing(folder, embedder, tmp_path):
    first, run = evaluate(folder, embedder, tmp_path / "cache")
    assert (len(embedder.embedded), first.from_cache) == (5, False)
    second, again = evaluate(folder, embedder, tmp_path / "cache")
    assert (len(embedder.embedded), second.from_cache) == (5, True)
    assert again == run
    evaluate(folder, embedder, tmp_path / "cache", fresh=True)
    assert len(embedder.embedded) == 10


def test_another_corpus_or_model_has_another_cache(folder, embedder, tmp_path):
    evaluate(folder, embedder, tmp_path / "cache")
    embedder.fingerprint = "another"
    evaluate(folder, embedder, tmp_path / "cache")
    assert len(embedder.embedded) == 10
    write_jsonl(folder / "corpus.jsonl", [{"_id": i, "text": text + "!"} for i, text in CORPUS.items()])
    report, _ = evaluate(folder, embedder, tmp_path / "cache")
    assert (len(embedder.embedded), report.documents) == (15, 5)


def test_an_interrupted_run_is_gone_on_with(folder, embedder, tmp_path, monkeypatch):
    monkeypatch.setattr("index.passage_index._PARSED_AT_ONCE", 2)
    embedder.most = 4
    with pytest.raises(KeyboardInterrupt):
        evaluate(folder, embedder, tmp_path / "cache")
    assert len(embedder.embedded) == 4
    embedder.most = None
    report, run = evaluate(folder, embedder, tmp_path / "cache")
    assert sorted(embedder.embedded) == sorted({*embedder.embedded})  # each passage once
    assert (len(embedder.embedded), report.documents) == (5, 5)
    assert run == evaluate(folder, embedder, tmp_path / "whole")[1]


def test_documents_with_the_same_words_are_all_ranked(folder, embedder, tmp_path):
    rows = [{"_id": i, "text": "Kopi robusta dari Kalibaru."} for i in ("one", "two")]
    write_jsonl(folder / "corpus.jsonl", rows)
    write_qrels(folder / "qrels" / "dev.tsv", {"q5": {"one": 1, "two": 1}})
    report, _ = evaluate(folder, embedder, tmp_path / "cache")
    assert report.documents == 2
    assert report.measures["R@10"].value == 1


def test_limit_and_progress(folder, embedder, tmp_path):
    told = []
    report, run = evaluate(folder, embedder, tmp_path / "cache", limit=2, progress=lambda *step: told.append(step))
    assert (list(run), report.queries) == (["q1", "q2"], 2)
    assert told == [("indexing", 0, 5), ("indexing", 5, 5), ("ranking", 1, 2), ("ranking", 2, 2)]


def test_other_qrels_and_queries(folder, embedder, tmp_path):
    qrels = write_qrels(tmp_path / "other" / "mine.tsv", {"mine": {"kopi": 1}})
    queries = write_jsonl(tmp_path / "mine.jsonl", [{"_id": "mine", "text": "koperasi kopi"}])
    report, run = evaluate(folder, embedder, tmp_path / "cache", qrels=qrels, queries=queries)
    assert run["mine"][0][0] == "kopi"
    assert report.qrels == "mine.tsv"
    with pytest.raises(SetError, match=r"judges 1 queries that the queries lack \(the first: mine\)"):
        evaluate(folder, embedder, tmp_path / "cache", qrels=qrels)


def test_a_follow_up_is_ranked_with_its_history(folder, embedder, tmp_path):
    history = [{"role": "user", "content": "Siapa pimpinan Perpustakaan Kemuning?"}]
    row = {"_id": "f", "text": "Berapa koleksinya?", "history": history}
    queries = write_jsonl(tmp_path / "q.jsonl", [row])
    qrels = write_qrels(tmp_path / "other" / "f.tsv", {"f": {"perpustakaan": 1}})
    report, _ = evaluate(folder, embedder, tmp_path / "cache", qrels=qrels, queries=queries)
    assert report.measures["R@1"].value == 1


def test_what_cannot_be_evaluated(folder, embedder, tmp_path):
    with pytest.raises(SetError, match=r"nowhere is no evaluation set: it has no corpus\.jsonl"):
        evaluate(tmp_path / "nowhere", embedder, tmp_path / "cache")
    with pytest.raises(SetError, match="nothing to measure"):
        evaluate(
            folder,
            embedder,
            tmp_path / "cache",
            qrels=write_qrels(tmp_path / "x" / "no.tsv", {"q1": {"a": 0}}),
        )
    (folder / "queries.jsonl").unlink()
    with pytest.raises(SetError, match=r"no queries\.jsonl"):
        evaluate(folder, embedder, tmp_path / "cache")


def test_a_fault_in_the_corpus_shows_before_anything_is_embedded(folder, embedder, tmp_path):
    with (folder / "corpus.jsonl").open("a") as file:
        file.write('{"_id": "x"}\n')
    with pytest.raises(SetError, match="line 6: text is missing"):
        evaluate(folder, embedder, tmp_path / "cache")
    assert not embedder.embedded


def test_a_cache_in_use_says_so(folder, embedder, tmp_path):
    with (
        cached_corpus(folder, embedder, tmp_path / "cache", silent),
        pytest.raises(CacheError, match="Another evaluation"),
    ):
        evaluate(folder, embedder, tmp_path / "cache")
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheError, match="--cache"):
        evaluate(folder, embedder, tmp_path / "file")
