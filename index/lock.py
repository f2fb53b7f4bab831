"""One owner a data directory: a lock held for the life of the process, with the owner's address beside it."""

import fcntl
import json
import os
from pathlib import Path

from index.errors import DataDirectoryInUseError


class DirectoryLock:
    """An exclusive ``flock`` on ``LOCK``; the kernel releases it however the process ends."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "LOCK"
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.announce(None)
        except BlockingIOError as error:
            self.release()
            owner = read_owner(directory)
            raise DataDirectoryInUseError(str(directory), owner[0], owner[1]) from error
        except OSError:  # a file system without locks, a full disk
            self.release()
            raise

    def announce(self, address: str | None) -> None:
        """Write down who owns the directory, and where it serves (a base URL)."""
        body = json.dumps({"pid": os.getpid(), "address": address}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, body, 0)

    def release(self) -> None:
        """Let another process own the directory; once is enough, and more does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def read_owner(directory: Path) -> tuple[int | None, str | None]:
    """Return the ``(pid, address)`` that the owner wrote down; None for what it hasn't yet."""
    try:
        body = json.loads((directory / "LOCK").read_text("utf-8"))
    except (OSError, ValueError):  # not there, or caught between truncation and writing
        return None, None
    if not isinstance(body, dict):
        return None, None
    return body.get("pid"), body.get("address")
