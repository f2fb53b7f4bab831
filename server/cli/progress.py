"""Long work shown on stderr: a bar on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from server.cli.show import console

Update = Callable[[str, int, int], None]
_LINE_EVERY_S = 5.0


def waiting(what: str) -> AbstractContextManager[object]:
    """Show that something is going on for a while; nothing where nobody looks."""
    return console(stderr=True).status(what + " …")


@contextmanager
def progress() -> Iterator[Update]:
    """Give a function to call with (what is done, how much of it, of how much)."""
    if sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Update]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        tasks = {}

        def update(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what)
            shown.update(tasks[what], completed=done, total=total)

        yield update


def _lines() -> Update:
    last = time.monotonic()
    finished: set[str] = set()

    def update(what: str, done: int, total: int) -> None:
        nonlocal last
        if what in finished or (done < total and time.monotonic() - last < _LINE_EVERY_S):
            return
        last = time.monotonic()
        if done == total:
            finished.add(what)
        print(f"{what}: {done} of {total}", file=sys.stderr)

    return update
