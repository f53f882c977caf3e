"""The study on disk: one database, SQLite by default, PostgreSQL by URL.

A result is an idempotent upsert in one transaction, pending work a query (pending.py), and records become rows and
rows records in rows.py. So a killed run resumes and a second run does only what is new.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from flows.database import ailing
from flows.database.schema import METADATA, MIGRATED, MIGRATIONS
from flows.errors import UsageError

VERSION = version("rootfeed")
Row = Mapping[str, Any]  # a database row: its values are of the column's type
# PostgreSQL refuses NUL in text, and no database takes half of a surrogate pair; feeds hold both.
LOST = re.compile("[\x00\ud800-\udfff]")
# What makes others wait who open the store: in SQLite anything that writes, in PostgreSQL a lock with a number of our own.
ALONE = {"sqlite": "PRAGMA user_version = 0", "postgresql": "SELECT pg_advisory_xact_lock(7668333)"}
INSERTS: Mapping[str, Callable[[sa.Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
PATIENCE = 120  # seconds to wait for another program that writes to a SQLite file
IN_LIMIT = 500  # bound parameters per statement, under the limits of both databases


class Damaged(UsageError):
    """A store that is no whole database any more, but can be made again."""


@dataclass(frozen=True)
class Store:
    """An open store. `now` is the clock that stamps rows."""

    engine: sa.Engine

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_store(url: str) -> Store:
    """Open the store at a SQLAlchemy URL and bring it up to date.

    Raises Damaged where it is no whole database, UsageError where it cannot be opened or was written by a newer rootfeed.
    """
    try:
        engine = sa.create_engine(url, connect_args={"timeout": PATIENCE} if url.startswith("sqlite") else {})
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _prepare)
            sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        _migrate(engine)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        if ailing.is_damage(error):
            raise Damaged(f"store {_shown(url)}: {ailing.told(error)}") from error
        advice = "for PostgreSQL install the extra: pip install '.[postgres]' in rootfeed's checkout"
        reason = f"{error}; {advice}" if isinstance(error, ModuleNotFoundError) else ailing.told(error)
        raise UsageError(f"store {_shown(url)}: {reason}") from error
    return Store(engine)


def _prepare(raw: Any, _: object) -> None:  # a connection of sqlite3, which SQLAlchemy does not type
    # Left to itself sqlite3 begins no transaction for CREATE and ALTER, so that half a migration could stay.
    raw.isolation_level = None
    _write_ahead(raw)
    raw.execute("PRAGMA synchronous=NORMAL")  # a power cut may take the last rows, which the archive still has


def _write_ahead(raw: Any) -> None:  # as above
    """Keep the file with a write-ahead log; where several programs make it at once, SQLite does not wait here, so we do."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _shown(url: str) -> str:
    """A store's address without its password."""
    try:
        return sa.engine.make_url(url).render_as_string()
    except (sa.exc.ArgumentError, ValueError):
        return "is no SQLAlchemy URL, such as postgresql+psycopg://user@host/name"


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path.resolve()}"


def _migrate(engine: sa.Engine) -> None:
    """Make or bring up to date the tables. Where several programs open a store at once, one does and the others wait."""
    known = {number for number, _, _ in MIGRATIONS}
    with engine.connect() as connection:
        done = _done(connection)
    if done - known:
        raise UsageError(
            f"store {engine.url.render_as_string()} was written by a newer rootfeed "
            f"(migration {max(done)}, this one knows {max(known)}): upgrade rootfeed"
        )
    if done == known:
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(ALONE[connection.dialect.name])
        done = _done(connection)
        if not done:  # a new store is made as the tables are now
            METADATA.create_all(connection)
        for number, name, apply in MIGRATIONS:
            if number not in done:
                if done:
                    apply(connection)
                connection.execute(MIGRATED.insert().values(number=number, name=name))


def _done(connection: sa.Connection) -> set[int]:
    """The migrations that a store has seen."""
    there = sa.inspect(connection).has_table(MIGRATED.name)
    return set(connection.scalars(sa.select(MIGRATED.c.number))) if there else set()


def upsert(store: Store, table: sa.Table, rows: Sequence[Row]) -> None:
    """Put rows in, replacing those with the same key, in one transaction."""
    with store.engine.begin() as connection:
        put(connection, table, rows)


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Upsert within a transaction of the caller's."""
    if not rows:
        return
    key = [*table.primary_key.columns]
    unique = {tuple(row[column.name] for column in key): _storable(row) for row in rows}
    statement = INSERTS[connection.dialect.name](table)
    others = {column.name: column for column in statement.excluded if not column.primary_key}
    # Changed in place, for to delete a row and put it in again writes every index twice.
    changed = statement.on_conflict_do_update(index_elements=key, set_=others)
    connection.execute(changed, [*unique.values()])


def _storable(row: Row) -> dict[str, Any]:
    return {key: text(value) if isinstance(value, str) else value for key, value in row.items()}


def text(value: str) -> str:
    """A text as the store keeps it."""
    return LOST.sub("\ufffd", value)


def select(store: Store, statement: sa.Select[Any]) -> list[Row]:
    """Rows of a query."""
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def each(store: Store, statement: sa.Select[Any]) -> Iterator[Row]:
    """The same, one after the other: of a whole store's posts all at once take more memory than what is made of them."""
    with store.engine.connect() as connection:
        found = connection.execution_options(yield_per=IN_LIMIT).execute(statement).mappings()
        yield from map(dict, found)


def scalar(store: Store, statement: sa.Select[Any]) -> Any:  # the one value's type is the column's
    """The one value of a query."""
    with store.engine.connect() as connection:
        return connection.scalar(statement)


def by_ids(store: Store, table: sa.Table, column: str, ids: Sequence[str]) -> list[Row]:
    """Rows whose column is among ids, in the order of the column."""
    found: list[Row] = []
    for start in range(0, len(ids), IN_LIMIT):
        where = table.c[column].in_(ids[start : start + IN_LIMIT])
        found += select(store, sa.select(table).where(where).order_by(table.c[column]))
    return found


def counts(store: Store) -> dict[str, int]:
    """Rows per table."""
    tables = [table for table in METADATA.sorted_tables if table is not MIGRATED]
    with store.engine.connect() as connection:
        return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}


def outcomes(store: Store, table: sa.Table) -> dict[str, int]:
    """How often each outcome stands in a table."""
    statement = sa.select(table.c.outcome, sa.func.count().label("n")).group_by(table.c.outcome)
    return {row["outcome"]: row["n"] for row in sorted(select(store, statement), key=lambda row: str(row["outcome"]))}


def stamp(moment: datetime | None) -> str:
    """ISO 8601 in UTC, or "" where the moment is not known."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def instant(text: str) -> datetime | None:
    """The reverse of stamp. Raises Damaged."""
    return moment(text) if text else None


def moment(text: str) -> datetime:
    """A moment that is stored. Raises Damaged where it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise damaged(f"a time in the store is {text!r}") from error


def damaged(what: str) -> Damaged:
    """The error for a row that is not what was stored."""
    return Damaged(f"{what[: ailing.LONGEST]}; {ailing.AGAIN}")
