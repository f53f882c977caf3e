"""The index of an archive: index.cdxj, one sorted line for each answer in its WARC files, as pywb and others read it.

`KEY TIMESTAMP {"url": …}`, in CDXJ. It holds nothing that the WARC files do not: deleted, it is made again from them.
An object store has none, for none could be brought up to date by many workers; there nobody looks up an address, so what
another process archived is not found again, but archived again.
"""

import heapq
import json
import mmap
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from flows.archiving import places, warc
from flows.archiving.places import Objects, Place
from flows.archiving.warc import Damage, Record

NAME = "index.cdxj"
FILES = ".warc.gz"  # how names of WARC files end
PATTERN = f"*{FILES}"
REVISIT = "warc/revisit"  # what stands for the type of a record without a body of its own
HELD = {"url", "mime", "status", "digest", "length", "offset", "filename"}  # of a line
KINDS = ("response", "revisit", "resource")
MOST = 100_000  # new lines held at once
WWW = re.compile(r"^www\d*\.")
PORTS = {"http": 80, "https": 443}
PLACE = re.compile(rb'"length": "(\d{1,18})", "offset": "(\d{1,18})", "filename": "([ !#-\[\]-~]+)"}$')


def key(url: str) -> str:
    """An address as indexes sort it (SURT): host turned round, in small letters, parameters sorted, no fragment.

    As the canonicalization of the Internet Archive's tools, but for session ids, which stay in.
    """
    try:
        parts = urlsplit(url.lower())
        port = parts.port
    except ValueError:
        return url.lower()
    host = ",".join(reversed(WWW.sub("", parts.hostname or "").split(".")))
    host += f":{port}" if port and port != PORTS.get(parts.scheme) else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}){parts.path.rstrip('/') or '/'}" + (f"?{query}" if query else "")


def names(place: Place) -> list[str]:
    """The WARC files of an archive, sorted."""
    return [name for name in places.ways(place).names(place) if name.endswith(FILES)]


def lines(place: Place, of: Sequence[str]) -> Iterator[bytes]:
    """The lines of the index that are about some files, at least; of objects as these are."""
    if isinstance(place, Path):
        yield from _lines(place / NAME)
    else:
        for name, content in places.wholes(place, of):
            yield from _of(name, content)


def _of(name: str, content: bytes) -> Iterator[bytes]:
    found = warc.within(BytesIO(content), 0)
    return (_line(one, name) for one in found if isinstance(one, Record) and one.kind in KINDS)


def update(folder: Path) -> list[str]:
    """Bring the index up to the WARC files as they are now. Returns what in them is no whole record, by file."""
    index = folder / NAME
    there = {path.name: path for path in folder.glob(PATTERN)}
    covered = _covered(index)
    damages: list[str] = []
    fresh = _fresh(there, covered, damages)
    gone = not covered.keys() <= there.keys()
    while (batch := sorted(islice(fresh, MOST))) or gone:
        _merge(index, batch, there.keys())
        gone = False
    return damages


def _covered(index: Path) -> dict[str, int]:
    """Up to which byte of each file the index goes."""
    covered: dict[str, int] = {}
    for line in _lines(index):
        if found := PLACE.search(line):
            name, end = found[3].decode(), int(found[1]) + int(found[2])
            covered[name] = max(covered.get(name, 0), end)
    return covered


def _lines(index: Path) -> Iterator[bytes]:
    if index.exists():
        with index.open("rb") as file:
            yield from (line.rstrip(b"\n") for line in file)


def _fresh(there: dict[str, Path], covered: dict[str, int], damages: list[str]) -> Iterator[bytes]:
    for name, path in sorted(there.items()):
        for found in warc.records(path, covered.get(name, 0)):
            if isinstance(found, Damage):
                damages.append(f"{path}: passed over at {found.offset}: {found.reason}")
            elif found.kind in KINDS:
                yield _line(found, name)


def _line(record: Record, name: str) -> bytes:
    at = re.sub(r"\D", "", record.fields.get("warc-date", ""))[:14]
    url = record.fields.get("warc-target-uri", "")
    status, mime = "-", record.fields.get("content-type", "")
    if record.kind != "resource":
        status = record.block[9:12].decode("ascii", "replace")
        mime = REVISIT if record.kind == "revisit" else _mime(record.block)
    told = {"url": url, "mime": mime.partition(";")[0].strip() or "unk", "status": status}
    told["digest"] = record.fields.get("warc-payload-digest", "-").removeprefix("sha1:")
    told |= {"length": str(record.length), "offset": str(record.offset), "filename": name}
    return f"{key(url)} {at} {json.dumps(told)}".encode()


def _mime(block: bytes) -> str:
    return next((value for name, value in warc.parsed(block)[0] if name.lower() == "content-type"), "")


def _merge(index: Path, fresh: Iterable[bytes], names: Iterable[str]) -> None:
    """The index with new lines and without those of files that are gone; a kill leaves the old one."""
    kept = {name.encode() for name in names}
    part = index.with_name(f"{NAME}.{os.getpid()}.part")
    old = (line for line in _lines(index) if (found := PLACE.search(line)) and found[3] in kept)
    with part.open("wb") as file:
        file.writelines(line + b"\n" for line in heapq.merge(old, fresh))
    part.replace(index)


def gone(place: Place) -> Counter[str]:
    """Files that the index knows and the folder does not hold, and how many answers were in each."""
    if isinstance(place, Objects):
        return Counter()
    there = {path.name for path in place.glob(PATTERN)}
    named = (found[3].decode() for line in _lines(place / NAME) if (found := PLACE.search(line)))
    return Counter(name for name in named if name not in there)


def find(place: Place, url: str) -> list[dict[str, str]]:
    """What the index holds of an address, oldest first, each as its JSON with `timestamp`; nothing in an object store."""
    if isinstance(place, Objects):
        return []
    try:
        with (place / NAME).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            found = list(_from(lines, f"{key(url)} ".encode()))
    except (OSError, ValueError):  # no index yet, or an empty one
        return []
    return [row for line in found if (row := _row(line)) and row["url"] == url]


def _row(line: bytes) -> dict[str, str] | None:
    """A line as `find` gives it, or None where it is damaged: what it led to is archived once more."""
    try:
        _, at, told = line.decode().split(" ", 2)
        row = {"timestamp": at, **json.loads(told)}
        return row if row.keys() >= HELD and all(isinstance(value, str) for value in row.values()) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _from(lines: mmap.mmap, start: bytes) -> Iterator[bytes]:
    """The lines that begin with `start`, found by halving."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = _end(lines, middle)
        if lines[middle:end] < start:
            low = end + 1
        else:
            high = middle
    while lines[low : low + len(start)] == start:
        end = _end(lines, low)
        yield lines[low:end]
        low = end + 1


def _end(lines: mmap.mmap, start: int) -> int:
    """Where a line ends: a power cut may have taken the end of the last one."""
    end = lines.find(b"\n", start)
    return end if end >= 0 else len(lines)
