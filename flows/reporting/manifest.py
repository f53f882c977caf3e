"""manifest.json: what a run rests on, as hashes to which every machine comes that has the same study, archive and code."""

import importlib.metadata
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from flows import versions
from flows.archiving import cdx, places
from flows.archiving.places import Place
from flows.archiving.warc import Record
from flows.database import candidates
from flows.database.schema import POSTS
from flows.database.store import VERSION
from flows.workspace import Workspace
from reports.page import Report

NAME = "manifest.json"
PACKAGES = ("extract", "analysis", "reports", "flows")
# Those of others whose answers are in a run's numbers or bytes; how a page was fetched or a task was run is in none.
LIBRARIES = (
    "datasketch", "feedgenerator", "feedparser", "jinja2", "lxml", "lxml_html_clean", "luqum", "markdown-it-py",
    "matplotlib", "nltk", "numpy", "pandas", "pyarrow", "pycld2", "scipy", "tld", "trafilatura", "tzdata",
)  # fmt: skip
ELSEWHERE = {"proxy", "store", "archive", "workers"}  # keys of a study that are the machine's, and change no result
LOST = "lost"  # what stands for the digest of an answer that the archive does not hold any more


def written(space: Workspace, page: Report, entries: Iterable[str], files: Mapping[str, bytes]) -> bytes:
    """The manifest of a run: its page, the entries whose posts are in its tables, and its files by name."""
    study = space.study.model_dump(exclude=ELSEWHERE, mode="json")
    content = {
        "rootfeed": VERSION, "run": page.run, "codebook": page.codebook.digest, "coder": page.coder,
        "study": study,
        "study_sha256": digest(study),
        "archive": archive(space, entries),
        "code": {package: versions.of(package) for package in PACKAGES},
        "libraries": libraries(),
        "counts": {step.name: step.count for step in page.funnel},
        "files": {name: sha256(body).hexdigest() for name, body in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def digest(study: Mapping[str, Any]) -> str:
    """SHA-256 of a study's keys and values, whatever their order."""
    return sha256(json.dumps(study, sort_keys=True).encode()).hexdigest()


def parted(one: Path, other: Path) -> list[str]:
    """In what the programs differ that two manifests name, in words: each part or library with both versions."""
    ours, theirs = (_program(path) for path in (one, other))
    names = sorted({*ours, *theirs})
    return [
        f"{name} {ours.get(name, 'none')}, here {theirs.get(name, 'none')}"
        for name in names
        if ours.get(name) != theirs.get(name)
    ]


def _program(path: Path) -> dict[str, str]:
    """Versions by name; none where a manifest is missing, broken or of an older form."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        parts = {"rootfeed": told["rootfeed"], **told["code"], **told["libraries"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(version) for name, version in parts.items()}


@cache
def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries on which results rest, by name."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"python": python} | {name: importlib.metadata.version(name) for name in LIBRARIES}


def archive(space: Workspace, entries: Iterable[str]) -> dict[str, Any]:
    """What the posts of some entries were made from: how many answers of servers, how many of them are lost, and a SHA-256
    of the addresses and digests of all.

    It says nothing of files, places and moments, so a replay, an unpacked study and another run of the same answers share
    it. It takes digests from the index and reads no body; an object store has no index, there it reads the objects.
    """
    with space.store.engine.connect() as connection:
        made = candidates.among(connection, sa.select(POSTS.c.source), POSTS.c.entry, sorted(set(entries)))
    wanted = {one for row in made for one in row["source"].split() if "@" in one}
    found = _digests(space.archive, wanted)
    lost, lines = len(wanted - found.keys()), set(found.values())
    told = "\n".join(sorted(lines | ({LOST} if lost else set())))
    return {"answers": len(lines) + lost, "lost": lost, "sha256": sha256(told.encode()).hexdigest()}


def _digests(place: Place, wanted: set[str]) -> dict[str, str]:
    """Address and payload digest of the answers at FILE@OFFSET: from the index, or from the record where that has none."""
    there = set(places.ways(place).names(place))
    held = {one for one in wanted if one.rpartition("@")[0] in there}
    found = dict(_indexed(cdx.lines(place, sorted({one.rpartition("@")[0] for one in held})), held))
    for one in sorted(held - found.keys()):
        name, _, offset = one.rpartition("@")
        record = places.ways(place).record(place, name, int(offset))
        if isinstance(record, Record) and record.kind in cdx.KINDS:
            digest = record.fields.get("warc-payload-digest", "-").removeprefix("sha1:")
            found[one] = f"{record.fields.get('warc-target-uri', '')} {digest}"
    return found


def _indexed(lines: Iterable[bytes], wanted: set[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if (at := cdx.PLACE.search(line)) and (place := f"{at[3].decode()}@{at[2].decode()}") in wanted:
            told = json.loads(line.split(b" ", 2)[2])
            yield place, f"{told['url']} {told['digest']}"
