"""Holding a report against the least it must reach, for CI."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import ReportError


@dataclass(frozen=True, slots=True)
class Check:
    """One measure of a report against its least value."""

    measure: str
    value: float
    least: float

    @property
    def passed(self) -> bool:
        """Whether the value is at least the least."""
        return self.value >= self.least


def gate(report: Path, minimums: Sequence[str]) -> list[Check]:
    """Hold a report (JSON of ``kutip eval run`` or ``answers``) against minimums like ``nDCG@10=0.80``.

    Raises :class:`ReportError` for a file that is no report, a measure that it lacks, or a malformed minimum.
    """
    values = _measures(report)
    checks = []
    for minimum in minimums:
        name, _, number = minimum.partition("=")
        try:
            least = float(number)
        except ValueError as error:
            raise ReportError(f"{minimum!r} is no minimum; write MEASURE=VALUE, such as nDCG@10=0.80.") from error
        if name not in values:
            raise ReportError(f"{report} has no measure {name!r}; it has {', '.join(values)}.")
        checks.append(Check(name, values[name], least))
    return checks


def _measures(report: Path) -> Mapping[str, float]:
    try:
        measures = json.loads(report.read_text("utf-8"))["measures"]
        return {str(name): float(figure["value"]) for name, figure in measures.items()}
    except OSError as error:
        raise ReportError(f"{report} can't be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"{report} is no report of kutip eval; make one with kutip eval run SET --json FILE."
        ) from error
