"""The archive: every exchange with a server as WARC, found again by file and offset.

A process writes one file, and another when that is full; where the archive lies in an object store, one object after the
other (flows.archiving.writing). A row that names a record never names what a kill can take away, and `rootfeed replay`
makes a store again that names nothing else. A file that a kill left is never written to again: what is torn at its end stays
the end.
"""

import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from extract.post import Page
from flows.archiving import cdx, exchanges, places, warc, writing
from flows.archiving.exchanges import IDENTICAL, WORTH, Original
from flows.archiving.places import Place
from flows.archiving.warc import Damage, Headers, Record
from flows.errors import UsageError

KEPT = 20_000  # addresses of which the newest body is remembered
T = TypeVar("T")


class Archive:
    """Writes files of a place that are its own. Threads may share one; processes may not."""

    def __init__(
        self, place: Place, name: str, about: Mapping[str, str] | None = None, full: int = writing.FULL
    ) -> None:
        """`about` goes into each file's warcinfo record, `full` are the bytes after which the next file begins."""
        self.folder, self._lock = place, threading.Lock()
        self._writer = writing.writer(place, name, about or {}, full)
        self._originals: dict[str, Original] = {}
        self.places: dict[str, str] = {}
        """Address -> place of the newest answer from it, as FILE@OFFSET."""

    @property
    def name(self) -> str:
        """The file that is written."""
        return self._writer.name

    def record(self, page: Page, asked: bytes) -> None:
        """Write one exchange: the answer and the request that it answers, as `extract.net.fetch` hands them over.

        An answer that brings what the archive has already becomes a `revisit`; one that nobody asked for (`asked` is
        empty) a `resource`.
        """
        url, digest = warc.address(page.url), warc.digest(page.body)
        original = self._original(page, url, digest)
        kind, fields, records = exchanges.written(page, asked, digest, original)
        place = self._writer.append(records)
        self._remember(self.places, page.url, place)
        if kind == "response" and len(page.body) >= WORTH and page.status < 300:
            self._keep(Original(url, digest, warc.date(page.fetched), fields["WARC-Record-ID"], place))

    def note(self, at: datetime, url: str, told: Mapping[str, Any]) -> str:
        """Write what was asked and what came of it, as JSON in a metadata record; returns its place."""
        fields = {"WARC-Record-ID": warc.identity(), "WARC-Target-URI": warc.address(url) or "urn:none"}
        block = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self._writer.append(warc.made("metadata", at, fields | {"Content-Type": "application/json"}, block))

    def holding(self, url: str, body: bytes) -> str:
        """The place of a record that holds this body of an address, or "" where it is short or not known."""
        known = self._originals.get(warc.address(url))
        return known.place if known and known.digest == warc.digest(body) else ""

    def flush(self) -> None:
        """What is written is where no kill can take it away. Raises OSError."""
        self._writer.flush()

    def settle(self) -> None:
        """Bring what is written where it stays, whatever befalls the machine, and into the index."""
        self._writer.settle()
        if isinstance(self.folder, Path):
            cdx.update(self.folder)

    def close(self) -> None:
        """End the file that is written; what comes then begins another."""
        self._writer.close()
        with self._lock:
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
        for line in reversed(
            [line for line in lines if line["mime"] != cdx.REVISIT and line["status"].startswith("2")]
        ):
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


OPEN: dict[tuple[Place, int], Archive] = {}  # this process's, by place; a fork begins its own
OPENING = threading.Lock()


def of(place: Place, about: Mapping[str, str]) -> Archive:
    """The archive that this process writes at a place, whichever stage or thread asks."""
    with OPENING:
        key = _key(place)
        if key not in OPEN:
            started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            OPEN[key] = Archive(place, f"{started}-{os.getpid()}-{os.urandom(3).hex()}", about)
        return OPEN[key]


def _key(place: Place) -> tuple[Place, int]:
    return place.resolve() if isinstance(place, Path) else place, os.getpid()


def flush(place: Place) -> None:
    """Before rows are committed: what this process wrote at a place is where no kill can take it away. Raises OSError."""
    if one := OPEN.get(_key(place)):
        one.flush()


def settle(place: Place) -> None:
    """At the end of a run: what this process wrote at a place stays there, and is in the index."""
    with OPENING:
        one = OPEN.get(_key(place))
    if one:
        one.settle()


def closed(place: Place) -> None:
    """No file of a place is written by this process any more, and nothing is remembered of what is in them."""
    with OPENING:
        one = OPEN.pop(_key(place), None)
    if one:
        one.close()


def read(folder: Place, place: str) -> tuple[Headers, bytes]:
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
        advice = (
            "bring the file back (studies that share a store need one `archive`), or make the store again from what is "
            "there: rootfeed replay STUDY.toml"
        )
        raise UsageError(f"{folder / file}: archived page at {offset} cannot be read ({found.reason}); {advice}")
    headers, body = warc.parsed(found.block)
    if found.fields.get("warc-profile") == IDENTICAL:
        return headers, _body(folder, found)
    return headers, body


def _body(folder: Place, revisit: Record) -> bytes:
    """The body of a revisit's original: where it says, or where the index knows one with the same digest."""
    wanted = revisit.fields.get("warc-payload-digest", "")
    place = "@".join(revisit.fields.get(f"warc-refers-to-{one}", "") for one in ("filename", "file-offset"))
    lines = cdx.find(folder, revisit.fields.get("warc-refers-to-target-uri", ""))
    same = (line for line in lines if line["mime"] != cdx.REVISIT and f"sha1:{line['digest']}" == wanted)
    for one in (place, *(f"{line['filename']}@{line['offset']}" for line in same)):
        found = _record(folder, one)
        if isinstance(found, Record) and found.fields.get("warc-payload-digest") == wanted:
            return found.block if found.kind == "resource" else warc.parsed(found.block)[1]
    raise UsageError(f"{folder / place.rpartition('@')[0]}: holds the body of a revisit no more; bring the file back")


def _record(folder: Place, place: str) -> Record | Damage:
    file, _, offset = place.rpartition("@")
    try:
        return places.ways(folder).record(folder, file, int(offset))
    except (OSError, ValueError) as error:
        return Damage(-1, str(error))
