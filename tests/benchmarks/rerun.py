"""A new keyword over an archive that was coded once: from the command to the report, and that nobody is asked."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks.clock import alone, seconds, waited

NOTE = "No peer. Wall seconds of a process that has all imported, with one worker a core."
SIZES = (1_000, 10_000)
KEYWORDS = ("warranty", "refund OR replacement", "called OR call OR phone")
HEAD = ("archived posts", "keyword", "posts that match", "wall to the report", "requests")


def rows() -> Iterator[tuple[str, ...]]:
    """One row a keyword and size; the posts were matched and coded for another query before."""
    from tests.benchmarks import studies

    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            alone(studies.collected, Path(folder), size)
            for keyword, found, took, asked in alone(rerun, Path(folder)).value:
                yield f"{size:,}", keyword, f"{found:,}", seconds(took), f"{asked}"


def rerun(folder: Path) -> list[tuple[str, int, float, int]]:
    """By keyword: the posts in the report, the wall seconds to it, and the requests that the store knows of."""
    from flows import study as studying
    from flows.database.schema import FETCHES
    from flows.database.store import counts
    from flows.reporting import frames
    from flows.workspace import opened
    from tests.benchmarks import studies

    first, told = studies.study(), []
    studying.extracted(first, folder, studying.in_turn)
    studying.coded(first, folder, studying.in_turn)
    for keyword in KEYWORDS:
        other, out = first.model_copy(update={"query": keyword}), folder / "report"
        took = waited(partial(studying.run, other, folder, out, studying.in_turn, True))
        with opened(other, folder) as space:
            told.append((keyword, len(frames.frames(space).posts), took, counts(space.store)[FETCHES.name]))
    return told
