"""The store's tables and the dated list of migrations that make them.

Every row carries when it was made and by which version; `source` is what it was made from: FILE@OFFSET in the archive,
or "feed" for a post whose page could not be had. Matches and codings are made from the entry that they name. A sample
holds every post that could have been drawn, with its chance; `drawn` is 1 for those that were.
"""

from collections.abc import Callable

import sqlalchemy as sa

METADATA = sa.MetaData()


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _made() -> list[sa.Column[str]]:
    return _texts("made", "version")


MIGRATED = sa.Table("migrated", METADATA, sa.Column("number", sa.Integer, primary_key=True), *_texts("name"))
FEEDS = sa.Table(
    "feeds",
    METADATA,
    _key("url"),
    *_texts("answered", "etag", "modified", "outcome", "detail", "asked", "source"),
    *_numbers("items", "status"),
    *_made(),
)
ROBOTS = sa.Table(
    "robots",
    METADATA,
    _key("origin"),
    *_texts("etag", "modified", "fetched"),
    *_numbers("status"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    *_made(),
)
ENTRIES = sa.Table(
    "entries",
    METADATA,
    _key("id"),
    *_texts("feed", "guid", "url", "title", "author", "published", "published_raw", "summary", "content", "source"),
    *_made(),
)
sa.Index("entries_by_url", ENTRIES.c.url)
PAGES = sa.Table(
    "pages",
    METADATA,
    _key("url"),
    *_texts("answered", "outcome", "detail", "source"),
    *_numbers("status", "tries"),
    *_made(),
)
POSTS = sa.Table(
    "posts",
    METADATA,
    _key("entry"),
    *_texts("outcome", "detail", "url", "title", "author", "published", "date_source", "language", "text"),
    *_texts("text_source", "blog", "source"),
    *_made(),
)
QUERIES = sa.Table("queries", METADATA, _key("query"), *_texts("study"), *_made())
MATCHES = sa.Table("matches", METADATA, _key("query"), _key("entry"), *_texts("hits"), *_made())
CODINGS = sa.Table("codings", METADATA, _key("entry"), _key("coder"), _key("version"), *_texts("coding", "made"))
SAMPLES = sa.Table(
    "samples",
    METADATA,
    *map(_key, ("study", "query", "entry")),
    sa.Column("seed", sa.Integer, primary_key=True),
    sa.Column("probability", sa.Float, nullable=False),
    *_texts("stratum"),
    *_numbers("drawn", "size"),
    *_made(),
)


def _first_tables(connection: sa.Connection) -> None:
    METADATA.create_all(connection)


def _samples(connection: sa.Connection) -> None:
    SAMPLES.create(connection)


# Appended to, never edited: a store remembers the numbers it has seen.
MIGRATIONS: tuple[tuple[int, str, Callable[[sa.Connection], None]], ...] = (
    (1, "2026-11-22 first tables", _first_tables),
    (2, "2026-11-22 samples for hand coding", _samples),
)
