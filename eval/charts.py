"""Charts of a report as inline SVG: curves and bars in the page's colours, with their figures as text."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np

from eval.rows import Row
from eval.selective import Decisions, decisions, points, stage_score

_WIDTH, _HEIGHT = 640, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 118, 12, 40
_BINS = 20
_BASELINES = ("lexical", "dense")  # the fused score is brought to 1 for each question and tells nothing
_APART = 15  # pixels between labels, at least


def risk_chart(rows: Sequence[Row], cutoff: float) -> str:
    """Return the risk–coverage curve of our confidence, of plain retrieval scores and of one that knew."""
    ours = decisions(rows)
    if not len(ours.wrong):
        return "<p>No question could be judged.</p>"
    best = Decisions(1 - ours.wrong, ours.wrong, ours.answerable)
    curves = {"confidence": ("ours", points(ours))}
    for stage in _BASELINES:
        if any(stage in row.scores for row in rows):
            curves[f"{stage} score"] = (stage, points(decisions(rows, stage_score(stage))))
    curves["if it knew"] = ("best", points(best))
    top = _ceiling(max(risk for _, found in curves.values() for _, risk, _ in found))
    parts = [_axes("coverage", top, percent=True)]
    ends = []
    for title, (style, found) in curves.items():
        path = " ".join(f"{_x(coverage):.1f},{_y(risk, top):.1f}" for coverage, risk, _ in found)
        parts.append(f'<polyline class="line {style}" points="{path}"><title>{escape(title)}</title></polyline>')
        ends.append((title, style, _y(found[-1][1], top)))
    parts += _labels(ends)
    answered = float((ours.confidence >= cutoff).mean())
    if answered:
        risk = min(points(ours), key=lambda point: abs(point[0] - answered))[1]
        x, y = _x(answered), _y(risk, top)
        text = f"cutoff {cutoff:g}: {answered:.0%} answered, {risk:.0%} of them wrong"
        parts.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{text}</title></circle>'
            f'<text class="note" x="{_LEFT + 8}" y="{_TOP + 12}">● {text}</text>'
        )
    return _svg("Risk against coverage", parts)


def confidence_chart(rows: Sequence[Row], cutoff: float) -> str:
    """Return how the confidence is spread over questions answered rightly, wrongly, and without an answer."""
    kinds = {
        "right": [r.confidence for r in rows if r.answerable and r.said_right],
        "wrong": [r.confidence for r in rows if r.answerable and not r.said_right and r.right is not None],
        "no answer": [r.confidence for r in rows if not r.answerable],
    }
    counts = {
        name: np.histogram(np.clip(values, 0, 1), bins=_BINS, range=(0, 1))[0].tolist()
        for name, values in kinds.items()
        if values
    }
    if not counts:
        return "<p>No question could be judged.</p>"
    top = 1.12 * max(sum(column) for column in zip(*counts.values(), strict=True))  # room for the cutoff's label
    parts = [_axes("confidence", top, percent=False)]
    wide = (_x(1) - _x(0)) / _BINS
    stacked = [0.0] * _BINS
    for name, values in counts.items():
        style = name.replace(" ", "-")
        for at, count in enumerate(values):
            if count:
                y, base = _y(stacked[at] + count, top), _y(stacked[at], top)
                text = f"{name}: {count}, {at / _BINS:.2f} to {(at + 1) / _BINS:.2f}"
                parts.append(
                    f'<rect class="block {style}" x="{_x(at / _BINS) + 1:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" '
                    f'height="{base - y:.1f}"><title>{text}</title></rect>'
                )
            stacked[at] += count
    parts += _labels([(name, name.replace(" ", "-"), _TOP + 20.0 * at) for at, name in enumerate(counts, start=1)])
    parts.append(
        f'<line class="cutoff" x1="{_x(cutoff):.1f}" x2="{_x(cutoff):.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>'
    )
    parts.append(f'<text class="note" x="{_x(cutoff) + 5:.1f}" y="{_TOP + 12}">cutoff {cutoff:g}</text>')
    return _svg("How the confidence is spread", parts)


def _svg(title: str, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


def _axes(across: str, top: float, *, percent: bool) -> str:
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = _y(share * top, top)
        text = f"{share * top:.0%}" if percent else f"{share * top:.0f}"
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="tick end" x="{_LEFT - 7}" y="{y + 4:.1f}">{text}</text>')
        label = f"{share:.0%}" if percent else f"{share:g}"
        parts.append(f'<text class="tick middle" x="{_x(share):.1f}" y="{_HEIGHT - _BOTTOM + 17}">{label}</text>')
    parts.append(f'<text class="tick middle" x="{_x(0.5):.1f}" y="{_HEIGHT - 5}">{across}</text>')
    return "".join(parts)


def _labels(ends: Sequence[tuple[str, str, float]]) -> list[str]:
    """Return the names of lines at their right ends, moved apart where they would overlap."""
    parts = []
    before = -1e9
    for title, style, y in sorted(ends, key=lambda end: end[2]):
        before = max(y, before + _APART)
        parts.append(
            f'<text class="label {style}" x="{_WIDTH - _RIGHT + 8}" y="{before + 4:.1f}">{escape(title)}</text>'
        )
    return parts


def _x(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - value / (top or 1.0) * (_HEIGHT - _TOP - _BOTTOM)


def _ceiling(value: float) -> float:
    return min(1.0, max(0.2, math.ceil(value * 5) / 5))
