"""Reading and coding by one worker and by two, through the study's real stages, and the memory of a worker."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.clock import alone, mebibytes, peak, seconds

NOTE = "The peer of two workers is one, on a copy of the same study. Wall seconds; memory is of the largest worker."
POSTS = 5_000
HEAD = ("stage", "posts", "one worker", "two workers", "times as fast", "MiB after a tenth", "MiB after all")
Told = dict[
    str, tuple[float, float, float]
]  # by stage: wall seconds, MiB of the largest worker after a tenth, after all


def rows(posts: int = POSTS) -> Iterator[tuple[str, ...]]:
    """A row a stage. The workers' memory is that of the run with one."""
    from tests.benchmarks import studies

    with tempfile.TemporaryDirectory() as base:
        alone(studies.collected, Path(base) / "study", posts)
        one, two = (
            alone(staged, studies.copied(Path(base) / "study", f"by{workers}"), workers).value for workers in (1, 2)
        )
        for stage, (took, early, late) in one.items():
            other = two[stage][0]
            memory = mebibytes(early), mebibytes(late)
            yield stage, f"{posts:,}", seconds(took), seconds(other), f"{took / other:.2f}", *memory


def staged(folder: Path, workers: int) -> Told:
    """What each stage that computes comes to, once its workers have started."""
    from flows import cores
    from flows import study as studying
    from tests.benchmarks import studies

    asked, told = studies.study(workers), Told()

    def watched(name: str, stage: Any, study: Any, folder: Path, batches: list[list[str]]) -> list[Any]:
        guarded, tenth = cores.Guarded(stage), max(1, len(batches) // 10)
        cores.spread(guarded, study, folder, [[]] * workers, lambda done: None)
        start = time.perf_counter()
        tallies = cores.spread(guarded, study, folder, batches[:tenth], lambda done: None)
        early = _largest()
        tallies += cores.spread(guarded, study, folder, batches[tenth:], lambda done: None)
        told[name] = time.perf_counter() - start, early, _largest()
        return tallies

    studying.extracted(asked, folder, watched)
    studying.coded(asked, folder, watched)
    return told


def _largest() -> float:
    """The most MiB that a worker has had: a child's child of this process; 0.0 where the system does not tell."""
    nurseries = _children(["self"])
    return max(map(peak, _children(nurseries)), default=0.0)


def _children(parents: Sequence[int | str]) -> list[int]:
    tasks = [task for parent in parents for task in Path(f"/proc/{parent}/task").glob("*/children")]  # Linux only
    return [int(process) for task in tasks for process in task.read_text().split()]
