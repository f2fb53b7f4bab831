from tests.server.conftest import LIBRARY, Service, problem


def listed(service: Service) -> dict[str, int]:
    return {c["name"]: c["documents"] for c in service.client.get("/v1/collections").json()["data"]}


def test_made_filled_and_deleted(service: Service) -> None:
    reply = service.client.post("/v1/collections", json={"name": "arsip"})
    assert (reply.status_code, reply.json()) == (201, {"name": "arsip", "documents": 0, "passages": 0})
    service.upload(("a.txt", LIBRARY.encode()), collection="arsip")
    assert listed(service) == {"arsip": 1, "default": 0}
    assert service.hits("perpustakaan") == []
    assert service.hits("perpustakaan", collection="arsip")[0]["uri"] == "a.txt"
    assert service.client.delete("/v1/collections/arsip").status_code == 204
    assert listed(service) == {"default": 0}
    assert "'arsip'" in problem(service.client.post("/v1/search", json={"query": "x", "collection": "arsip"}), 404)


def test_default_is_emptied_and_stays(filled: Service) -> None:
    assert filled.client.delete("/v1/collections/default").status_code == 204
    assert listed(filled) == {"default": 0}


def test_refused(service: Service) -> None:
    assert "default" in problem(service.client.post("/v1/collections", json={"name": "default"}), 409)
    assert "../x" in problem(service.client.post("/v1/collections", json={"name": "../x"}), 422)
    assert problem(service.client.post("/v1/collections", json={}), 422) == "The field 'name' is missing."
    assert "'nope'" in problem(service.client.delete("/v1/collections/nope"), 404)
