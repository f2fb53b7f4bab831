"""``kutip eval answers`` and ``kutip eval calibrate``: how good the answers are, and when to keep silent."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from server.cli.eval_options import (
    Cache,
    Folder,
    Fresh,
    JsonOut,
    Limit,
    Model,
    Queries,
    clear_errors,
    embedder,
    put,
    writable,
    write,
)
from server.cli.progress import progress

if TYPE_CHECKING:
    from eval.asking import EngineMaker
    from rag.settings import Settings

Seed = Annotated[
    int | None, typer.Option(metavar="N", help="With --limit: draw the questions at random, the same ones for N.")
]
Others = Annotated[
    int | None,
    typer.Option(
        "--documents", min=0, metavar="N",
        help="Index only the documents that the questions are about and N others: easier than the whole corpus.",
    ),
]  # fmt: skip


def answers(
    folder: Folder,
    cache: Cache,
    *,
    queries: Queries = None,
    split: Annotated[str, typer.Option(help="Questions of this split alone: dev, test or all.")] = "all",
    json_out: JsonOut = None,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a page with the figures and every row.")
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", help="Keep every row as it is made; go on with those that are there."),
    ] = None,
    limit: Limit = None,
    seed: Seed = None,
    others: Others = None,
    composer: Annotated[
        Literal["extractive", "llm"],
        typer.Option(help="Answer by quoting, or with the model that KUTIP_LLM_URL names."),
    ] = "extractive",
    wrong: Annotated[int, typer.Option(min=0, metavar="N", help="Show so many wrong answers.")] = 10,
    model: Model = None,
    fresh: Fresh = False,
) -> None:
    """Ask the questions of a set: right answers, abstentions, citations, and what the confidence is worth."""
    with clear_errors(), progress() as told:
        from eval.answers import evaluate_answers
        from eval.page import answers_page
        from eval.tables import answers_table
        from rag.settings import load_settings

        settings = load_settings(embedder=model, composer=composer)
        writable(json_out, page, rows)
        report = evaluate_answers(
            folder, embedder(model), cache, queries=queries, split=split, limit=limit, seed=seed, others=others,
            engine_of=_engines(settings), cutoff=settings.confidence, top_k=settings.top_k, rows=rows,
            progress=told, fresh=fresh,
        )  # fmt: skip
        if page:
            write(page, answers_page(report))
    put(asdict(report), json_out, lambda: answers_table(report, wrong))


def calibrate(
    sets: Annotated[
        list[Path],
        typer.Argument(metavar="SET", help="Sets with unanswerable questions: folders, or rows kept by eval answers."),
    ],
    cache: Cache,
    *,
    aim: Annotated[
        str, typer.Option(help="What the cutoff is for: f1, balanced, or risk=R for at most R wrong answers.")
    ] = "f1",
    split: Annotated[str, typer.Option(help="Questions of this split alone: dev, test or all.")] = "all",
    limit: Limit = None,
    seed: Seed = None,
    others: Others = None,
    json_out: JsonOut = None,
    model: Model = None,
    fresh: Fresh = False,
) -> None:
    """Find the least confidence for an answer, and what it would mean on questions it wasn't fitted on."""
    with clear_errors(), progress() as told:
        from eval.answers import evaluate_answers
        from eval.calibration import aimed
        from eval.calibration import calibrate as fit
        from eval.rows import read_rows
        from eval.tables import calibration_table
        from rag.settings import load_settings

        settings = load_settings(embedder=model, composer="extractive")
        writable(json_out)
        aimed(aim)  # before the long work
        given = {}
        for path in sets:
            if path.is_dir():
                report = evaluate_answers(
                    path, embedder(model), cache, split=split, limit=limit, seed=seed, others=others,
                    engine_of=_engines(settings), cutoff=settings.confidence, top_k=settings.top_k,
                    progress=told, fresh=fresh,
                )  # fmt: skip
                given[str(path)] = report.questions
            else:
                given[str(path)] = read_rows(path)[1]
        found = fit(given, aim, settings.confidence)
    put(asdict(found), json_out, lambda: calibration_table(found))


def _engines(settings: "Settings") -> "EngineMaker":
    """Return what makes the engine that the service would answer with, for a least confidence."""
    from server.composers import make_engine

    return lambda passages, cutoff: make_engine(passages, settings.model_copy(update={"confidence": cutoff}))
