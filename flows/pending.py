"""Pending work, each kind a query on the store: what no run has done yet, or only with older code."""

import sqlalchemy as sa

from extract.fetch import PASSING
from flows import versions
from flows.rows import queries
from flows.schema import CODINGS, ENTRIES, MATCHES, PAGES, POSTS
from flows.settings import Study
from flows.store import Row, Store, select

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


def uncoded(store: Store, study: Study, version: str) -> list[str]:
    """Posts of the study's query, language and period that this version of its coder has not coded."""
    mine = sa.select(CODINGS.c.entry).where(CODINGS.c.coder == study.coder, CODINGS.c.version == version)
    coded = {row["entry"] for row in select(store, mine)}
    return [entry for entry in wanted(store, study) if entry not in coded]


def wanted(store: Store, study: Study) -> list[str]:
    """Posts of the study's query, language and period."""
    statement = (
        sa.select(POSTS.c.entry, POSTS.c.language, POSTS.c.published)
        .join(MATCHES, MATCHES.c.entry == POSTS.c.entry)
        .where(MATCHES.c.query == study.query, MATCHES.c.hits != "[]", POSTS.c.outcome == "post")
    )
    return sorted(row["entry"] for row in select(store, statement) if not left_out(study, row))


def left_out(study: Study, row: Row) -> str:
    """Why a readable post is outside of the study's frame of language and time, or ""."""
    day = row["published"][:10]
    if study.language and row["language"] != study.language:
        return "in another language"
    if (study.since or study.until) and not day:
        return "undated"
    early = study.since is not None and day < study.since.isoformat()
    late = study.until is not None and day > study.until.isoformat()
    return "outside the period" if early or late else ""
