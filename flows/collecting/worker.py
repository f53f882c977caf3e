"""A worker of ``flows.collecting.parsing``: reads one thing after the other, each within its limits, until nobody asks any more.

It speaks through its standard input and output: a length of eight bytes, then that many of a pickle.
"""

import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from extract.errors import StudyError

T = TypeVar("T")

LENGTH = struct.Struct(">Q")
STATM = "/proc/self/statm"  # Linux: sizes in pages
SECONDS = 30.0  # for one of many things; the slowest real pages take two
GRACE = 2.0  # seconds after which a worker ends itself, should the process that asked be gone


@dataclass(frozen=True)
class Task:
    """Something to do: a function that can be named, its arguments, and the limits of time and memory."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Reply:
    """What came of it: a value, or the error that the function raised on purpose, or too little memory.

    ``size`` are the bytes of address space that the worker now has.
    """

    value: Any = None
    error: StudyError | None = None
    full: bool = False
    size: int = 0


def send(stream: IO[bytes], value: object) -> None:
    """Write one message."""
    message = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def serve(rest: float = 0.0) -> None:
    """Answer on standard output what is asked on standard input, until that ends.  Another error ends the worker.

    It ends too where nothing is asked for ``rest`` seconds, if that is not 0.
    """
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    base = _size()
    send(told, Reply(size=base))
    signal.setitimer(signal.ITIMER_REAL, rest)
    while head := asked.read(LENGTH.size):
        task = pickle.loads(asked.read(LENGTH.unpack(head)[0]))  # noqa: S301  from the process that started this one
        send(told, _reply(task, base))
        signal.setitimer(signal.ITIMER_REAL, rest)


def each(items: Iterable[T], seconds: float = SECONDS) -> Iterator[T]:
    """The items one by one.  Within a worker one that takes more seconds ends it, as a signal (SIGALRM) does."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    for item in items:
        if left:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield item
        if left:  # to bring the next one is no fault of it
            signal.setitimer(signal.ITIMER_REAL, left)


def _reply(task: Task, base: int) -> Reply:
    """Do one thing.  The alarm kills even a loop within a library, and where the asking process is gone nobody else would."""
    signal.setitimer(signal.ITIMER_REAL, task.seconds + GRACE)
    _limit(base + task.megabytes * 1024 * 1024 if base else resource.RLIM_INFINITY)
    try:
        reply = Reply(task.function(*task.arguments))
    except StudyError as error:
        reply = Reply(error=error)
    except MemoryError:
        reply = Reply(full=True)
    _limit(resource.RLIM_INFINITY)
    signal.setitimer(signal.ITIMER_REAL, 0.0)
    return Reply(reply.value, reply.error, reply.full, _size())


def _limit(size: int) -> None:
    """Let the address space be of so many bytes, or of as many as the system grants.

    Only Linux tells how many there are already, without which any number may be too small: elsewhere time alone is limited.
    """
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard if size == resource.RLIM_INFINITY else size, hard))


def _size() -> int:
    """Bytes of address space, which is what the limit counts; 0 where the system does not say."""
    try:
        with open(STATM, "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
