"""Short cuts for tests of a whole index."""

from pathlib import Path

from index.embedding.base import Embedder
from index.embedding.hashing import HashingEmbedder
from index.language.analysis import fold
from index.lexical.base import Alternative, Concept
from index.passage_index import PassageIndex
from index.types import Job, Upload


def open_index(folder: Path, embedder: Embedder | None = None) -> PassageIndex:
    return PassageIndex.open(folder, embedder or HashingEmbedder())


def upload(uri: str, text: str, **metadata: str) -> Upload:
    return Upload(name=f"{uri}.txt", data=text.encode(), uri=uri, metadata=metadata)


def add(index: PassageIndex, uri: str, text: str, collection: str = "default") -> Job:
    """Ingest one document here and now."""
    job = index.accept(collection, [upload(uri, text)])
    index.work()
    return index.job(job.job_id)


def query(*words: str) -> list[Concept]:
    return [Concept([Alternative(fold(word), fold(word))]) for word in words]


def lexical_uris(index: PassageIndex, word: str, collection: str = "default") -> set[str]:
    """Return the documents that lexical search finds for a word (one that no stemmer changes)."""
    ids = [i for i, _ in index.lexical(collection, query(word), 1000)]
    hits = index.hits(collection, ids)
    assert len(hits) == len(ids), "the lexical index holds passages that the store doesn't"
    return {hit.document.uri for hit in hits}


def dense_uris(index: PassageIndex, collection: str = "default") -> set[str]:
    """Return every document that dense search can reach."""
    ids = [i for i, _ in index.dense(collection, index.embedder.embed_query("x"), 100_000)]
    hits = index.hits(collection, ids)
    assert len(hits) == len(ids), "the vector store holds passages that the store doesn't"
    return {hit.document.uri for hit in hits}


def contents(index: PassageIndex, collection: str = "default") -> dict[str, str]:
    """Return uri → text of the whole collection, after checking that its every part agrees."""
    documents = index.documents(collection, 100_000)
    found = {}
    for document in documents:
        version, text = index.text(document.doc_id)
        assert version == document.version
        found[document.uri] = text
    ids = [i for i, _ in index.dense(collection, index.embedder.embed_query("x"), 100_000)]
    hits = index.hits(collection, ids)
    assert len(hits) == len(ids) == index.passage_count(collection) == sum(d.passages for d in documents)
    for hit in hits:
        assert hit.passage.version == hit.document.version
        assert found[hit.document.uri][hit.passage.start : hit.passage.end] == hit.passage.text
    assert {hit.document.uri for hit in hits} == set(found)
    return found
