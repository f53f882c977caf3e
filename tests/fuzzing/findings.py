"""What a finding is: an error that we did not name, or no end; and what tells one from another."""

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("extract", "analysis", "reports", "flows", "tests")


def place(error: BaseException) -> str:
    """The error's kind, where it arose, and the last line of our own on the way there."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if Path(one.filename).is_relative_to(ROOT) and _part(one.filename) in OURS]
    last = frames[-1]
    ours = f"{Path(own[-1].filename).relative_to(ROOT)}:{own[-1].lineno}" if own else "nowhere"
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.name} from {ours}"


def _part(name: str) -> str:
    return Path(name).relative_to(ROOT).parts[0]


class Endless(Exception):
    """A target that took more processor time than an input is worth."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises Endless in what takes longer, as the processor counts, so that a busy machine is no finding."""

    def stop(*_: object) -> None:
        raise Endless(f"more than {seconds:g} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
