"""What the commands of ``kutip eval`` share: options, errors as one sentence, and figures as JSON."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from index.embedding.base import Embedder

_STDOUT = "-"


class JsonCommand(TyperCommand):
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


def embedder(name: str | None) -> "Embedder":
    """Return the embedder of a name, else the one that is set."""
    from index.embedding.registry import load_embedder
    from rag.settings import load_settings

    settings = load_settings(embedder=name)
    return load_embedder(settings.embedder, settings.embedding_runtime)


@contextmanager
def clear_errors() -> Iterator[None]:
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


def writable(*files: Path | str | None) -> None:
    """Refuse a file in a folder that isn't there before the long work, not after it."""
    from eval.errors import ReportError

    for file in files:
        if file and not Path(file).parent.is_dir():
            raise ReportError(f"{file} can't be written: there is no folder {Path(file).parent}.")


def put(figures: Mapping[str, Any], json_out: str | None, table: Callable[[], str]) -> None:
    """Print the table, and write the figures to a file; or print them alone."""
    if json_out == _STDOUT:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    if json_out:
        with clear_errors():
            write(Path(json_out), json.dumps(figures, ensure_ascii=False, indent=1))
    print(table())


def write(path: Path, body: str) -> None:
    """Write a file, or raise the error that says why not."""
    from eval.errors import ReportError

    try:
        path.write_text(body + "\n", "utf-8")
    except OSError as error:
        raise ReportError(f"{path} can't be written: {error.strerror or error}.") from error
