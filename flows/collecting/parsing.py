"""Reading what came from the network in processes of its own, each thing within a limit of time and of memory.

No parser is safe from every input, and a thread cannot be stopped.  So a few workers wait for something to read, stay
alive for many feeds, and are killed where one takes too long; what kills a worker costs that one feed.
"""

import os
import pickle
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Protocol, TypeVar, cast

from extract import sources
from extract.errors import FeedError, StudyError
from extract.sources.feed import Feed
from flows.collecting.worker import LENGTH, Reply, Task, send
from flows.errors import UsageError

T = TypeVar("T")

SECONDS = 20.0  # for one feed
MEGABYTES = 512  # beyond what a worker needs by itself
START = 120.0  # seconds for a worker to start, on a machine that does much else
TURNS = 2_000  # things that a worker reads before another takes its place, because parsers leak
FAT = 128 * 1024 * 1024  # bytes by which a worker may have grown and go on
PIECE = 1 << 20  # bytes read at once
AWAKE = 0.25  # seconds after which somebody who waits looks up
CODE = "from flows.collecting import worker; worker.serve()"


class Stopped(StudyError):
    """Something that was not read: ``reason`` is "timed out", "too large" or "unreadable", ``detail`` says why."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep both."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """Both, for a person."""
        return f"{self.reason}: {self.detail}"


class Unstarted(UsageError):
    """No worker can be started here: that is no fault of what was to be read, so the run ends and can be run again."""


class Crashed(Exception):
    """A worker that ended by itself: the last thing that it said, and how it ended, as ``subprocess`` has it."""

    def __init__(self, said: str, code: int) -> None:
        """Keep both; the first is the message."""
        super().__init__(said)
        self.code = code


def feed(body: bytes, url: str, content_type: str = "") -> Feed:
    """``sources.read`` within the limits. Raises FeedError as it does, and for the reasons of ``Stopped``."""
    try:
        return limited(sources.read, body, url, content_type)
    except Stopped as error:
        raise FeedError(url, error.reason, error.detail) from error


def limited(function: Callable[..., T], *arguments: Any, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> T:
    """What ``function`` gives for ``arguments``, worked out in another process; any number of threads may ask at once.

    The function is one that a module names, arguments and result are what pickle takes.  Raises the StudyError that it
    raises, Stopped where it takes more than ``seconds`` or ``megabytes`` or twice ends the process, and Unstarted.
    """
    task = Task(function, arguments, seconds, megabytes)
    try:
        reply = POOL.ask(task)
    except Crashed:
        try:
            reply = POOL.ask(task)
        except Crashed as error:
            raise Stopped("unreadable", f"reading it ended the program that reads: {error}") from error
    if reply.full:
        raise Stopped("too large", f"reading it takes more than {megabytes} MiB of memory")
    if reply.error:
        raise reply.error
    return cast(T, reply.value)


def _go_on() -> None:
    """What is asked is waited for, whatever the user wishes: what came of it is about to be stored."""


class Program(Protocol):
    """What is needed of `subprocess.Popen`."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def poll(self) -> int | None:
        """How it ended, None where it has not."""

    def wait(self) -> int:
        """How it ends."""

    def kill(self) -> None:
        """End it."""


def begun(errors: IO[bytes], code: str = CODE, stdin: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """A program of ours that says in a file what goes wrong."""
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    return subprocess.Popen(  # noqa: S603  this very program
        [sys.executable, "-c", code],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, "PYTHONPATH": paths, "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"},
    )


class Worker:
    """One process that reads; it ends when this one does, because its input ends."""

    def __init__(self, begin: Callable[[IO[bytes]], Program] = begun, check: Callable[[], None] = _go_on) -> None:
        """Start it by ``begin`` and wait until it is ready; ``check`` may end each wait by raising. Raises Unstarted."""
        self.check, self.turns = check, 0
        try:
            self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  as long as the worker
            self.process = begin(self.errors)
        except OSError as error:  # no room for another process, or on the disk
            raise Unstarted(f"the program that reads does not start: {error.strerror}") from error
        self.base = self._started()

    def ask(self, task: Task) -> Reply:
        """Do one thing. Raises Crashed where the worker ends, Stopped where time does."""
        assert self.process.stdin is not None
        self.turns += 1
        try:
            send(self.process.stdin, task)
        except BrokenPipeError as error:
            raise self._crashed() from error
        return self._receive(task.seconds)

    def tired(self, reply: Reply) -> bool:
        """Whether another should take its place."""
        return reply.full or self.turns >= TURNS or reply.size > self.base + FAT

    def end(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            with suppress(BrokenPipeError):  # what was not yet written to one that is gone
                stream.close() if stream else None

    def _started(self) -> int:
        """The size of the worker before it has read anything."""
        try:
            return self._receive(START).size
        except (Crashed, Stopped) as error:
            self.end()
            raise Unstarted(f"the program that reads feeds does not start: {error}") from error

    def _receive(self, seconds: float) -> Reply:
        end = time.monotonic() + seconds
        (length,) = LENGTH.unpack(self._read(LENGTH.size, end, seconds))
        return cast(Reply, pickle.loads(self._read(length, end, seconds)))  # noqa: S301  from a process of our own

    def _read(self, length: int, end: float, seconds: float) -> bytes:
        assert self.process.stdout is not None
        out = self.process.stdout.fileno()
        poll = select.poll()
        poll.register(out, select.POLLIN)
        body = bytearray()
        while len(body) < length:
            while not poll.poll(min(AWAKE, max(0.0, end - time.monotonic())) * 1000):
                self.check()
                if time.monotonic() >= end:
                    raise Stopped("timed out", f"reading it takes more than {seconds:g} seconds")
            piece = os.read(out, min(PIECE, length - len(body)))
            if not piece:
                raise self._crashed()
            body += piece
        return bytes(body)

    def _crashed(self) -> Crashed:
        code = self.process.wait()
        return Crashed(last_words(self.errors) or f"it ended with {code}", code)


def last_words(errors: IO[bytes]) -> str:
    """The last line of a file, at most 200 characters of it."""
    errors.seek(0)
    lines = errors.read()[-2_000:].decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:200]


class Pool:
    """Workers that are started when they are needed, and no more than there are processors to keep busy."""

    def __init__(self, most: int, start: Callable[[], Worker] = Worker) -> None:
        """Start nothing yet; ``start`` is how a worker is started."""
        self.most, self.start = most, start
        self.idle: list[Worker] = []
        self.places = threading.BoundedSemaphore(most)
        self.owner = os.getpid()

    def ask(self, task: Task) -> Reply:
        """Have one thing done by a worker that is free. Raises Crashed and Stopped; that worker is gone then."""
        if self.owner != os.getpid():  # a copy of the process that started the workers must not speak to them
            self.idle, self.places, self.owner = [], threading.BoundedSemaphore(self.most), os.getpid()
        with self.places:
            worker = self._rested() or self.start()
            done = False
            try:
                reply = worker.ask(task)
                done = not worker.tired(reply)
            finally:  # whatever came between, Ctrl-C too: what is in the middle of something cannot be asked again
                self.idle.append(worker) if done else worker.end()
            return reply

    def _rested(self) -> Worker | None:
        """A worker that is free and alive, the one used last, so that others rest; None where there is none."""
        while True:
            try:
                worker = self.idle.pop()
            except IndexError:
                return None
            if worker.process.poll() is None:
                return worker
            worker.end()  # somebody else ended it

    def close(self) -> None:
        """End the workers that rest."""
        while self.idle:
            self.idle.pop().end()


POOL = Pool(max(2, os.cpu_count() or 2))
