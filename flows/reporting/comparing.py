"""`rootfeed diff` and `rootfeed index`: reports beside each other, read from the folders that runs leave."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Any

from analysis.estimates.change import Change, change
from flows.errors import TooLittleData, UsageError
from flows.reporting import results, runs
from flows.reporting.runs import Known, Ranked, Told
from flows.telling import aligned, harmless, tell
from reports import index as indexing
from reports.index import Listed
from reports.page import FEW, Range
from reports.wording import amount, day, ranged, visible

SEED = 1
OURS = b'<meta name="generator" content="rootfeed index">'
HEAD = ["cause", "was", "now", "change", "likely", "new", "removed", "recoded", "reading"]
KEY = (
    "Complaints in 100 experiences. Change is the sum of what new, removed and recoded posts make of it; likely is its 95 % "
    "range.\nA change is called clear only if it is so beside all causes of the table, and a rise or fall only if posts that "
    "came or went make it."
)
Options = argparse.Namespace


def diff(options: Options) -> int:
    """What changed from one run to another."""
    runs.complete(options.before, options.after)
    before, after = runs.told(options.before), runs.told(options.after)
    causes = dict.fromkeys(one.cause for told in (after, before) for one in (*told.causes, *told.unranked))
    made = change(runs.frame(options.before), runs.frame(options.after), list(causes), after.facts.draws, SEED)
    for caution in _cautions(before, after):
        print(f"note: {caution}", file=sys.stderr)
    tell(options, _facts(before, after, made), "\n".join(_lines(before, after, made)))
    return 0


def index(options: Options) -> int:
    """One page over all reports below a folder."""
    folder: Path = options.folder
    if not folder.is_dir():
        raise UsageError(f"{folder}: no folder; name the one below which the reports are")
    listed = []
    for path in sorted(folder.rglob("report.json")):
        try:
            listed.append(_listed(folder, path))
        except UsageError as error:
            print(harmless(f"left out: {error}"), file=sys.stderr)
    if not listed:
        raise TooLittleData(f"no report below {folder}; make one: rootfeed run STUDY.toml")
    out = folder / "index.html"
    if out.exists() and OURS not in out.read_bytes():
        raise UsageError(f"{out}: is no index of rootfeed; move it away first")
    results.put(out, indexing.render(listed).encode())
    tell(options, {"index": str(out), "reports": len(listed)}, str(out))
    return 0


def _cautions(before: Told, after: Told) -> list[str]:
    """Why the two reports may differ without anything having happened."""
    found = []
    if before.query != after.query:
        found.append("the queries differ, so posts may be new or removed only because another query asked for them")
    if _coding(before.facts) != _coding(after.facts):
        found.append(f"coded by {visible(_coding(before.facts))} before and {visible(_coding(after.facts))} now")
    if before.as_of > after.as_of:
        found.append(f"the first report is the newer one ({day(before.as_of)}); name the older one first")
    return found


def _coding(known: Known) -> str:
    return f"{known.coder} with {known.codebook.id} {known.codebook.version}"


def _facts(before: Told, after: Told, made: Change) -> Mapping[str, Any]:
    counts = {key: value for key, value in asdict(made).items() if key not in ("causes", "was", "now")}
    ends = {
        name: {
            "run": told.run,
            "study": told.study,
            "query": told.query,
            "as_of": told.as_of.isoformat(),
            "experiences": own,
        }
        for name, told, own in (("before", before, made.was), ("now", after, made.now))
    }
    rows = [
        {str(key): None if isinstance(cell, float) and isnan(cell) else cell for key, cell in row.items()}
        for row in made.causes.to_dict("records")
    ]
    return {**ends, **counts, "causes": rows}


def _lines(before: Told, after: Told, made: Change) -> list[str]:
    rows = [[visible(after.named(row["cause"])), *_cells(row)] for row in made.causes.to_dict("records")]
    lines = aligned([HEAD, *rows], left=(0, len(HEAD) - 1))
    heads = [
        f"{name:6} {visible(told.study)}, {day(told.as_of)}, {amount(own, 'experience')}"
        for name, told, own in (("before", before, made.was), ("now", after, made.now))
    ]
    counts = (
        f"{amount(made.new, 'new post')}, {made.removed:,} removed, {made.recoded:,} of {made.kept:,} in both recoded"
    )
    return [*heads, counts, "", *lines, "", KEY]


def _cells(row: Mapping[Any, Any]) -> list[str]:  # Any: cells of a frame
    moved = [row["now"] - row["was"], row["from_new"], row["from_removed"], row["from_recoded"]]
    step, *parts = [signed(value) for value in moved]
    span = "–" if isnan(row["low"]) else f"{signed(row['low'])} to {signed(row['high'])}"
    return [hundred(row["was"]), hundred(row["now"]), step, span, *parts, row["reading"]]


def hundred(share: float) -> str:
    """A share (0..1) as so many in 100."""
    return "–" if isnan(share) else f"{share * 100:.1f}"


def signed(share: float) -> str:
    """A difference of shares in points, with its sign."""
    return "–" if isnan(share) else f"{round(share * 100, 1) + 0.0:+.1f}".replace("+0.0", "0.0")


def _listed(folder: Path, path: Path) -> Listed:
    """A report as the index shows it; what it ranks only where there are posts enough."""
    told, page = runs.told(path.parent), path.with_name("report.html")
    posts = told.genres.get("experience", 0)
    ranked = sorted((one for one in told.causes if one.posts), key=lambda one: (one.rank, one.cause))[:3]
    return Listed(
        study=told.study,
        query=told.query,
        as_of=told.as_of,
        posts=posts,
        headline=next((one.text for one in told.claims if one.claim == "headline"), ""),
        causes=tuple(f"{told.named(one.cause)}: {_share(one)}" for one in ranked) if posts >= FEW else (),
        path=page.relative_to(folder).parts if page.is_file() else (),
    )


def _share(one: Ranked) -> str:
    return ranged(Range(one.share, one.low, one.high))
