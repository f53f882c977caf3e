"""The store's tables and the dated list of migrations that make them.

Every row carries when it was made and by which version; `source` is what it was made from: FILE@OFFSET in the archive;
of a post two places, that of its page, or "feed" where none could be had, and that of the feed's answer that told its
entry. Matches and codings are made from the entry that they name; a match of the query "" says in its hits which
queries were tried on the entry (rows.tried_mark). A sample holds every post that could have been drawn, with its chance;
`drawn` is 1 for those that were.

Times are ISO 8601 in UTC to the second. An entry is a post as feeds tell of it: `sightings` are the feeds that brought it,
`editions` its earlier states, `zone` how sure its date is, `identity` why it is taken for this post, `seen` when it was
first found. `crashes` are posts on which a program ended that matched or coded them; one that read them is an outcome in
`posts`. A feed's `schedule`: before `earliest` nobody may ask, at `due` its own rhythm asks; `interval` in seconds;
`moved` where it says it has moved for good, `confirmed` so many times; `digest` the SHA-256 of its last body. `fetches`
has a row for every request of a feed, `via` poll, history or push, and `conditional` is yes or no for a poll.
`subscriptions` are those of WebSub. `forgotten` holds digests (extract.sameness.barring) of what is kept out on request,
never addresses; of when it was made only the day.
"""

from collections.abc import Callable

import sqlalchemy as sa

from extract.sameness.canonical import canonical

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
    *_texts("feed", "guid", "url", "title", "author", "published", "published_raw", "zone", "summary", "content"),
    *_texts("source", "identity", "seen"),
    *_made(),
)
sa.Index("entries_by_url", ENTRIES.c.url)
# PostgreSQL takes no title of any length into an index of another kind.
ENTRIES_BY_TITLE = sa.Index("entries_by_title", ENTRIES.c.title, postgresql_using="hash")
ENTRIES_BY_DATE = sa.Index("entries_by_date", ENTRIES.c.published)
EDITIONS = sa.Table(
    "editions",
    METADATA,
    *map(_key, ("entry", "digest")),
    *_texts("title", "summary", "content", "published_raw", "source"),
    *_made(),
)
SIGHTINGS = sa.Table(
    "sightings",
    METADATA,
    *map(_key, ("entry", "feed")),
    *_texts("guid", "url", "reason", "family", "source"),
    *_made(),
)
sa.Index("sightings_by_feed", SIGHTINGS.c.feed, SIGHTINGS.c.guid)
SIGHTINGS_BY_URL = sa.Index(
    "sightings_by_url", SIGHTINGS.c.url
)  # the canonical form of the link (extract.sameness.canonical)
SCHEDULES = sa.Table(
    "schedules",
    METADATA,
    _key("url"),
    *_texts("due", "earliest", "moved", "digest", "newest", "succeeded", "hub", "topic"),
    *_numbers("interval", "failures", "confirmed"),
    *_made(),
)
sa.Index("schedules_by_due", SCHEDULES.c.due)
FETCHES = sa.Table(
    "fetches",
    METADATA,
    *map(_key, ("url", "asked")),
    *_texts("outcome", "via", "source", "conditional"),
    *_numbers("status", "bytes", "items", "new"),
    *_made(),
)
SUBSCRIPTIONS = sa.Table(
    "subscriptions", METADATA, _key("topic"), *_texts("hub", "feed", "token", "secret", "state", "lease"), *_made()
)
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
    *_texts("text_source", "blog", "source", "published_raw", "zone"),
    *_made(),
)
QUERIES = sa.Table("queries", METADATA, _key("query"), *_texts("study"), *_made())
MATCHES = sa.Table("matches", METADATA, _key("query"), _key("entry"), *_texts("hits"), *_made())
MATCHES_BY_ENTRY = sa.Index("matches_by_entry", MATCHES.c.entry)
CODINGS = sa.Table("codings", METADATA, _key("entry"), _key("coder"), _key("version"), *_texts("coding", "made"))
FORGOTTEN = sa.Table("forgotten", METADATA, _key("digest"), *_made())
CRASHES = sa.Table("crashes", METADATA, *map(_key, ("entry", "stage")), *_texts("reason", "detail"), *_made())
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


def _collecting(connection: sa.Connection) -> None:
    """Older entries do not tell where their dates had their zones from; read again, they do."""
    for table in (EDITIONS, SIGHTINGS, SCHEDULES, FETCHES, SUBSCRIPTIONS):
        table.create(connection)
    for place in ("entries.zone", "entries.identity", "entries.seen", "posts.published_raw", "posts.zone"):
        name, _, column = place.partition(".")
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    connection.execute(ENTRIES.update().values(seen=ENTRIES.c.made))


def _sighted(connection: sa.Connection) -> None:
    """Older entries were brought by their feeds, and are found by the canonical forms of their links from now on."""
    SIGHTINGS_BY_URL.create(connection, checkfirst=True)
    names = ("feed", "guid", "url", "source", "made", "version")
    unseen = ENTRIES.c.id.not_in(sa.select(SIGHTINGS.c.entry))
    columns = [ENTRIES.c.id.label("entry"), *(ENTRIES.c[name] for name in names)]
    found = connection.execute(sa.select(*columns).where(unseen)).mappings().all()
    told = {"reason": "stored before sightings were", "family": ""}
    if found:
        connection.execute(SIGHTINGS.insert(), [{**row, **told, "url": canonical(row["url"])} for row in found])


def _forgotten(connection: sa.Connection) -> None:
    FORGOTTEN.create(connection, checkfirst=True)


def _crashes(connection: sa.Connection) -> None:
    CRASHES.create(connection, checkfirst=True)


def _conditional(connection: sa.Connection) -> None:
    """Whether older requests were conditional nobody wrote down. A table that was just made has the column."""
    if "conditional" not in {column["name"] for column in sa.inspect(connection).get_columns("fetches")}:
        connection.exec_driver_sql("ALTER TABLE fetches ADD COLUMN conditional TEXT NOT NULL DEFAULT ''")


def _matched(connection: sa.Connection) -> None:
    """Each batch of posts asks for its matches, and looked at all there are."""
    MATCHES_BY_ENTRY.create(connection, checkfirst=True)


def _said(connection: sa.Connection) -> None:
    """Each answer of a feed asks for entries of its titles and dates, and looked at all that the feed had brought."""
    ENTRIES_BY_TITLE.create(connection, checkfirst=True)
    ENTRIES_BY_DATE.create(connection, checkfirst=True)


# Appended to, never edited: a store remembers the numbers it has seen.
MIGRATIONS: tuple[tuple[int, str, Callable[[sa.Connection], None]], ...] = (
    (1, "2026-11-22 first tables", _first_tables),
    (2, "2026-11-22 samples for hand coding", _samples),
    (3, "2026-11-22 schedules, sightings, editions and requests", _collecting),
    (4, "2026-11-22 sightings of older entries", _sighted),
    (5, "2026-11-22 what is kept out on request", _forgotten),
    (6, "2026-11-22 posts on which programs end", _crashes),
    (7, "2026-11-22 whether a feed was asked conditionally", _conditional),
    (8, "2026-11-23 matches by entry", _matched),
    (9, "2026-11-23 entries by title and date", _said),
)
