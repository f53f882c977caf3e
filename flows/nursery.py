"""Workers that begin with everything loaded: a program that loads it once and forks for whoever asks.

So a worker starts in no time, one that ended is soon replaced, and one more takes little memory, for what was loaded is
shared. The nursery has one thread: to fork the process that asks, which has many, would not be safe.
"""

import gc
import importlib.util
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO

from flows.collecting import worker
from flows.collecting.parsing import AWAKE, Unstarted, begun, last_words

ASKED = struct.Struct(">q?")  # a process, 0 for a new one, and whether to wait for its end
TOLD = struct.Struct(">q")  # the new process, or how the other ended
RUNNING = 1 << 40  # no way to end
RESTING = 30.0  # seconds that a worker waits for more; a study's stages follow each other sooner


class Born:
    """A worker, as `subprocess.Popen` shows a program."""

    def __init__(self, nursery: "Nursery", pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        """It runs."""
        self.nursery, self.pid = nursery, pid
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self.code: int | None = None

    def poll(self) -> int | None:
        """How it ended, None where it has not."""
        if self.code is None:
            told = self.nursery.ended(self.pid, wait=False)
            self.code = None if told == RUNNING else told
        return self.code

    def wait(self) -> int:
        """How it ends."""
        if self.code is None:
            self.code = self.nursery.ended(self.pid, wait=True)
        return self.code

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """The program that forks, as the threads see it that ask; it ends with this process, because its input ends."""

    def __init__(self, code: str, check: Callable[[], None]) -> None:
        """`code` loads what workers need and calls `serve`; `check` may end a wait by raising. Nothing starts yet."""
        self.code, self.check, self.lock = code, check, threading.Lock()
        self.errors: IO[bytes] | None = None
        self.line: socket.socket | None = None
        self.program: subprocess.Popen[bytes] | None = None
        self.owner = os.getpid()

    def bear(self, errors: IO[bytes]) -> Born:
        """A new worker, which says in a file what goes wrong. Raises Unstarted and OSError."""
        (asked, stdin), (stdout, told) = os.pipe(), os.pipe()
        with os.fdopen(asked), os.fdopen(told, "wb"), ExitStack() as mine:
            ends = mine.enter_context(os.fdopen(stdin, "wb")), mine.enter_context(os.fdopen(stdout, "rb"))
            with self.lock:
                pid = self._told(ASKED.pack(0, False), [asked, told, errors.fileno()])
            mine.pop_all()  # they live as long as the worker
        return Born(self, pid, *ends)

    def ended(self, pid: int, *, wait: bool) -> int:
        """How a worker ended, as `subprocess` has it, or RUNNING; of one whose nursery is gone, that it was killed."""
        with self.lock:
            try:
                return self._told(ASKED.pack(pid, wait), [])
            except Unstarted:
                return -signal.SIGKILL

    def _told(self, question: bytes, files: list[int]) -> int:
        """The answer to a question. Raises Unstarted where nobody answers."""
        if self.owner != os.getpid():  # a copy of the process that started it
            self.line, self.program, self.owner = None, None, os.getpid()
        if self.line is None:
            if not files:
                raise Unstarted("it has ended")
            self.line = self._begun()
        try:
            socket.send_fds(self.line, [question], files)
            answer = self._received(self.line)
        except OSError:
            answer = b""
        if not answer:
            raise Unstarted(f"the program that reads and codes does not start: {self._end()}")
        return int(TOLD.unpack(answer)[0])

    def _begun(self) -> socket.socket:
        mine, theirs = socket.socketpair()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  as long as the program
        with theirs:
            self.program = begun(self.errors, self.code, theirs.fileno())
        return mine

    def _received(self, line: socket.socket) -> bytes:
        """What is said next; b"" at the end. Who gives up waiting ends the program, for the answer would be another's."""
        poll = select.poll()
        poll.register(line, select.POLLIN)
        with ExitStack() as given_up:
            given_up.callback(self._end)
            while not poll.poll(AWAKE * 1000):
                self.check()
            given_up.pop_all()
        return line.recv(TOLD.size)

    def _end(self) -> str:
        """Make an end of the program, so that the next question starts another; returns its last words."""
        if self.line is None or self.program is None or self.errors is None:
            return ""
        self.line.close()
        self.program.kill()
        code = self.program.wait()
        said = last_words(self.errors) or f"it ended with {code}"
        for stream in (self.program.stdout, self.errors):
            stream.close() if stream else None
        self.line = None
        return said


def unrolled(*packages: str) -> None:
    """Let parts of packages be imported without what the packages themselves import at their top."""
    for name in packages:
        spec = importlib.util.find_spec(name)
        if spec and name not in sys.modules:
            sys.modules[name] = importlib.util.module_from_spec(spec)


def serve() -> None:
    """In the nursery: fork a worker for each question, tell how others ended, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    line = socket.socket(fileno=0)
    gc.collect()
    gc.freeze()  # else the first collection of a worker would write to all that is shared
    while True:
        question, files, _, _ = socket.recv_fds(line, ASKED.size, 3)
        if not question:
            return
        pid, wait = ASKED.unpack(question)
        if not pid and not (pid := os.fork()):
            line.detach()
            for place, file in enumerate(files):
                os.dup2(file, place)
                os.close(file)
            worker.serve(RESTING)
            return
        for file in files:
            os.close(file)
        line.sendall(TOLD.pack(pid if files else _ended(pid, wait=wait)))


def _ended(pid: int, *, wait: bool) -> int:
    try:
        done, status = os.waitpid(pid, 0 if wait else os.WNOHANG)
    except ChildProcessError:  # another nursery's
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if done else RUNNING
