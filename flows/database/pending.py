"""Pending work, each kind a query on the store: what no run has done yet, or only with older code."""

import sqlalchemy as sa

from extract.net.patience import PASSING
from extract.post import Profile
from flows import versions
from flows.database.rows import queries, tried_mark
from flows.database.schema import CODINGS, CRASHES, EDITIONS, ENTRIES, MATCHES, PAGES, POSTS
from flows.database.store import Row, Store, select
from flows.settings import Study

TRIES = 5  # runs that ask for a page which fails in a way that may pass
WITHHELD = ("reserved", "forgotten")  # outcomes of pages of which no text is kept, the feed's neither
PASSING_REASONS = ("unreachable", "timed out", "throttled")
PASSING_STATUSES = tuple(sorted(PASSING))  # what is worth asking again within a run is so in the next one


def unfetched(store: Store) -> list[str]:
    """Addresses of entries whose page was never asked for, or failed in a way that may pass, at most TRIES times; and of
    posts that were edited since, or within the same second."""
    may_pass = sa.or_(PAGES.c.outcome.in_(PASSING_REASONS), PAGES.c.status.in_(PASSING_STATUSES))
    passing = sa.and_(may_pass, PAGES.c.tries < TRIES)
    settled = sa.select(PAGES.c.url).where(sa.not_(passing))
    wanted = sa.select(ENTRIES.c.url).where(ENTRIES.c.url != "", ENTRIES.c.url.not_in(settled))
    edited = (
        sa.select(ENTRIES.c.url)
        .join(PAGES, PAGES.c.url == ENTRIES.c.url)
        .where(ENTRIES.c.id.in_(sa.select(EDITIONS.c.entry)), PAGES.c.outcome == "page")
        .where(PAGES.c.made <= ENTRIES.c.made, PAGES.c.tries < TRIES)
    )
    return sorted({row["url"] for statement in (wanted.distinct(), edited) for row in select(store, statement)})


def unread(store: Store, profile: Profile = "default") -> list[str]:
    """Entries without a post made by this version and profile from the page and the edition that are stored now."""
    page = sa.and_(PAGES.c.url == ENTRIES.c.url, PAGES.c.outcome.in_(("page", *WITHHELD)))
    place = sa.case((PAGES.c.outcome == "page", PAGES.c.source), else_=sa.func.coalesce(PAGES.c.outcome, "feed"))
    made_from = place + " " + ENTRIES.c.source  # as rows.made_from has it
    read = (
        sa.select(POSTS.c.entry)
        .join(ENTRIES, ENTRIES.c.id == POSTS.c.entry)
        .outerjoin(PAGES, page)
        .where(POSTS.c.version == versions.reading(profile), POSTS.c.source == made_from)
    )
    statement = sa.select(ENTRIES.c.id).where(ENTRIES.c.id.not_in(read))
    return sorted(row["id"] for row in select(store, statement))


def unmatched(store: Store) -> list[str]:
    """Posts on which not every stored query was tried by this version."""
    wanted = queries(store)
    if not wanted:
        return []
    mark, mine = MATCHES.c.hits == tried_mark(wanted), MATCHES.c.version == versions.of("extract")
    tried = sa.select(MATCHES.c.entry).where(MATCHES.c.query == "", mark, mine)
    statement = sa.select(POSTS.c.entry).where(POSTS.c.outcome == "post", POSTS.c.entry.not_in(tried))
    return sorted(row["entry"] for row in select(store, statement))


def uncoded(store: Store, study: Study, version: str) -> list[str]:
    """Posts of the study's query, language and period that this version of its coder has not coded, and can."""
    mine = sa.select(CODINGS.c.entry).where(CODINGS.c.coder == study.coder, CODINGS.c.version == version)
    crashed = sa.select(CRASHES.c.entry).where(CRASHES.c.stage == coding(study.coder), CRASHES.c.version == version)
    done = {row["entry"] for statement in (mine, crashed) for row in select(store, statement)}
    return [entry for entry in wanted(store, study) if entry not in done]


def coding(coder: str) -> str:
    """The stage of a coder, as crashes name it."""
    return f"code {coder}"


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
