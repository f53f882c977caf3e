"""From the store to a run's directory: report, sidecar files and, from `manifest`, what they rest on.

Nothing here depends on the clock: same store, same study, same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from shlex import quote

import pandas as pd
import sqlalchemy as sa

from analysis.estimates import causes
from flows.byhand import handframe
from flows.coding import coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import ENTRIES, FEEDS
from flows.errors import TooLittleData, UsageError
from flows.reporting import coverage, manifest, rundir
from flows.reporting.frames import Frames, frames
from flows.reporting.rundir import HOLDS
from flows.workspace import Workspace
from reports import build, bundle, exports
from reports.facts import Facts
from reports.page import File, Report


@dataclass(frozen=True)
class Made:
    """A run before it is written: its facts and tables, the report computed from them, and tables that it does without.

    `entries` are those of the store whose posts are in the tables.
    """

    facts: Facts
    tables: dict[str, pd.DataFrame]
    page: Report
    beside: dict[str, pd.DataFrame]
    entries: frozenset[str]


def made(space: Workspace, out: Path) -> Made:
    """Compute a study's report to be written into `out`. Raises TooLittleData where no post tells an experience.

    It is compared with the report that stands there, or with the one that this was compared with where it is the same run.
    """
    found = frames(space)
    if causes.experiences(found.posts).empty:
        raise TooLittleData(_why_nothing(space, found))
    control = _control(space, found)
    tables = _tables(space, found, control)
    run = _digest(tables)
    since, tables["before"] = rundir.before(out, run, space.study.query)
    facts = Facts(
        study=space.study.title or space.study.name, query=space.study.query, made=_as_of(space), codebook=space.book,
        coder=coders.label(space.study, space.book), by_hand=space.study.coder == coders.HAND, run=run,
        control=space.study.control, note=space.study.note, command=_again(space), draws=space.study.draws, since=since,
        software=f"rootfeed {storing.VERSION}",
    )  # fmt: skip
    beside = coverage.tables(space, found.sifted, found.posts, found.numbers)
    entries = frozenset({*found.numbers, *control.numbers})
    return Made(facts, tables, build.report(facts, tables), beside, entries)


def run_of(space: Workspace, found: Frames) -> str:
    """The twelve hexadecimal digits by which a report would know these frames."""
    return _digest(_tables(space, found, _control(space, found)))


def _tables(space: Workspace, found: Frames, control: Frames) -> dict[str, pd.DataFrame]:
    beside = {"control_posts": control.posts, "control_codings": control.codings}
    return {**found.tables, "hand": handframe.hand(space, found.numbers), **beside}


def _digest(tables: Mapping[str, pd.DataFrame]) -> str:
    content = sha256()
    for part in chain.from_iterable(map(exports.split, tables.values())):
        content.update(part.encode())
    return content.hexdigest()[:12]


def _control(space: Workspace, found: Frames) -> Frames:
    """The negative control's frames, of which posts and codings leave out what is the study's too; no rows without one."""
    study = space.study
    if not study.control:
        return replace(found, posts=found.posts.head(0), codings=found.codings.head(0), numbers={})
    other = frames(replace(space, study=study.model_copy(update={"query": study.control})))
    apart = other.posts[~other.posts["url"].isin(set(found.posts["url"]))]
    kept = set(apart["post"])
    numbers = {entry: number for entry, number in other.numbers.items() if number in kept}
    return replace(other, posts=apart, codings=other.codings[other.codings["post"].isin(kept)], numbers=numbers)


def _again(space: Workspace) -> str:
    """The command that makes this page again from what is stored, whatever query the study file now holds."""
    return f"rootfeed run {space.study.name}.toml --offline --query {quote(space.study.query)}"


def _as_of(space: Workspace) -> date:
    """The day the newest entry was stored: a second run that brings nothing new keeps its bytes."""
    return date.fromisoformat(str(storing.scalar(space.store, sa.select(sa.func.max(ENTRIES.c.made))))[:10])


def _why_nothing(space: Workspace, made: Frames) -> str:
    found, readable, framed, hits = made.funnel["count"][:4]
    if not found:
        asked = storing.scalar(space.store, sa.select(sa.func.count()).select_from(FEEDS))
        return f"no posts: of {asked} feed{'s' * (asked != 1)} asked none brought an item; add feeds to the study"
    if not framed:
        return f"no posts: {readable} readable posts, {made.funnel['why'][2]}; change language, since or until in the study"
    if pending.unmatched(space.store) or space.study.query not in rows.queries(space.store):
        return f"no posts yet: {space.study.query!r} was not tried on all posts; run: rootfeed code STUDY.toml"
    if not hits:
        return f"no posts: none of {framed} readable posts matches {space.study.query!r}; widen the query"
    if made.posts.empty:
        return f"no posts: {hits} posts match but none is coded yet; run: rootfeed code STUDY.toml"
    return f"{hits} posts match, none tells an experience: {made.funnel['why'][5]}; widen the query or add feeds"


def write(space: Workspace, out: Path) -> Path:
    """Write a run's directory; each file is complete or not there. Returns the report's path."""
    run = made(space, out)
    files = exports.EXPORTS["parquet"](run.tables)
    listed = [
        File(f"{name}.parquet", holds, len(run.tables[name]), sha256(files[f"{name}.parquet"]).hexdigest())
        for name, holds in HOLDS.items()
    ]
    files |= bundle.files(run.facts, run.tables, replace(run.page, files=listed)) | exports.EXPORTS["csv"](run.beside)
    files[manifest.NAME] = manifest.written(space, run.page, run.entries, files)
    for name in sorted(files, key=lambda name: name == "report.html"):
        put(out / name, files[name])
    return out / "report.html"


def put(path: Path, content: bytes) -> None:
    """Write a file so that a kill leaves the old one or the new one. Raises UsageError naming the path."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot write ({error.strerror}); free space or choose another --out") from error
