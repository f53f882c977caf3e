"""Two jobs timed in turns, and tables of what came out."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

Job = Callable[[], object]


@dataclass(frozen=True)
class Comparison:
    """One stage beside its peer: the median processor seconds of both, and the ratios ours / peer of all turns."""

    stage: str
    peer: str
    ours: float
    theirs: float
    ratios: tuple[float, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of a table."""
        low, high = min(self.ratios), max(self.ratios)
        spread = f"{low:.2f} to {high:.2f}"
        return self.stage, self.peer, seconds(self.ours), seconds(self.theirs), f"{median(self.ratios):.2f}", spread


HEAD = ("stage", "peer", "rootfeed", "peer", "ratio", "of turns")


def compared(stage: str, ours: Job, peer: str, theirs: Job, turns: int = 5) -> Comparison:
    """Time both in turns, so that what else the machine does falls on both; one round before warms caches."""
    spent(ours), spent(theirs)
    pairs = [(spent(ours), spent(theirs)) for _ in range(turns)]
    mine, other = zip(*pairs, strict=True)
    return Comparison(stage, peer, median(mine), median(other), tuple(one / two for one, two in pairs))


def spent(job: Job) -> float:
    """Processor seconds of one call; what else the machine does in the meantime does not count."""
    start = time.process_time()
    job()
    return time.process_time() - start


def waited(job: Job) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def seconds(value: float) -> str:
    """Seconds with a unit that fits."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
