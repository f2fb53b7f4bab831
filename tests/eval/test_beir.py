import pytest

from eval.beir import qrels_file, queries_file, read_corpus, read_qrels, read_queries, relevant
from eval.errors import SetError
from tests.eval.conftest import QRELS, write_jsonl, write_qrels


def test_reads_a_set(folder):
    documents = list(read_corpus(folder / "corpus.jsonl"))
    assert documents[0].doc_id == "perpustakaan"
    assert documents[0].text.startswith("Perpustakaan Kemuning")
    queries = read_queries(folder / "queries.jsonl")
    assert queries["q1"].answers == ("Wulan Sekarini",)
    assert queries["q4"].answerable is False
    assert queries["q5"].docs == ()
    assert read_qrels(qrels_file(folder)) == QRELS


def test_what_a_question_answering_set_adds(tmp_path):
    row = {
        "_id": "q", "text": "Lalu kapan?", "kind": "follow", "split": "test", "gold_doc": "a.txt",
        "history": [{"role": "user", "content": "Siapa?"}], "need": [["x|y", "z"]],
    }  # fmt: skip
    query = read_queries(write_jsonl(tmp_path / "queries.jsonl", [row]))["q"]
    assert query.history == (("user", "Siapa?"),)
    assert (query.kind, query.split, query.docs, query.need) == (
        "follow",
        "test",
        ("a.txt",),
        (("x|y", "z"),),
    )
    assert query.answerable is None


def test_half_a_surrogate_pair_becomes_a_question_mark(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"_id": "a", "text": "x \\ud83d y"}\n', "utf-8")
    assert next(read_corpus(path)).text == "x ? y"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["all.tsv", "dev.tsv", "test.tsv"], "dev.tsv"),
        (["all.tsv", "test.tsv"], "test.tsv"),
        (["all.tsv", "train.tsv"], "all.tsv"),
        (["train.tsv"], "train.tsv"),
    ],
)
def test_which_qrels(tmp_path, names, chosen):
    for name in names:
        write_qrels(tmp_path / "qrels" / name, {})
    assert qrels_file(tmp_path).name == chosen


def test_qrels_that_are_not_decided(tmp_path):
    with pytest.raises(SetError, match="--qrels"):
        qrels_file(tmp_path)
    for name in ("a.tsv", "b.tsv"):
        write_qrels(tmp_path / "qrels" / name, {})
    with pytest.raises(SetError, match=r"a\.tsv, b\.tsv"):
        qrels_file(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is no JSON"),
        ("[]", "line 2: this is no JSON object"),
        ('{"text": "x"}', "line 2: there is no _id"),
        ('{"_id": "a b", "text": "x"}', "line 2: the _id 'a b' has white space"),
        ('{"_id": "a", "text": "x"}', "line 2: the _id 'a' was there before"),
        ('{"_id": "b"}', "line 2: text is missing"),
        ('{"_id": "b", "text": 3}', "line 2: text is not a string"),
    ],
)
@pytest.mark.parametrize("read", [lambda path: list(read_corpus(path)), read_queries])
def test_a_malformed_line_is_named(tmp_path, line, said, read):
    path = tmp_path / "lines.jsonl"
    path.write_text(f'{{"_id": "a", "text": "x"}}\n{line}\n', "utf-8")
    with pytest.raises(SetError, match=said) as caught:
        read(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "  "}, "is empty"),
        ({"text": "x", "need": [["("]]}, "no regular expression"),
        ({"text": "x", "need": [3]}, "need one of lists"),
        ({"text": "x", "history": [{"who": "user"}]}, "history is a list"),
    ],
)
def test_a_malformed_query_is_named(tmp_path, row, said):
    with pytest.raises(SetError, match=said):
        read_queries(write_jsonl(tmp_path / "queries.jsonl", [{"_id": "q", **row}]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q\td", "line 3: 2 fields"),
        ("q\td\tgood", "line 3: the score 'good'"),
        ("q\ta\t2", "line 3: a was judged for q before"),
    ],
)
def test_a_malformed_judgement_is_named(tmp_path, line, said):
    path = tmp_path / "dev.tsv"
    path.write_text(f"query-id\tcorpus-id\tscore\nq\ta\t1\n{line}\n", "utf-8")
    with pytest.raises(SetError, match=said):
        read_qrels(path)


def test_missing_and_unreadable_files(tmp_path):
    with pytest.raises(SetError, match=r"no queries\.jsonl"):
        queries_file(tmp_path)
    with pytest.raises(SetError, match="can't be read"):
        read_qrels(tmp_path / "none.tsv")
    (tmp_path / "latin.jsonl").write_bytes(b'{"_id": "a", "text": "caf\xe9"}\n')
    with pytest.raises(SetError, match="not UTF-8"):
        list(read_corpus(tmp_path / "latin.jsonl"))
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(SetError, match="has no queries"):
        read_queries(tmp_path / "empty.jsonl")


def test_relevant_leaves_out_queries_without_a_relevant_document():
    assert relevant({"q1": {"a": 0}, "q2": {"a": 1, "b": 0}}) == {"q2": {"a": 1, "b": 0}}
