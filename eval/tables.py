"""Reports as plain text for a terminal."""

from collections.abc import Mapping

from eval.answers import AnswersReport
from eval.calibration import Calibration, Outcome
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
    part = " (a part of the corpus)" if report.part_of_corpus else ""
    lines = [
        f"{report.set} ({report.split}), {report.composer}, confidence ≥ {report.cutoff}, {report.embedder}",
        f"{len(report.questions)} questions over {report.documents} documents in {report.passages} passages{part}",
        *(f"not read: {name}: {reason}" for name, reason in report.failed.items()),
        "",
        *_figures(report.measures),
        *_baselines(report),
    ]
    if report.by_kind:
        lines += ["", f"{'kind':12} {'right':>5} {'of':>5}"]
        lines += [f"{kind:12} {right:5} {judged:5}" for kind, (right, judged) in report.by_kind.items()]
    lines += ["", f"{'what became of the questions':48} {'answered':>8} {'abstained':>9}"]
    lines += [f"{stage:48} {answered:8} {abstained:9}" for stage, (answered, abstained) in report.causes.items()]
    faults = [row for row in report.questions if row.right is False]
    for row in faults[:wrong]:
        lines += [
            "",
            f"{row.query_id} [{row.kind or '-'}] {row.question}",
            f"    {row.why}; {row.cause}",
            f"    {row.confidence:.2f}: {' '.join(row.answer.split())[:_ANSWER_SHOWN]}",
        ]
    if len(faults) > wrong:
        lines += ["", f"{len(faults) - wrong} wrong answers are not shown (--wrong N)"]
    length = (
        f"answers of {report.length_p50:.0f} characters (median; longest {report.length_longest}) "
        f"in {report.sentences_mean:.1f} sentences (mean)"
    )
    cost = f"{report.answer_ms_p50:.1f} ms an answer (median; 95th percentile {report.answer_ms_p95:.1f})"
    lines += ["", f"{length}; {cost}; corpus ready in {report.indexing_s:.1f} s"]
    return "\n".join(lines)


def calibration_table(found: Calibration) -> str:
    """Return a calibration as lines of text, the setting last."""
    title = f"{'set':28} {'cutoff':>12} {'answered':>9} {'wrong':>7} {'right':>7} {'refused':>8} {'F1':>7}"
    lines = [
        f"aim {found.aim}: answer from a confidence of {found.cutoff:g} on"
        + ("" if found.reached else ", the least risk there is: the aim can't be reached"),
        "",
        "over all sets, each weighing the same",
        title,
        *(_outcome("", "", row) for row in found.curve if round(100 * row.cutoff) % 5 == 0),
    ]
    for path, one in found.sets.items():
        name = path.rstrip("/").rsplit("/", 1)[-1]
        lines += ["", f"{name}: {one.questions} questions, {one.unanswerable} of them without an answer", title]
        lines.append(_outcome("as it is set now", "", one.now))
        lines.append(_outcome("fitted on everything", "", one.fitted))
        lines.append(_outcome("held out (folds)", "mean ", one.held_out))
        if one.other_sets:
            lines.append(_outcome("fitted on the other sets", "", one.other_sets))
    lines += ["", f"{'confidence as a probability':28} {'Brier':>7} {'error':>7}   (on questions it wasn't fitted on)"]
    lines += [f"{name:28} {worth.brier:7.4f} {worth.error:7.4f}" for name, worth in found.maps.items()]
    meant = ", ".join(f"{raw} → {probability:.2f}" for raw, probability in found.probability.items())
    lines += [f"worth having: {found.best_map}; by it a confidence means: {meant}", "", found.setting]
    return "\n".join(lines)


def _outcome(title: str, note: str, one: Outcome) -> str:
    refused = f"{one.refused:8.3f}" if one.refused is not None else f"{'':8}"
    return (
        f"{title:28} {note + f'{one.cutoff:.2f}':>12} {one.answered:9.3f} {one.risk:7.3f} {one.right:7.3f} "
        f"{refused} {one.f1:7.3f}"
    )


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


def _baselines(report: AnswersReport) -> list[str]:
    """Return our confidence beside plain retrieval scores, where the set has questions to tell apart by it."""
    if "AUROC" not in report.measures:
        return []
    names = ("AUROC", "risk@80", "answered_absent@80", "AURC")
    rows = {"our confidence": report.measures} | {f"{name} score": found for name, found in report.baselines.items()}
    least = report.measures["risk@80_least"].value
    lines = ["", f"{'confidence':16}" + "".join(f" {name:>19}" for name in (*names, "AUROC gained"))]
    for title, found in rows.items():
        shown = [f"{found[name].value:.4f}" if name in found else "" for name in names]
        gain = found.get("AUROC_gain")
        gained = f"{gain.value:+.3f} ({gain.low:+.3f}–{gain.high:+.3f})" if gain else ""
        lines.append(f"{title:16}" + "".join(f" {text:>19}" for text in (*shown, gained)))
    return [*lines, f"with these answers, risk@80 can't be below {least:.4f}: that is a confidence that knew"]


def _figures(measures: Mapping[str, Figure]) -> list[str]:
    rows = [f"{'measure':22} {'value':>7}   95% interval        n"]
    for name, figure in measures.items():
        known = figure.low is not None and figure.high is not None
        interval = f"{figure.low:.4f}–{figure.high:.4f}" if known else ""
        rows.append(f"{name:22} {figure.value:7.4f}   {interval:13} {figure.n:6}")
    return rows
