"""What was found out about a runtime, on disk."""

import logging
import threading
from pathlib import Path

import pytest

from index.embedding.verdicts import Verdict, cache_directory, read_verdict, write_verdict

NOW = {"openvino": "1", "processor": "x"}
VERDICT = Verdict(NOW, "bf16", 0.0025, {"f32": 10.0, "bf16": 20.5})


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    write_verdict(path, VERDICT)
    assert read_verdict(path, NOW) == VERDICT
    assert [file.name for file in path.parent.iterdir()] == ["b.json"]


def test_other_conditions_are_another_question(tmp_path: Path) -> None:
    write_verdict(tmp_path / "v", VERDICT)
    assert read_verdict(tmp_path / "v", {**NOW, "openvino": "2"}) is None
    assert read_verdict(tmp_path / "none", NOW) is None


@pytest.mark.parametrize("change", [(b'"bf16"', b'"int8"'), (b"0.0025", b'"high"'), (b"{", b""), (b'"format"', b'"x"')])
def test_a_damaged_file_is_said_and_not_believed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, change: tuple[bytes, bytes]
) -> None:
    write_verdict(tmp_path / "v", VERDICT)
    (tmp_path / "v").write_bytes((tmp_path / "v").read_bytes().replace(*change))
    assert read_verdict(tmp_path / "v", NOW) is None
    assert "verified anew" in caplog.text


def test_a_cache_that_cant_be_written_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with caplog.at_level(logging.WARNING):
        write_verdict(tmp_path / "file" / "v", VERDICT)
    assert "can't be kept" in caplog.text


def test_many_writers_leave_a_whole_file(tmp_path: Path) -> None:
    threads = [threading.Thread(target=write_verdict, args=(tmp_path / "v", VERDICT)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_verdict(tmp_path / "v", NOW) == VERDICT
    assert [file.name for file in tmp_path.iterdir()] == ["v"]


def test_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory() == tmp_path / "kutip" / "embedding"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/x"))
    assert cache_directory() == Path("/home/x/.cache/kutip/embedding")
