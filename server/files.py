"""Files on their way in: which ones a folder offers, and what an uploaded file is called."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.types import Upload
from server.errors import BadUploadError, CommandError

_FILE = "file://"
# They turn the order of characters around, so that a name reads as another one.
_TURNERS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(slots=True)
class Found:
    """Files to ingest, and those passed over because no parser reads them."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


def find_files(paths: Sequence[Path]) -> Found:
    """Return the files that ``paths`` name: folders with all that is in them, hidden files left out.

    Raises :class:`CommandError` for a path that isn't there.
    """
    from index.parsing.registry import SUFFIXES  # noqa: PLC0415 loads the parsers

    found = Found()
    for path in paths:
        if not path.exists():
            raise CommandError(f"There is no file or folder {str(path)!r}.")
        for file in _files_in(path) if path.is_dir() else [path]:
            suffix = file.suffix.lower()
            (found.files if not suffix or suffix in SUFFIXES else found.skipped).append(file)
    return found


def _files_in(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and path.is_file():
                yield path


def upload_of(path: Path) -> Upload:
    """Return a file with its bytes. Raises :class:`CommandError` when it can't be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror or error}.") from error
    absolute = os.fsencode(path.absolute()).decode("utf-8", "replace")
    return named(_FILE + absolute, data)


def named(file_name: str, data: bytes) -> Upload:
    """Return an upload under the name its sender gives it: a name, a relative path or a ``file://`` uri.

    Backslashes become slashes; control characters, empty parts and ``..`` go.
    Raises :class:`BadUploadError` when nothing is left.
    """
    text = "".join(c for c in file_name if c not in _TURNERS and unicodedata.category(c) not in ("Cc", "Cs"))
    text = text.replace("\\", "/")
    local = text.startswith(_FILE)
    parts = [part for part in text.removeprefix(_FILE).split("/") if part.strip() not in ("", ".", "..")]
    if not parts:
        raise BadUploadError(f"A file named {file_name!r} can't be kept; give it a name.")
    path = "/" * local + "/".join(parts)
    return Upload(name=path, data=data, uri=_FILE * local + path)
