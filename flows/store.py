"""The study on disk: one database, SQLite by default, PostgreSQL by URL.

Pending work is a query; a result is an idempotent upsert in one transaction. So a killed run resumes and a second
run does only what is new.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from analysis.coding import Coding, Evidence
from extract.post import Entry, Failure, Hit, Post
from flows.errors import UsageError
from flows.schema import CODINGS, ENTRIES, FEEDS, MATCHES, METADATA, MIGRATED, MIGRATIONS, PAGES, POSTS

VERSION = "0.1.0"
Row = Mapping[str, Any]  # a database row: its values are of the column's type
IN_LIMIT = 500  # bound parameters per statement, under the limits of both databases


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

    Raises UsageError where it cannot be opened or was written by a newer rootfeed.
    """
    try:
        engine = sa.create_engine(url, connect_args={"timeout": 120} if url.startswith("sqlite") else {})
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA journal_mode=WAL"))
        _migrate(engine)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise UsageError(f"store {sa.engine.make_url(url).render_as_string()}: {reason}") from error
    return Store(engine)


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path.resolve()}"


def _migrate(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        MIGRATED.create(connection, checkfirst=True)
        done = set(connection.scalars(sa.select(MIGRATED.c.number)))
        known = {number for number, _, _ in MIGRATIONS}
        if done - known:
            raise UsageError(
                f"store {engine.url.render_as_string()} was written by a newer rootfeed "
                f"(migration {max(done)}, this one knows {max(known)}): upgrade rootfeed"
            )
        for number, name, apply in MIGRATIONS:
            if number not in done:
                apply(connection)
                connection.execute(MIGRATED.insert().values(number=number, name=name))


def upsert(store: Store, table: sa.Table, rows: Sequence[Row]) -> None:
    """Put rows in, replacing those with the same key, in one transaction."""
    if not rows:
        return
    keys = list(table.primary_key.columns)
    unique = {tuple(row[key.name] for key in keys): dict(row) for row in rows}
    with store.engine.begin() as connection:
        for row in unique.values():
            connection.execute(table.delete().where(*(key == row[key.name] for key in keys)))
        connection.execute(table.insert(), list(unique.values()))


def select(store: Store, statement: sa.Select[Any]) -> list[Row]:
    """Rows of a query."""
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def by_ids(store: Store, table: sa.Table, column: str, ids: Sequence[str]) -> list[Row]:
    """Rows whose column is among ids, in the order of the column."""
    found: list[Row] = []
    for start in range(0, len(ids), IN_LIMIT):
        where = table.c[column].in_(ids[start : start + IN_LIMIT])
        found += select(store, sa.select(table).where(where).order_by(table.c[column]))
    return found


def entry_id(entry: Entry) -> str:
    """Identity of an entry in its feed: guid, else link, else title and date."""
    name = entry.guid or entry.url or f"{entry.title}\n{entry.published_raw}"
    return sha256(f"{entry.feed}\n{name}".encode()).hexdigest()[:32]


def add_entries(store: Store, entries: Iterable[Entry]) -> int:
    """Store entries not yet there; returns how many were new."""
    rows = {entry_id(entry): entry for entry in entries}
    known = {row["id"] for row in by_ids(store, ENTRIES, "id", sorted(rows))}
    new = [
        {**asdict(entry), "id": key, "published": stamp(entry.published), "made": now(), "version": VERSION}
        for key, entry in sorted(rows.items())
        if key not in known
    ]
    upsert(store, ENTRIES, new)
    return len(new)


def entry_of(row: Row) -> Entry:
    """The record of a row of ENTRIES."""
    fields = {name: row[name] for name in ("feed", "guid", "url", "title", "author", "published_raw")}
    return Entry(**fields, published=instant(row["published"]), summary=row["summary"], content=row["content"])


def add_posts(store: Store, results: Mapping[str, Post | Failure]) -> None:
    """Store what became of entries: a post, or why there is none."""
    upsert(store, POSTS, [_post_row(entry, result) for entry, result in sorted(results.items())])


def _post_row(entry: str, result: Post | Failure) -> Row:
    stamped = {"entry": entry, "made": now(), "version": VERSION}
    if isinstance(result, Failure):
        blank = dict.fromkeys(("title", "author", "published", "date_source", "language", "text", "text_source"), "")
        return {**blank, **stamped, "url": result.url, "blog": "", "outcome": result.reason, "detail": result.detail}
    return {**asdict(result), **stamped, "published": stamp(result.published), "outcome": "post", "detail": ""}


def add_matches(store: Store, query: str, hits: Mapping[str, Sequence[Hit]]) -> None:
    """Store why each entry matched a query; no hits says that it does not."""
    rows = [
        {"query": query, "entry": entry, "hits": json.dumps([asdict(hit) for hit in found])}
        for entry, found in sorted(hits.items())
    ]
    upsert(store, MATCHES, [{**row, "made": now(), "version": VERSION} for row in rows])


def add_codings(store: Store, coder: str, version: str, codings: Mapping[str, Coding]) -> None:
    """Store what a coder of a version said of each post."""
    rows = [
        {"entry": entry, "coder": coder, "version": version, "coding": json.dumps(asdict(coding)), "made": now()}
        for entry, coding in sorted(codings.items())
    ]
    upsert(store, CODINGS, rows)


def coding_of(text: str) -> Coding:
    """The record of a stored coding."""
    raw = json.loads(text)
    evidence = tuple(Evidence(**item) for item in raw.pop("evidence"))
    causes = tuple((cause, level) for cause, level in raw.pop("causes"))
    return Coding(**{**raw, "outcomes": tuple(raw["outcomes"])}, causes=causes, evidence=evidence)


def unfetched(store: Store) -> list[str]:
    """Addresses of entries whose page was never asked for."""
    statement = sa.select(ENTRIES.c.url).where(ENTRIES.c.url != "", ENTRIES.c.url.not_in(sa.select(PAGES.c.url)))
    return sorted({row["url"] for row in select(store, statement)})


def unread(store: Store) -> list[str]:
    """Entries that no post was made of yet."""
    statement = sa.select(ENTRIES.c.id).where(ENTRIES.c.id.not_in(sa.select(POSTS.c.entry)))
    return sorted(row["id"] for row in select(store, statement))


def unmatched(store: Store, query: str) -> list[str]:
    """Posts on which a query has not been tried."""
    tried = sa.select(MATCHES.c.entry).where(MATCHES.c.query == query)
    statement = sa.select(POSTS.c.entry).where(POSTS.c.outcome == "post", POSTS.c.entry.not_in(tried))
    return sorted(row["entry"] for row in select(store, statement))


def uncoded(store: Store, query: str, coder: str, version: str) -> list[str]:
    """Posts that match a query and that this coder, in this version, has not coded."""
    coded = sa.select(CODINGS.c.entry).where(CODINGS.c.coder == coder, CODINGS.c.version == version)
    statement = sa.select(MATCHES.c.entry).where(
        MATCHES.c.query == query, MATCHES.c.hits != "[]", MATCHES.c.entry.not_in(coded)
    )
    return sorted(row["entry"] for row in select(store, statement))


def counts(store: Store) -> dict[str, int]:
    """Rows per table."""
    tables = [table for table in METADATA.sorted_tables if table is not MIGRATED]
    with store.engine.connect() as connection:
        return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}


def feed_states(store: Store) -> dict[str, Row]:
    """What is known of each feed, by the address that was asked."""
    return {row["url"]: row for row in select(store, sa.select(FEEDS).order_by(FEEDS.c.url))}


def stamp(moment: datetime | None) -> str:
    """ISO 8601 in UTC, or "" where the moment is not known."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def instant(text: str) -> datetime | None:
    """The reverse of stamp."""
    return datetime.fromisoformat(text) if text else None
