"""Which post is which, in the store: what a feed brings is found again or new, in a handful of statements a feed.

Reading, deciding and writing are one transaction under one lock, so that two feeds with the same post that come at the
same moment make one entry. Nothing is parsed in it, and a long feed goes in by parts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from extract.post import Entry
from extract.sameness import identity, merging
from extract.sameness.canonical import canonical
from extract.sameness.identifiers import Item
from extract.sameness.identity import Decision, Known
from flows import versions
from flows.database import candidates, rows
from flows.database.candidates import Stored
from flows.database.schema import EDITIONS, ENTRIES, SIGHTINGS
from flows.database.store import Row, Store, put, stamp, text

PART = 200  # items in one transaction
LONGEST_GUID = 500  # characters
AHEAD = timedelta(days=1)  # what clocks and zones may differ; a date further on is a mistake of the feed's
# What makes all others wait who add entries: in SQLite the first thing written, in PostgreSQL a lock that lets all read.
LOCKS = {
    "sqlite": "UPDATE migrated SET number = number WHERE 1 = 0",
    "postgresql": "LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE",
}
STATE = ("title", "summary", "content", "published_raw", "source", "made", "version")
Beside = Sequence[tuple[sa.Table, Row]]  # rows of other tables that go in with the last entries
Settled = list[tuple[Item, Decision]]


@dataclass(frozen=True)
class Brought:
    """An answer of a feed: the feed's address, the answer's place in the archive and its moment.

    `family` is how the feed came into the study, `answered` the address that answered for it.
    """

    feed: str
    place: str
    at: datetime
    family: str = ""
    answered: str = ""

    @property
    def stamps(self) -> dict[str, str]:
        """What every row of it carries."""
        return {"source": self.place, "made": stamp(self.at), "version": versions.of("extract")}


@dataclass(frozen=True)
class Added:
    """The entries that the items of an answer are, in their order, and how many of them are new."""

    entries: tuple[str, ...]
    new: int


def add(
    store: Store,
    found: Sequence[Entry],
    brought: Brought,
    beside: Callable[[int], Beside] = lambda new: (),
    before: Callable[[], object] = lambda: None,
) -> Added:
    """Store what a feed brings, and `beside` the last of it the rows that are made of how many entries are new.

    `before` is called when nobody else can add entries until these are in: what it writes has the order of the store.
    """
    items = identity.survey([_storable(one, brought) for one in found])
    first = identity.firsts(items)
    places = sorted(set(first))
    decisions: dict[int, Decision] = {}
    for start in range(0, max(1, len(places)), PART):
        part = places[start : start + PART]
        with store.engine.begin() as connection:
            connection.exec_driver_sql(LOCKS[connection.dialect.name])
            if not start:
                before()
            taken = frozenset(decision.id for decision in decisions.values())
            made = _add(connection, [items[place] for place in part], brought, taken)
            decisions |= dict(zip(part, made, strict=True))
            new = sum(decision.new for decision in decisions.values())
            for table, row in beside(new) if start + PART >= len(places) else ():
                put(connection, table, [row])
    return Added(tuple(decisions[place].id for place in first), new)


def _storable(entry: Entry, brought: Brought) -> Entry:
    """An entry as the store keeps it, so that what is found again is compared with its like."""
    published = entry.published.astimezone(UTC).replace(microsecond=0) if entry.published else None
    if published and published > brought.at + AHEAD:
        published = None
    guid, url = text(entry.guid), text(entry.url)
    # Longer addresses are none of posts, and PostgreSQL cannot index them, nor such guids.
    return replace(
        entry,
        feed=brought.feed,
        guid=guid if len(guid) <= LONGEST_GUID else f"long:{sha256(guid.encode()).hexdigest()}",
        url=url if len(url) <= rows.LONGEST_URL else "",
        title=text(entry.title),
        author=text(entry.author),
        published=published,
        published_raw=text(entry.published_raw),
        summary=text(entry.summary),
        content=text(entry.content),
    )


def _add(connection: sa.Connection, items: Sequence[Item], brought: Brought, taken: frozenset[str]) -> list[Decision]:
    feeds = {brought.feed, brought.answered or brought.feed}
    stored = candidates.named(connection, items, feeds)
    known = {one.id: one for one in stored.known(feeds)}
    decisions = identity.settle(items, _free(known, taken), taken)
    if new := [item for item, decision in zip(items, decisions, strict=True) if decision.new]:
        stored = candidates.both(stored, candidates.told(connection, new, feeds))
        known = {one.id: one for one in stored.known(feeds)}
        decisions = identity.settle(items, _free(known, taken), taken)
    settled = list(zip(items, decisions, strict=True))
    put(connection, ENTRIES, [_new(item.entry, one, brought) for item, one in settled if one.new])
    _merge(connection, [pair for pair in settled if pair[1].id in known], known, stored, brought)
    seen = (_sighting(item, one, brought, stored.sightings.get(one.id, {})) for item, one in settled)
    put(connection, SIGHTINGS, [row for row in seen if row])
    return decisions


def _free(known: Mapping[str, Known], taken: frozenset[str]) -> list[Known]:
    return [one for name, one in known.items() if name not in taken]


def _new(entry: Entry, decision: Decision, brought: Brought) -> Row:
    told = {**asdict(entry), "published": stamp(entry.published)}
    return {**told, "id": decision.id, "identity": decision.reason, "seen": stamp(brought.at), **brought.stamps}


def _merge(
    connection: sa.Connection, settled: Settled, known: Mapping[str, Known], stored: Stored, brought: Brought
) -> None:
    """Write what has become of entries that were there before."""
    earlier = defaultdict(set)
    changed = sorted(one.id for item, one in settled if not _is_known(item.entry, known[one.id].entry))
    for row in candidates.among(connection, sa.select(EDITIONS), EDITIONS.c.entry, changed):
        earlier[row["entry"]].add(row["digest"])
    entries, kept = [], []
    for item, one in settled:
        row = stored.entries[one.id]
        before = stored.sightings.get(one.id, {}).get(brought.feed, {}).get("url", "")
        made = merging.merged(known[one.id], item, before, earlier[one.id])
        if made.entry or made.is_news:
            state = made.entry or known[one.id].entry
            entries.append({**row, **asdict(state), "published": stamp(state.published), **brought.stamps})
        if made.kept:
            kept.append(_edition(one.id, made.kept.digest, row))
        if made.aside:
            kept.append(_edition(one.id, made.aside.digest, {**asdict(made.aside.entry), **brought.stamps}))
    put(connection, ENTRIES, entries)
    put(connection, EDITIONS, kept)


def _edition(name: str, digest: str, state: Row) -> Row:
    return {"entry": name, "digest": digest, **{name: state[name] for name in STATE}}


def _is_known(found: Entry, kept: Entry) -> bool:
    return (found.title, found.summary, found.content) == (kept.title, kept.summary, kept.content)


def _sighting(item: Item, decision: Decision, brought: Brought, before: Mapping[str, Row]) -> Row | None:
    """The row that says that the feed brought an entry, None where it is there."""
    entry, seen = item.entry, before.get(brought.feed)
    url = canonical(entry.url)
    if seen and (seen["guid"], seen["url"]) == (entry.guid, url):
        return None
    family = brought.family or (seen["family"] if seen else "")
    told = {"entry": decision.id, "feed": brought.feed, "guid": entry.guid, "url": url, "reason": decision.reason}
    return {**told, "family": family, **brought.stamps}
