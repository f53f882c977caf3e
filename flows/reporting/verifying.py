"""`rootfeed verify REPORT.html`: compute every claim of a report again from the Parquet files beside it, and compare.

The page is built anew from the tables and the study's facts; nothing that the page says is believed. What is said three
times (page, report.json, new computation) must be said alike, the files must be those whose checksums the page gives, no
numeral may stand in the page outside of a claim or of strangers' words, and in the end every file must be, to the last
byte, what its tables give.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from flows.errors import UsageError
from flows.reporting import manifest, rundir
from flows.telling import tell
from reports import build, bundle
from reports.claimed import proofs
from reports.claimed.proofs import Said
from reports.page import File

DIFFERENT = 5
SHOWN = 20  # differences on the screen; --json has all
LENGTH = 160  # characters of a text on the screen
NOTHING = Said("", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where page, report.json and files part: `claim` is its name, or a file's, or "" for a numeral without a claim."""

    claim: str
    says: str
    computed: str


def verify(options: argparse.Namespace) -> int:
    """Verify a report; exit code 5 on any difference."""
    page = options.report / "report.html" if options.report.is_dir() else options.report
    checked, found = differences(page)
    facts = {"report": str(page), "claims": checked, "differences": [asdict(one) for one in found]}
    lines = [f"{one.claim or 'no claim'}: {_cut(one.says)!r}, computed {_cut(one.computed)!r}" for one in found[:SHOWN]]
    lines += [f"and {len(found) - SHOWN} more; --json tells all"] if len(found) > SHOWN else []
    head = f"{checked} claims computed again from the files beside {page.name}: {len(found) or 'no'} differences"
    tell(options, facts, "\n".join([*lines, head]))
    return DIFFERENT if found else 0


def _cut(text: str) -> str:
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def differences(page: Path) -> tuple[int, list[Difference]]:
    """How many claims were computed again, and where the page parts from them. Raises UsageError for what is no report."""
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{page}: cannot be read ({error}); name the report.html of a run") from error
    folder = page.parent
    raw, tables = rundir.told(folder), rundir.tables(folder)
    listed = [_file(folder, name, tables) for name in rundir.HOLDS]
    facts = rundir.facts_of(folder, raw)
    made = bundle.files(facts, tables, build.report(facts, tables, listed))
    computed = proofs.claims(made["report.html"].decode())
    found = [*_parted(proofs.claims(text), computed), *_recorded(raw, json.loads(made["report.json"])["claims"])]
    found += [Difference("", loose, "") for loose in proofs.unproved(text)]
    return len(computed), found or list(_written(page, made))


def _written(page: Path, made: Mapping[str, bytes]) -> Iterator[Difference]:
    """Files that are not what they were computed to be, to the last byte; the manifest vouches for each of its own."""
    for name, content in made.items():
        path = page if name == "report.html" else page.with_name(name)
        if not path.is_file() or path.read_bytes() != content:
            yield Difference(name, "other bytes" if path.is_file() else "missing", "the bytes that its tables give")
    for name, digest in rundir.vouched(page.parent).items():
        path = page.with_name(name)
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest:
            yield Difference(f"{name} in manifest.json", digest, "the file's own checksum")
    told = rundir.manifest(page.parent)
    if told.get("study_sha256") != manifest.digest(told.get("study", {})):
        yield Difference("study_sha256 in manifest.json", str(told.get("study_sha256")), "the digest of its study")


def _file(folder: Path, name: str, tables: Mapping[str, pd.DataFrame]) -> File:
    content = (folder / f"{name}.parquet").read_bytes()
    return File(f"{name}.parquet", rundir.HOLDS[name], len(tables[name]), sha256(content).hexdigest())


def _parted(said: Mapping[str, Said], computed: Mapping[str, Said]) -> Iterator[Difference]:
    for name in sorted({*said, *computed}):
        one, other = said.get(name, NOTHING), computed.get(name, NOTHING)
        if one != other:
            words = one.words if one.words != other.words else f"{one.words} (drawn otherwise)"
            yield Difference(name, words, other.words)


def _recorded(raw: Mapping[str, Any], counted: list[dict[str, object]]) -> Iterator[Difference]:  # Any: a JSON object
    """What report.json records otherwise than was computed now."""
    recorded = {str(row.get("claim")): row for row in raw.get("claims", []) if isinstance(row, dict)}
    computed = {str(row["claim"]): row for row in counted}
    for name in sorted({*recorded, *computed}):
        if recorded.get(name) != computed.get(name):
            yield Difference(f"{name} in report.json", str(recorded.get(name, "")), str(computed.get(name, "")))
