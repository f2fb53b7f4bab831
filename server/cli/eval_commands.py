"""``kutip eval``: measuring retrieval and answers on evaluation sets."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from server.cli.progress import progress

if TYPE_CHECKING:
    from index.embedding.base import Embedder

eval_app = typer.Typer(
    help="Measure retrieval and answers on an evaluation set.", no_args_is_help=True, rich_markup_mode=None
)

_STDOUT = "-"


class _JsonCommand(TyperCommand):
    """A command whose ``--json`` may stand without a file: then it means standard output."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in what ``--json`` leaves out: a file that follows it ends in ``.json`` or is ``-``."""
        whole: list[str] = []
        for at, argument in enumerate(args):
            whole.append(argument)
            following = args[at + 1] if at + 1 < len(args) else ""
            if argument == "--json" and following != _STDOUT and not following.endswith(".json"):
                whole.append(_STDOUT)
        return super().parse_args(ctx, whole)


def _default_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "kutip" / "eval"


Folder = Annotated[Path, typer.Argument(metavar="SET", help="A folder in BEIR's layout.", show_default=False)]
Queries = Annotated[Path | None, typer.Option(metavar="FILE", help="Queries other than SET/queries.jsonl.")]
JsonOut = Annotated[
    str | None,
    typer.Option("--json", metavar="[FILE.json]", help="Write the figures as JSON; without a file print them instead."),
]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many queries.")]
Model = Annotated[
    str | None,
    typer.Option("--embedder", metavar="NAME", help="The embedding model, if not KUTIP_EMBEDDER's."),
]
Cache = Annotated[
    Path,
    typer.Option(
        envvar="KUTIP_EVAL_CACHE",
        metavar="DIR",
        default_factory=_default_cache,
        show_default="~/.cache/kutip/eval",
        help="Where indexed corpora are kept.",
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Index anew, whatever the cache has.")]


@eval_app.command(cls=_JsonCommand)
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
    with _clear_errors(), progress() as told:
        from eval.runner import evaluate
        from eval.tables import retrieval_table
        from eval.trec import write_run

        _writable(out, json_out)
        report, ranked = evaluate(
            folder, _embedder(model), cache, qrels=qrels, queries=queries, system=system, limit=limit,
            progress=told, fresh=fresh,
        )  # fmt: skip
        if out:
            write_run(out, ranked, f"kutip-{system}")
    _put(asdict(report), json_out, lambda: retrieval_table(report))


@eval_app.command(cls=_JsonCommand)
def answers(
    folder: Folder,
    cache: Cache,
    *,
    queries: Queries = None,
    split: Annotated[str, typer.Option(help="Questions of this split alone: dev, test or all.")] = "all",
    json_out: JsonOut = None,
    limit: Limit = None,
    wrong: Annotated[int, typer.Option(min=0, metavar="N", help="Show so many wrong answers.")] = 10,
    model: Model = None,
    fresh: Fresh = False,
) -> None:
    """Ask every question: right answers, abstentions, citations. Answers are composed by quoting."""
    with _clear_errors(), progress() as told:
        from eval.answers import evaluate_answers
        from eval.tables import answers_table
        from rag.settings import load_settings

        settings = load_settings(embedder=model)
        _writable(json_out)
        report = evaluate_answers(
            folder, _embedder(model), cache, queries=queries, split=split, limit=limit,
            cutoff=settings.confidence, top_k=settings.top_k, progress=told, fresh=fresh,
        )  # fmt: skip
    _put(asdict(report), json_out, lambda: answers_table(report, wrong))


@eval_app.command(cls=_JsonCommand)
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
    with _clear_errors():
        from eval.beir import read_qrels, read_queries
        from eval.significance import compare as compare_runs
        from eval.tables import comparison_table
        from eval.trec import read_run

        found = compare_runs(read_qrels(qrels), read_run(first), read_run(second), measure)
        words = {query.query_id: query.text for query in read_queries(queries).values()} if queries else {}
    _put(asdict(found), json_out, lambda: comparison_table(found, words, show))


@eval_app.command()
def gate(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", show_default=False)],
    minimum: Annotated[
        list[str],
        typer.Option("--min", metavar="MEASURE=VALUE", help="Least value; may be repeated.", show_default=False),
    ],
) -> None:
    """Exit with 1 when a report lies below a minimum, such as --min nDCG@10=0.80."""
    with _clear_errors():
        from eval.gate import gate as hold

        checks = hold(report, minimum)
    for check in checks:
        verdict = "pass" if check.passed else "FAIL"
        print(f"{verdict}  {check.measure} {check.value:.4f}, at least {check.least:.4f}")
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


def _embedder(name: str | None) -> "Embedder":
    from index.embedding.registry import load_embedder
    from rag.settings import load_settings

    return load_embedder(load_settings(embedder=name).embedder)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Show the rooms' errors as one sentence (exit 2), and let Ctrl-C end quietly (exit 130)."""
    from eval.errors import EvaluationError
    from index.errors import CorpusError
    from rag.errors import AnswerError

    try:
        yield
    except (EvaluationError, CorpusError, AnswerError) as error:
        print(f"kutip eval: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:  # what is indexed by now is kept
        raise typer.Exit(130) from None


def _writable(*files: Path | str | None) -> None:
    """Refuse a file in a folder that isn't there before the long work, not after it."""
    from eval.errors import ReportError

    for file in files:
        if file and not Path(file).parent.is_dir():
            raise ReportError(f"{file} can't be written: there is no folder {Path(file).parent}.")


def _put(figures: Mapping[str, Any], json_out: str | None, table: Callable[[], str]) -> None:
    """Print the table, and write the figures to a file; or print them alone."""
    if json_out == _STDOUT:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    if json_out:
        with _clear_errors():
            _write(Path(json_out), json.dumps(figures, ensure_ascii=False, indent=1))
    print(table())


def _write(path: Path, body: str) -> None:
    from eval.errors import ReportError

    try:
        path.write_text(body + "\n", "utf-8")
    except OSError as error:
        raise ReportError(f"{path} can't be written: {error.strerror or error}.") from error
