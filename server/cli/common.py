"""What the commands share: options before and after the command, and errors as one sentence."""

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import typer
from typer.core import TyperGroup

from index.errors import CorpusError
from rag.errors import AnswerError
from server.errors import ServerError

if TYPE_CHECKING:
    from rag.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

_EVAL = "eval"
_EVAL_MODULE = "server.cli.eval_commands"


@dataclass(frozen=True, slots=True)
class Common:
    """The options that every command has."""

    data_dir: Path | None = None
    collection: str | None = None

    @classmethod
    def of(cls, context: typer.Context, data_dir: Path | None, collection: str | None) -> "Common":
        """Return a command's own options over those given before it."""
        before = context.find_object(cls) or cls()
        return cls(data_dir or before.data_dir, collection or before.collection)

    @property
    def collection_name(self) -> str:
        """The collection meant."""
        return self.collection or "default"

    def settings(self) -> "Settings":
        """Return the settings; the options win over the environment."""
        from rag.settings import load_settings

        return load_settings(data_dir=self.data_dir)


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Show the rooms' errors as one sentence (exit 2), and let Ctrl-C end quietly (exit 130)."""

    @functools.wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> R:
        try:
            return command(*args, **options)
        except (CorpusError, AnswerError, ServerError) as error:
            print(f"kutip: {error}", file=sys.stderr)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None

    return run


class EvalLater(TyperGroup):
    """The root of the commands. ``eval`` is imported only when it is called: what it needs takes seconds."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands' names, in the order of the help."""
        names = super().list_commands(ctx)
        return [*names, _EVAL] if find_spec(_EVAL_MODULE) else names

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; for ``eval`` one that only says what it is for."""
        if cmd_name == _EVAL and find_spec(_EVAL_MODULE):
            return TyperGroup(name=_EVAL, help="Measure retrieval and answers on judged questions.")
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that ``args`` call."""
        if args[:1] == [_EVAL] and find_spec(_EVAL_MODULE):
            from importlib import import_module

            from typer.main import get_group

            group = get_group(import_module(_EVAL_MODULE).eval_app)
            group.name = _EVAL
            return _EVAL, group, args[1:]
        return super().resolve_command(ctx, args)
