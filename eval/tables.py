"""Reports as plain text for a terminal."""

from collections.abc import Mapping

from eval.answers import AnswersReport
from eval.runner import RetrievalReport
from eval.significance import Comparison
from eval.types import Figure

_ANSWER_SHOWN = 200  # characters


def retrieval_table(report: RetrievalReport) -> str:
    """Return a retrieval report as lines of text."""
    source = "opened from the cache" if report.from_cache else "indexed"
    cost = f"{report.query_ms_p50:.1f} ms a query (median; 95th percentile {report.query_ms_p95:.1f})"
    return "\n".join(
        [
            f"{report.set} ({report.qrels}), {report.system}, {report.embedder}",
            f"{report.queries} queries over {report.documents} documents in {report.passages} passages",
            "",
            *_figures(report.measures),
            "",
            f"{cost}; corpus {source} in {report.indexing_s:.1f} s",
        ]
    )


def answers_table(report: AnswersReport, wrong: int) -> str:
    """Return a report on answers as lines of text, with up to ``wrong`` of the wrong answers."""
    lines = [
        f"{report.set} ({report.split}), {report.composer}, confidence ≥ {report.cutoff}, {report.embedder}",
        f"{len(report.questions)} questions over {report.documents} documents in {report.passages} passages",
        *(f"not read: {name}: {reason}" for name, reason in report.failed.items()),
        "",
        *_figures(report.measures),
    ]
    if report.by_kind:
        lines += ["", f"{'kind':12} {'right':>5} {'of':>5}"]
        lines += [f"{kind:12} {right:5} {judged:5}" for kind, (right, judged) in report.by_kind.items()]
    faults = [one for one in report.questions if one.judgement.right is False]
    for one in faults[:wrong]:
        lines += [
            "",
            f"{one.query_id} [{one.kind or '-'}] {one.question}",
            f"    {one.judgement.why}",
            f"    {one.confidence:.2f}: {' '.join(one.answer.split())[:_ANSWER_SHOWN]}",
        ]
    if len(faults) > wrong:
        lines += ["", f"{len(faults) - wrong} wrong answers are not shown (--wrong N)"]
    length = f"answers of {report.length_p50:.0f} characters (median; longest {report.length_longest})"
    cost = f"{report.answer_ms_p50:.1f} ms an answer (median; 95th percentile {report.answer_ms_p95:.1f})"
    lines += ["", f"{length}; {cost}; corpus ready in {report.indexing_s:.1f} s"]
    return "\n".join(lines)


def comparison_table(found: Comparison, words: Mapping[str, str], show: int) -> str:
    """Return a comparison as lines of text, with up to ``show`` queries a side.

    ``words`` has the queries' texts by id, where they are known.
    """
    lines = [
        f"{found.queries} queries",
        "",
        f"{'measure':10} {'A':>7} {'B':>7} {'B - A':>8} {'p':>7} {'better':>7} {'worse':>6}",
    ]
    lines += [
        f"{row.measure:10} {row.first:7.4f} {row.second:7.4f} {row.difference:+8.4f} {row.p_value:7.4f} "
        f"{row.better:7} {row.worse:6}"
        for row in found.differences
    ]
    sides = {
        "worse in B": [change for change in found.changes[:show] if change.second < change.first],
        "better in B": [change for change in found.changes[::-1][:show] if change.second > change.first],
    }
    for title, changes in sides.items():
        if changes:
            lines += ["", f"{found.measure} {title}"]
        lines += [
            f"  {change.first:.4f} → {change.second:.4f}  {change.query_id}  {words.get(change.query_id, '')}"
            for change in changes
        ]
    return "\n".join(lines)


def _figures(measures: Mapping[str, Figure]) -> list[str]:
    rows = [f"{'measure':22} {'value':>7}   95% interval        n"]
    for name, figure in measures.items():
        known = figure.low is not None and figure.high is not None
        interval = f"{figure.low:.4f}–{figure.high:.4f}" if known else ""
        rows.append(f"{name:22} {figure.value:7.4f}   {interval:13} {figure.n:6}")
    return rows
