"""Jobs in processes of their own, timed in turns with a peer, with the most memory that each takes; tables of all that."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

Job = Callable[[], object]
Make = Callable[[], Job]  # prepares the input; can be sent to a process: a function of a module, or a partial of one
HEAD = ("stage", "peer", "rootfeed", "peer takes", "ratio", "of turns", "times as fast", "MiB", "MiB of the peer")
MEBIBYTE = 1 << 10  # in KiB


@dataclass(frozen=True)
class Spent:
    """What a function came to in a fresh process: wall seconds with the process's start, the most MiB of it, its value."""

    wall: float
    peak: float
    value: Any


def alone(work: Callable[..., object], *arguments: object) -> Spent:
    """Call a function in a fresh process, whose memory nothing else has raised. Raises RuntimeError where it ends."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(there, work, arguments))
    start = time.perf_counter()
    process.start()
    there.close()
    try:
        value, peak = here.recv()
    except EOFError as error:
        process.join()
        raise RuntimeError(f"{work} ended with {process.exitcode}") from error
    process.join()
    return Spent(time.perf_counter() - start, peak, value)


def _tell(told: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    value = work(*arguments)
    told.send((value, peak()))


def peak(process: int | str = "self") -> float:
    """The most MiB of memory that a process has had since its program began; 0.0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()  # Linux only; getrusage counts the parent's
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MEBIBYTE for line in lines if line.startswith("VmHWM:")), 0.0)


@dataclass(frozen=True)
class Rival:
    """A peer: what it is called, and its job."""

    name: str
    make: Make


def compared(stage: str, ours: Make, peer: Rival, turns: int = 5, wall: bool = False) -> tuple[str, ...]:
    """The row of a stage: processor seconds (or `wall` seconds, where it waits) of both in turns, and the memory of each alone.

    Turn by turn, so that what else the machine does falls on both. The ratio is the median of ours / peer's.
    """
    pairs = alone(_turns, ours, peer.make, turns, waited if wall else spent).value
    mine, theirs = (median(side) for side in zip(*pairs, strict=True))
    ratios = [one / other for one, other in pairs]
    middle = median(ratios)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    memory = [mebibytes(alone(_once, make).peak) for make in (ours, peer.make)]
    return stage, peer.name, seconds(mine), seconds(theirs), f"{middle:.2f}", spread, f"{1 / middle:.2f}", *memory


def _turns(ours: Make, theirs: Make, turns: int, watch: Callable[[Job], float]) -> list[tuple[float, float]]:
    mine, other = ours(), theirs()
    watch(mine), watch(other)  # fills caches
    return [(watch(mine), watch(other)) for _ in range(turns)]


def _once(make: Make) -> None:
    make()()


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


def mebibytes(value: float) -> str:
    """Memory, or nothing where it is not known."""
    return f"{value:,.0f}" if value else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
