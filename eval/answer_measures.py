"""What the answers to a set's questions are worth: figures made of rows."""

from collections.abc import Mapping, Sequence

from eval.measures import mean
from eval.rows import Row
from eval.selective import decisions, differences, figures, stage_score
from eval.types import Figure

SENTENCES = (2, 4)  # the answer's first so many sentences whose words are compared
STAGES = ("lexical", "dense", "fused")  # whose best plain score is a baseline for the confidence


def measures(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures that :class:`eval.answers.AnswersReport` explains, where anything was observed."""
    abstained = [row for row in rows if row.abstained]
    hopeful = [row for row in rows if row.answerable]
    hopeless = [row for row in rows if not row.answerable]
    judged = [row for row in rows if row.right is not None]
    given = [row for row in hopeful if not row.abstained]
    related = [kinship for row in given for kinship in row.kinships]
    found: dict[str, Figure | None] = {
        "right": mean([bool(row.right) for row in judged]),
        "right_answerable": mean([bool(row.right) for row in judged if row.answerable]),
        "right_of_answered": mean([bool(row.right) for row in judged if not row.abstained]),
        "answered": mean([not row.abstained for row in hopeful]),
        "abstention_precision": mean([not row.answerable for row in abstained]) if hopeless else None,
        "abstention_recall": mean([row.abstained for row in hopeless]),
        "cites_gold": mean([row.cites_gold for row in rows if row.cites_gold is not None]),
        "citation_precision": mean([kinship is not None for kinship in related]),
        "citation_precision_gold": mean([kinship == "gold" for kinship in related]),
        "citation_recall": mean([row.documents_cited for row in given if row.documents_cited is not None]),
        "citation_tells": mean([tells for row in given for tells in row.telling]),
        "citation_right": mean(_right_citations(given)),
        "valid_citations": mean([n < row.valid_citations for row in rows for n in range(row.citations)]),
        "F1": mean([row.f1 for row in hopeful if row.f1 is not None]),
    }
    for most in SENTENCES:
        values = [row.recall_at[str(most)] for row in hopeful if row.recall_at]
        found[f"gold_words@{most}"] = mean(values)
        found[f"gold_words@{most}_answered"] = mean([row.recall_at[str(most)] for row in given if row.recall_at])
        found[f"gold_words@{most}_reachable"] = mean([row.best_at[str(most)] for row in hopeful if row.best_at])
    return {name: figure for name, figure in found.items() if figure is not None} | figures(decisions(rows))


def baselines(rows: Sequence[Row]) -> dict[str, dict[str, Figure]]:
    """Return the same measures of deciding with a plain retrieval score as the confidence.

    ``AUROC_gain`` and ``risk@80_gain`` are how much better our confidence does on the same questions.
    """
    ours = decisions(rows)
    found: dict[str, dict[str, Figure]] = {}
    for stage in STAGES:
        if not any(stage in row.scores for row in rows):
            continue
        theirs = decisions(rows, stage_score(stage))
        found[stage] = figures(theirs)
        gained = differences(ours, theirs)
        if "AUROC" in gained:
            found[stage]["AUROC_gain"] = gained["AUROC"]
        less = gained.get("risk@80")
        if less and less.low is not None and less.high is not None:
            found[stage]["risk@80_gain"] = Figure(0.0 - less.value, 0.0 - less.high, 0.0 - less.low, less.n)
    return found


def by_kind(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Return each kind's ``(right, judged)``."""
    kinds = sorted({row.kind for row in rows if row.kind})
    rights = {kind: [row.right for row in rows if row.kind == kind] for kind in kinds}
    return {
        kind: (sum(right is True for right in those), sum(right is not None for right in those))
        for kind, those in rights.items()
    }


def causes(rows: Sequence[Row]) -> Mapping[str, tuple[int, int]]:
    """Return how many rows ended at each stage of :mod:`eval.causes` as ``(answered, abstained)``, most first."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.cause, [0, 0])[row.abstained] += 1
    return {name: (a, b) for name, (a, b) in sorted(found.items(), key=lambda pair: -sum(pair[1]))}


def _right_citations(given: Sequence[Row]) -> list[bool]:
    """Return for each citation whether it is of a document that holds the answer, or quotes the answer itself."""
    return [
        kinship is not None or tells
        for row in given
        if len(row.telling) == len(row.kinships)
        for kinship, tells in zip(row.kinships, row.telling, strict=True)
    ]
