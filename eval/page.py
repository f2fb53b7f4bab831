"""A report on answers as one HTML page that needs nothing else: figures, the risk–coverage curve, every row."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

from eval.answers import AnswersReport
from eval.charts import confidence_chart, risk_chart
from eval.rows import Row
from eval.types import Figure

_TILES = {  # the measures that come first, and what they are called
    "right": "right",
    "risk@80": "wrong at 80 % coverage",
    "AUROC": "AUROC, has an answer",
    "AUROC_right": "AUROC, is right",
    "citation_precision": "citation precision",
    "valid_citations": "valid citations",
    "gold_words@2": "gold words, 2 sentences",
    "gold_words@4": "gold words, 4 sentences",
}


def answers_page(report: AnswersReport) -> str:
    """Return the whole page. It has a light and a dark face, no script, and asks nothing of the network."""
    part = ", a part of the corpus" if report.part_of_corpus else ""
    about = (
        f"{len(report.questions)} questions over {report.documents} documents in {report.passages} passages{part} · "
        f"{report.composer} · confidence ≥ {report.cutoff} · {report.embedder}"
    )
    style = resources.files("eval").joinpath("page.css").read_text("utf-8")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(report.set)}: answers</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{escape(report.set)}</h1>
<p class="about">{escape(about)}</p>
<div class="tiles">{_tiles(report.measures)}</div>
<div class="charts">
<figure><figcaption>Risk–coverage: the share of wrong answers when only the surest are given</figcaption>
{risk_chart(report.questions, report.cutoff)}</figure>
<figure><figcaption>Confidence of the questions, and the cutoff</figcaption>
{confidence_chart(report.questions, report.cutoff)}</figure>
</div>
<h2>Measures</h2>
{_measures(report)}
<h2>What became of the questions</h2>
{_causes(report)}
<h2>Every question</h2>
{_rows(report.questions)}
</main>
</body>
</html>
"""


def _tiles(measures: Mapping[str, Figure]) -> str:
    return "".join(
        f'<div class="tile"><strong>{_number(measures[name])}</strong><span>{escape(title)}</span>'
        f"<small>{_interval(measures[name])}</small></div>"
        for name, title in _TILES.items()
        if name in measures
    )


def _measures(report: AnswersReport) -> str:
    names = list(dict.fromkeys([*report.measures, *(name for found in report.baselines.values() for name in found)]))
    heads = "".join(f"<th>{escape(stage)} score as confidence</th>" for stage in report.baselines)
    lines = []
    for name in names:
        ours = report.measures.get(name)
        cells = "".join(f"<td>{_cell(found.get(name))}</td>" for found in report.baselines.values())
        lines.append(f"<tr><th>{escape(name)}</th><td>{_cell(ours)}</td>{cells}<td>{ours.n if ours else ''}</td></tr>")
    return (
        f"<div class='scroll'><table><thead><tr><th>measure</th><th>value (95 % interval)</th>{heads}<th>n</th></tr>"
        f"</thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _causes(report: AnswersReport) -> str:
    most = max((sum(pair) for pair in report.causes.values()), default=1)
    lines = [
        f"<tr><th>{escape(stage)}</th><td>{answered}</td><td>{abstained}</td>"
        f'<td class="bar"><i style="width:{100 * (answered + abstained) / most:.1f}%"></i></td></tr>'
        for stage, (answered, abstained) in report.causes.items()
    ]
    return (
        "<div class='scroll'><table><thead><tr><th>stage</th><th>answered</th><th>abstained</th><th></th></tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _rows(rows: Sequence[Row]) -> str:
    """Return the rows under what became of them, the wrong ones first."""
    stages: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.right is not False):
        stages.setdefault(row.cause, []).append(row)
    parts = []
    for stage, those in stages.items():
        inner = "".join(_row(row) for row in sorted(those, key=lambda row: -row.confidence))
        parts.append(f"<details><summary>{escape(stage)} <small>{len(those)}</small></summary>{inner}</details>")
    return "".join(parts)


def _row(row: Row) -> str:
    verdict = {True: "right", False: "wrong", None: "unjudged"}[row.right]
    pairs = {
        "gold": " · ".join(row.golds) or ("" if row.answerable else "no answer"),
        "answer": row.answer,
        "without a cutoff": row.said if row.abstained and row.said else "",
        "why": row.why or "",
        "should quote": row.holding or "",
        "cites": ", ".join(row.cited),
        "gold document": ", ".join(row.gold_documents),
    }
    body = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in pairs.items() if text)
    return (
        f'<article class="{verdict}"><h3>{escape(row.question)}</h3>'
        f"<p><b>{verdict}</b> · {escape(row.status)} · confidence {row.confidence:.2f} · "
        f"<code>{escape(row.query_id)}</code></p><dl>{body}</dl></article>"
    )


def _number(figure: Figure) -> str:
    return f"{figure.value:.3f}".replace("0.", ".", 1) if 0 <= figure.value < 1 else f"{figure.value:.2f}"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    interval = _interval(figure)
    return f"{figure.value:.3f}" + (f" <small>{interval}</small>" if interval else "")


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f}–{figure.high:.3f}"
