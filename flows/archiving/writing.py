"""How records come into an archive: at the end of a file that grows, or as objects that are written once.

`Growing` appends: a record is whole in the file when `append` returns, so that a row which names it never names what a kill
can take away; against a power cut the file is synchronized every SYNCED seconds and at the end of a run.

`Collecting` is for object stores, where nothing can be appended. It collects records and puts them as one object, a WARC
file with a warcinfo record of its own, when `flush` is called: before every commit of the study's
store (flows.workspace), so that here too no row names what is not there. What is one transaction is one object: an answer
of a feed, or the pages of a host that came within a second, with what other threads of the process have brought meanwhile.
Fewer objects would cost less, and a kill more requests that have to be made again; a kill between object and commit
leaves an object that no row names, and that a replay reads.
"""

import fcntl
import os
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Protocol

from flows.archiving import places, warc
from flows.archiving.places import Objects, Place
from flows.errors import UsageError

FULL = 256 * 1024 * 1024  # bytes after which the next file begins
LARGE = 16 * 1024 * 1024  # bytes after which an object is put although no commit asks for it
SYNCED = 5.0  # seconds
About = Mapping[str, str]


class Writer(Protocol):
    """Where records go. Threads may share one; processes may not."""

    @property
    def name(self) -> str:
        """The file that is written."""
        ...

    def append(self, records: bytes) -> str:
        """Take records; returns the place of the first, as FILE@OFFSET. Raises OSError, and then nothing is there."""
        ...

    def flush(self) -> None:
        """What was appended is where no kill can take it away. Raises OSError."""
        ...

    def settle(self) -> None:
        """And no power cut."""
        ...

    def close(self) -> None:
        """End the file that is written; what comes then begins another."""
        ...


def writer(place: Place, stem: str, about: About, full: int) -> Writer:
    """The one for a place. Its files' names begin with `stem`; `about` goes into their warcinfo records."""
    return Growing(place, stem, about, full) if isinstance(place, Path) else Collecting(place, stem, about)


def _first(name: str, about: About) -> bytes:
    """The record with which a file begins."""
    fields = {"WARC-Record-ID": warc.identity(), "WARC-Filename": name, "Content-Type": "application/warc-fields"}
    told = {**about, "format": "WARC File Format 1.1"}
    block = "".join(f"{key}: {value}\r\n" for key, value in told.items()).encode()
    return warc.made("warcinfo", datetime.now(UTC), fields, block)


def check(place: Place) -> None:
    """Raises UsageError where another program writes into an archive; in an object store nobody can see that."""
    for path in sorted(place.glob("*.warc.gz")) if isinstance(place, Path) else ():
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                advice = "stop that, and run the same command again"
                raise UsageError(f"{path}: another program is writing it; {advice}") from error


class Growing:
    """Appends to files of a folder that are its own."""

    def __init__(self, folder: Path, stem: str, about: About, full: int) -> None:
        """`full` are the bytes after which the next file begins."""
        self._folder, self._stem, self._about, self._full = folder, stem, about, full
        self._lock, self._number, self._size, self._synced = threading.Lock(), 0, 0, 0.0
        self._file: FileIO | None = None

    @property
    def name(self) -> str:
        """The file that is written."""
        return f"{self._stem}-{self._number:05}.warc.gz"

    def append(self, records: bytes) -> str:
        """Write records to the end of the file; returns the place of the first. Raises OSError, and then nothing is there."""
        with self._lock:
            if self._file and self._size >= self._full:
                os.fsync(self._file)
                self._file.close()
                self._file = None
            file = self._file or self._begin()
            offset = self._size
            self._write(file, records)
            if time.monotonic() - self._synced > SYNCED:
                os.fsync(file)
                self._synced = time.monotonic()
            return f"{self.name}@{offset}"

    def flush(self) -> None:
        """Nothing is left to do: what was appended is in the file."""

    def settle(self) -> None:
        """Bring what is written onto the disk, whatever befalls the machine."""
        with self._lock:
            if self._file:
                os.fsync(self._file)

    def close(self) -> None:
        """End the file that is written."""
        with self._lock:
            if self._file:
                os.fsync(self._file)
                self._file.close()
            self._file = None

    def _begin(self) -> FileIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        self._file = FileIO(self._folder / self.name, "xb")
        fcntl.flock(self._file, fcntl.LOCK_SH)  # who rewrites files (`check`) sees that this one is written to
        self._size, self._synced = 0, time.monotonic()
        self._write(self._file, _first(self.name, self._about))
        return self._file

    def _write(self, file: FileIO, content: bytes) -> None:
        rest = memoryview(content)
        try:
            while rest:
                rest = rest[file.write(rest) or 0 :]
        except OSError:
            file.truncate(self._size)  # a full disk leaves no half record that others would follow
            file.seek(self._size)
            raise
        self._size += len(content)


class Collecting:
    """Puts records as objects that are its own."""

    def __init__(self, place: Objects, stem: str, about: About) -> None:
        """Nothing is put yet."""
        self._place, self._stem, self._about = place, stem, about
        self._lock, self._putting = threading.Lock(), threading.Lock()
        self._number, self._held = 0, bytearray()
        self._waiting: list[tuple[str, bytes]] = []  # objects that are not there yet

    @property
    def name(self) -> str:
        """The object that comes next."""
        return f"{self._stem}-{self._number:08}.warc.gz"

    def append(self, records: bytes) -> str:
        """Take records into the object that comes next; returns the place that the first will have."""
        with self._lock:
            if not self._held:
                self._number += 1
                self._held += _first(self.name, self._about)
            place = f"{self.name}@{len(self._held)}"
            self._held += records
            is_large = len(self._held) >= LARGE
        if is_large:
            self.flush()
        return place

    def flush(self) -> None:
        """What was taken is put. Who comes while another puts waits, for its own records may be among those."""
        with self._putting:
            with self._lock:
                if self._held:
                    self._waiting.append((self.name, bytes(self._held)))
                self._held = bytearray()
            while self._waiting:  # what could not be put stays
                name, content = self._waiting[0]
                places.put(self._place, name, content)
                self._waiting.pop(0)

    def settle(self) -> None:
        """What was taken is put."""
        self.flush()

    def close(self) -> None:
        """What was taken is put."""
        self.flush()
