"""An archive without what is forgotten: its files written anew, each whole or not at all.

What is taken out leaves a record of the same length that says so, so that all others stay where rows, notes and references
name them. A feed that holds an item to be forgotten stays without it; references to its body get its new digest.
"""

import json
import os
import re
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from extract.sameness.barring import Barred
from extract.sources import cutting
from flows.archiving import cdx, notes, places, warc
from flows.archiving.exchanges import IDENTICAL
from flows.archiving.places import Place
from flows.archiving.warc import Damage, Record
from flows.collecting import parsing
from flows.errors import UsageError

GONE = b"What stood here was taken out because its publisher asked for it.\r\n"
TAKEN_OUT = "Rootfeed-Items-Removed"  # field of a record of which a part was taken out
ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,2000}", re.I)
PART = ".part"


@dataclass
class Rewritten:
    """What a rewriting came to, or would: records taken out, bodies made shorter, and the files that hold them.

    `lost` are feeds' answers that could not be made shorter in their place and went as a whole; `naming` are the addresses of
    other answers that still name what is forgotten.
    """

    removed: int = 0
    mended: int = 0
    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    naming: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)


@dataclass
class Pass:
    """What is known while an archive is read: what is to be forgotten, digests of bodies before and after, records gone."""

    barred: Barred
    hosts: tuple[bytes, ...]
    names: re.Pattern[bytes]
    digests: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    told: Rewritten = field(default_factory=Rewritten)


Changes = dict[int, bytes]  # what takes the place of records, by offset


def rewritten(place: Place, barred: Barred, names: Mapping[str, str], dry: bool) -> Rewritten:
    """Take out of an archive what is barred. `names` are its canonical names, with the host of each; `dry` only counts.

    Objects are copied to this machine, and those that have changed are put in the place of the old ones.
    """
    naming = re.compile(b"(?:" + b"|".join(re.escape(one.encode()) for one in names) + rb")(?![\w-])")
    known = Pass(barred, tuple(one.encode() for one in sorted(set(names.values()))), naming)
    if isinstance(place, Path):
        return _rewritten(place, known, dry)
    with places.brought(place, Path(tempfile.gettempdir())) as copied:
        told = _rewritten(copied, known, dry)
        changed = [Path(path).name for path in told.files]
        for name in () if dry else changed:
            places.put(place, name, (copied / name).read_bytes())
    told.files = [place / name for name in changed]
    return told


def _rewritten(folder: Path, known: Pass, dry: bool) -> Rewritten:
    paths = sorted(folder.glob(cdx.PATTERN))
    for left in () if dry else folder.glob(f"{cdx.PATTERN}{PART}"):
        left.unlink(missing_ok=True)
    changes = {path: _first(path, known) for path in paths}
    for path in paths:  # references may stand before what they refer to
        changes[path] |= _second(path, known)
    changed = {path: made for path, made in changes.items() if made}
    for path, made in changed.items():
        known.told.files.append(str(path))
        if not dry:
            _write(path, made)
    if changed and not dry:
        (folder / cdx.NAME).unlink(missing_ok=True)
    if not dry and folder.exists():
        cdx.update(folder)
    return known.told


def _first(path: Path, known: Pass) -> Changes:
    """What is to be put in the place of answers and their requests, and of what a kill has torn."""
    changes: Changes = {}
    for record in warc.records(path):
        if isinstance(record, Damage):
            changes |= _torn(path, record.offset, known)
        elif record.kind == "metadata":
            continue
        elif _is_barred(record, known):
            changes[record.offset] = _gone(record, path, known)
        elif record.kind in ("response", "resource") and (cut := _cut(record, known)):
            changes[record.offset] = _mended(record, path, known, cut)
        elif record.kind in cdx.KINDS and known.names.search(record.block):
            known.told.naming.add(record.fields.get("warc-target-uri", ""))
    return changes


def _second(path: Path, known: Pass) -> Changes:
    """What is to be put in the place of notes and of references to bodies."""
    changes: Changes = {}
    for record in warc.records(path):
        if isinstance(record, Damage) or f"{path.name}@{record.offset}" in known.places:
            continue
        digest = known.digests.get(record.fields.get("warc-payload-digest", ""))
        if notes.is_note(record):
            if _is_barred_note(record, known):
                changes[record.offset] = _gone(record, path, known)
        elif record.kind == "revisit" and _refers(record) in known.places and _is_whole(record):
            changes[record.offset] = _gone(record, path, known)
        elif record.kind == "revisit" and digest:
            made = warc.replaced(record, {"WARC-Payload-Digest": digest}, record.block)
            changes[record.offset] = made or _gone(record, path, known)
    return changes


def _refers(revisit: Record) -> str:
    """The place of the record that has a revisit's body."""
    fields = revisit.fields
    return f"{fields.get('warc-refers-to-filename', '')}@{fields.get('warc-refers-to-file-offset', '')}"


def _is_whole(revisit: Record) -> bool:
    """Whether a revisit stands for a body, and not for "not modified"."""
    return revisit.fields.get("warc-profile") == IDENTICAL


def _torn(path: Path, offset: int, known: Pass) -> Changes:
    """Zeros in the place of what cannot be read as a record, where what can be read of it is of what is to be forgotten."""
    later = (one.offset for one in warc.records(path, offset) if isinstance(one, Record))
    end = next(later, path.stat().st_size)
    with path.open("rb") as file:
        file.seek(offset)
        torn = file.read(min(end - offset, warc.LONGEST))
    try:
        told = zlib.decompressobj(warc.GZIP).decompress(torn, warc.LONGEST)
    except zlib.error:
        return {}
    if not any(host in told for host in known.hosts):
        return {}
    known.told.removed += 1
    return {offset: bytes(len(torn))}


def _is_barred(record: Record, known: Pass) -> bool:
    """Whether a record is of what is to be forgotten: by its address, by where it leads, or as the request of such."""
    url = record.fields.get("warc-target-uri", "")
    if known.barred.holds(url) or record.fields.get("warc-concurrent-to", "") in known.gone:
        return True
    if record.kind != "response" or record.block[9:10] != b"3":
        return False
    headers = {name.lower(): value for name, value in warc.parsed(record.block)[0]}
    try:
        return known.barred.holds(urljoin(url, headers.get("location", "")))
    except ValueError:
        return False


def _is_barred_note(record: Record, known: Pass) -> bool:
    try:
        told = json.loads(record.block)
    except ValueError:  # none that a replay could read
        return False
    if told["for"] == "forgotten":
        known.told.noted |= set(told["digests"])
        return False
    stated = [told.get("asked", ""), told.get("origin", ""), *dict(told.get("page") or {}).values()]
    failure = dict(told.get("failure") or {})
    stated += [failure.get("url", ""), *ADDRESS.findall(str(failure.get("detail", "")))]
    return told.get("place") in known.places or any(known.barred.holds(str(one).rstrip(").,;")) for one in stated)


def _gone(record: Record, path: Path, known: Pass) -> bytes:
    """A record that takes another's place and tells nothing of it."""
    known.gone.add(record.fields.get("warc-record-id", ""))
    known.places.add(f"{path.name}@{record.offset}")
    known.told.removed += 1
    fields = {"WARC-Type": "metadata", "WARC-Record-ID": record.fields.get("warc-record-id", warc.identity())}
    fields |= {"WARC-Date": record.fields.get("warc-date", ""), "Content-Type": "text/plain"}
    made = warc.fitted(warc.plain(fields, GONE), record.length) or warc.fitted(warc.plain(fields, b""), record.length)
    if made is None:  # no record of ours is that short
        raise UsageError(f"{path}: the record at {record.offset} is too short to be taken out")
    return made


def _cut(record: Record, known: Pass) -> cutting.Cut | None:
    """An answer's body without its items that are to be forgotten; None where it has none."""
    url = record.fields.get("warc-target-uri", "")
    if not any(host in record.block or host in url.encode() for host in known.hosts):
        return None
    is_resource = record.kind == "resource"
    headers, body = ((), record.block) if is_resource else warc.parsed(record.block)
    kind = {name.lower(): value for name, value in headers}.get("content-type", "")
    try:
        return parsing.limited(cutting.without, body, kind, url, known.barred)
    except parsing.Stopped:
        return cutting.Cut(b"", 1)  # nobody can say what is in it


def _mended(record: Record, path: Path, known: Pass, cut: cutting.Cut) -> bytes:
    """The record with a shorter body, or none where that does not fit in its place."""
    head, separator, _ = record.block.partition(warc.END) if record.kind == "response" else (b"", b"", b"")
    length = f"content-length: {len(cut.body)}".encode()
    block = re.sub(rb"(?im)^content-length:[^\r\n]*", length, head) + separator + cut.body
    fields = {"WARC-Payload-Digest": warc.digest(cut.body), TAKEN_OUT: str(cut.items)}
    made = warc.replaced(record, fields, block)
    if made is None or not cut.body:
        known.told.lost.append(record.fields.get("warc-target-uri", ""))
        return _gone(record, path, known)
    known.digests[record.fields.get("warc-payload-digest", "")] = fields["WARC-Payload-Digest"]
    known.told.mended += 1
    return made


def _write(path: Path, changes: Changes) -> None:
    """A file with other records in some places; a kill leaves the old one or the new one."""
    part = path.with_name(path.name + PART)
    with path.open("rb") as old, part.open("wb") as new:
        while piece := old.read(warc.PIECE * 32):
            new.write(piece)
        for offset, made in changes.items():
            new.seek(offset)
            new.write(made)
        new.flush()
        os.fsync(new.fileno())
    part.replace(path)
