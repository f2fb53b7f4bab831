"""Embedding: kutip's runtime against plain ``SentenceTransformer.encode`` of the same model.

    python -m tests.bench.embedding [--rounds 5] [--json FILE]

Each side has a process of its own, which sleeps while the other one's turn is timed; turns alternate. Figures are
medians over the rounds; the ratios are what counts, the absolute figures move with the machine and its load.
"""

import argparse
import json
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

SAMPLE = Path(__file__).parents[2] / "eval/data/banyuwangi/documents"
LENGTHS = (64, 128, 256)
TOKENS_A_TURN = 2048
QUERIES = 20
COMPARED = 100  # passages between which the nearest ten are sought


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--json", type=Path)
    given = arguments.parse_args()
    report = measure(max(1, given.rounds))
    if given.json:
        given.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(table(report))  # noqa: T201


def measure(rounds: int) -> dict[str, Any]:
    """Return rates (passages/s), query times (ms), start (s) of both sides, and how near their vectors are."""
    context = multiprocessing.get_context("spawn")
    sides: dict[str, Connection] = {}
    started: dict[str, float] = {}
    processes = []
    for side in ("reference", "kutip"):
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, side), daemon=True)
        began = time.perf_counter()
        process.start()
        runtime = ours.recv()
        started[side] = time.perf_counter() - began
        sides[side] = ours
        processes.append(process)
    texts = {length: _passages(length) for length in LENGTHS}
    rates: dict[str, dict[int, list[float]]] = {side: {length: [] for length in LENGTHS} for side in sides}
    query_ms: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(rounds + 1):
        for length in LENGTHS:
            for side, connection in sides.items():
                taken = _ask(connection, "time", texts[length])
                if turn:  # the first one warms up
                    rates[side][length].append(len(texts[length]) / taken)
        for side, connection in sides.items():
            times = _ask(connection, "queries", [" ".join(text.split()[:9]) for text in texts[64][:QUERIES]])
            query_ms[side] += times if turn else []
    compared = _passages(96, COMPARED)
    vectors = {side: _ask(connection, "vectors", compared) for side, connection in sides.items()}
    for connection, process in zip(sides.values(), processes, strict=True):
        connection.send(("stop", None))
        process.join()
    return {
        "runtime": runtime,
        "rounds": rounds,
        "passages_per_second": {
            side: {length: round(statistics.median(found), 1) for length, found in by_length.items()}
            for side, by_length in rates.items()
        },
        "ratio": {
            length: round(
                statistics.median(
                    a / b for a, b in zip(rates["kutip"][length], rates["reference"][length], strict=True)
                ),
                2,
            )
            for length in LENGTHS
        },
        "query_ms": {
            side: {"p50": round(float(np.percentile(times, 50)), 1), "p99": round(float(np.percentile(times, 99)), 1)}
            for side, times in query_ms.items()
        },
        "start_to_first_vector_s": {side: round(seconds, 2) for side, seconds in started.items()},
        "least_cosine": float((vectors["kutip"] * vectors["reference"]).sum(axis=1).min()),
        "top_10_kept": _kept(vectors["reference"], vectors["kutip"]),
    }


def table(report: dict[str, Any]) -> str:
    """Return the report for reading."""
    rows = [("", "reference", "kutip", "ratio")]
    for length in LENGTHS:
        values = [report["passages_per_second"][side][length] for side in ("reference", "kutip")]
        rows.append((f"passages/s, {length} tokens", f"{values[0]}", f"{values[1]}", f"{report['ratio'][length]} x"))
    for what in ("p50", "p99"):
        values = [report["query_ms"][side][what] for side in ("reference", "kutip")]
        rows.append((f"query {what}, ms", f"{values[0]}", f"{values[1]}", f"{values[0] / values[1]:.2f} x"))
    values = list(report["start_to_first_vector_s"].values())
    rows.append(("start to first vector, s", f"{values[0]}", f"{values[1]}", f"{values[0] / values[1]:.1f} x"))
    lines = [f"{a:<26}{b:>10}{c:>10}{d:>10}" for a, b, c, d in rows]
    return "\n".join(
        [
            f"{report['runtime']} against SentenceTransformer.encode, medians of {report['rounds']} rounds",
            *lines,
            f"least cosine {report['least_cosine']:.7f}, {report['top_10_kept']:.4f} of the nearest ten kept",
        ]
    )


def _serve(connection: Connection, side: str) -> None:
    """Answer one request after the other in a child process; the first message says what computes."""
    encode, runtime = _reference() if side == "reference" else _kutip()
    encode(["first"])
    connection.send(runtime)
    while True:
        what, texts = connection.recv()
        if what == "stop":
            return
        began = time.perf_counter()
        if what == "queries":
            connection.send([_timed(encode, text) for text in texts])
            continue
        vectors = encode(texts)
        connection.send(time.perf_counter() - began if what == "time" else vectors)


def _reference() -> tuple[Callable[[list[str]], Any], str]:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    from index.embedding.registry import packaged  # noqa: PLC0415

    model = SentenceTransformer(str(packaged().path), device="cpu", local_files_only=True)
    return lambda texts: model.encode(texts, normalize_embeddings=True, show_progress_bar=False), "torch"


def _kutip() -> tuple[Callable[[list[str]], Any], str]:
    from index.embedding.registry import load_embedder  # noqa: PLC0415

    embedder = load_embedder()
    embedder.warm_up()
    return embedder.embed_passages, getattr(embedder, "runtime", embedder.name)


def _timed(encode: Callable[[list[str]], Any], text: str) -> float:
    began = time.perf_counter()
    encode([text])
    return (time.perf_counter() - began) * 1000


def _ask(connection: Connection, what: str, texts: list[str]) -> Any:
    connection.send((what, texts))
    return connection.recv()


def _passages(tokens: int, count: int | None = None) -> list[str]:
    """Return passages of the sample documents' words, of ``tokens`` tokens, more or less a fifth."""
    from index.embedding.registry import packaged  # noqa: PLC0415

    choose = random.Random(tokens)
    words = " ".join(path.read_text("utf-8") for path in sorted(SAMPLE.rglob("*.txt"))).split()
    tokenizer = packaged().tokenizer
    found = []
    for _ in range(count or TOKENS_A_TURN // tokens):
        start = choose.randrange(len(words) - tokens)
        text = " ".join(words[start : start + tokens])
        ends = tokenizer.encode(text, add_special_tokens=False).offsets
        length = round(tokens * choose.uniform(0.8, 1.2)) - 2
        found.append(text[: ends[min(length, len(ends) - 1)][0]])
    return found


def _kept(reference: Any, found: Any, k: int = 10) -> float:
    def nearest(vectors: Any) -> Any:
        scores = vectors @ vectors.T
        np.fill_diagonal(scores, -2)
        return np.argsort(-scores, axis=1)[:, :k]

    pairs = zip(nearest(reference), nearest(found), strict=True)
    return round(float(np.mean([len(set(a) & set(b)) / k for a, b in pairs])), 4)


if __name__ == "__main__":
    main()
