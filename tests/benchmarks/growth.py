"""What each stage costs when there are a hundred, a thousand, ten thousand posts, and the memory that it takes."""

import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from operator import truediv
from pathlib import Path
from statistics import median

from tests.benchmarks.clock import Job, alone, mebibytes, peak, seconds, spent

NOTE = (
    "No peer: what counts is that ten times the posts take ten times as long. Each group of stages has a fresh process. "
    "Of several turns the middle one stands, in each column by itself: a ratio is of two times of one turn."
)
SIZES = (100, 1_000, 10_000)
TURNS = 3  # rounds of all sizes, one after the other, so that a machine that slows down slows all
HEAD = ("stage", "posts", "CPU", "ms a post", "beside a tenth of the posts", "MiB at most")
Told = list[tuple[str, float, float]]  # stage, processor seconds, MiB at most so far


def rows(sizes: Sequence[int] = SIZES, turns: int = TURNS) -> Iterator[tuple[str, ...]]:
    """Processor seconds of each stage in one process, without workers; imports and the first use of models are not in it.

    Everything is done in several turns, and the middle one told: one time differs from the next by a tenth.
    """
    rounds = [[_turn(size) for size in sizes] for _ in range(turns)]
    before: dict[str, list[float]] = {}
    for size, same in zip(sizes, zip(*rounds, strict=True), strict=True):
        for told in zip(*same, strict=True):
            stage, times, most = told[0][0], [one[1] for one in told], max(one[2] for one in told)
            took, tenth = median(times), before.get(stage, ())
            ratio = f"{median(map(truediv, times, tenth)):.1f}" if tenth else ""
            yield stage, f"{size:,}", seconds(took), f"{took / size * 1000:.2f}", ratio, mebibytes(most)
            before[stage] = times


def _turn(size: int) -> Told:
    """All stages over so many posts."""
    with tempfile.TemporaryDirectory() as folder:
        return [one for work in WORKS for one in alone(work, Path(folder), size).value]


def collecting(folder: Path, size: int) -> Told:
    """Pages into the archive, entries into the store; writing the posts in the first place is not counted."""
    from tests.benchmarks import studies, voices

    list(voices.stories(5))
    total = spent(partial(studies.collected, folder, size))
    made = spent(lambda: deque((voices.page(*one) for one in voices.stories(size)), maxlen=0))
    return [("archive and store", total - made, peak())]


def reading(folder: Path, size: int) -> Told:
    """Posts of pages and entries."""
    from extract.reading import article
    from flows import study as studying
    from tests.benchmarks import studies, voices

    for one in voices.stories(5, seed=2):
        article.read_html(voices.page(*one).body, "http://a.example/")
    return [("read", spent(lambda: studying.extracted(studies.study(), folder, studies.here)), peak())]


def coding(folder: Path, size: int) -> Told:
    """Posts tried on the query, and those that match coded."""
    from analysis import codebook
    from analysis.coders import CODERS
    from flows import study as studying
    from tests.benchmarks import studies, voices

    CODERS["default"](codebook.default())(*voices.long(1, 400)[0])
    by_stage: dict[str, float] = {}

    def timed(name: str, *batch: object) -> list[object]:
        start = time.process_time()
        tallies = studies.here(name, *batch)  # type: ignore[arg-type]
        by_stage[name] = time.process_time() - start
        return tallies

    total = spent(lambda: studying.coded(studies.study(), folder, timed))  # type: ignore[arg-type]
    return [("match", by_stage["match"], peak()), ("code", total - by_stage["match"], peak())]


def reporting(folder: Path, size: int) -> Told:
    """Tables of what is stored with copies grouped, all estimates, the page; then all these at once with all files written."""
    from flows.reporting import frames, results
    from flows.workspace import opened
    from reports import build, html
    from tests.benchmarks import studies

    told: Told = []

    def step(stage: str, job: Job) -> None:
        told.append((stage, spent(job), peak()))

    with opened(studies.study(), folder) as space:
        step("tables", lambda: frames.frames(space))
        run = results.made(space, folder / "report")
        step("estimate", partial(build.report, run.facts, run.tables))
        step("render", partial(html.render, run.page))
        del run  # a report holds one
        step("report", lambda: results.write(space, folder / "report"))
    return told


WORKS = (collecting, reading, coding, reporting)
