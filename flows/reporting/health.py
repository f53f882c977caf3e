"""`rootfeed status`: what is stored and how the sources are, in a few lines, as JSON or as a page."""

import argparse
import os
from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analysis.estimates import silence
from analysis.estimates.silence import Silence
from flows import settings, versions
from flows.coding import coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import CRASHES, ENTRIES, FETCHES, MATCHES, PAGES, POSTS, SCHEDULES, SIGHTINGS
from flows.database.store import Row, Store, instant, stamp
from flows.people import keeping
from flows.reporting import coverage, results
from flows.telling import tell
from flows.workspace import Workspace, opened
from reports import health
from reports.conditions import Source
from reports.health import Health, Requests
from reports.wording import amount, visible

RECENT = timedelta(days=30)
ENDED = ("crashed", "too slow", "too much memory")  # what becomes of a program that reads a post
FINE = ("feed", "not modified")  # outcomes of a request that brought no failure
Figures = dict[str, dict[str, Any]]  # by feed; any column of a row


def status(options: argparse.Namespace) -> int:
    """What is stored and how the sources are; with --html as a page."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    out: Path = options.out or folder / f"{study.name}-health.html"
    with opened(study, folder) as space:
        outcomes = {table.name: storing.outcomes(space.store, table) for table in (PAGES, POSTS)}
        feeds, wishes = list(rows.feed_states(space.store).values()), keeping.wishes(space.store)
        told, put = gather(space, datetime.now(UTC).replace(microsecond=0), out.resolve().parent), aside(space)
    if options.html:
        results.put(out, health.render(told).encode())
        tell(options, {"health": str(out)}, str(out))
        return 0
    listed = [asdict(one) | asdict(how) for one, how in health.judged(told)]
    facts = {"counts": told.counts, "outcomes": outcomes, "wishes": wishes, "feeds": feeds}
    facts |= {"sources": _plain(listed), "aside": put}
    lines = [
        f"{name:{health.WIDTH}} {count} {kind}" for name, kinds in outcomes.items() for kind, count in kinds.items()
    ]
    lines += [f"{'wishes':{health.WIDTH}} {count} {wish}" for wish, count in wishes.items()]
    lines += [f"{'put aside':{health.WIDTH}} {amount(len(put), 'post')}"] * bool(put)
    named = [visible(f"{row['stage']} {row['url']}: {row['reason']}: {row['detail']}") for row in put[: health.WORST]]
    lines += [f"{'':{health.WIDTH}} {line}" for line in named]
    found = health.lines(told)
    tell(options, facts, "\n".join([*found[: len(told.counts)], *lines, *found[len(told.counts) :]]))
    return 0


def aside(space: Workspace) -> list[Row]:
    """Posts on which a program ended that read, matched or coded them for this study: stage, url, reason and detail."""
    unread = sa.select(sa.literal("read").label("stage"), POSTS.c.url, POSTS.c.outcome.label("reason"), POSTS.c.detail)
    coding = sa.and_(
        CRASHES.c.stage == pending.coding(space.study.coder),
        CRASHES.c.version == coders.version(space.study, space.book),
    )
    matching = sa.and_(CRASHES.c.stage == "match", CRASHES.c.version == versions.of("extract"))
    undone = sa.select(CRASHES.c.stage, POSTS.c.url, CRASHES.c.reason, CRASHES.c.detail).join(
        POSTS, POSTS.c.entry == CRASHES.c.entry
    )
    ended = unread.where(POSTS.c.outcome.in_(ENDED))
    found = [row for one in (ended, undone.where(sa.or_(matching, coding))) for row in storing.select(space.store, one)]
    return sorted(found, key=lambda row: (row["stage"], row["url"]))


def _plain(value: Any) -> Any:
    """Facts as JSON has them: times as stamps, spans in days."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return stamp(value)
    return value.days if isinstance(value, timedelta) else value


def gather(space: Workspace, now: datetime, beside: Path) -> Health:
    """The health of a study as of a moment; files are told relative to the folder `beside`."""
    report = _report(space)
    frames = {name: _frame(report / f"{name}.csv") for name in ("coverage", "missed")}
    return Health(
        study=space.study.title or space.study.name,
        query=space.study.query,
        now=now,
        sources=tuple(sources(space, now)),
        counts=storing.counts(space.store) | {"matches": _matches(space.store)},
        day=_requests(space.store, now, timedelta(days=1)),
        week=_requests(space.store, now, timedelta(days=7)),
        files=_relative(report / "coverage.csv", beside) if len(frames["coverage"]) else "",
        **frames,
    )


def _matches(store: Store) -> int:
    """Pairs of a query and a post that matches it."""
    found = sa.and_(MATCHES.c.query != "", MATCHES.c.hits != "[]")
    return int(storing.scalar(store, sa.select(sa.func.count()).select_from(MATCHES).where(found)))


def _report(space: Workspace) -> Path:
    """The folder of the study's own report; that of the demo lies beside the study itself."""
    usual = space.folder / f"{space.study.name}-report"
    return usual if (usual / "coverage.csv").exists() else space.folder


def _frame(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path, keep_default_na=False, na_values={name: [""] for name in ("total", "low", "high", "missed")}
        )
    except (OSError, ValueError):  # no report yet, or one that is being written
        return pd.DataFrame()


def _relative(path: Path, beside: Path) -> str:
    """An address from a page to a file, "" where none leads there, as to another drive."""
    try:
        return "/".join(map(health.quoted, Path(os.path.relpath(path, beside)).parts))
    except ValueError:
        return ""


def sources(space: Workspace, now: datetime) -> list[Source]:
    """The facts of each of the study's sources, by address."""
    states, plans, asked = rows.feed_states(space.store), _plans(space.store), _asked(space.store)
    brought, since = _brought(space, now), _since(space.store)
    quiet = _silences(space.store, plans, now)
    return [
        Source(
            url=url,
            family=family,
            **_state(states.get(url)),
            **_plan(plans.get(url)),
            **brought.get(url, {}),
            since=since.get(url),
            requests=asked.get(url, 0),
            silence=quiet.get(url),
        )
        for url, family in sorted(coverage.families(space).items())
    ]


def _state(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: row[name] for name in ("outcome", "detail", "status", "items")} | {"asked": instant(row["asked"])}


def _plan(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {}
    moments = {name: instant(row[name]) for name in ("succeeded", "due", "earliest")}
    return {name: row[name] for name in ("failures", "moved", "confirmed")} | moments


def _plans(store: Store) -> dict[str, Row]:
    return {row["url"]: row for row in storing.select(store, sa.select(SCHEDULES))}


def _asked(store: Store) -> dict[str, int]:
    """Requests by feed; what a hub pushed was not asked for."""
    counted = (
        sa.select(FETCHES.c.url, sa.func.count().label("n")).where(FETCHES.c.via != "push").group_by(FETCHES.c.url)
    )
    return {row["url"]: row["n"] for row in storing.select(store, counted)}


def _brought(space: Workspace, now: datetime) -> Figures:
    """Posts, new and matching ones by feed."""
    unseen = ENTRIES.c.id.not_in(sa.select(SIGHTINGS.c.entry))  # stored before sightings were
    both = sa.union_all(
        sa.select(SIGHTINGS.c.feed, SIGHTINGS.c.entry),
        sa.select(ENTRIES.c.feed, ENTRIES.c.id.label("entry")).where(unseen),
    ).subquery()
    counted = sa.select(both.c.feed, sa.func.count().label("n")).group_by(both.c.feed)
    matched = sa.and_(MATCHES.c.entry == both.c.entry, MATCHES.c.query == space.study.query, MATCHES.c.hits != "[]")
    ways = {
        "posts": counted,
        "new": counted.join(ENTRIES, ENTRIES.c.id == both.c.entry).where(ENTRIES.c.seen >= stamp(now - RECENT)),
        "matched": counted.join(MATCHES, matched),
    }
    found: Figures = defaultdict(dict)
    for name, statement in ways.items():
        for row in storing.select(space.store, statement):
            found[row["feed"]][name] = row["n"]
    return found


def _since(store: Store) -> dict[str, datetime | None]:
    """When the failures of a feed that fails began, after it last answered."""
    failed = sa.and_(FETCHES.c.outcome.not_in(FINE), FETCHES.c.asked > SCHEDULES.c.succeeded, FETCHES.c.via != "push")
    statement = (
        sa.select(FETCHES.c.url, sa.func.min(FETCHES.c.asked).label("first"))
        .join(SCHEDULES, SCHEDULES.c.url == FETCHES.c.url)
        .where(SCHEDULES.c.failures > 0, failed)
        .group_by(FETCHES.c.url)
    )
    return {row["url"]: instant(row["first"]) for row in storing.select(store, statement)}


def _silences(store: Store, plans: dict[str, Row], now: datetime) -> dict[str, Silence]:
    """What the rhythm of each feed says that brought nothing for a while before it last answered."""
    time = sa.case((ENTRIES.c.published != "", ENTRIES.c.published), else_=ENTRIES.c.seen)
    joined = sa.select(SIGHTINGS.c.feed, time.label("time")).join(ENTRIES, ENTRIES.c.id == SIGHTINGS.c.entry)
    told = joined.subquery()
    newest = sa.select(told.c.feed, sa.func.max(told.c.time).label("last")).group_by(told.c.feed)
    found = {}
    for row in storing.select(store, newest):
        answered, last = instant(plans.get(row["feed"], {}).get("succeeded", "")), instant(row["last"])
        if not answered or not last or answered - last <= silence.LEAST:
            continue
        times = (instant(one["time"]) for one in storing.select(store, joined.where(SIGHTINGS.c.feed == row["feed"])))
        if judged := silence.judge([moment for moment in times if moment], min(answered, now)):
            found[row["feed"]] = judged
    return found


def _requests(store: Store, now: datetime, span: timedelta) -> Requests:
    """Requests for feeds in a span before a moment."""
    within = sa.and_(FETCHES.c.asked > stamp(now - span), FETCHES.c.asked <= stamp(now), FETCHES.c.via != "push")
    statement = sa.select(FETCHES.c.outcome, sa.func.count().label("n")).where(within).group_by(FETCHES.c.outcome)
    counts = {row["outcome"]: row["n"] for row in storing.select(store, statement)}
    failed = sum(count for outcome, count in counts.items() if outcome not in FINE)
    firsts = sa.select(FETCHES.c.url, sa.func.min(FETCHES.c.asked).label("asked")).group_by(FETCHES.c.url).subquery()
    again = sa.and_(within, FETCHES.c.conditional != "", FETCHES.c.asked > firsts.c.asked)
    told = sa.select(FETCHES.c.conditional, sa.func.count().label("n")).join(firsts, firsts.c.url == FETCHES.c.url)
    told = told.where(again).group_by(FETCHES.c.conditional)
    later = {row["conditional"]: row["n"] for row in storing.select(store, told)}
    made, unchanged = sum(counts.values()), counts.get("not modified", 0)
    return Requests(made, unchanged, failed, sum(later.values()), later.get("yes", 0))
