import json
from typing import Any

import pytest

from tests.server.conftest import LIBRARY, Service, problem

QUESTION = "Siapa kepala Perpustakaan Desa Karangwangi?"


def events(service: Service, body: dict[str, Any]) -> list[tuple[str, Any]]:
    with service.client.stream("POST", "/v1/answer", json={**body, "stream": True}) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["cache-control"] == "no-store"
        text = "".join(reply.iter_text())
    made = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        made.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return made


def test_answer_is_cited_from_the_stored_text(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    assert answer["object"] == "answer"
    assert answer["status"] == "answered"
    assert "Ratna Wulandari" in answer["answer"]
    assert answer["language"] == "id"
    assert answer["citations"]
    sources = {source["n"]: source for source in answer["sources"]}
    for citation in answer["citations"]:
        path = f"/v1/documents/{citation['doc_id']}/text?version={citation['version']}"
        text = filled.client.get(path).json()["text"]
        place = citation["location"]
        assert text[place["start"] : place["end"]] == citation["quote"]
        assert sources[citation["source"]]["cited"] is True
        assert sources[citation["source"]]["uri"] == "perpustakaan.txt"


def test_answer_is_the_same_again_later(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    assert filled.client.get(f"/v1/answers/{answer['id']}").json() == answer


def test_stream_tells_the_answer_in_order(filled: Service) -> None:
    made = events(filled, {"question": QUESTION})
    names = [name for name, _ in made]
    assert names[0] == "retrieval"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"delta", "citation"}
    done = made[-1][1]
    assert "".join(data["text"] for name, data in made if name == "delta") == done["answer"]
    assert [data for name, data in made if name == "citation"] == done["citations"]
    shown = [source["passage_id"] for source in made[0][1]["sources"]]
    assert shown == [source["passage_id"] for source in done["sources"]][: len(shown)]


def test_stream_equals_json_equals_the_kept_one(filled: Service) -> None:
    plain = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    done = events(filled, {"question": QUESTION})[-1][1]
    assert filled.client.get(f"/v1/answers/{done['id']}").json() == done
    for own in ("id", "created", "timings"):
        del plain[own], done[own]
    assert done == plain


def test_nothing_is_made_up(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": "Who won the chess olympiad of 1972?"}).json()
    assert answer["status"] == "abstained"
    assert answer["citations"] == []
    assert answer["answer"]


@pytest.mark.parametrize("stream", [False, True])
def test_errors_known_at_once_are_plain_problems(filled: Service, stream: bool) -> None:
    def ask(**body: Any) -> Any:
        return filled.client.post("/v1/answer", json={"stream": stream, **body})

    assert "no collection named 'nope'" in problem(ask(question="x", collection="nope"), 404)
    assert problem(ask(question=""), 422) == "The question is empty."
    assert problem(ask(question="x" * 4001), 422) == "The question has 4001 characters; at most 4000 are allowed."
    assert ask(question="x" * 4000).status_code == 200


def test_follow_up_takes_the_conversation_along(filled: Service) -> None:
    messages = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "Ratna Wulandari."}]
    answer = filled.client.post("/v1/answer", json={"question": "Kapan dibuka?", "messages": messages}).json()
    assert "4 Maret 2025" in answer["answer"]


def test_as_of_leaves_later_documents_out(filled: Service) -> None:
    def consulted(**body: Any) -> set[str]:
        answer = filled.client.post("/v1/answer", json={"question": QUESTION, **body}).json()
        return {source["uri"] for source in answer["sources"]}

    published = {document["uri"]: document["published_at"] for document in filled.documents()}
    assert published["perpustakaan.txt"] == "2025-03-04"
    assert "perpustakaan.txt" in consulted(as_of="2025-03-04")
    assert "perpustakaan.txt" not in consulted(as_of="2025-03-03")


def test_feedback_is_kept(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    path = f"/v1/answers/{answer['id']}/feedback"
    assert filled.client.post(path, json={"thumbs": "up", "note": "tepat"}).status_code == 204
    assert "'thumbs'" in problem(filled.client.post(path, json={"thumbs": "sideways"}), 422)
    assert "ans_none" in problem(filled.client.post("/v1/answers/ans_none/feedback", json={}), 404)
    assert "ans_none" in problem(filled.client.get("/v1/answers/ans_none"), 404)


def _given(service: Service, answer_id: str) -> dict[str, Any]:
    given: dict[str, Any] = service.client.get(f"/v1/answers/{answer_id}").json()
    return given


def test_a_replaced_source_is_marked(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    (document,) = (d for d in filled.documents() if d["uri"] == "perpustakaan.txt")
    filled.upload(("perpustakaan.txt", LIBRARY.replace("Ratna", "Dewi").encode()))
    given = _given(filled, answer["id"])
    (changed,) = given.pop("changed")
    assert given == answer
    assert (changed["doc_id"], changed["version"], changed["state"]) == (
        document["doc_id"], document["version"], "replaced",
    )  # fmt: skip
    assert changed["current_version"] == next(d["version"] for d in filled.documents() if d["uri"] == document["uri"])
    assert changed["citations"] == [c["n"] for c in answer["citations"] if c["doc_id"] == document["doc_id"]]
    assert changed["sources"] == [s["n"] for s in answer["sources"] if s["doc_id"] == document["doc_id"]]


def test_a_deleted_source_takes_its_words_along(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION}).json()
    doc_id = answer["citations"][0]["doc_id"]
    assert filled.client.delete(f"/v1/documents/{doc_id}").status_code == 204
    reply = filled.client.get(f"/v1/answers/{answer['id']}")
    assert "Ratna" not in reply.text
    given = reply.json()
    assert given["changed"][0] == {
        "doc_id": doc_id, "version": answer["citations"][0]["version"], "state": "deleted", "current_version": None,
        "sources": [s["n"] for s in answer["sources"] if s["doc_id"] == doc_id],
        "citations": [c["n"] for c in answer["citations"] if c["doc_id"] == doc_id],
    }  # fmt: skip
    assert given["answer"].startswith("(sumbernya dihapus) [1]")
    cited = given["citations"][0]
    assert given["answer"][cited["start"] : cited["end"]] == "(sumbernya dihapus)"


def test_a_replay_says_whether_the_answer_is_the_same(filled: Service) -> None:
    answer = filled.client.post("/v1/answer", json={"question": QUESTION, "top_k": 3}).json()
    replay = filled.client.post(f"/v1/answers/{answer['id']}/replay").json()
    assert (replay["object"], replay["of"], replay["identical"]) == ("replay", answer["id"], True)
    assert replay["differences"] == []
    assert replay["answer"]["answer"] == answer["answer"]
    assert replay["answer"]["manifest"] == answer["manifest"]
    assert _given(filled, replay["answer"]["id"]) == replay["answer"]
    filled.upload(("perpustakaan.txt", LIBRARY.replace("Ratna", "Dewi").encode()))
    replay = filled.client.post(f"/v1/answers/{answer['id']}/replay").json()
    assert replay["identical"] is False
    assert [d["kind"] for d in replay["differences"]] == ["document", "answer"]
    assert "ans_none" in problem(filled.client.post("/v1/answers/ans_none/replay"), 404)
