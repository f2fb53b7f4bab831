"""Whether the lean runtime may compute a model: found out once, kept in a small file."""

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)
# Of the graph and of the canaries: another number, and everything is verified anew.
_FORMAT = 1


@dataclass(frozen=True)
class Verdict:
    """What the canary texts said under ``conditions``.

    ``precision`` is the faster one that passed, None when none did; ``distance`` is how far the farthest canary was
    from its reference, 0 to 2; ``rates`` are passages a second where two precisions were compared.
    """

    conditions: dict[str, str]
    precision: str | None
    distance: float
    rates: dict[str, float]


def cache_directory() -> Path | None:
    """Return where verdicts are kept: ``$XDG_CACHE_HOME`` or ``~/.cache``; None for a user without a home."""
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(base) / "kutip" / "embedding"


def read_verdict(path: Path, conditions: dict[str, str]) -> Verdict | None:
    """Return the verdict kept for these conditions; None when there is none or the file is damaged."""
    try:
        values = json.loads(path.read_text("utf-8"))
        if values.pop("format") != _FORMAT or values["conditions"] != conditions:
            return None
        verdict = Verdict(**values)
        if verdict.precision not in ("f32", "bf16", None) or not isinstance(verdict.distance, float):
            raise ValueError(f"precision {verdict.precision!r}, distance {verdict.distance!r}")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("%s is damaged (%s); the embedding runtime is verified anew.", path, error)
        return None
    return verdict


def write_verdict(path: Path, verdict: Verdict) -> None:
    """Keep a verdict: whole or not at all, whoever else writes it. A cache that can't be written costs only time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            json.dump({"format": _FORMAT, **asdict(verdict)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        _LOG.warning("The embedding runtime's verdict can't be kept in %s (%s); the next start verifies it again.",
                     path, error)  # fmt: skip
