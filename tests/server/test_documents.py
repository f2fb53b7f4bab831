from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.conftest import HARBOUR, LIBRARY, Service, problem

HTML = b"""<!doctype html><html lang="id"><head><title>Pasar Wening</title></head><body><article><h1>Pasar Wening</h1>
<p>Pasar Wening dibuka kembali pada 2 Mei 2024 setelah diperbaiki selama delapan bulan oleh pemerintah desa.</p>
<p>Pasar itu mempunyai 140 kios dan dikelola oleh koperasi pedagang yang diketuai Siti Aminah.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("name", "data", "media_type", "words"),
    [
        ("a.txt", LIBRARY.encode(), "text/plain", "Ratna Wulandari"),
        ("a.md", HARBOUR.encode(), "text/markdown", "Joko Prasetyo"),
        ("a.html", HTML, "text/html", "Siti Aminah"),
        ("a.htm", HTML, "text/html", "Siti Aminah"),
        ("UPPER.TXT", LIBRARY.encode(), "text/plain", "Ratna Wulandari"),
        ("no-suffix", LIBRARY.encode(), "text/plain", "Ratna Wulandari"),
    ],
)
def test_every_file_type(service: Service, name: str, data: bytes, media_type: str, words: str) -> None:
    job = service.upload((name, data))
    assert (job["status"], job["total"], job["done"], job["failed"]) == ("done", 1, 1, [])
    (document,) = service.documents()
    assert (document["uri"], document["media_type"], document["size"]) == (name, media_type, len(data))
    assert words in service.client.get(f"/v1/documents/{document['doc_id']}/text").json()["text"]
    assert words in service.hits(words)[0]["text"]


def test_one_bad_file_does_not_stop_the_others(service: Service) -> None:
    job = service.upload(
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("slides.key", b"x"),
        ("good.txt", LIBRARY.encode()),
        ("dots.txt", b"... --- ..."),
    )
    assert (job["status"], job["total"], job["done"]) == ("done", 5, 1)
    reasons = {failure["name"]: failure["reason"] for failure in job["failed"]}
    assert set(reasons) == {"empty.txt", "binary.txt", "slides.key", "dots.txt"}
    assert reasons["empty.txt"] == "The file is empty."
    assert "kutip can't read .key files" in reasons["slides.key"]
    assert all("Error" not in reason and reason.endswith(".") for reason in reasons.values())
    assert [document["uri"] for document in service.documents()] == ["good.txt"]


def test_job_of_bad_files_alone_failed(service: Service) -> None:
    job = service.upload(("empty.txt", b""))
    assert (job["status"], job["done"], len(job["failed"])) == ("failed", 0, 1)


def test_five_megabytes(service: Service) -> None:
    line = "Baris nomor {} berbicara tentang panen padi di sawah yang luas.\n\n"
    text = "".join(line.format(number) for number in range(76_000)) + "Lurahnya bernama Sutrisno Hadi.\n"
    assert len(text) > 5_000_000
    job = service.upload(("besar.txt", text.encode()))
    assert (job["status"], job["done"], job["failed"]) == ("done", 1, [])
    (document,) = service.documents()
    stored = service.client.get(f"/v1/documents/{document['doc_id']}/text").json()["text"]
    assert stored.strip() == text.strip()
    assert "Sutrisno Hadi" in service.hits("Lurahnya bernama Sutrisno Hadi")[0]["text"]


def test_same_upload_twice_at_once(service: Service) -> None:
    with ThreadPoolExecutor(2) as pool:
        jobs = list(pool.map(lambda _: service.upload(("a.txt", LIBRARY.encode())), range(2)))
    assert [job["status"] for job in jobs] == ["done", "done"]
    assert sorted(job["unchanged"] for job in jobs) == [[], ["a.txt"]]
    assert len(service.documents()) == 1


def test_new_bytes_replace_the_old_version(service: Service) -> None:
    service.upload(("a.txt", LIBRARY.encode()))
    (before,) = service.documents()
    service.upload(("a.txt", LIBRARY.replace("Ratna Wulandari", "Bagus Santoso").encode()))
    (after,) = service.documents()
    assert after["doc_id"] == before["doc_id"]
    assert after["version"] != before["version"]
    assert "Bagus Santoso" in service.hits("kepala perpustakaan")[0]["text"]
    old = service.client.get(f"/v1/documents/{after['doc_id']}/text", params={"version": before["version"]})
    assert "Ratna Wulandari" in old.json()["text"]


def test_deleted_is_gone(filled: Service) -> None:
    (doc_id,) = [d["doc_id"] for d in filled.documents() if d["uri"] == "harbour.md"]
    assert filled.client.delete(f"/v1/documents/{doc_id}").status_code == 204
    assert [hit["uri"] for hit in filled.hits("harbour master Joko Prasetyo")] == ["perpustakaan.txt"]
    for path in ("", "/text"):
        assert doc_id in problem(filled.client.get(f"/v1/documents/{doc_id}{path}"), 404)
    assert doc_id in problem(filled.client.delete(f"/v1/documents/{doc_id}"), 404)


def test_text_upload(service: Service) -> None:
    body = {"text": "Kades Sumberasih ialah Wahyu Nugroho.", "title": "Kades", "uri": "https://desa.example/kades.html"}
    reply = service.client.post("/v1/documents", json=body)
    assert reply.status_code == 202
    assert service.finished(reply.json()["job"])["done"] == 1
    (document,) = service.documents()
    assert (document["title"], document["uri"]) == ("Kades", body["uri"])
    assert service.client.get(f"/v1/documents/{document['doc_id']}").json() == document
    text = service.client.get(f"/v1/documents/{document['doc_id']}/text").json()
    assert text == {"doc_id": document["doc_id"], "version": document["version"], "text": body["text"]}


def test_texts_without_a_uri_do_not_replace_each_other(service: Service) -> None:
    for text in ("Satu kalimat tentang kopi.", "Satu kalimat tentang teh."):
        service.finished(service.client.post("/v1/documents", json={"text": text, "title": "Sama"}).json()["job"])
    assert len(service.documents()) == 2


def test_paging(service: Service) -> None:
    service.upload(*((f"{number}.txt", f"Kalimat nomor {number}.".encode()) for number in range(5)))
    uris, after = [], None
    for _ in range(3):
        page = service.client.get("/v1/documents", params={"limit": 2, **({"cursor": after} if after else {})}).json()
        uris.append([document["uri"] for document in page["data"]])
        after = page["next"]
    assert uris == [["0.txt", "1.txt"], ["2.txt", "3.txt"], ["4.txt"]]
    assert after is None
    assert "'curser'" in problem(service.client.get("/v1/documents?curser=x"), 422)
    assert "'limit'" in problem(service.client.get("/v1/documents?limit=0"), 422)


def test_names_are_made_safe(service: Service) -> None:
    service.upload(("/../etc/./notes.txt", LIBRARY.encode()), ("map\\sub\\b.md", HARBOUR.encode()))
    assert [document["uri"] for document in service.documents()] == ["etc/notes.txt", "map/sub/b.md"]


def test_refused_uploads(service: Service) -> None:
    post = service.client.post
    file = {"files": ("a.txt", b"x")}
    assert "off" in problem(post("/v1/documents", json={"url": "http://169.254.169.254/"}), 403)
    assert problem(post("/v1/documents", json={"title": "x"}), 422) == "The field 'text' is missing."
    assert "'txet'" in problem(post("/v1/documents", json={"txet": "x"}), 422)
    assert "not valid JSON" in problem(
        post("/v1/documents", content=b"{", headers={"content-type": "application/json"}), 422
    )
    assert "no file" in problem(post("/v1/documents", files={"collection": (None, "default")}), 422)
    assert "'file'" in problem(post("/v1/documents", files={"file": ("a.txt", b"x")}), 422)
    assert "'../'" in problem(post("/v1/documents", files={"files": ("../", b"x")}), 422)
    assert "no collection named 'nope'" in problem(post("/v1/documents", files=file, data={"collection": "nope"}), 404)
    assert "multipart/form-data" in problem(post("/v1/documents", content=b"x"), 415)
    assert (
        problem(post("/v1/documents", content=b"x", headers={"content-type": "multipart/form-data"}), 400)
        == "Missing boundary in multipart."
    )
    assert "job_none" in problem(service.client.get("/v1/jobs/job_none"), 404)
    assert "doc_none" in problem(service.client.get("/v1/documents/doc_none"), 404)


def test_unknown_collection_is_not_an_empty_list(service: Service) -> None:
    assert "no collection named 'nope'" in problem(service.client.get("/v1/documents?collection=nope"), 404)
