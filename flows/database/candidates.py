"""Which stored entries the items of a feed may be: looked up by id, address, guid, and what the feed said before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from extract.sameness import identifiers
from extract.sameness.canonical import is_home
from extract.sameness.identifiers import Item
from extract.sameness.identity import Known
from flows.database import rows
from flows.database.schema import ENTRIES, SIGHTINGS
from flows.database.store import IN_LIMIT, Row, stamp, text


@dataclass(frozen=True)
class Stored:
    """Rows of ENTRIES by id, and of SIGHTINGS by entry and feed."""

    entries: Mapping[str, Row]
    sightings: Mapping[str, Mapping[str, Row]]

    def known(self, feeds: Collection[str]) -> list[Known]:
        """The entries as the decision needs them; `feeds` are the names of the feed that it is made for."""
        return [self._known(row, feeds) for _, row in sorted(self.entries.items())]

    def _known(self, row: Row, feeds: Collection[str]) -> Known:
        told = [(row["feed"], row["guid"], row["url"])]
        told += [
            (feed, seen["guid"], f"http://{seen['url']}") for feed, seen in self.sightings.get(row["id"], {}).items()
        ]
        pages = [identifiers.page_of(*one) for one in dict.fromkeys(told)]
        own, beside = (frozenset(name for name in names if name) for names in zip(*pages, strict=True))
        here = [guid for feed, guid, _ in told if feed in feeds]
        entry = rows.entry_of(row)
        return Known(
            row["id"],
            entry,
            own,
            here=bool(here),
            guids=frozenset(identifiers.key(guid) for guid in here if guid and not guid.startswith(identifiers.MADE)),
            leads=row["feed"] in feeds,
            owned=any(identifiers.is_own(replace(entry, feed=feed, guid=guid, url=url)) for feed, guid, url in told),
            beside=beside,
        )


def named(connection: sa.Connection, items: Sequence[Item], feeds: Collection[str]) -> Stored:
    """Entries with a name of one of the items."""
    guids = sorted({guid for item in items for guid in _schemes(item.entry.guid)})
    ours = sa.select(SIGHTINGS.c.entry).where(SIGHTINGS.c.feed.in_(sorted(feeds)))
    ids = {row["entry"] for row in among(connection, ours, SIGHTINGS.c.guid, guids)}
    pages = sorted({page for item in items for page in (item.page, item.beside) if page and not is_home(page)})
    ids |= {row["entry"] for row in among(connection, sa.select(SIGHTINGS.c.entry), SIGHTINGS.c.url, pages)}
    ids |= {name for item in items for name, _ in identifiers.names(item)}
    found = among(connection, sa.select(ENTRIES), ENTRIES.c.id, sorted(ids))
    return _whole(connection, found)


def told(connection: sa.Connection, items: Sequence[Item], feeds: Collection[str]) -> Stored:
    """Entries that the feed brought before with the title or the date of one of the items, at most IN_LIMIT / 2."""
    titles = sorted({text(item.entry.title) for item in items if item.entry.title.strip()})
    dates = sorted({stamp(item.entry.published) for item in items if item.entry.published})
    # Asked for by title and date first: what a feed has brought in years is much, what says the same is little.
    same = ENTRIES.c.title.in_(titles) | ENTRIES.c.published.in_(dates)
    ours = sa.exists().where(SIGHTINGS.c.entry == ENTRIES.c.id, SIGHTINGS.c.feed.in_(sorted(feeds)))
    found = connection.execute(sa.select(ENTRIES).where(same, ours)).mappings()
    return _whole(connection, map(dict, found))


def both(one: Stored, other: Stored) -> Stored:
    """The entries of two searches."""
    return Stored({**one.entries, **other.entries}, {**one.sightings, **other.sightings})


def among(
    connection: sa.Connection, statement: sa.Select[tuple[str, ...]], column: sa.Column[str], values: Sequence[str]
) -> list[Row]:
    """Rows of a statement whose column is among values."""
    found: list[Row] = []
    for start in range(0, len(values), IN_LIMIT):
        where = column.in_(values[start : start + IN_LIMIT])
        found += [dict(row) for row in connection.execute(statement.where(where)).mappings()]
    return found


def _whole(connection: sa.Connection, found: Iterable[Row]) -> Stored:
    entries = {row["id"]: row for row in found}
    sightings: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in among(connection, sa.select(SIGHTINGS), SIGHTINGS.c.entry, sorted(entries)):
        sightings[row["entry"]][row["feed"]] = row
    return Stored(entries, sightings)


def _schemes(guid: str) -> list[str]:
    """A guid as it is, and with the other scheme, which whole blogs change in one night."""
    scheme, sign, rest = guid.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme.lower())
    return [text(guid), text(f"{other}://{rest}")] if sign and other else [text(guid)] if guid else []
