"""Answers as they were given, marked when a source has changed, emptied when one is deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedding.hashing import HashingEmbedder
from index.errors import UnknownAnswerError
from index.passage_index import PassageIndex
from index.store import database as schema
from index.store.answers import AnswerLog, SourceChange
from index.store.database import Database
from index.types import Upload


def test_answers_and_feedback(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")
    answers = AnswerLog(database)
    answers.keep("ans_1", '{"a": "é"}')
    assert answers.get("ans_1") == '{"a": "é"}'
    answers.add_feedback("ans_1", '{"good": true}')
    assert database.reader.execute("SELECT answer_id, body FROM feedback").fetchall() == [("ans_1", '{"good": true}')]
    with pytest.raises(UnknownAnswerError):
        answers.get("ans_2")
    with pytest.raises(UnknownAnswerError):
        answers.add_feedback("ans_2", "{}")
    database.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path / "data", HashingEmbedder()) as opened:
        yield opened


def put(index: PassageIndex, uri: str, text: str, collection: str = "default") -> tuple[str, str]:
    index.accept(collection, [Upload(name=uri, data=text.encode(), uri=uri)])
    index.work()
    document = next(d for d in index.documents(collection, 100) if d.uri == uri)
    return document.doc_id, document.version


def body(doc_id: str, version: str, text: str) -> str:
    source = {"n": 1, "doc_id": doc_id, "version": version, "title": "T", "uri": "u", "text": text}
    cited = {"n": 1, "start": 0, "end": len(text), "doc_id": doc_id, "quote": text}
    answer = {"answer": f"{text} [1]", "language": "en", "citations": [cited], "sources": [source]}
    return json.dumps({"question": "Q?", "standalone_question": "Q?", **answer})


def test_a_replaced_source_is_marked_and_the_answer_stays(index: PassageIndex) -> None:
    doc_id, version = put(index, "a", "Zebra.")
    given = body(doc_id, version, "Zebra.")
    index.answers.keep("ans_1", given)
    assert index.answers.kept("ans_1").changes == []
    _, newer = put(index, "a", "Quokka.")
    kept = index.answers.kept("ans_1")
    assert (kept.body, kept.changes) == (given, [SourceChange(doc_id, version, newer)])
    put(index, "a", "Zebra.")  # as it was again
    assert index.answers.kept("ans_1").changes == []


@pytest.mark.parametrize("whole_collection", [True, False])
def test_a_deleted_documents_words_are_gone_at_the_ack(index: PassageIndex, whole_collection: bool) -> None:
    index.create_collection("other")
    doc_id, version = put(index, "a", "Zebra canaryword runs.", "other")
    other, other_version = put(index, "b", "Quokka sleeps.")
    index.answers.keep("ans_1", body(doc_id, version, "Zebra canaryword runs."))
    index.answers.keep("ans_2", body(other, other_version, "Quokka sleeps."))
    history = [{"role": "assistant", "content": "Zebra canaryword runs. [1]"}]
    index.answers.keep("ans_3", body(other, other_version, "Quokka sleeps."), json.dumps({"messages": history}))
    if whole_collection:
        index.delete_collection("other")
    else:
        index.delete(doc_id)
    kept = index.answers.kept("ans_1")
    assert json.loads(kept.body)["answer"] == "(its source was deleted) [1]"
    assert kept.changes == [SourceChange(doc_id, version, None)]
    assert index.answers.kept("ans_2").changes == []
    assert json.loads(index.answers.get("ans_2"))["answer"] == "Quokka sleeps. [1]"
    assert json.loads(index.answers.kept("ans_3").asked or "")["messages"] == [{"role": "assistant", "content": ""}]
    with index._database.snapshot() as read:
        rows = read.execute("SELECT coalesce(body, '') || coalesce(asked, '') FROM answer").fetchall()
    assert not any("canaryword" in str(row[0]) for row in rows)


def test_an_answer_kept_after_its_document_was_deleted_holds_nothing_of_it(index: PassageIndex) -> None:
    doc_id, version = put(index, "a", "Zebra canaryword runs.")
    index.delete(doc_id)
    index.answers.keep("ans_1", body(doc_id, version, "Zebra canaryword runs."))
    assert "canaryword" not in index.answers.get("ans_1")


def test_answers_of_before_are_brought_along_and_cleaned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    monkeypatch.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:1])
    database = Database(folder / "kutip.db")
    with database.transaction() as write:
        write.execute("INSERT INTO answer VALUES ('ans_1', ?, ?)", (schema.now(), body("doc_x", "sha256:1", "Zebra.")))
    database.close()
    monkeypatch.undo()
    with PassageIndex.open(folder, HashingEmbedder()) as opened:
        kept = opened.answers.kept("ans_1")
    assert (kept.asked, kept.changes) == (None, [SourceChange("doc_x", "sha256:1", None)])
    assert "Zebra" not in kept.body
