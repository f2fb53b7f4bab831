"""One owner a data directory."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import DataDirectoryInUseError
from index.lock import DirectoryLock, read_owner


def test_a_second_owner_is_told_the_first(tmp_path: Path) -> None:
    lock = DirectoryLock(tmp_path)
    lock.announce("http://127.0.0.1:8000")
    with pytest.raises(DataDirectoryInUseError) as caught:
        DirectoryLock(tmp_path)
    assert (caught.value.pid, caught.value.address) == (os.getpid(), "http://127.0.0.1:8000")
    assert str(os.getpid()) in str(caught.value)
    lock.release()
    again = DirectoryLock(tmp_path)
    lock.release()  # once more: it lets go of nobody else's lock
    with pytest.raises(DataDirectoryInUseError):
        DirectoryLock(tmp_path)
    assert read_owner(tmp_path) == (os.getpid(), None)
    again.release()


def test_from_another_process(tmp_path: Path) -> None:
    lock = DirectoryLock(tmp_path)
    code = "import sys, pathlib, index.lock as l; l.DirectoryLock(pathlib.Path(sys.argv[1]))"
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert f"DataDirectoryInUseError: {tmp_path} is in use by process {os.getpid()}." in ended.stderr
    lock.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_an_unreadable_note_names_nobody(tmp_path: Path, content: bytes) -> None:
    assert read_owner(tmp_path) == (None, None)
    (tmp_path / "LOCK").write_bytes(content)
    assert read_owner(tmp_path) == (None, None)


def test_a_file_system_without_locks_isnt_taken_for_an_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="no locks"):
        DirectoryLock(tmp_path)
