"""Walks through one blog's past: from its feed to older pages and archives.

Where a walk stands is told by the store: a page that was asked for via "history" is read from the archive instead, so a
walk that was cut off goes on where it was, and one that is over asks for nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

import sqlalchemy as sa

from extract.errors import FeedError
from extract.finding import history
from extract.net.fetch import Fetcher
from extract.post import Failure, Page, Reason
from extract.sources.feed import Feed
from flows import stopping
from flows.archiving import archive as archiving
from flows.archiving import notes
from flows.archiving.archive import Archive
from flows.collecting import parsing
from flows.database import intake
from flows.database import store as storing
from flows.database.schema import FEEDS, FETCHES
from flows.workspace import Workspace

# What asking again would not change; a walk that ends there has ended for good.
SETTLED = ("gone", "not a feed", "empty", "unreadable", "too large")
SETTLED_STATUSES = (400, 404, 410)


@dataclass(frozen=True)
class Walk:
    """What a walk came to: requests, items seen by it now, how many of them are new, and why it ended.

    `failure` is what stopped it, or None; `more` says that the same command goes on from there.
    """

    feed: str
    asked: int
    items: int
    new: int
    end: str
    more: bool = False
    failure: Failure | None = None


@dataclass(frozen=True)
class End:
    """Why the pages of a feed end: `complete` where all posts that are wanted have been seen."""

    why: str
    complete: bool = False
    more: bool = False
    failure: Failure | None = None


@dataclass(frozen=True)
class Read:
    """A page of the past and the feed that it holds."""

    page: Page
    feed: Feed


@dataclass(slots=True)
class Walker:
    """Asks for the past of one feed with at most `left` requests, back to `since`; counts what it does."""

    space: Workspace
    fetcher: Fetcher
    archive: Archive
    feed: str
    since: date | None
    left: int
    asked: int = 0
    items: int = 0
    new: int = 0
    pages: int = 0
    site: str = ""
    posts: dict[str, str] = field(default_factory=dict)
    """What tells posts of this walk apart -> their addresses."""

    def told(self, end: End) -> Walk:
        """What the walk came to."""
        return Walk(self.feed, self.asked, self.items, self.new, end.why, end.more, end.failure)

    def walk(self) -> End:
        """Go as far as the feed leads."""
        here, visited = self.feed, set[str]()
        while True:
            visited.add(here)
            read = self._page(here)
            if read is None:
                return End("the limit is reached", more=True)
            if isinstance(read, Failure):
                return self._stopped(read)
            if end := self._judged(read):
                return end
            here = history.onward(read.page, read.feed)
            if not here or here in visited:
                why = "it leads in a circle" if here else "nothing leads further back"
                return End(why, complete=self.pages > 1)

    def _stopped(self, failure: Failure) -> End:
        """Systems end their pages with one that is not there; what may pass is to be asked again."""
        if self.pages and settled(failure):
            return End("no older posts", complete=self.pages > 1)
        return End(failure.reason, more=not settled(failure), failure=failure)

    def _judged(self, read: Read) -> End | None:
        """Takes note of a page; why the walk ends with it, or None."""
        if not self.pages:
            self.site = read.feed.links.get("alternate", "") or read.page.url
        told = {entry.guid or entry.url: entry.url for entry in read.feed.entries}
        if not told.keys() - self.posts.keys():
            return End("no older posts", complete=self.pages > 1)
        self.pages += 1
        self.posts |= told
        if history.before(read.feed.entries, self.since):
            return End(f"posts before {self.since}", complete=True)
        return End("the feed holds all posts", complete=True) if history.is_complete(read.page.body) else None

    def _page(self, url: str) -> Read | Failure | None:
        """A page of the feed's past, from the archive or else asked for and stored; None where the limit is reached."""
        known = (_polled(self.space, url) if url == self.feed else None) or _remembered(self.space, url)
        if known:
            return _read(known) if isinstance(known, Page) else known
        said = self.get(url)
        if said is None:
            return None
        taken = self.store(url, said)
        if isinstance(said, Page) and taken.feed:
            return Read(said, taken.feed)
        return said if isinstance(said, Failure) else cast(Failure, taken.failure)  # what holds no feed says why

    def get(self, url: str) -> Page | Failure | None:
        """The answer of a server; None where nothing more may be asked."""
        stopping.check()
        if self.asked >= self.left:
            return None
        self.asked += 1
        return self.fetcher.get(url)

    def store(self, url: str, said: Page | Failure) -> intake.Taken:
        """Put an answer into archive and store."""
        place = self.archive.places.get(said.url, "") if isinstance(said, Page) else ""
        answer = intake.Answer(said, place, self.fetcher.clock(), via="history")
        taken = intake.feed(self.space, {"url": url}, notes.noted(self.archive, url, answer))
        self.items, self.new = self.items + taken.items, self.new + taken.new
        return taken


def _read(page: Page) -> Read | Failure:
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    try:
        return Read(page, parsing.feed(page.body, page.url, content_type))
    except FeedError as error:
        return Failure(page.url, cast(Reason, error.reason), error.detail, page.status)


def _polled(space: Workspace, url: str) -> Page | None:
    """The feed as it answered last, if it is archived."""
    found = storing.by_ids(space.store, FEEDS, "url", [url])
    row = found[0] if found and found[0]["outcome"] == "feed" and found[0]["source"] else None
    return _archived(space, row, row["answered"]) if row else None


def _remembered(space: Workspace, url: str) -> Page | Failure | None:
    """What a page of the past answered before, if asking again would not change it."""
    asked = sa.select(FETCHES).where(FETCHES.c.url == url, FETCHES.c.via == "history").order_by(FETCHES.c.asked.desc())
    row = next(iter(storing.select(space.store, asked.limit(1))), None)
    if row is None:
        return None
    if row["outcome"] == "feed":
        return _archived(space, row, url)
    said = Failure(url, cast(Reason, row["outcome"]), f"asked {row['asked']}", row["status"] or None)
    return said if settled(said) else None


def settled(said: Failure) -> bool:
    """Whether asking again would not change an answer."""
    return said.reason in SETTLED or said.status in SETTLED_STATUSES


def _archived(space: Workspace, row: storing.Row, answered: str) -> Page:
    headers, body = archiving.read(space.archive, row["source"])
    return Page(row["url"], answered, row["status"], headers, body, storing.moment(row["asked"]))
