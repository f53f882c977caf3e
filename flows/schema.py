"""The store's tables and the dated list of migrations that make them.

Every row carries when it was made and by which version; `source` is what it was made from: FILE@OFFSET in the archive,
or "feed" for a post whose page could not be had. Matches and codings are made from the entry that they name.
"""

from collections.abc import Callable

import sqlalchemy as sa

METADATA = sa.MetaData()


def _made() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("made", sa.String(32), nullable=False), sa.Column("version", sa.String(64), nullable=False)


MIGRATED = sa.Table(
    "migrated", METADATA, sa.Column("number", sa.Integer, primary_key=True), sa.Column("name", sa.Text, nullable=False)
)
FEEDS = sa.Table(
    "feeds",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("answered", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("outcome", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("items", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("asked", sa.String(32), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    *_made(),
)
ROBOTS = sa.Table(
    "robots",
    METADATA,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("fetched", sa.String(32), nullable=False),
    *_made(),
)
ENTRIES = sa.Table(
    "entries",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("guid", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("published", sa.String(32), nullable=False),
    sa.Column("published_raw", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    *_made(),
)
PAGES = sa.Table(
    "pages",
    METADATA,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("answered", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("outcome", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    *_made(),
)
POSTS = sa.Table(
    "posts",
    METADATA,
    sa.Column("entry", sa.String(32), primary_key=True),
    sa.Column("outcome", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("published", sa.String(32), nullable=False),
    sa.Column("date_source", sa.String(8), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("text_source", sa.String(8), nullable=False),
    sa.Column("blog", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    *_made(),
)
QUERIES = sa.Table(
    "queries",
    METADATA,
    sa.Column("query", sa.Text, primary_key=True),
    sa.Column("study", sa.Text, nullable=False),
    *_made(),
)
MATCHES = sa.Table(
    "matches",
    METADATA,
    sa.Column("query", sa.Text, primary_key=True),
    sa.Column("entry", sa.String(32), primary_key=True),
    sa.Column("hits", sa.Text, nullable=False),
    *_made(),
)
CODINGS = sa.Table(
    "codings",
    METADATA,
    sa.Column("entry", sa.String(32), primary_key=True),
    sa.Column("coder", sa.String(32), primary_key=True),
    sa.Column("version", sa.String(64), primary_key=True),
    sa.Column("coding", sa.Text, nullable=False),
    sa.Column("made", sa.String(32), nullable=False),
)


def _first_tables(connection: sa.Connection) -> None:
    METADATA.create_all(connection)


# Appended to, never edited: a store remembers the numbers it has seen.
MIGRATIONS: tuple[tuple[int, str, Callable[[sa.Connection], None]], ...] = (
    (1, "2026-11-22 first tables", _first_tables),
)
