"""What is left of an answer when a document that it rests on is deleted."""

import json
from typing import Any

import pytest

from index.store.redaction import with_own_words, without_documents, without_echoes

TEXT = "Per 2025: Rina memimpin. [1][2] Kapal kandas. [3] Tarif naik. [4]"


def _citation(n: int, doc_id: str, words: str, quote: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"n": n, "start": start, "end": start + len(words), "doc_id": doc_id, "quote": quote}


def _source(n: int, doc_id: str) -> dict[str, Any]:
    known = {"title": f"Judul {doc_id}", "uri": f"{doc_id}.txt", "author": "X", "published_at": "2025"}
    return {"n": n, "doc_id": doc_id, "text": f"Teks {doc_id}.", **known}


def _answer(quote_of_b: str = "Pelabuhan dipimpin Rina.") -> dict[str, Any]:
    return {
        "question": "Siapa?",
        "standalone_question": "Siapa?",
        "answer": TEXT,
        "language": "id",
        "citations": [
            _citation(1, "a", "Rina memimpin.", "Rina memimpin."),
            _citation(2, "b", "Rina memimpin.", quote_of_b),
            _citation(3, "b", "Kapal kandas.", "Kapal kandas."),
            _citation(4, "c", "Tarif naik.", "Tarif naik."),
        ],
        "sources": [_source(1, "a"), _source(2, "b"), _source(3, "c"), _source(4, "a")],
        "conflicts": [
            {"about": "x", "values": [{"value": "1", "citations": [1]}, {"value": "2", "citations": [3]}]},
            {"about": "y", "values": [{"value": "3", "citations": [2]}, {"value": "4", "citations": [4]}]},
        ],
    }


def test_the_words_of_a_deleted_document_go_and_the_rest_stays_in_place() -> None:
    answer = _answer()
    taken = without_documents(answer, {"a"})
    assert answer["answer"] == "(sumbernya dihapus) [1][2] Kapal kandas. [3] Tarif naik. [4]"
    spans = [answer["answer"][c["start"] : c["end"]] for c in answer["citations"]]
    assert spans == ["(sumbernya dihapus)", "(sumbernya dihapus)", "Kapal kandas.", "Tarif naik."]
    assert [c["quote"] for c in answer["citations"]] == ["", "Pelabuhan dipimpin Rina.", "Kapal kandas.", "Tarif naik."]
    assert [(s["text"], s["title"], s["author"]) for s in answer["sources"]] == [
        ("", "", None), ("Teks b.", "Judul b", "X"), ("Teks c.", "Judul c", "X"), ("", "", None),
    ]  # fmt: skip
    assert answer["conflicts"] == [_answer()["conflicts"][1]]
    assert {"Rina memimpin.", "Teks a.", "Judul a"} <= set(taken)
    for word in ("a.txt", "Judul a", "Teks a", "Per 2025"):
        assert word not in json.dumps(answer)


def test_a_sentence_stays_when_another_source_says_it_word_for_word() -> None:
    answer = _answer(quote_of_b='"Rina  memimpin," kata Hendra.')
    without_documents(answer, {"a"})
    assert answer["answer"] == TEXT
    assert answer["citations"][0]["quote"] == ""


def test_two_documents_go_together_or_one_after_the_other() -> None:
    together, stepwise = _answer(), _answer()
    without_documents(together, {"a", "b"})
    for doc_id in "ab":
        without_documents(stepwise, {doc_id})
    assert together == stepwise
    assert together["answer"] == "(sumbernya dihapus) [1][2] (sumbernya dihapus) [3] Tarif naik. [4]"


def test_what_no_source_supports_goes_when_any_source_does() -> None:
    answer = _answer()
    answer["answer"] = TEXT + " Entah."
    answer["unsupported"] = [{"start": len(TEXT) + 1, "end": len(TEXT) + 7}]
    without_documents(answer, {"c"})
    assert answer["answer"].endswith("Kapal kandas. [3] (sumbernya dihapus) [4] (sumbernya dihapus)")
    (span,) = answer["unsupported"]
    assert answer["answer"][span["start"] : span["end"]] == "(sumbernya dihapus)"


def test_an_answer_that_consulted_other_documents_is_left_alone() -> None:
    answer = _answer()
    assert without_documents(answer, {"z"}) == []
    assert answer == _answer()


@pytest.mark.parametrize(
    ("turn", "echoes"),
    [
        ("Kata mereka, kapal besar itu bisa kandas [1].", True),
        ("Tiket", True),
        ("Kapal besar berlabuh.", False),
    ],
)
def test_earlier_turns_that_repeat_it_are_emptied(turn: str, echoes: bool) -> None:
    asked = {"messages": [{"role": "user", "content": turn}, {"role": "assistant", "content": turn}]}
    assert without_echoes(asked, ["Kapal besar itu bisa kandas, ujarnya.", "Tiket"]) is echoes
    assert [m["content"] for m in asked["messages"]] == [turn, "" if echoes else turn]


def test_a_standalone_question_keeps_only_the_persons_own_words() -> None:
    asked = {"messages": [{"role": "user", "content": "Siapa Rina?"}, {"role": "assistant", "content": "Kepala."}]}
    own = {"question": "Kapan?", "standalone_question": "Kapan? (Rina)"}
    with_own_words(own, asked)
    assert own["standalone_question"] == "Kapan? (Rina)"
    other = {"question": "Kapan?", "standalone_question": "Kapan kepala?"}
    with_own_words(other, asked)
    assert other["standalone_question"] == "Kapan?"
