"""Pending work, each kind a query on the store: what no run has done yet, or only with older code."""

import sqlalchemy as sa

from extract.fetch import PASSING
from flows import versions
from flows.rows import queries
from flows.schema import CODINGS, ENTRIES, MATCHES, PAGES, POSTS
from flows.store import Store, select

TRIES = 5  # runs that ask for a page which fails in a way that may pass
PASSING_REASONS = ("unreachable", "timed out")
PASSING_STATUSES = tuple(sorted(PASSING))  # what is worth asking again within a run is so in the next one


def unfetched(store: Store) -> list[str]:
    """Addresses of entries whose page was never asked for, or failed in a way that may pass, at most TRIES times."""
    may_pass = sa.or_(PAGES.c.outcome.in_(PASSING_REASONS), PAGES.c.status.in_(PASSING_STATUSES))
    passing = sa.and_(may_pass, PAGES.c.tries < TRIES)
    settled = sa.select(PAGES.c.url).where(sa.not_(passing))
    statement = sa.select(ENTRIES.c.url).where(ENTRIES.c.url != "", ENTRIES.c.url.not_in(settled)).distinct()
    return sorted(row["url"] for row in select(store, statement))


def unread(store: Store) -> list[str]:
    """Entries without a post made by this version from the page that is stored now."""
    page = sa.and_(PAGES.c.url == ENTRIES.c.url, PAGES.c.outcome == "page")
    read = (
        sa.select(POSTS.c.entry)
        .join(ENTRIES, ENTRIES.c.id == POSTS.c.entry)
        .outerjoin(PAGES, page)
        .where(POSTS.c.version == versions.of("extract"), POSTS.c.source == sa.func.coalesce(PAGES.c.source, "feed"))
    )
    statement = sa.select(ENTRIES.c.id).where(ENTRIES.c.id.not_in(read))
    return sorted(row["id"] for row in select(store, statement))


def unmatched(store: Store) -> list[str]:
    """Posts on which a stored query has not been tried by this version."""
    found: set[str] = set()
    for query in queries(store):
        tried = sa.select(MATCHES.c.entry).where(MATCHES.c.query == query, MATCHES.c.version == versions.of("extract"))
        statement = sa.select(POSTS.c.entry).where(POSTS.c.outcome == "post", POSTS.c.entry.not_in(tried))
        found.update(row["entry"] for row in select(store, statement))
    return sorted(found)


def uncoded(store: Store, query: str, coder: str, version: str) -> list[str]:
    """Posts that match a query and that this version of a coder has not coded."""
    coded = sa.select(CODINGS.c.entry).where(CODINGS.c.coder == coder, CODINGS.c.version == version)
    statement = sa.select(MATCHES.c.entry).where(
        MATCHES.c.query == query, MATCHES.c.hits != "[]", MATCHES.c.entry.not_in(coded)
    )
    return sorted(row["entry"] for row in select(store, statement))
