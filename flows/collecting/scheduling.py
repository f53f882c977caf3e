"""Schedules as rows of the store: which feeds may be asked, which are due, and what an answer makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import cast

import sqlalchemy as sa

from extract.finding import websub
from extract.post import Failure, Page, Reason
from extract.timing import schedule, wishes
from extract.timing.schedule import Heard, Schedule
from extract.timing.wishes import Wishes
from flows import versions
from flows.archiving import archive
from flows.archiving.places import Place
from flows.collecting import subscriptions
from flows.database import intake
from flows.database import store as storing
from flows.database.intake import Answer, Taken
from flows.database.schema import ENTRIES, FEEDS, SCHEDULES, SIGHTINGS
from flows.database.store import Row, Store, instant, stamp
from flows.errors import UsageError
from flows.workspace import Workspace

PAUSE = 150  # gaps between two requests for one feed, whoever asks: five minutes at the gap that is usual
MOMENTS = ("made", "due", "earliest", "newest", "succeeded")
PLAIN = ("url", "interval", "failures", "moved", "confirmed", "digest", "hub", "topic")


def known(store: Store, urls: Sequence[str], now: datetime) -> dict[str, Schedule]:
    """The schedule of each feed by the clock as it is now, also for one that was never asked.

    What the clock makes of one that was made in time to come is stored, for its rest has to begin once, and not at every look.
    """
    found = {row["url"]: _schedule(row) for row in storing.by_ids(store, SCHEDULES, "url", urls)}
    lacking = [url for url in urls if url not in found]
    before = {row["url"]: _of_feed(row) for row in storing.by_ids(store, FEEDS, "url", lacking)}
    plans = {url: (found | before).get(url) or schedule.new(url, now) for url in urls}
    standing = {url: schedule.standing(plan, now) for url, plan in plans.items()}
    put(store, [plan for url, plan in standing.items() if plan is not plans[url]])
    return standing


def put(store: Store, schedules: Iterable[Schedule]) -> None:
    """Store schedules."""
    storing.upsert(store, SCHEDULES, [_row(one) for one in schedules])


def due(store: Store, urls: Sequence[str], now: datetime, ahead: timedelta = timedelta(0)) -> dict[str, datetime]:
    """The feeds that are due by now, or within a while, and when: those first that have waited longest.

    A feed without a schedule is due now.
    """
    # What was made in time to come was made before the clock was set back.
    either = sa.or_(SCHEDULES.c.due <= stamp(now + ahead), SCHEDULES.c.made > stamp(now))
    with store.engine.connect() as connection:
        found = set(connection.scalars(sa.select(SCHEDULES.c.url).where(either)))
        there = set(connection.scalars(sa.select(SCHEDULES.c.url)))
    asked = [url for url in urls if url in found or url not in there]
    plans = sorted(known(store, asked, now).values(), key=lambda one: one.due)
    return {one.url: one.due for one in plans if one.due <= now + ahead}


def spread(store: Store, urls: Sequence[str], now: datetime) -> int:
    """Give feeds that are overdue, as after a standstill, times over the next while; returns how many those are."""
    late = schedule.spread(list(known(store, urls, now).values()), now)
    put(store, late)
    return len(late)


def follow(space: Workspace, before: Schedule, answer: Answer, taken: Taken) -> Schedule:
    """Store and return the schedule after an answer that is in the store already."""
    said = answer.said
    pushed = subscriptions.is_active(space.store, before.url, answer.at)
    heard = Heard(answer.at, taken.failure, pause=PAUSE * space.study.gap, pushed=pushed)
    if isinstance(said, Page) and not taken.failure:
        posts = times(space.store, before.url)
        heard = replace(heard, wishes=_wishes(space, before.url, said, taken), times=posts, moved=said.moved)
    after = schedule.next_(before, heard)
    if isinstance(said, Page) and taken.feed:
        hub, topic = websub.offered(said, taken.feed)
        after = replace(after, digest=intake.digest(said.body), hub=hub, topic=topic)
    put(space.store, [after])
    return after


def _wishes(space: Workspace, url: str, said: Page, taken: Taken) -> Wishes:
    return wishes.of(said, taken.feed) if taken.feed else wishes.still(_stated(space, url), said)


def _stated(space: Workspace, url: str) -> Wishes:
    """What a feed asked for when it last came whole, read again in the archive: "not modified" repeats none of it."""
    for row in storing.by_ids(space.store, FEEDS, "url", [url]):
        return _read(space.archive, row["source"], row["answered"])
    return Wishes()


@lru_cache(maxsize=20_000)
def _read(folder: Place, place: str, url: str) -> Wishes:
    try:
        headers, body = archive.read(folder, place)
    except (UsageError, ValueError):  # an archive that is elsewhere keeps nobody from asking
        return Wishes()
    page = Page(url, url, 200, headers, body, datetime.now(UTC))
    return wishes.of(page, wishes.head(page))


def times(store: Store, url: str) -> list[datetime]:
    """When the newest posts of a feed were published or, where they do not say, were first seen."""
    seen = (
        sa.select(ENTRIES.c.published, ENTRIES.c.seen)
        .join(SIGHTINGS, SIGHTINGS.c.entry == ENTRIES.c.id)
        .where(SIGHTINGS.c.feed == url)
        .order_by(ENTRIES.c.seen.desc(), ENTRIES.c.published.desc())
        .limit(schedule.KNOWN)
    )
    moments = (instant(row["published"] or row["seen"]) for row in storing.select(store, seen))
    return [moment for moment in moments if moment]


def _schedule(row: Row) -> Schedule:
    moments = {name: instant(row[name]) for name in MOMENTS}
    return Schedule(**{name: row[name] for name in PLAIN}, **moments)  # type: ignore[arg-type]  # the first three are set


def _row(one: Schedule) -> Row:
    told = {name: getattr(one, name) for name in PLAIN} | {name: stamp(getattr(one, name)) for name in MOMENTS}
    told |= {name: stamp(_whole(getattr(one, name), one.made)) for name in ("due", "earliest")}
    return told | {"version": versions.of("extract")}


def _whole(moment: datetime, made: datetime) -> datetime:
    """The next full second: rows have no parts of one, and who asked for rest is not asked too early."""
    return moment + timedelta(microseconds=-moment.microsecond % 1_000_000) if moment > made else moment


def _of_feed(row: Row) -> Schedule:
    """The schedule of a feed that was asked before there were schedules."""
    at = storing.moment(row["asked"])
    if row["outcome"] == "feed":
        return schedule.next_(schedule.new(row["url"], at), Heard(at))
    failure = Failure(row["url"], cast(Reason, row["outcome"]), row["detail"], row["status"] or None)
    return schedule.next_(schedule.new(row["url"], at), Heard(at, failure))
