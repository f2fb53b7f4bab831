from tests.server.conftest import Service, problem


def test_hits_are_passages_of_the_stored_text(filled: Service) -> None:
    hits = filled.hits("harbour master")
    assert hits[0]["uri"] == "harbour.md"
    text = filled.client.get(f"/v1/documents/{hits[0]['doc_id']}/text").json()["text"]
    for hit in hits:
        if hit["doc_id"] == hits[0]["doc_id"]:
            assert text[hit["location"]["start"] : hit["location"]["end"]] == hit["text"]


def test_stages_only_when_asked_for(filled: Service) -> None:
    assert "stages" not in filled.hits("harbour")[0]
    stages = filled.hits("harbour", explain=True)[0]["stages"]
    assert stages["fused"]["rank"] == 1
    assert set(stages) == {"lexical", "dense", "fused"}


def test_timings_are_told(filled: Service) -> None:
    assert filled.client.post("/v1/search", json={"query": "buku"}).json()["timings"]["retrieve_ms"] > 0


def test_filters(filled: Service) -> None:
    def uris(**filters: object) -> set[str]:
        return {hit["uri"] for hit in filled.hits("perpustakaan harbour", filters=filters)}

    assert uris() == {"perpustakaan.txt", "harbour.md"}
    assert uris(language="en") == {"harbour.md"}
    assert uris(published={"from": "2025-01-01"}) == {"perpustakaan.txt"}
    assert uris(published={"from": "2025-01-01", "to": "2025-02-01"}) == set()
    assert uris(doc_ids=[]) == set()
    assert uris(metadata={"desk": "x"}) == set()


def test_metadata_filter_finds_what_was_uploaded_with_it(filled: Service) -> None:
    body = {"text": "Rapat desa membahas irigasi.", "title": "Rapat", "metadata": {"desk": "desa"}}
    filled.finished(filled.client.post("/v1/documents", json=body).json()["job"])
    assert [hit["title"] for hit in filled.hits("irigasi", filters={"metadata": {"desk": "desa"}})] == ["Rapat"]


def test_errors(filled: Service) -> None:
    def search(**body: object) -> object:
        return filled.client.post("/v1/search", json=body)

    assert "no collection named 'nope'" in problem(search(query="x", collection="nope"), 404)
    assert problem(search(query=" "), 422) == "The question is empty."
    assert "4000" in problem(search(query="x" * 4001), 422)
    assert "'top_k'" in problem(search(query="x", top_k=0), 422)
    assert "'filters.published.since'" in problem(search(query="x", filters={"published": {"since": "2025"}}), 422)
    assert "a date such as 2025-12-31" in problem(search(query="x", filters={"published": {"to": "2025"}}), 422)
