"""Archived posts to the report as a user runs them, the same without Prefect, and what of it is Prefect's start."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks.clock import alone, mebibytes, seconds, waited

NOTE = (
    "The peer of a run through Prefect is the same study by plain functions. Wall seconds, one worker a core in both."
)
POSTS, MORE, TURNS = 500, 1_000, 3
HEAD = ("run", "wall", "beside", "which takes", "ratio", "of turns", "MiB of the process")


def rows() -> Iterator[tuple[str, ...]]:
    """Fresh processes from start to end; then one process, in which Prefect has started, runs both by turns."""
    from tests.benchmarks import studies

    with tempfile.TemporaryDirectory() as base:
        alone(studies.collected, Path(base) / "few", POSTS)
        flow = alone(through_prefect, studies.copied(Path(base) / "few", "flow"))
        plain = alone(plainly, studies.copied(Path(base) / "few", "plain"))
        start = alone(nothing)
        names = (f"{POSTS} posts through Prefect", f"{POSTS} posts by plain functions", "an empty flow")
        yield names[0], seconds(flow.wall), "", "", "", "", mebibytes(flow.peak)
        for name, other in zip(names[1:], (plain, start), strict=True):
            share = f"{other.wall / flow.wall:.2f}"
            yield name, seconds(other.wall), names[0], seconds(flow.wall), share, "", mebibytes(other.peak)
        alone(studies.collected, Path(base) / "many", MORE)
        yield _cost(Path(base) / "many")


def _cost(folder: Path) -> tuple[str, ...]:
    told = alone(started, folder)
    flow, plain = (median(side) for side in zip(*told.value, strict=True))
    ratios = [one / other for one, other in told.value]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    name = f"{MORE:,} posts through Prefect, started before"
    middle = f"{median(ratios):.2f}"
    return name, seconds(flow), "by plain functions", seconds(plain), middle, spread, mebibytes(told.peak)


def through_prefect(folder: Path) -> None:
    """What `rootfeed run` does once nobody is left to ask."""
    from flows.deployment import orchestrate
    from tests.benchmarks import studies

    outcome = orchestrate.run(studies.study(), folder, folder / "report", "nobody")
    assert outcome.report, outcome.lack


def plainly(folder: Path) -> None:
    """The same in plain functions."""
    from flows import study as studying
    from tests.benchmarks import studies

    outcome = studying.run(studies.study(), folder, folder / "report", studying.in_turn, offline=True)
    assert outcome.report, outcome.lack


def nothing() -> None:
    """Prefect's start and end."""
    from flows.deployment import orchestrate

    orchestrate.quiet()
    orchestrate.nothing()


def started(folder: Path) -> list[tuple[float, float]]:
    """Wall seconds of runs through Prefect and by plain functions in turns, after one of each that starts workers."""
    from tests.benchmarks import studies

    nothing()
    turns = []
    for turn in range(TURNS + 1):
        ways = [(way, studies.copied(folder, f"{way.__name__}{turn}")) for way in (through_prefect, plainly)]
        turns.append(tuple(waited(partial(way, place)) for way, place in ways))
    return turns[1:]
