"""The way back through a blog's past: which address holds older posts than this answer, if any does. Pure.

A feed may say so itself: an archive before this one or a next page (RFC 5005, sections 3 and 4; JSON Feed `next_url`).
Else the systems that blogs run on have their ways, each a row of a table. Whether an answer is older is told by what is
in it, never believed: a server that does not know a parameter answers with the newest posts again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.net import relations
from extract.post import Entry, Page
from extract.sources.feed import Feed

COMPLETE = re.compile(rb"<(?:[\w-]+:)?complete\s*/?>", re.I)
NAMESPACE = b"http://purl.org/syndication/history/1.0"
BLOGGER = re.compile(r"/feeds/(?:\d+/)?posts/(?:default|full|summary)\b")
MOST = 100  # posts that Blogger gives at once; it gave 500 once, and 150
SAID = ("prev-archive", "next")  # archives first: they do not shift when a post is added


@dataclass(frozen=True, slots=True)
class Paged:
    """How a system pages its feeds: `of` is searched in generator and address, pages count up from `first`."""

    system: str
    of: str
    parameter: str
    first: int


# Without a generator that says so, /feed/ may be WordPress's all the same; one request tells.
PAGED = (
    Paged("WordPress", r"wordpress|[?&]feed=(?:rss2?|atom|rdf)\b|/feed(?:/(?:rss2?|atom|rdf))?/?(?:\?|$)", "paged", 1),
    Paged("Drupal", r"\bdrupal\b", "page", 0),
    Paged("Discourse", r"\bdiscourse\b", "page", 0),
)


def onward(page: Page, feed: Feed) -> str:
    """The address of what comes before this answer, or ``""`` where nothing tells one.

    Always the same for the same answer, so that a walk can be taken up again from what is archived.
    """
    if not feed.entries or is_complete(page.body):
        return ""
    for way in WAYS:
        if (url := way(page, feed)) and url != page.url:
            return url
    return ""


def is_complete(body: bytes) -> bool:
    """Whether a feed says that it holds everything there ever was (RFC 5005, section 2)."""
    return NAMESPACE in body and COMPLETE.search(body) is not None


def _blogger(page: Page, feed: Feed) -> str:
    """Counts by the items that came, because Blogger may give fewer than it is asked for."""
    if not BLOGGER.search(urlsplit(page.url).path):
        return ""
    start = _number(page.url, "start-index", 1) + len(feed.entries)
    # Limits on when posts were changed would hide the older ones.
    bare = _without(page.url, "updated-min", "updated-max", "published-min", "published-max")
    return _with(bare, {"start-index": str(start), "max-results": str(MOST), "orderby": "published"})


def _said(page: Page, feed: Feed) -> str:
    headers = relations.linked(page.headers, page.url)
    for kind in SAID:
        if url := feed.links.get(kind) or next(iter(headers.get(kind, ())), ""):
            return url
    return ""


def _paged(page: Page, feed: Feed) -> str:
    for system in PAGED:
        if re.search(system.of, f"{feed.generator} {page.url}", re.I):
            number = _number(page.url, system.parameter, system.first) + 1
            return _with(page.url, {system.parameter: str(number)})
    return ""


WAYS: tuple[Callable[[Page, Feed], str], ...] = (_blogger, _said, _paged)


def before(entries: Sequence[Entry], since: date | None) -> bool:
    """Whether all posts of a page that have a date are from before a day."""
    days = [entry.published.date() for entry in entries if entry.published]
    return since is not None and bool(days) and max(days) < since


def _number(url: str, name: str, otherwise: int) -> int:
    given = dict(parse_qsl(urlsplit(url).query)).get(name, "")
    return int(given) if re.fullmatch(r"\d{1,6}", given, re.A) else otherwise


def _without(url: str, *names: str) -> str:
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in names]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


def _with(url: str, more: dict[str, str]) -> str:
    parts = urlsplit(_without(url, *more))
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(more))))))
