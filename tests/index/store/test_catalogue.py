"""Documents, versions and passages as rows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import CollectionExistsError, InvalidNameError, UnknownCollectionError, UnknownDocumentError
from index.store.catalogue import Catalogue, NewVersion
from index.store.database import Database
from index.types import Filters, ParsedDocument


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "kutip.db")
    yield found
    found.close()


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    found = Catalogue(database)
    found.create_collection("default")
    return found


def version(uri: str, text: str = "satu dua", **fields: object) -> NewVersion:
    known = {key: fields.pop(key) for key in ("language", "published_at", "author") if key in fields}
    parsed = ParsedDocument(text, title=uri.upper(), **known)  # type: ignore[arg-type]
    middle = text.index(" ")
    spans = [(0, middle), (middle + 1, len(text))]
    vectors = np.arange(8, dtype=np.float32).reshape(2, 4)
    metadata = {key: str(value) for key, value in fields.items()}
    return NewVersion(uri, f"sha256:{text}", "text/plain", len(text), metadata, parsed, spans, vectors)


def put(database: Database, catalogue: Catalogue, new: NewVersion, collection: str = "default") -> list[int]:
    with database.transaction() as write:
        return catalogue.put(write, collection, new)[0]


def test_collections(catalogue: Catalogue, database: Database) -> None:
    catalogue.create_collection("default", exist_ok=True)
    with pytest.raises(CollectionExistsError):
        catalogue.create_collection("default")
    put(database, catalogue, version("a"))
    assert catalogue.collections() == [("default", 1, 2)]
    with pytest.raises(UnknownCollectionError, match="'other'"):
        catalogue.require_collection("other")


@pytest.mark.parametrize("name", ["", "A", "-a", "a b", "a/b", "é", "a" * 64, "a\n"])
def test_collection_names(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(InvalidNameError):
        catalogue.create_collection(name)


def test_put_replaces_and_keeps_the_old_version_readable(catalogue: Catalogue, database: Database) -> None:
    old = put(database, catalogue, version("a", "satu dua"))
    (before,) = catalogue.documents("default", 10)
    with database.transaction() as write:
        added, removed = catalogue.put(write, "default", version("a", "tiga empat", n=1))
    (after,) = catalogue.documents("default", 10)
    assert removed == old
    assert not set(added) & set(old)
    assert (after.doc_id, after.version) == (before.doc_id, "sha256:tiga empat")
    assert (after.metadata, after.passages) == ({"n": "1"}, 2)
    assert after.added_at == before.added_at
    assert catalogue.text(after.doc_id) == ("sha256:tiga empat", "tiga empat")
    assert catalogue.text(after.doc_id, before.version) == ("sha256:satu dua", "satu dua")
    assert [hit.passage.text for hit in catalogue.hits("default", [added[1], *old, added[0]])] == ["empat", "tiga"]


def test_storing_the_same_version_anew_is_no_update(catalogue: Catalogue, database: Database) -> None:
    put(database, catalogue, version("a"))
    before = catalogue.documents("default", 1)[0]
    database.reader.execute("SELECT 1").fetchall()
    put(database, catalogue, version("a"))
    assert catalogue.documents("default", 1)[0] == before


def test_passages_hold_their_vectors(catalogue: Catalogue, database: Database) -> None:
    ids = put(database, catalogue, version("a", language="id"))
    stored = list(catalogue.stored_passages("default"))
    assert [tuple(p)[:4] for p in stored] == [(ids[0], "satu", "A", "id"), (ids[1], "dua", "A", "id")]
    assert np.array_equal(np.stack([p.vector for p in stored]), np.arange(8, dtype=np.float32).reshape(2, 4))
    assert [p.passage_id for p in catalogue.stored_passages("default", ids[1:])] == ids[1:]


def test_delete(catalogue: Catalogue, database: Database) -> None:
    ids = put(database, catalogue, version("a"))
    doc_id = catalogue.documents("default", 1)[0].doc_id
    with database.transaction() as write:
        assert catalogue.delete(write, doc_id) == ("default", ids)
    for call in (catalogue.document, catalogue.text):
        with pytest.raises(UnknownDocumentError):
            call(doc_id)
    assert catalogue.hits("default", ids) == []
    with pytest.raises(UnknownDocumentError), database.transaction() as write:
        catalogue.delete(write, doc_id)
    for table in ("document", "version", "passage"):
        assert database.reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_documents_by_page(catalogue: Catalogue, database: Database) -> None:
    for uri in ("c", "a", "b"):
        put(database, catalogue, version(uri))
    assert [d.uri for d in catalogue.documents("default", 2)] == ["a", "b"]
    assert [d.uri for d in catalogue.documents("default", 2, "b")] == ["c"]


def test_hits_are_of_their_collection_and_many(catalogue: Catalogue, database: Database) -> None:
    catalogue.create_collection("other")
    mine = [i for n in range(300) for i in put(database, catalogue, version(f"d{n}"))]
    foreign = put(database, catalogue, version("a"), "other")
    assert [hit.passage.passage_id for hit in catalogue.hits("default", [*foreign, *mine[::-1], 10**9])] == mine[::-1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(language="id"), "a b"),
        (Filters(metadata={"place": "Giri"}), "a"),
        (Filters(metadata={"place": "Giri", "x": "y"}), ""),
        (Filters(metadata={"a.b": "1"}), "c"),
        (Filters(published_from="2025-06-01"), "a b"),  # b: some time in 2025
        (Filters(published_from="2025-10-30"), "b"),
        (Filters(published_to="2025-10-29"), "a b c"),
        (Filters(published_to="2024"), "c"),
        (Filters(published_to="2025"), "a b c"),
        (Filters(published_from="2025"), "a b"),
        (Filters(published_from="2024-03", published_to="2024-03"), "c"),
        (Filters(published_from="2024-03-02"), "a b c"),  # c: some day in March
        (Filters(published_from="2026"), ""),
        (Filters(doc_ids=[]), ""),
        (Filters(doc_ids=["doc_none"]), ""),
    ],
)
def test_filters(catalogue: Catalogue, database: Database, filters: Filters, expected: str) -> None:
    ids = {
        "a": put(database, catalogue, version("a", language="id", published_at="2025-10-29", place="Giri")),
        "b": put(database, catalogue, version("b", language="id", published_at="2025", place="Glagah")),
        "c": put(database, catalogue, version("c", language="en", published_at="2024-03", **{"a.b": 1})),
        "d": put(database, catalogue, version("d")),
    }
    assert catalogue.passage_ids("default", filters) == {i for uri in expected.split() for i in ids[uri]}


def test_filter_by_document(catalogue: Catalogue, database: Database) -> None:
    put(database, catalogue, version("a"))
    ids = put(database, catalogue, version("b"))
    doc_id = catalogue.documents("default", 1, "a")[0].doc_id
    assert catalogue.passage_ids("default", Filters(doc_ids=[doc_id])) == set(ids)
    assert catalogue.passage_ids("other", Filters(doc_ids=[doc_id])) == set()


def test_same_bytes(catalogue: Catalogue, database: Database) -> None:
    put(database, catalogue, version("a", "satu dua"))
    assert catalogue.is_stored("default", "a", "sha256:satu dua")
    assert catalogue.is_stored("default", "copy", "sha256:satu dua")
    assert not catalogue.is_stored("default", "a", "sha256:other")
    assert not catalogue.is_stored("other", "a", "sha256:satu dua")
    put(database, catalogue, version("b", "tiga empat"))
    assert not catalogue.is_stored("default", "b", "sha256:satu dua")
