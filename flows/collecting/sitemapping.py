"""Posts that a site's sitemaps name, into the store; a page is made of each when pages are collected."""

import json
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from extract.finding import sitemaps
from extract.finding.sitemaps import Location, Sitemap
from extract.net.robots import origin
from extract.post import Failure, Page
from extract.sameness.canonical import canonical
from flows.collecting import parsing
from flows.collecting.walking import End, Walker, settled
from flows.database import store as storing
from flows.database.schema import ENTRIES, FETCHES
from flows.workspace import Workspace

PART = 1_000  # addresses that are stored as one answer
FILES = 500  # sitemaps of one site
DEPTH = 3  # of indexes within indexes


def walk(walker: Walker, end: End) -> End:
    """Read the sitemaps of the site of a feed that ended so."""
    rules = walker.fetcher.robots.get(origin(walker.site))
    waiting = [(url, 1) for url in sitemaps.of_site(rules.body if rules else b"", walker.site)]
    tried: set[str] = set()
    end = replace(end, why=f"{end.why}; its sitemaps are read")
    while waiting and len(tried) < FILES:
        url, depth = waiting.pop(0)
        if url in tried or _done(walker, url):
            continue
        tried.add(url)
        said = walker.get(url)
        if said is None:
            return End("the limit is reached", more=True)
        if rules is None and (rules := walker.fetcher.robots.get(origin(walker.site))):
            waiting += [(named, 1) for named in sitemaps.of_site(rules.body, walker.site)]
        if isinstance(said, Failure):
            end = end if settled(said) else replace(end, more=True, failure=said)
        elif found := _read(said, walker.site):
            _take(walker, url, found)
            waiting = _next(waiting, url, depth)
            listed = sitemaps.worth(found, walker.since) if found.kind == "sitemaps" and depth <= DEPTH else []
            waiting[:0] = [(one.url, depth + 1) for one in listed]
    return end


def _next(waiting: list[tuple[str, int]], url: str, depth: int) -> list[tuple[str, int]]:
    """What is still to be asked: of the usual names one is enough, the others are of the same."""
    usual = depth == 1 and url.rpartition("/")[2] in sitemaps.CUSTOMARY
    return [one for one in waiting if not usual or one[1] > 1 or one[0].rpartition("/")[2] not in sitemaps.CUSTOMARY]


def _read(page: Page, site: str) -> Sitemap | None:
    try:
        return parsing.limited(sitemaps.read, page.body, page.url, site)
    except parsing.Stopped:
        return None


def _take(walker: Walker, url: str, found: Sitemap) -> None:
    """Store the posts of a sitemap as a feed of their addresses, which a replay reads as such.

    The first part is stored last: where it is, all are.
    """
    if found.kind != "pages":
        return
    named = _unknown(walker.space, sitemaps.posts(found.locations, walker.posts.values(), walker.since))
    parts = [named[start : start + PART] for start in range(0, len(named), PART)] or [[]]
    for number, part in reversed(list(enumerate(parts, start=1))):
        items = [{"id": one.url, "url": one.url, "title": one.title, "date_published": one.published} for one in part]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Posts named by {url}", "items": items}
        here, kind = f"{_mark(walker, url)}-{number}", (("content-type", "application/feed+json"),)
        page = Page(here, here, 200, kind, json.dumps(feed).encode(), walker.fetcher.clock())
        walker.archive.record(page, b"")
        walker.store(here, page)


def _unknown(space: Workspace, found: Sequence[Location]) -> list[Location]:
    """Those that are no address of a post in the store: what a feed told of a post is more than its address."""
    known = {canonical(row["url"]) for row in storing.select(space.store, sa.select(ENTRIES.c.url)) if row["url"]}
    return [one for one in found if canonical(one.url) not in known]


def _mark(walker: Walker, url: str) -> str:
    return f"{url}#posts{f'-since-{walker.since}' if walker.since else ''}"


def _done(walker: Walker, url: str) -> bool:
    return bool(storing.by_ids(walker.space.store, FETCHES, "url", [f"{_mark(walker, url)}-1"]))
