"""``kutip``: what each command takes. What they do is in the modules beside this one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from server.cli.common import Common, EvalLater, guarded

app = typer.Typer(
    cls=EvalLater,
    help="Ask your own documents; every sentence of the answer is cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        help="Where everything is kept (else KUTIP_DATA_DIR, else kutip-data).",
    ),
]
CollectionName = Annotated[
    str | None,
    typer.Option("--collection", metavar="NAME", help="The corpus to use (else default)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the same objects as the API, and nothing else.")]
TopK = Annotated[int, typer.Option("--top-k", "-k", min=1, max=50, help="How many passages.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"kutip {version('kutip')}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keep the options that come before the command."""
    context.obj = Common(data_dir, collection)


@app.command()
@guarded
def serve(
    context: typer.Context,
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    sample: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder to ingest when the data directory is new."),
    ] = None,
) -> None:
    """Serve the chat page and the API."""
    from server.cli.serve import run_serve

    run_serve(Common.of(context, data_dir, collection), host, port, sample)


@app.command()
@guarded
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files, and folders with all that is in them.")],
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    as_json: AsJson = False,
) -> None:
    """Take in files and folders. A collection that isn't there yet is made."""
    from server.cli.ingest import run_ingest

    failed = run_ingest(Common.of(context, data_dir, collection), paths, as_json)
    raise typer.Exit(1 if failed else 0)


@app.command()
@guarded
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    top_k: TopK = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Show each stage's rank and score.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the passages that match a query best."""
    from server.cli.ask import run_search

    run_search(Common.of(context, data_dir, collection), query, top_k, explain, as_json)


@app.command()
@guarded
def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="A question, in quotes.", show_default=False)
    ] = None,
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    replay: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Ask again what this answer was given to; exit 1 when it comes out differently."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question, with the words that the answer rests on."""
    from server.cli.ask import run_ask, run_replay
    from server.errors import CommandError

    if (question is None) == (replay is None):
        raise CommandError("Give either a question or --replay with an answer's id.")
    if replay is not None:
        raise typer.Exit(0 if run_replay(Common.of(context, data_dir, collection), replay, as_json) else 1)
    run_ask(Common.of(context, data_dir, collection), question or "", as_json)


@app.command()
@guarded
def config(
    context: typer.Context,
    *,
    data_dir: DataDir = None,
    collection: CollectionName = None,
    as_json: AsJson = False,
) -> None:
    """Show every setting, its value and what it means."""
    from server.cli.config import run_config

    run_config(Common.of(context, data_dir, collection), as_json)


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal that lacks a letter is no error
    app()
