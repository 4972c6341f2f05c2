"""How far a long command has come, on a terminal only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress, SpinnerColumn, TextColumn

from api.cli.console import err

Told = Callable[[int], None]


@contextmanager
def counted(what: str) -> Iterator[Told]:
    """Gives what is to hear how many are done; it shows nothing where nobody looks."""
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done: progress.update(bar, completed=done)
