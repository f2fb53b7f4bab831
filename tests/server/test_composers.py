"""The whole way with a model: a small server that speaks the protocol, scripted here."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from index.embedding.hashing import HashingEmbedder
from rag.settings import Settings
from server.app import create_app
from tests.server.conftest import LIBRARY, Service


@contextmanager
def scripted(pieces: list[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self.path.endswith("/chat/completions"):  # it has no tokenizer to ask
                self.send_error(404)
                return
            asked.append({"key": self.headers["Authorization"], **body})
            self.send_response(200 if pieces else 503)
            self.send_header("Content-Type", "text/event-stream" if pieces else "text/plain")
            self.end_headers()
            handle = re.findall(r"<source-(\w+)>", json.dumps(body))  # [1] stands for the mark of the first source
            for piece in (piece.replace("[1]", f"[{handle[0]}]") for piece in pieces):
                chunk = {"choices": [{"index": 0, "delta": {"content": piece}}]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            if pieces:
                self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/v1", asked
        httpd.shutdown()
        thread.join()


def answer(tmp_path: Path, url: str) -> dict[str, Any]:
    settings = Settings(data_dir=tmp_path / "data", llm_url=url, llm_model="tiny", llm_key="k1")  # type: ignore[arg-type]
    with TestClient(create_app(settings, embedder=HashingEmbedder())) as client:
        Service(client).upload(("a.txt", LIBRARY.encode()))
        made: dict[str, Any] = client.post(
            "/v1/answer", json={"question": "Siapa kepala Perpustakaan Desa Karangwangi?"}
        ).json()
        assert client.get(f"/v1/answers/{made['id']}").json() == made
        return made


def test_model_writes_and_its_marker_becomes_a_citation(tmp_path: Path) -> None:
    with scripted(["Kepala perpustakaan adalah ", "Ratna Wulandari [1]."]) as (url, asked):
        made = answer(tmp_path, url)
    assert made["model"] == "tiny"
    assert made["answer"].startswith("Kepala perpustakaan adalah Ratna Wulandari")
    assert "Ratna Wulandari" in made["citations"][0]["quote"]
    assert (asked[0]["model"], asked[0]["stream"], asked[0]["key"]) == ("tiny", True, "Bearer k1")


def test_model_that_is_down_leaves_quoting(tmp_path: Path) -> None:
    made = answer(tmp_path, "http://127.0.0.1:9/v1")
    assert made["model"] == "extractive"
    assert "Ratna Wulandari" in made["answer"]
    assert "quoting instead" in made["warnings"][0]
