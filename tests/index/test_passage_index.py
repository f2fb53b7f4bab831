"""The front door: what goes in is found, what is replaced or deleted is gone, and all of it survives."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.embedding.base import Vectors
from index.embedding.hashing import HashingEmbedder
from index.errors import (
    CollectionExistsError,
    DataDirectoryError,
    DataDirectoryInUseError,
    InvalidNameError,
    UnknownCollectionError,
    UnknownDocumentError,
    UnknownJobError,
)
from index.passage_index import PassageIndex
from index.types import Filters, ParsedDocument, Upload
from tests.index.corpus import add, contents, dense_uris, lexical_uris, open_index, query, upload

MARKET = "Pasar zebra dibuka bupati. Warga datang beramai-ramai."
BRIDGE = "Jembatan quokka diresmikan. Panjangnya dua kilometer."


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with open_index(tmp_path / "data") as found:
        yield found


def doc_id(index: PassageIndex, uri: str, collection: str = "default") -> str:
    return next(d.doc_id for d in index.documents(collection, 1000) if d.uri == uri)


# The way in


def test_a_document_is_found(index: PassageIndex) -> None:
    job = add(index, "market", MARKET)
    assert (job.status, job.done, list(job.unchanged)) == ("done", 1, [])
    add(index, "bridge", BRIDGE)
    assert lexical_uris(index, "zebra") == {"market"}
    assert dense_uris(index) == {"market", "bridge"}
    (best, score), _ = index.dense("default", index.embedder.embed_query(BRIDGE), 2)
    (hit,) = index.hits("default", [best])
    assert hit.passage.text == BRIDGE
    assert score > 0.7
    assert contents(index) == {"market": MARKET, "bridge": BRIDGE}
    assert index.collections() == [("default", 2, 2)]
    assert index.document_frequencies("default", ["zebra", "wombat"]) == {"zebra": 1, "wombat": 0}


def test_same_bytes_again_change_nothing(index: PassageIndex) -> None:
    add(index, "market", MARKET)
    before = (index.documents("default", 10), index.dense("default", index.embedder.embed_query("x"), 10))
    job = add(index, "market", MARKET)
    assert list(job.unchanged) == ["market.txt"]
    assert (index.documents("default", 10), index.dense("default", index.embedder.embed_query("x"), 10)) == before


def test_same_bytes_under_two_uris_are_one_document(index: PassageIndex) -> None:
    job = index.accept("default", [upload("a", MARKET), upload("b", MARKET)])
    index.work()
    assert list(index.job(job.job_id).unchanged) == ["b.txt"]
    assert contents(index) == {"a": MARKET}


def test_changed_bytes_replace(index: PassageIndex) -> None:
    add(index, "news", MARKET)
    old = index.document(doc_id(index, "news"))
    old_ids = [i for i, _ in index.lexical("default", query("zebra"), 10)]
    add(index, "news", BRIDGE)
    new = index.document(old.doc_id)
    assert contents(index) == {"news": BRIDGE}
    assert lexical_uris(index, "zebra") == set()
    assert lexical_uris(index, "quokka") == {"news"}
    assert index.hits("default", old_ids) == []
    assert not {i for i, _ in index.dense("default", index.embedder.embed_query(MARKET), 10)} & set(old_ids)
    assert index.text(old.doc_id, old.version) == (old.version, MARKET)
    assert index.text(old.doc_id) == (new.version, BRIDGE)
    add(index, "news", MARKET)
    assert contents(index) == {"news": MARKET}
    with pytest.raises(UnknownDocumentError):
        index.text(old.doc_id, "sha256:none")


def test_a_file_that_cant_be_read_fails_alone(index: PassageIndex) -> None:
    files = [
        Upload("a.pdf", b"%PDF-1.7", "a"),
        Upload("b.txt", bytes(100), "b"),
        Upload("c.txt", b"", "c"),
        upload("d", MARKET),
    ]
    job_id = index.accept("default", files).job_id
    index.work()
    job = index.job(job_id)
    assert (job.status, job.done, [failure.name for failure in job.failed]) == ("done", 1, ["a.pdf", "b.txt", "c.txt"])
    assert "kutip can't read .pdf files" in job.failed[0].reason
    assert contents(index) == {"d": MARKET}


def test_whatever_goes_wrong_with_one_file_stops_no_other(index: PassageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    embed = HashingEmbedder.embed_passages

    def fail(self: HashingEmbedder, texts: list[str]) -> Vectors:
        if any("quokka" in text for text in texts):
            raise RuntimeError("out of luck")
        return embed(self, texts)

    monkeypatch.setattr(HashingEmbedder, "embed_passages", fail)
    job_id = index.accept("default", [upload("bridge", BRIDGE), upload("market", MARKET)]).job_id
    index.work()
    job = index.job(job_id)
    assert [(f.name, f.reason) for f in job.failed] == [
        ("bridge.txt", "It could not be ingested: RuntimeError: out of luck")
    ]
    assert contents(index) == {"market": MARKET}


@pytest.mark.parametrize("uri", ["", "a\0b", "x" * 2001, "\udcff.txt"])
def test_uris_that_arent_allowed(index: PassageIndex, uri: str) -> None:
    with pytest.raises(InvalidNameError):
        index.accept("default", [Upload("a.txt", b"kata", uri)])
    assert index.documents("default", 10) == []


def test_titles_and_metadata_of_the_sender(index: PassageIndex) -> None:
    index.accept("default", [Upload("a.txt", MARKET.encode(), "a", title="Judul zulu", metadata={"kota": "Giri"})])
    index.work()
    document = index.document(doc_id(index, "a"))
    assert (document.title, document.metadata, document.size) == ("Judul zulu", {"kota": "Giri"}, len(MARKET))
    assert lexical_uris(index, "zulu") == {"a"}


def test_unknown_names(index: PassageIndex) -> None:
    vector = index.embedder.embed_query("x")
    for call in (
        lambda: index.accept("none", []),
        lambda: index.documents("none", 10),
        lambda: index.dense("none", vector, 10),
        lambda: index.lexical("none", query("x"), 10),
        lambda: index.document_frequencies("none", ["x"]),
        lambda: index.passage_count("none"),
        lambda: index.require_collection("none"),
        lambda: index.delete_collection("none"),
    ):
        with pytest.raises(UnknownCollectionError):
            call()
    for unknown in (index.document, index.text, index.delete):
        with pytest.raises(UnknownDocumentError):
            unknown("doc_none")
    with pytest.raises(UnknownJobError):
        index.job("job_none")


def test_parsed_documents(index: PassageIndex) -> None:
    index.add_parsed("default", [("a", ParsedDocument(MARKET)), ("b", ParsedDocument(BRIDGE, title="Jembatan"))])
    assert contents(index) == {"a": MARKET, "b": BRIDGE}
    before = index.documents("default", 10)
    index.add_parsed("default", [("a", ParsedDocument(MARKET)), ("b", ParsedDocument(MARKET))])
    assert contents(index) == {"a": MARKET, "b": MARKET}
    assert index.documents("default", 10)[0] == before[0]


# Deletion and collections


def test_deleted_is_gone_at_once(index: PassageIndex) -> None:
    add(index, "market", MARKET)
    add(index, "bridge", BRIDGE)
    gone, version = doc_id(index, "market"), index.document(doc_id(index, "market")).version
    ids = [i for i, _ in index.lexical("default", query("zebra"), 10)]
    index.delete(gone)
    assert lexical_uris(index, "zebra") == set()
    assert index.hits("default", ids) == []
    assert contents(index) == {"bridge": BRIDGE}
    for call in (lambda: index.document(gone), lambda: index.text(gone, version), lambda: index.delete(gone)):
        with pytest.raises(UnknownDocumentError):
            call()
    add(index, "market", MARKET)
    assert contents(index) == {"bridge": BRIDGE, "market": MARKET}
    assert not {i for i, _ in index.lexical("default", query("zebra"), 10)} & set(ids)  # ids are never used again


def test_collections_are_separate(index: PassageIndex) -> None:
    index.create_collection("other")
    with pytest.raises(CollectionExistsError):
        index.create_collection("other")
    add(index, "market", MARKET)
    add(index, "market", MARKET, "other")
    add(index, "bridge", BRIDGE, "other")
    assert contents(index) == {"market": MARKET}
    assert contents(index, "other") == {"market": MARKET, "bridge": BRIDGE}
    assert index.collections() == [("default", 1, 1), ("other", 2, 2)]
    foreign = [i for i, _ in index.lexical("other", query("zebra"), 10)]
    assert index.hits("default", foreign) == []
    index.delete(doc_id(index, "market"))
    assert contents(index) == {}
    assert lexical_uris(index, "zebra", "other") == {"market"}


def test_deleting_a_collection(index: PassageIndex) -> None:
    index.create_collection("other")
    add(index, "market", MARKET, "other")
    job = index.accept("other", [upload("bridge", BRIDGE)])
    index.delete_collection("other")
    index.work()
    with pytest.raises(UnknownCollectionError):
        index.documents("other", 10)
    with pytest.raises(UnknownJobError):
        index.job(job.job_id)
    index.create_collection("other")
    assert contents(index, "other") == {}


def test_the_default_collection_is_emptied_and_stays(index: PassageIndex) -> None:
    add(index, "market", MARKET)
    index.delete_collection("default")
    assert index.collections() == [("default", 0, 0)]
    assert contents(index) == {}
    add(index, "market", MARKET)
    assert lexical_uris(index, "zebra") == {"market"}


def test_what_is_being_ingested_doesnt_outlive_its_collection(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed = HashingEmbedder.embed_passages

    def delete_meanwhile(self: HashingEmbedder, texts: list[str]) -> Vectors:
        index.delete_collection("default")
        return embed(self, texts)

    monkeypatch.setattr(HashingEmbedder, "embed_passages", delete_meanwhile)
    index.accept("default", [upload("market", MARKET)])
    index.work()
    assert contents(index) == {}


# Search


def test_filters_limit_both_searches(index: PassageIndex) -> None:
    texts = {
        "a": "Date: 2025-10-29\nPasar zebra dibuka oleh bupati untuk warga.",
        "b": "Date: 2024-01-02\nThe zebra was seen in the town by all of them.",
        "c": "Kandang zebra itu dan yang lain dipindahkan ke kota.",
    }
    for uri, text in texts.items():
        index.accept("default", [upload(uri, text, kind="x" if uri == "a" else "y")])
    index.work()
    assert index.allowed("default", Filters()) is None

    def found(filters: Filters) -> str:
        allowed = index.allowed("default", filters)
        dense = index.dense("default", index.embedder.embed_query("zebra"), 10, allowed)
        lexical = index.lexical("default", query("zebra"), 10, allowed)
        uris = [sorted(h.document.uri for h in index.hits("default", [i for i, _ in f])) for f in (dense, lexical)]
        assert uris[0] == uris[1]
        return "".join(uris[0])

    assert found(Filters(language="id")) == "ac"
    assert found(Filters(language="en")) == "b"
    assert found(Filters(published_from="2025")) == "a"
    assert found(Filters(published_to="2024-01")) == "b"
    assert found(Filters(metadata={"kind": "y"})) == "bc"
    assert found(Filters(doc_ids=[doc_id(index, "c")])) == "c"
    assert found(Filters(doc_ids=[])) == ""
    assert found(Filters(doc_ids=[doc_id(index, "c")], language="en")) == ""


def test_passages_of_a_long_document(index: PassageIndex) -> None:
    text = "\n\n".join(f"Paragraf nomor {n} berisi " + "kata lain " * 60 + "." for n in range(12))
    add(index, "long", text)
    assert contents(index) == {"long": text}
    ids = sorted(i for i, _ in index.dense("default", index.embedder.embed_query("x"), 100))
    hits = index.hits("default", ids)
    assert [hit.passage.ordinal for hit in hits] == list(range(len(hits)))
    assert len(hits) >= 6
    middle = hits[2].passage
    assert index.siblings(middle, [1, 3]) == [hits[1].passage, hits[3].passage]
    assert index.siblings(middle, [-1, len(hits)]) == []


# Reopening


def test_reopening_keeps_everything(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_index(folder) as index:
        index.create_collection("other")
        for n in range(40):
            add(index, f"d{n}", f"Dokumen bernomor {n} tentang zebra {'dan quokka ' * (n % 5)}selesai.")
        add(index, "market", MARKET, "other")
        index.answers.keep("ans_1", "{}")
        vector = index.embedder.embed_query("quokka nomor 7")
        before = [
            contents(index), contents(index, "other"), index.collections(), index.documents("default", 100),
            index.dense("default", vector, 20), index.lexical("default", query("quokka", "7"), 20),
        ]  # fmt: skip
    with open_index(folder) as index:
        after = [
            contents(index), contents(index, "other"), index.collections(), index.documents("default", 100),
            index.dense("default", vector, 20), index.lexical("default", query("quokka", "7"), 20),
        ]  # fmt: skip
        assert index.answers.get("ans_1") == "{}"
    assert after[:4] == before[:4]
    for found, expected in zip(after[4:], before[4:], strict=True):
        assert [i for i, _ in found] == [i for i, _ in expected]
        assert [s for _, s in found] == pytest.approx([s for _, s in expected])


def test_the_directory_is_private(tmp_path: Path) -> None:
    with open_index(tmp_path / "a" / "data") as index:
        assert index.directory.stat().st_mode & 0o777 == 0o700


def test_directories_that_cant_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataDirectoryError, match="can't be used"):
        open_index(tmp_path / "file")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "kutip.db").write_bytes(b"no database " * 500)
    for _ in range(2):  # the first try leaves no lock behind
        with pytest.raises(DataDirectoryError, match="no SQLite database"):
            open_index(tmp_path / "bad")


def test_a_second_owner_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_index(folder) as index:
        index.announce("http://127.0.0.1:8123")
        with pytest.raises(DataDirectoryInUseError) as caught:
            open_index(folder)
        assert (caught.value.pid, caught.value.address) == (os.getpid(), "http://127.0.0.1:8123")
        code = (
            "import sys, pathlib\nfrom index.passage_index import PassageIndex\n"
            "from index.embedding.hashing import HashingEmbedder\nfrom index.errors import DataDirectoryInUseError\n"
            "try:\n    PassageIndex.open(pathlib.Path(sys.argv[1]), HashingEmbedder())\n"
            "except DataDirectoryInUseError as error:\n    print(error.pid, error.address)"
        )
        out = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
        assert out.stdout.split() == [str(os.getpid()), "http://127.0.0.1:8123"]
        add(index, "market", MARKET)
    with open_index(folder) as index:
        assert contents(index) == {"market": MARKET}


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    index = open_index(tmp_path / "data")
    index.close()
    with open_index(tmp_path / "data") as other:
        index.close()
        with pytest.raises(DataDirectoryInUseError):
            open_index(tmp_path / "data")
        add(other, "market", MARKET)


# Another model


class OtherEmbedder(HashingEmbedder):
    """Vectors of another kind: same words, turned round."""

    def __init__(self, dimension: int = 64, fail_at: str | None = None) -> None:
        super().__init__(dimension)
        self.fingerprint = f"other:{dimension}"
        self.fail_at = fail_at

    def embed_passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        if self.fail_at and any(self.fail_at in text for text in texts):
            raise KeyboardInterrupt
        return np.ascontiguousarray(-super().embed_passages(texts)[:, ::-1])


def check_vectors(index: PassageIndex) -> None:
    """Check that every passage is nearest to its own text: that its vector is this embedder's."""
    for document in index.documents("default", 100):
        text = index.text(document.doc_id)[1]
        best, score = index.dense("default", index.embedder.embed_query(text), 1)[0]
        assert index.hits("default", [best])[0].document == document
        assert score == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("dimension", [64, 32])
def test_another_model_embeds_everything_anew(tmp_path: Path, dimension: int) -> None:
    folder, texts = tmp_path / "data", {f"d{n}": f"Dokumen bernomor {n}." for n in range(6)}
    with open_index(folder) as index:
        for uri, text in texts.items():
            add(index, uri, text)
        before = index.documents("default", 100)
        check_vectors(index)
    seen: list[tuple[int, int]] = []
    with PassageIndex.open(folder, OtherEmbedder(dimension), lambda *done: seen.append(done)) as index:
        assert seen == [(n, 6) for n in range(1, 7)]
        assert contents(index) == texts
        assert index.documents("default", 100) == before
        check_vectors(index)
    seen.clear()
    PassageIndex.open(folder, OtherEmbedder(dimension), lambda *done: seen.append(done)).close()
    assert seen == []


@pytest.mark.parametrize("dimension", [64, 32])
@pytest.mark.parametrize("then", ["other", "first"])
def test_interrupted_re_embedding_starts_again(tmp_path: Path, dimension: int, then: str) -> None:
    folder, texts = tmp_path / "data", {f"d{n}": f"Dokumen bernomor {n}." for n in range(6)}
    with open_index(folder) as index:
        for uri, text in texts.items():
            add(index, uri, text)
    with pytest.raises(KeyboardInterrupt):
        open_index(folder, OtherEmbedder(dimension, fail_at="bernomor 3"))
    with open_index(folder, OtherEmbedder(dimension) if then == "other" else HashingEmbedder()) as index:
        assert contents(index) == texts
        check_vectors(index)
