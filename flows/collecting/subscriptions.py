"""WebSub subscriptions as rows of the store: which feeds have one, and which are to be asked for, renewed or ended."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from extract.finding import websub
from flows import versions
from flows.database import store as storing
from flows.database.schema import SCHEDULES, SUBSCRIPTIONS
from flows.database.store import Row, Store, instant, stamp

ASKED, ACTIVE, ENDING, ENDED, DENIED, FAILED = "asked", "active", "ending", "ended", "denied", "failed"
OPEN = (ASKED, ACTIVE, FAILED)  # a renewal that failed takes nothing from a lease that runs
PATIENCE = {ASKED: timedelta(hours=6), ENDING: timedelta(hours=6), FAILED: timedelta(days=1), DENIED: timedelta(days=7)}
"""After how long in a state a hub is asked again."""


def of_token(store: Store, token: str) -> Row | None:
    """The subscription with a token in its callback; it cannot be guessed, so whoever names it was told."""
    found = storing.by_ids(store, SUBSCRIPTIONS, "token", [token])
    return found[0] if found else None


def put(store: Store, row: Row, state: str, at: datetime, lease: str = "") -> None:
    """Store a subscription in another state since a moment."""
    told = {"state": state, "lease": lease, "made": stamp(at), "version": versions.of("extract")}
    storing.upsert(store, SUBSCRIPTIONS, [{**row, **told}])


def is_active(store: Store, feed: str, now: datetime) -> bool:
    """Whether a hub sends what is new in a feed, so that asking for it seldom is enough."""
    active = sa.and_(SUBSCRIPTIONS.c.feed == feed, SUBSCRIPTIONS.c.state.in_(OPEN))
    leases = storing.select(store, sa.select(SUBSCRIPTIONS.c.lease).where(active))
    return any(row["lease"] > stamp(now) for row in leases)


def hears(row: Row, now: datetime) -> bool:
    """Whether what a hub sends for a subscription is taken: it was confirmed, and its lease has not run out."""
    return row["state"] in OPEN and row["lease"] > stamp(now)


def wanted(store: Store, feeds: Collection[str], now: datetime) -> list[Row]:
    """Subscriptions that hubs are to be asked for now: new ones, and those that end soon or that nobody answered to."""
    rows = {row["topic"]: row for row in storing.select(store, sa.select(SUBSCRIPTIONS))}
    offered = sa.select(SCHEDULES).where(SCHEDULES.c.hub != "", SCHEDULES.c.topic != "").order_by(SCHEDULES.c.url)
    offers = {row["topic"]: row for row in storing.select(store, offered) if row["url"] in feeds}
    asked = []
    for topic, offer in sorted(offers.items()):
        row = rows.get(topic)
        if row is None or row["hub"] != offer["hub"] or row["state"] == ENDED:
            asked.append(_new(topic, offer))
        elif _is_due(row, now):
            asked.append(row)
    return asked


def unwanted(store: Store, feeds: Collection[str], now: datetime) -> list[Row]:
    """Subscriptions to feeds that the study has no more, to be ended."""
    states = SUBSCRIPTIONS.c.state.in_((*OPEN, ENDING))
    rows = storing.select(store, sa.select(SUBSCRIPTIONS).where(states).order_by(SUBSCRIPTIONS.c.topic))
    left = [row for row in rows if row["feed"] not in feeds]
    return [row for row in left if row["state"] != ENDING or _waited(row, now)]


def _new(topic: str, offer: Mapping[str, str]) -> Row:
    names = {"topic": topic, "hub": offer["hub"], "feed": offer["url"], "state": "", "lease": "", "made": ""}
    return names | {"token": secrets.token_urlsafe(32), "secret": secrets.token_urlsafe(48), "version": ""}


def _is_due(row: Row, now: datetime) -> bool:
    if row["state"] != ACTIVE:
        return _waited(row, now)
    granted, until = instant(row["made"]), instant(row["lease"])
    assert granted and until  # a hub that confirms gives a lease
    return now >= websub.renewal(granted, round((until - granted).total_seconds()))


def _waited(row: Row, now: datetime) -> bool:
    made = instant(row["made"])
    return made is None or now - made >= PATIENCE.get(row["state"], timedelta(0))
