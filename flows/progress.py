"""Progress on stderr: a bar on a terminal, otherwise a plain line every ten seconds and one at the end."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

EVERY = 10.0  # seconds between two plain lines


@contextmanager
def shown(stage: str, total: int) -> Iterator[Callable[[int], None]]:
    """Gives a function to call with the number of items just done. A stage with nothing to do says nothing."""
    console = Console(stderr=True)
    if not total:
        yield lambda done: None
    elif console.is_terminal:
        columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            bar = progress.add_task(stage, total=total)
            yield lambda done: progress.advance(bar, done)
    else:
        with _plain(stage, total) as advance:
            yield advance


@contextmanager
def _plain(stage: str, total: int) -> Iterator[Callable[[int], None]]:
    started, done, spoken = time.monotonic(), 0, time.monotonic()

    def advance(more: int) -> None:
        nonlocal done, spoken
        done += more
        if time.monotonic() - spoken >= EVERY:
            spoken = time.monotonic()
            print(f"{stage}: {done} of {total}", file=sys.stderr)

    yield advance
    print(f"{stage}: {done} of {total} in {time.monotonic() - started:.1f} s", file=sys.stderr)
