"""The archive: every exchange with a server as WARC, found again by file and offset.

A process writes one file, and another when that is full. A record is whole in the file before `record` and `note` return,
so that a row which names it never names what a kill can take away; against a power cut the file is synchronized every
SYNCED seconds and at the end of a run, and `rootfeed replay` makes a store again that names nothing else. A file that a kill
left is never written to again: what is torn at its end stays the end.
"""

import fcntl
import json
import os
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar

from extract.post import Page
from flows.archiving import cdx, exchanges, warc
from flows.archiving.exchanges import IDENTICAL, WORTH, Original
from flows.archiving.warc import Damage, Headers, Record
from flows.errors import UsageError

FULL = 256 * 1024 * 1024  # bytes after which the next file begins
SYNCED = 5.0  # seconds
KEPT = 20_000  # addresses of which the newest body is remembered
T = TypeVar("T")


class Archive:
    """Appends to WARC files of a folder that are its own. Threads may share one; processes may not."""

    def __init__(self, folder: Path, name: str, about: Mapping[str, str] | None = None, full: int = FULL) -> None:
        """`about` goes into each file's warcinfo record, `full` are the bytes after which the next file begins."""
        self.folder, self._stem, self._about, self._full = folder, name, about or {}, full
        self._lock, self._number, self._size, self._synced = threading.Lock(), 0, 0, 0.0
        self._file: FileIO | None = None
        self._originals: dict[str, Original] = {}
        self.places: dict[str, str] = {}
        """Address -> place of the newest answer from it, as FILE@OFFSET."""

    @property
    def name(self) -> str:
        """The file that is written."""
        return f"{self._stem}-{self._number:05}.warc.gz"

    def record(self, page: Page, asked: bytes) -> None:
        """Write one exchange: the answer and the request that it answers, as `extract.net.fetch` hands them over.

        An answer that brings what the archive has already becomes a `revisit`; one that nobody asked for (`asked` is
        empty) a `resource`.
        """
        url, digest = warc.address(page.url), warc.digest(page.body)
        original = self._original(page, url, digest)
        kind, fields, records = exchanges.written(page, asked, digest, original)
        place = self._append(records)
        self._remember(self.places, page.url, place)
        if kind == "response" and len(page.body) >= WORTH and page.status < 300:
            self._keep(Original(url, digest, warc.date(page.fetched), fields["WARC-Record-ID"], place))

    def note(self, at: datetime, url: str, told: Mapping[str, Any]) -> str:
        """Write what was asked and what came of it, as JSON in a metadata record; returns its place."""
        fields = {"WARC-Record-ID": warc.identity(), "WARC-Target-URI": warc.address(url) or "urn:none"}
        block = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self._append(warc.made("metadata", at, fields | {"Content-Type": "application/json"}, block))

    def holding(self, url: str, body: bytes) -> str:
        """The place of a record that holds this body of an address, or "" where it is short or not known."""
        known = self._originals.get(warc.address(url))
        return known.place if known and known.digest == warc.digest(body) else ""

    def settle(self) -> None:
        """Bring what is written onto the disk, whatever befalls the machine, and into the index."""
        with self._lock:
            if self._file:
                os.fsync(self._file)
        cdx.update(self.folder)

    def close(self) -> None:
        """End the file that is written; what comes then begins another."""
        with self._lock:
            if self._file:
                os.fsync(self._file)
                self._file.close()
            self._file = None
            self._originals.clear()

    def _original(self, page: Page, url: str, digest: str) -> Original | None:
        """The record that has what a page brings, or what its server says has not changed."""
        if len(page.body) < WORTH and page.status != 304:
            return None
        known = self._originals.get(url) or self._indexed(url)
        return known if known and (page.status == 304 or known.digest == digest) else None

    def _indexed(self, url: str) -> Original | None:
        """The newest body of an address that an earlier run archived, if it is still there."""
        lines = cdx.find(self.folder, url)
        for line in reversed([line for line in lines if line["mime"] != cdx.REVISIT and line["status"][0] == "2"]):
            found = _record(self.folder, f"{line['filename']}@{line['offset']}")
            if isinstance(found, Record) and len(found.block) >= WORTH:
                digest, date, id = (
                    found.fields.get(f"warc-{one}", "") for one in ("payload-digest", "date", "record-id")
                )
                return self._keep(Original(url, digest, date, id, f"{line['filename']}@{line['offset']}"))
        return None

    def _keep(self, original: Original) -> Original:
        self._remember(self._originals, original.url, original)
        return original

    def _remember(self, kept: dict[str, T], url: str, value: T) -> None:
        with self._lock:
            if len(kept) >= KEPT:
                kept.pop(next(iter(kept)))
            kept[url] = value

    def _append(self, records: bytes) -> str:
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

    def _begin(self) -> FileIO:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        self._file = FileIO(self.folder / self.name, "xb")
        fcntl.flock(
            self._file, fcntl.LOCK_SH
        )  # who rewrites files (flows.people.rewriting) sees that this one is written to
        self._size, self._synced = 0, time.monotonic()
        fields = {"WARC-Record-ID": warc.identity(), "WARC-Filename": self.name}
        told = {**self._about, "format": "WARC File Format 1.1"}
        block = "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode()
        now = datetime.now(UTC)
        self._write(self._file, warc.made("warcinfo", now, fields | {"Content-Type": "application/warc-fields"}, block))
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


OPEN: dict[tuple[Path, int], Archive] = {}  # this process's, by folder; a fork begins its own
OPENING = threading.Lock()


def of(folder: Path, about: Mapping[str, str]) -> Archive:
    """The archive that this process writes into a folder, whichever stage or thread asks."""
    with OPENING:
        key = folder.resolve(), os.getpid()
        if key not in OPEN:
            started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            OPEN[key] = Archive(folder, f"{started}-{os.getpid()}-{os.urandom(3).hex()}", about)
        return OPEN[key]


def settle(folder: Path) -> None:
    """At the end of a run: what this process wrote into a folder is on the disk and in the index."""
    with OPENING:
        one = OPEN.get((folder.resolve(), os.getpid()))
    if one:
        one.settle()


def closed(folder: Path) -> None:
    """No file of a folder is written by this process any more, and nothing is remembered of what is in them."""
    with OPENING:
        one = OPEN.pop((folder.resolve(), os.getpid()), None)
    if one:
        one.close()


def read(folder: Path, place: str) -> tuple[Headers, bytes]:
    """Headers and body of the answer at FILE@OFFSET; a revisit has the body of its original.

    Raises UsageError where the archive does not hold it whole.
    """
    found = _record(folder, place)
    if isinstance(found, Record) and found.kind == "resource":
        return (("content-type", found.fields.get("content-type", "")),), found.block
    if isinstance(found, Record) and found.kind not in ("response", "revisit"):
        found = Damage(found.offset, "no answer begins there")
    if isinstance(found, Damage):
        file, _, offset = place.rpartition("@")
        advice = "bring the file back, or make the store again from what is there: rootfeed replay STUDY.toml"
        raise UsageError(f"{folder / file}: archived page at {offset} cannot be read ({found.reason}); {advice}")
    headers, body = warc.parsed(found.block)
    if found.fields.get("warc-profile") == IDENTICAL:
        return headers, _body(folder, found)
    return headers, body


def _body(folder: Path, revisit: Record) -> bytes:
    """The body of a revisit's original: where it says, or where the index knows one with the same digest."""
    wanted = revisit.fields["warc-payload-digest"]
    place = "{warc-refers-to-filename}@{warc-refers-to-file-offset}".format_map(revisit.fields)
    lines = cdx.find(folder, revisit.fields.get("warc-refers-to-target-uri", ""))
    same = (line for line in lines if line["mime"] != cdx.REVISIT and f"sha1:{line['digest']}" == wanted)
    for one in (place, *(f"{line['filename']}@{line['offset']}" for line in same)):
        found = _record(folder, one)
        if isinstance(found, Record) and found.fields.get("warc-payload-digest") == wanted:
            return found.block if found.kind == "resource" else warc.parsed(found.block)[1]
    raise UsageError(f"{folder / place.rpartition('@')[0]}: holds the body of a revisit no more; bring the file back")


def _record(folder: Path, place: str) -> Record | Damage:
    file, _, offset = place.rpartition("@")
    try:
        return warc.record(folder / file, int(offset))
    except (OSError, ValueError) as error:
        return Damage(-1, str(error))
