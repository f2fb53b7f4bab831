"""``kutip eval``: measuring retrieval and answers on evaluation sets."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from server.cli.eval_answers import answers, calibrate
from server.cli.eval_options import (
    Cache,
    Folder,
    Fresh,
    JsonCommand,
    JsonOut,
    Limit,
    Model,
    Queries,
    clear_errors,
    embedder,
    put,
    writable,
)
from server.cli.progress import progress

eval_app = typer.Typer(
    help="Measure retrieval and answers on an evaluation set.", no_args_is_help=True, rich_markup_mode=None
)


@eval_app.command(cls=JsonCommand)
def run(
    folder: Folder,
    cache: Cache,
    *,
    qrels: Annotated[Path | None, typer.Option(metavar="FILE", help="Judgements other than SET/qrels/dev.tsv.")] = None,
    queries: Queries = None,
    out: Annotated[Path | None, typer.Option("--run", metavar="FILE", help="Write the run in TREC's format.")] = None,
    json_out: JsonOut = None,
    system: Annotated[
        Literal["hybrid", "lexical", "dense"], typer.Option(help="The whole ranking, or one stage of it.")
    ] = "hybrid",
    limit: Limit = None,
    model: Model = None,
    fresh: Fresh = False,
) -> None:
    """Rank documents for every judged query: nDCG@10, recall and MRR@10 with 95% confidence intervals."""
    with clear_errors(), progress() as told:
        from eval.runner import evaluate
        from eval.tables import retrieval_table
        from eval.trec import write_run

        writable(out, json_out)
        report, ranked = evaluate(
            folder, embedder(model), cache, qrels=qrels, queries=queries, system=system, limit=limit,
            progress=told, fresh=fresh,
        )  # fmt: skip
        if out:
            write_run(out, ranked, f"kutip-{system}")
    put(asdict(report), json_out, lambda: retrieval_table(report))


eval_app.command(cls=JsonCommand)(answers)
eval_app.command(cls=JsonCommand)(calibrate)


@eval_app.command(cls=JsonCommand)
def compare(
    first: Annotated[Path, typer.Argument(metavar="A.trec", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="B.trec", show_default=False)],
    *,
    qrels: Annotated[Path, typer.Option(metavar="FILE", help="The judgements of both runs.", show_default=False)],
    queries: Annotated[Path | None, typer.Option(metavar="FILE", help="queries.jsonl, to show their words.")] = None,
    measure: Annotated[str, typer.Option(help="What the queries shown are chosen by.")] = "nDCG@10",
    show: Annotated[int, typer.Option(min=0, metavar="N", help="Queries shown on either side.")] = 5,
    json_out: JsonOut = None,
) -> None:
    """Compare two runs: means, a paired randomisation test, and the queries that changed most."""
    with clear_errors():
        from eval.beir import read_qrels, read_queries
        from eval.significance import compare as compare_runs
        from eval.tables import comparison_table
        from eval.trec import read_run

        found = compare_runs(read_qrels(qrels), read_run(first), read_run(second), measure)
        words = {query.query_id: query.text for query in read_queries(queries).values()} if queries else {}
    put(asdict(found), json_out, lambda: comparison_table(found, words, show))


@eval_app.command()
def gate(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", show_default=False)],
    minimum: Annotated[
        list[str],
        typer.Option("--min", metavar="MEASURE=VALUE", help="Least value; may be repeated.", show_default=False),
    ],
) -> None:
    """Exit with 1 when a report lies below a minimum, such as --min nDCG@10=0.80."""
    with clear_errors():
        from eval.gate import gate as hold

        checks = hold(report, minimum)
    for check in checks:
        verdict = "pass" if check.passed else "FAIL"
        print(f"{verdict}  {check.measure} {check.value:.4f}, at least {check.least:.4f}")
    if not all(check.passed for check in checks):
        raise typer.Exit(1)
