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


def every(seconds: float, clock: Callable[[], float] = time.monotonic) -> Callable[[], bool]:
    """A function that tells whether so many seconds have gone since it last said yes, or else since it was made."""
    last = clock()

    def due() -> bool:
        nonlocal last
        moment = clock()
        if moment - last < seconds:
            return False
        last = moment
        return True

    return due


@contextmanager
def _plain(stage: str, total: int) -> Iterator[Callable[[int], None]]:
    started, done, due = time.monotonic(), 0, every(EVERY)

    def advance(more: int) -> None:
        nonlocal done
        done += more
        if due():
            print(f"{stage}: {done} of {total}", file=sys.stderr)

    yield advance
    print(f"{stage}: {done} of {total} in {time.monotonic() - started:.1f} s", file=sys.stderr)
