"""Reading and coding by one worker and by two, through the study's real stages, and the memory of a worker."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.clock import MEBIBYTE, alone, mebibytes, peak, seconds

NOTE = (
    "The peer of two workers is one, on a copy of the same study. Wall seconds; memory is of the largest worker, "
    "and of it what no other process shares."
)
POSTS, TURNS = 5_000, 3
HEAD = (
    "stage",
    "posts",
    "one worker",
    "two workers",
    "times as fast",
    "of turns",
    "MiB after a tenth",
    "MiB after all",
    "its own",
)
Told = dict[str, tuple[float, ...]]  # by stage: wall seconds, and MiB of the largest worker as HEAD has them


def rows(posts: int = POSTS) -> Iterator[tuple[str, ...]]:
    """A row a stage, with the middle one of several turns. The workers' memory is that of the first run with one."""
    from tests.benchmarks import studies

    with tempfile.TemporaryDirectory() as base:
        home = Path(base) / "study"
        alone(studies.collected, home, posts)
        turns = [
            [alone(staged, studies.copied(home, f"{turn}by{workers}"), workers).value for workers in (1, 2)]
            for turn in range(TURNS)
        ]
        for stage, (_, *sizes) in turns[0][0].items():
            one, two = ([turn[count][stage][0] for turn in turns] for count in (0, 1))
            faster = sorted(slow / fast for slow, fast in zip(one, two, strict=True))
            times = seconds(median(one)), seconds(median(two)), f"{median(faster):.2f}"
            yield stage, f"{posts:,}", *times, f"{faster[0]:.2f} to {faster[-1]:.2f}", *map(mebibytes, sizes)


def staged(folder: Path, workers: int) -> Told:
    """What each stage that computes comes to, once its workers have started."""
    from flows import cores
    from flows import study as studying
    from tests.benchmarks import studies

    asked, told = studies.study(workers), Told()

    def watched(name: str, stage: Any, study: Any, folder: Path, batches: list[list[str]]) -> list[Any]:
        guarded, tenth = cores.Guarded(stage), workers * max(1, len(batches) // 10 // workers)  # none waits for another
        cores.spread(guarded, study, folder, [[]] * workers, lambda done: None)
        start = time.perf_counter()
        tallies = cores.spread(guarded, study, folder, batches[:tenth], lambda done: None)
        early = largest(peak)
        tallies += cores.spread(guarded, study, folder, batches[tenth:], lambda done: None)
        told[name] = time.perf_counter() - start, early, largest(peak), largest(_own)
        return tallies

    studying.extracted(asked, folder, watched)
    studying.coded(asked, folder, watched)
    return told


def largest(size: Callable[[int], float]) -> float:
    """The most MiB of a worker: a child's child of this process; 0.0 where the system does not tell."""
    nurseries = _children(["self"])
    return max(map(size, _children(nurseries)), default=0.0)


def _own(process: int) -> float:
    """MiB that no other process shares with this one."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()  # Linux only, as the children below
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / MEBIBYTE


def _children(parents: Sequence[int | str]) -> list[int]:
    tasks = [task for parent in parents for task in Path(f"/proc/{parent}/task").glob("*/children")]  # Linux only
    return [int(process) for task in tasks for process in task.read_text().split()]
