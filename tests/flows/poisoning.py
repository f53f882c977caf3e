"""Stages that really end the program which does them, or never end, where an id says so: what hostile pages have done."""

import os
import re
import signal
from collections.abc import Callable, Sequence
from functools import partial

from flows import reading
from flows.collecting import worker
from flows.workspace import Workspace

DEEDS: dict[str, Callable[[], object]] = {
    "abort": os.abort,
    "exit": partial(os._exit, 7),
    "segfault": partial(signal.raise_signal, signal.SIGSEGV),
    "memory": partial(bytearray, 2 << 30),
    "endless": partial(re.match, r"(a+)+$", "a" * 60 + "b"),  # an hour within a library that answers no signal
    "bug": partial(int, "x"),
}


def deadly(deeds: dict[str, str], ids: Sequence[str]) -> None:
    """Do to oneself what stands by an id."""
    for one in worker.each(ids, 2.0):
        if one in deeds:
            DEEDS[deeds[one]]()


def read(deeds: dict[str, str], space: Workspace, ids: Sequence[str]) -> int:
    deadly(deeds, ids)
    return reading.read(space, ids)


def match(deeds: dict[str, str], space: Workspace, ids: Sequence[str]) -> int:
    deadly(deeds, ids)
    return reading.match(space, ids)


def code(deeds: dict[str, str], version: str, space: Workspace, ids: Sequence[str]) -> int:
    deadly(deeds, ids)
    return reading.code(version, space, ids)


def always(space: Workspace, ids: Sequence[str]) -> int:
    """As where the program itself is broken."""
    os._exit(3)


def unwritable(space: Workspace, ids: Sequence[str]) -> int:
    """As where the disk is full: the system says it."""
    return (space.folder / "missing" / "file").write_bytes(b"")


def lost(space: Workspace, ids: Sequence[str]) -> int:
    """As where the store is damaged: the database says it."""
    with space.store.engine.connect() as connection:
        return len(connection.exec_driver_sql("SELECT * FROM missing").all())
