"""The rows of what is forgotten: which they are, and their end, in the file of the database as well."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from extract.sameness.barring import PAGE, Barred, Named
from extract.sameness.canonical import canonical, is_home
from flows import versions
from flows.database import candidates
from flows.database.schema import (
    CODINGS,
    CRASHES,
    EDITIONS,
    ENTRIES,
    FEEDS,
    FETCHES,
    FORGOTTEN,
    MATCHES,
    PAGES,
    POSTS,
    ROBOTS,
    SAMPLES,
    SCHEDULES,
    SIGHTINGS,
    SUBSCRIPTIONS,
)  # fmt: skip
from flows.database.sightings import LOCKS
from flows.database.store import IN_LIMIT, Row, Store
from flows.errors import UsageError

PATIENCE = 3_000  # milliseconds until a store that another program writes counts as locked
OF_ENTRY = {
    ENTRIES: "id",
    SIGHTINGS: "entry",
    EDITIONS: "entry",
    POSTS: "entry",
    MATCHES: "entry",
    CODINGS: "entry",
    CRASHES: "entry",
} | {SAMPLES: "entry"}
OF_ADDRESS: dict[sa.Table, tuple[str, ...]] = {
    PAGES: ("url", "answered"),
    FEEDS: ("url", "answered"),
    FETCHES: ("url",),
    SCHEDULES: ("url", "moved"),
    SUBSCRIPTIONS: ("topic", "feed"),
    ROBOTS: ("origin",),
    SIGHTINGS: ("feed",),
}


@dataclass
class Found:
    """What a store holds of what is to be forgotten: the posts, every name of theirs, and the keys of rows by table."""

    posts: list[Row] = field(default_factory=list)
    names: dict[str, Named] = field(default_factory=dict)
    keys: dict[sa.Table, list[tuple[str, ...]]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return {table.name: len(keys) for table, keys in self.keys.items() if keys}

    @property
    def barred(self) -> Barred:
        """The names as digests."""
        return Barred(frozenset(one.digest for one in self.names.values()))


def found(store: Store, wanted: Sequence[Named]) -> Found:
    """The rows that go, and the names under which they would come back."""
    told = Found(names={one.name: one for one in wanted})
    with store.engine.connect() as connection:
        names, asked = _names(connection), told.barred
        own = {entry for entry, known in names.items() if any(map(asked.names, known))}
        others = {name for entry, known in names.items() if entry not in own for name in known}
        for name in {name for entry in own for name in names[entry]} - others:
            # An address that other posts have too, such as the blog's own, is not kept out.
            if not is_home(name) and not asked.names(name):
                told.names.setdefault(name, Named(PAGE, name))
        feeds = connection.execute(sa.select(ENTRIES.c.id, ENTRIES.c.feed)).tuples()
        mine = sorted(own | {entry for entry, feed in feeds if asked.holds(feed)})
        told.posts = candidates.among(connection, sa.select(POSTS), POSTS.c.entry, mine)
        barred = told.barred
        for table, column in OF_ENTRY.items():
            rows = candidates.among(connection, sa.select(*table.primary_key.columns), table.c[column], mine)
            told.keys[table] = [tuple(row.values()) for row in rows]
        for table, columns in OF_ADDRESS.items():
            told.keys[table] = sorted({*told.keys.get(table, []), *_of_address(connection, table, columns, barred)})
    return told


def _names(connection: sa.Connection) -> dict[str, set[str]]:
    """The canonical names of every entry: by its link, its guid, where its page answered, and as feeds tell of it."""
    names: dict[str, set[str]] = {}
    pages = connection.execute(sa.select(PAGES.c.url, PAGES.c.answered)).tuples()
    answered = {url: at for url, at in pages}
    for row in connection.execute(sa.select(ENTRIES.c.id, ENTRIES.c.url, ENTRIES.c.guid)).mappings():
        told = (row["url"], row["guid"], answered.get(row["url"], ""))
        names[row["id"]] = {name for one in told if (name := canonical(one))}
    for entry, url, guid in connection.execute(sa.select(SIGHTINGS.c.entry, SIGHTINGS.c.url, SIGHTINGS.c.guid)):
        names.setdefault(entry, set()).update(name for name in (url, canonical(guid)) if name)
    for entry, url in connection.execute(sa.select(POSTS.c.entry, POSTS.c.url)):
        names.setdefault(entry, set()).update(filter(None, [canonical(url)]))
    return names


def _of_address(
    connection: sa.Connection, table: sa.Table, columns: Iterable[str], barred: Barred
) -> Iterable[tuple[str, ...]]:
    keys = list(table.primary_key.columns)
    for row in connection.execute(sa.select(*keys, *(table.c[name].label(f"at_{name}") for name in columns))):
        if any(barred.holds(str(url).partition("#")[0]) or barred.holds(str(url)) for url in row[len(keys) :]):
            yield tuple(row[: len(keys)])


def keep_out(store: Store, digests: Iterable[str], day: str) -> None:
    """From now on none of these comes in; those that were kept out before keep their day."""
    with store.engine.begin() as connection:
        _lock(store, connection)
        known = set(connection.scalars(sa.select(FORGOTTEN.c.digest)))
        if new := sorted(set(digests) - known):
            connection.execute(FORGOTTEN.insert(), out(new, day))


def out(digests: Iterable[str], day: str) -> list[Row]:
    """Rows that keep something out; of the moment they tell the day only."""
    return [{"digest": one, "made": f"{day}T00:00:00Z", "version": versions.of("extract")} for one in digests]


def erase(store: Store, told: Found) -> None:
    """Delete the rows, and leave nothing of them in the file. Raises UsageError where another program holds the store."""
    with store.engine.begin() as connection:
        _lock(store, connection)
        for table, keys in told.keys.items():
            names = [key.name for key in table.primary_key.columns]
            same = [table.c[name] == sa.bindparam(f"key_{name}") for name in names]
            for start in range(0, len(keys), IN_LIMIT):
                values = [
                    {f"key_{n}": v for n, v in zip(names, key, strict=True)} for key in keys[start : start + IN_LIMIT]
                ]
                connection.execute(table.delete().where(*same), values)
    _scrub(store)


def _lock(store: Store, connection: sa.Connection) -> None:
    if store.engine.dialect.name != "sqlite":
        return
    try:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE}")
        connection.exec_driver_sql(LOCKS["sqlite"])
    except OperationalError as error:
        raise _locked(store) from error


def _locked(store: Store) -> UsageError:
    name = store.engine.url.database or store.engine.url.render_as_string()
    return UsageError(f"{name}: another program holds this store; stop that, and run the same command again")


def _scrub(store: Store) -> None:
    """SQLite leaves deleted rows in its file and its log until they are written over; so both are written anew."""
    if store.engine.dialect.name != "sqlite":
        return
    connection = store.engine.raw_connection()
    try:
        raw = cast(sqlite3.Connection, connection.driver_connection)
        for statement in (f"PRAGMA busy_timeout={PATIENCE}", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.execute(statement).close()
    except sqlite3.OperationalError as error:
        raise _locked(store) from error
    finally:
        connection.close()
