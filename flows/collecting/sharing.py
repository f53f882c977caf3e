"""Turns shared by processes: of the studies in one folder, on one machine, none asks a host while another does.

Each host has a small file, which is locked while the host is asked and says until when it wants to be left alone. The
lock goes with its process, so a kill leaves none behind; the rest that a host asked for outlives a restart.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from extract.net.turns import Turn, Turns
from flows import stopping

FOLDER = ".turns"
LOOK = 0.05  # seconds between two looks whether another process is done
SIZE, LONGEST = 512, 255  # bytes of a file, and letters of the name in it, which is for people


@cache
def turns(folder: Path, _process: int) -> Turns:
    """The turns of a process for the studies of a folder."""
    return Turns(shared=partial(held, folder / FOLDER))


@contextmanager
def held(folder: Path, name: str, turn: Turn) -> Iterator[None]:
    """Hold a turn against other processes: with what these left in it, and leaving it to them. Raises OSError."""
    file = _opened(folder / sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24])
    try:
        while not _locked(file):
            stopping.sleep(LOOK)
        _read(file, turn)
        before = turn.after
        yield
        if turn.after != before:
            _write(file, turn, name)
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: int, turn: Turn) -> None:
    """Take over the longer rest. One that was asked for in time to come was asked for before the clock was set back."""
    try:
        told = json.loads(os.pread(file, SIZE, 0) or b"{}")
        after, made = (datetime.fromisoformat(told[key]) for key in ("after", "made"))
    except (ValueError, KeyError, TypeError):  # nobody was here before, or a kill cut it off
        return
    after -= max(made - datetime.now(UTC), timedelta(0))
    if turn.after is None or after > turn.after:
        turn.after, turn.status = after, told.get("status")


def _write(file: int, turn: Turn, name: str) -> None:
    if turn.after is None:
        return
    told = {"name": name[:LONGEST], "after": turn.after.isoformat(), "made": datetime.now(UTC).isoformat()}
    os.pwrite(file, json.dumps(told | {"status": turn.status}).encode().ljust(SIZE), 0)
