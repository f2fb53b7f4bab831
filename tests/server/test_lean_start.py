"""A question on the command line doesn't wait for torch to be imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from server.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
unwanted = {"torch", "transformers", "sentence_transformers", "openvino_telemetry", "requests"} & set(sys.modules)
print("imported:", sorted(unwanted), "openvino" in sys.modules)
"""


@pytest.mark.parametrize("arguments", [["ask", "When was the bridge opened?"], ["search", "bridge"]])
def test_no_torch(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text("The bridge was opened in 1987. It crosses the river.", "utf-8")
    data = ["--data-dir", str(tmp_path / "data")]
    for command in (["ingest", str(tmp_path / "a.txt")], arguments):
        done = subprocess.run(
            [sys.executable, "-c", CODE, *data, *command],
            env={**os.environ, "KUTIP_EMBEDDER": "all-MiniLM-L6-v2", "KUTIP_EMBEDDING_RUNTIME": "auto"},
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "imported: [] True"
    assert "1987" in done.stdout
