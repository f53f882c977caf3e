"""`rootfeed sources discover`: the feeds of sites, found from their pages; each is asked and must answer with a feed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from extract.errors import FeedError
from extract.finding import discovery
from extract.finding.discovery import Candidate, Found
from extract.net.wire import asked
from extract.post import Failure, Page
from flows import network, stopping
from flows.collecting import parsing
from flows.database.store import stamp
from flows.workspace import Workspace

LOST = ("bad address", "forbidden address", "unreachable", "timed out")  # where one page is, the whole site is
ALIKE = 0.8  # share of a feed's posts that another one has too, where both are one feed in two formats

Get = Callable[[str], Page | Failure]


@dataclass(frozen=True)
class Discovery:
    """What was found from one address, best first; `failure` is why the page itself could not be read, or None."""

    url: str
    found: tuple[Found, ...]
    failure: Failure | None = None


def discovered(space: Workspace, urls: Sequence[str]) -> list[Discovery]:
    """What is found from each address, asked as politely as feeds are."""
    with network.fetching(space, urls) as (fetcher, _):
        return [discover(fetcher.get, url) for url in urls]


def discover(get: Get, url: str) -> Discovery:
    """The feeds of the site that an address is of; `get` asks for a page.

    What a page declares is asked for as a whole. Only where no feed of posts is among it, further addresses are tried,
    until one is a feed of posts.
    """
    page = get(url)
    failure = page if isinstance(page, Failure) else None
    if isinstance(page, Failure):
        if page.reason in LOST:
            return Discovery(url, (), page)
        page = Page(url, asked(url), page.status or 0, (), b"", datetime.now(UTC))
    elif itself := _feed(Candidate(url, "the address itself"), page):
        return Discovery(url, (itself,))
    found: list[Found] = []
    for candidates in _steps(get, page):
        found += filter(None, (_asked(get, one) for one in candidates))
        if any(feed.kind == "posts" for feed in found):
            break
    return Discovery(url, tuple(_told_apart(found)), failure)


def _steps(get: Get, page: Page) -> Iterator[list[Candidate]]:
    """Candidates that are asked for together."""
    tried = {page.url}
    yield _untried(discovery.declared(page), tried)
    home = discovery.home(page.url)
    if home not in tried and isinstance(first := get(home), Page):
        yield _untried(discovery.declared(first), tried | {home})
    for one in discovery.guessed(page):
        yield _untried([one], tried)


def _untried(candidates: list[Candidate], tried: set[str]) -> list[Candidate]:
    new = [one for one in candidates if one.url not in tried]
    tried.update(one.url for one in new)
    return new


def _asked(get: Get, candidate: Candidate) -> Found | None:
    stopping.check()
    page = get(candidate.url)
    return None if isinstance(page, Failure) else _feed(candidate, page)


def _feed(candidate: Candidate, page: Page) -> Found | None:
    """The feed that an answer holds, if it holds one."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    try:
        feed = parsing.feed(page.body, page.url, content_type)
    except FeedError:
        return None
    return discovery.judged(candidate, page, feed)


def _told_apart(found: Sequence[Found]) -> list[Found]:
    """Feeds of posts before podcasts before comments; one that has the posts of an earlier one says so."""
    told: list[Found] = []
    for feed in sorted(found, key=lambda feed: ("posts", "podcast", "comments").index(feed.kind)):
        if all(feed.url != one.url for one in told):
            same = next((one.url for one in told if not one.same and _alike(one, feed)), "")
            told.append(replace(feed, same=same))
    return told


def _alike(one: Found, other: Found) -> bool:
    least = min(len(one.links), len(other.links))
    return one.kind == other.kind and least > 0 and len(one.links & other.links) >= ALIKE * least


def chosen(discoveries: Sequence[Discovery]) -> list[str]:
    """The feeds worth asking: those of posts, each once."""
    found = [feed for one in discoveries for feed in one.found]
    return list(dict.fromkeys(feed.url for feed in found if feed.kind == "posts" and not feed.same))


def facts(discoveries: Sequence[Discovery]) -> list[dict[str, Any]]:  # a row of --json
    """What was found, one row a feed."""
    return [
        {
            "from": one.url, "feed": feed.url, "kind": feed.kind, "title": feed.title, "format": feed.format,
            "items": feed.items, "newest": stamp(feed.newest), "how": feed.how, "same": feed.same,
        }
        for one in discoveries
        for feed in one.found
    ]  # fmt: skip


def line(feed: Found) -> str:
    """One feed for a person."""
    newest = f", newest {feed.newest:%Y-%m-%d}" if feed.newest else ""
    same = f", the same posts as {feed.same}" if feed.same else ""
    title = f", {feed.title!r}" if feed.title else ""
    return f"{feed.url}  {feed.kind}: {feed.format}, {feed.items} items{newest}{title} ({feed.how}){same}"
