"""What made an answer: everything that decides how a question comes out, and a short name for it.

The same manifest over the same documents gives the same answer, as long as no language model writes it.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.chunking import CHUNKER
from index.embedding.base import Embedder

_ROOMS = Path(__file__).parents[1]
_DECIDING = {".py", ".tsv"}


def made_by(embedder: Embedder, composer: str, settings: Mapping[str, object]) -> dict[str, str]:
    """Return what makes the answers, by name. ``settings`` are those that bear on what an answer says."""
    return {
        "kutip": _version(),
        "code": code_digest(),
        "embedder": embedder.fingerprint,
        "passages": CHUNKER,
        "composer": composer,
        **{name: json.dumps(value) for name, value in sorted(settings.items())},
    }


def name_of(parts: Mapping[str, str]) -> str:
    """Return a short name that changes with any of the parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the code and word lists that find and compose answers.

    Analysis, ranking, selection and prompts have no versions of their own that someone would have to remember
    to raise: half a megabyte is read once instead.
    """
    digest = hashlib.sha256()
    for room in ("index", "rag"):
        for path in sorted((_ROOMS / room).rglob("*")):
            if path.suffix in _DECIDING:
                digest.update(str(path.relative_to(_ROOMS)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _version() -> str:
    try:
        return version("kutip")
    except PackageNotFoundError:  # run from its folder without being installed
        return "unknown"
