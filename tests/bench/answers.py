"""How long an answer by quoting takes, end to end over HTTP, in a corpus of many passages.

    python -m tests.bench.answers --passages 25000

The corpus is the sample corpus among generated documents: its own sentences, shuffled, with other names and
numbers. Passages get vectors of hashed words, which takes minutes instead of half an hour; questions are embedded
by the real model, as in a service. One user asks the sample's questions one after the other, three times; the first
time warms the caches and isn't counted.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from starlette.testclient import TestClient

from index.embedding.base import Embedder, Vectors
from index.embedding.hashing import HashingEmbedder
from index.embedding.registry import load_embedder
from index.language.sentences import sentence_spans
from index.passage_index import DEFAULT_COLLECTION, PassageIndex
from index.types import Upload
from rag.settings import Settings
from server.app import create_app

_SAMPLE = Path(__file__).parents[2] / "eval" / "data" / "banyuwangi"
_SYLLABLES = "ba ku ra ti so me lan dar win gu pa nya".split()
_BATCH = 500  # documents a job


class HashedPassages:
    """The real model for questions, hashed words for passages."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._hashing = HashingEmbedder(model.dimension, model.max_tokens)
        self.name = f"bench of {model.name}"
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.languages = model.languages
        self.fingerprint = f"bench:{model.fingerprint}"
        self.reads_passages = False

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return hashed vectors while the corpus is made, the model's once questions are asked."""
        return (self._model if self.reads_passages else self._hashing).embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return the model's vector."""
        return self._model.embed_query(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of words and a half: near enough to the model's, and quick."""
        return [count * 3 // 2 for count in self._hashing.count_tokens(texts)]

    def warm_up(self) -> None:
        """Load the model."""
        self._model.warm_up()


def generated(rng: random.Random, sentences: Sequence[str]) -> bytes:
    """Return a document of a dozen sentences, each with some of its words exchanged."""
    lines = []
    for sentence in rng.sample(sentences, 12):
        words = sentence.split()
        for at in rng.sample(range(len(words)), max(1, len(words) // 5)):
            made = "".join(rng.choices(_SYLLABLES, k=3))
            words[at] = made.capitalize() if words[at][:1].isupper() else str(rng.randint(2, 9999))
        lines.append(" ".join(words))
    return "\n\n".join([" ".join(lines[0].split()[:6]), *lines[1:]]).encode()


def fill(home: Path, embedder: Embedder, wanted: int) -> int:
    """Ingest the sample and generated documents until there are ``wanted`` passages; return how many there are."""
    rng = random.Random(1)
    files = sorted((_SAMPLE / "documents").iterdir())
    sentences = [
        text[start:end]
        for text in (path.read_text("utf-8") for path in files)
        for start, end in sentence_spans(text)
        if 60 < end - start < 300 and "\n" not in text[start:end]
    ]
    with PassageIndex.open(home, embedder) as passages:
        if passages.passage_count(DEFAULT_COLLECTION) >= wanted:
            return passages.passage_count(DEFAULT_COLLECTION)
        passages.accept(DEFAULT_COLLECTION, [Upload(path.name, path.read_bytes(), path.name) for path in files])
        passages.work()
        number = 0
        while passages.passage_count(DEFAULT_COLLECTION) < wanted:
            names = [f"generated-{number + step}.txt" for step in range(_BATCH)]
            number += _BATCH
            passages.accept(DEFAULT_COLLECTION, [Upload(name, generated(rng, sentences), name) for name in names])
            passages.work()
        return passages.passage_count(DEFAULT_COLLECTION)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=2, help="counted rounds over the questions")
    parser.add_argument("--data-dir", type=Path, help="keep the corpus here, and use it when it is there already")
    arguments = parser.parse_args()
    embedder = HashedPassages(load_embedder())
    questions = [json.loads(line) for line in (_SAMPLE / "queries.jsonl").read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.data_dir or Path(folder)
        started = time.perf_counter()
        count = fill(home, embedder, arguments.passages)
        filled = time.perf_counter() - started
        embedder.reads_passages = True
        total, retrieve, compose = [], [], []
        with TestClient(create_app(Settings(data_dir=home), embedder=embedder)) as client:
            for number in range(arguments.rounds + 1):
                for question in questions:
                    body = {"question": question["text"], "messages": question["history"]}
                    started = time.perf_counter()
                    reply = client.post("/v1/answer", json=body)
                    took = 1000 * (time.perf_counter() - started)
                    timings = reply.raise_for_status().json()["timings"]
                    if number:
                        total.append(took)
                        retrieve.append(timings["retrieve_ms"])
                        compose.append(timings["compose_ms"])
    parts = {"answer": total, "retrieve": retrieve, "compose": compose}
    figures = {name: {"p50_ms": _quantile(took, 50), "p99_ms": _quantile(took, 99)} for name, took in parts.items()}
    report = {"passages": count, "filled_s": round(filled, 1), "answers": len(total), **figures}
    print(json.dumps(report, indent=1))  # noqa: T201


def _quantile(values: Sequence[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100, method="inclusive")[percent - 1], 1)


if __name__ == "__main__":
    main()
