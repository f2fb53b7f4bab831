"""``kutip serve`` as a process of its own, and the other commands through it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from typer.testing import CliRunner

from server.cli.main import app
from tests.server.conftest import HARBOUR, LIBRARY

QUESTION = "Siapa kepala Perpustakaan Desa Karangwangi?"
COMMAND = [sys.executable, "-c", "from server.cli.main import main; main()"]


@dataclass
class Running:
    process: subprocess.Popen[str]
    url: str
    folder: Path

    def get(self, path: str) -> object:
        with urlopen(self.url + path, timeout=30) as reply:
            return json.load(reply)


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "KUTIP_EMBEDDER": "hashing", "KUTIP_DATA_DIR": str(tmp_path / "data")}


def serve(tmp_path: Path, *options: object) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "serve", *map(str, options)]
    return subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let children heed Ctrl-C: started in the background, a test run ignores it, and so would they."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interruptible: None) -> Iterator[Running]:
    for name in ("KUTIP_EMBEDDER", "KUTIP_DATA_DIR"):
        monkeypatch.setenv(name, environment(tmp_path)[name])
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "perpustakaan.txt").write_text(LIBRARY, encoding="utf-8")
    command = [*COMMAND, "serve", "--port", "0", "--sample", str(sample)]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("kutip is ready: http://127.0.0.1:"), (tmp_path / "log").read_text()
        yield Running(process, line.split()[-1], tmp_path)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        log_text = (tmp_path / "log").read_text()
        assert "Traceback" not in log_text
        assert "sample documents: 1 of 1" in log_text


def test_commands_go_through_the_service(running: Running) -> None:
    def run(*args: object) -> str:
        result = CliRunner().invoke(app, [str(arg) for arg in args])
        assert result.exit_code == 0, result.output
        return result.stdout

    harbour = running.folder / "pelabuhan laut.md"
    harbour.write_text(HARBOUR, encoding="utf-8")
    assert "1 added" in " ".join(run("ingest", harbour).split())
    assert "1 unchanged" in " ".join(run("ingest", harbour).split())
    hit = json.loads(run("search", "harbour master", "--json"))["hits"][0]
    assert hit["uri"] == f"file://{harbour}"
    answer = json.loads(run("ask", QUESTION, "--json"))
    assert "Ratna Wulandari" in answer["answer"]
    assert running.get(f"/v1/answers/{answer['id']}") == answer
    assert json.loads(run("ask", "--replay", answer["id"], "--json"))["identical"] is True
    assert "made the collection" in CliRunner().invoke(app, ["ingest", str(harbour), "--collection", "arsip"]).stderr
    refused = CliRunner().invoke(app, ["ask", "x", "--collection", "nope"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "no collection named 'nope'" in refused.stderr

    port = running.url.rpartition(":")[2]
    taken = serve(running.folder, "--port", port, "--data-dir", running.folder / "second")
    assert (taken.returncode, taken.stdout) == (2, "")
    assert taken.stderr == f"kutip: Port {port} on 127.0.0.1 is taken; choose another with --port.\n"
    owned = serve(running.folder, "--port", "0")
    assert (owned.returncode, owned.stdout) == (2, "")
    assert f"is served already, at {running.url}." in owned.stderr


def test_client_that_leaves_ends_the_work_upstream(tmp_path: Path) -> None:
    """The model is asked, begins, and would go on for a minute; its request ends soon after the client is gone."""
    asked = threading.Event()
    ended = threading.Event()
    left: list[bool] = []

    class Endless(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            asked.set()
            with contextlib.suppress(ConnectionError):
                for _ in range(600):
                    self.wfile.write(b'data: {"choices": [{"delta": {"content": "dan "}}]}\n\n')
                    time.sleep(0.1)
                return
            ended.set()

        def log_message(self, *args: object) -> None:
            pass

    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "a.txt").write_text(LIBRARY, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as model:
        threading.Thread(target=model.serve_forever, args=(0.02,)).start()
        env = {
            **environment(tmp_path),
            "KUTIP_LLM_URL": f"http://127.0.0.1:{model.server_port}/v1",
            "KUTIP_LLM_MODEL": "endless",
        }
        command = [*COMMAND, "serve", "--port", "0", "--sample", str(tmp_path / "sample")]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                url = process.stdout.readline().split()[-1]
                for stream in (True, False):
                    asked.clear()
                    ended.clear()
                    body = json.dumps({"question": QUESTION, "stream": stream}).encode()
                    request = Request(f"{url}/v1/answer", body, {"Content-Type": "application/json"})
                    with contextlib.suppress(TimeoutError), urlopen(request, timeout=1) as reply:
                        assert reply.readline() == b"event: retrieval\n"
                        assert asked.wait(10)
                    left.append(ended.wait(10))
            finally:
                process.terminate()
                _, log = process.communicate(timeout=30)
                model.shutdown()
    assert left == [True, True]
    assert "Traceback" not in log


def test_start_that_fails_ends_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kutip.db").write_bytes(b"no database" * 1000)
    result = serve(tmp_path, "--port", "0")
    assert (result.returncode, result.stdout) == (2, "")
    assert "kutip.db" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_refusals_come_at_once(tmp_path: Path) -> None:
    assert "--host 127.0.0.1" in serve(tmp_path, "--host", "0.0.0.0").stderr
    assert "no folder" in serve(tmp_path, "--sample", tmp_path / "none").stderr
    assert not (tmp_path / "data").exists()


def test_port_is_freed_for_the_next_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert serve(tmp_path, "--port", port).returncode == 2
    assert not (tmp_path / "data").exists()
