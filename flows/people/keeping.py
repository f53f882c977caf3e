"""What may be asked for and kept, by the store's list of what is forgotten and by what publishers ask for.

Two rules stand in the way of every answer: at the fetcher, before anything is archived, and before a feed's items become
entries, which holds for what hubs send and what a replay reads too.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import urljoin

import sqlalchemy as sa

from extract.net import reserved
from extract.net.exchange import header
from extract.net.keeping import Keeping
from extract.post import Entry, Failure, Page
from extract.sameness.barring import Barred
from extract.sameness.canonical import canonical
from extract.sources import cutting
from flows.collecting import parsing
from flows.database import candidates
from flows.database import store as storing
from flows.database.pending import WITHHELD
from flows.database.schema import EDITIONS, ENTRIES, FORGOTTEN, PAGES, SIGHTINGS
from flows.database.store import Store

KEPT_OUT = Failure("", "forgotten", "it is kept out, as was asked for", None)
UNQUOTED = sa.and_(PAGES.c.outcome == "page", PAGES.c.detail != "")  # of a page that was had the detail is such a wish
For = Literal["feed", "page"]


def barred(store: Store) -> Barred:
    """What this store is to forget."""
    with store.engine.connect() as connection:
        return Barred(frozenset(connection.scalars(sa.select(FORGOTTEN.c.digest))))


def of(store: Store, purpose: For) -> Keeping:
    """The rules for a fetcher that asks for feeds, or for pages."""
    names = barred(store)
    return Keeping(names.holds, lambda page: kept(page, purpose, names))


def allowed(store: Store, urls: Sequence[str]) -> list[str]:
    """Addresses but for those that are forgotten: nobody asks for them, and no row or note tells that somebody would."""
    names = barred(store)
    return [url for url in urls if not names.holds(url)]


def kept(page: Page, purpose: For, names: Barred) -> Page | Failure:
    """An answer without what is to be forgotten, or why it may not be kept."""
    location = header(page, "location") if 300 <= page.status < 400 else ""
    if names and (names.holds(page.url) or names.holds(_joined(page.url, location))):
        return replace(KEPT_OUT, status=page.status)
    if page.status != 304 and not 200 <= page.status < 300:
        return page
    if why := reserved.text(page) if purpose == "page" else reserved.mining(page):
        return Failure(page.url, "reserved", why, page.status)
    return page if purpose == "page" else mended(page, names)


def mended(page: Page, names: Barred) -> Page:
    """An answer without the items that are to be forgotten, if it is a feed or a sitemap that holds any."""
    if not names or not page.body:
        return page
    try:
        cut = parsing.limited(cutting.without, page.body, header(page, "content-type"), page.url, names)
    except parsing.Stopped:
        return replace(page, body=b"")  # then nobody can say what is in it
    return replace(page, body=cut.body) if cut else page


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location) if location else ""
    except ValueError:
        return ""


def entries(store: Store, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """A feed's items without those that are forgotten, and without the texts of those whose page withholds its own."""
    names = barred(store)
    left = [one for one in found if not names.brings(one)]
    silent = _withheld(store, sorted({name for one in left if (name := canonical(one.url))}))
    return tuple(replace(one, summary="", content="") if canonical(one.url) in silent else one for one in left)


def _withheld(store: Store, names: Sequence[str]) -> set[str]:
    """Canonical addresses of entries whose page withholds its text."""
    joined = sa.select(SIGHTINGS.c.url).join(ENTRIES, ENTRIES.c.id == SIGHTINGS.c.entry)
    silent = joined.join(PAGES, PAGES.c.url == ENTRIES.c.url).where(PAGES.c.outcome.in_(WITHHELD))
    with store.engine.connect() as connection:
        return {row["url"] for row in candidates.among(connection, silent, SIGHTINGS.c.url, names)}


def silence(connection: sa.Connection, urls: Sequence[str]) -> None:
    """Take the texts of entries away whose pages, at these addresses, turn out to withhold theirs."""
    for start in range(0, len(urls), storing.IN_LIMIT):
        mine = ENTRIES.c.url.in_(urls[start : start + storing.IN_LIMIT])
        connection.execute(EDITIONS.delete().where(EDITIONS.c.entry.in_(sa.select(ENTRIES.c.id).where(mine))))
        connection.execute(ENTRIES.update().where(mine).values(summary="", content=""))


def unquoted(store: Store) -> set[str]:
    """Entries whose pages ask not to be quoted."""
    asked = sa.select(ENTRIES.c.id).join(PAGES, PAGES.c.url == ENTRIES.c.url).where(UNQUOTED)
    return {row["id"] for row in storing.select(store, asked)}


def wishes(store: Store) -> dict[str, int]:
    """How many pages, and feeds, withhold their text by each wish, and how many may not be quoted."""
    counted: dict[str, int] = {}
    told = sa.select(PAGES.c.detail).where(sa.or_(PAGES.c.outcome == "reserved", UNQUOTED))
    for row in storing.select(store, told):
        counted[reserved.wish(row["detail"])] = counted.get(reserved.wish(row["detail"]), 0) + 1
    return dict(sorted(counted.items()))
