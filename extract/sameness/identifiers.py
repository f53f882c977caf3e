"""The names of a feed's items: guid, canonical address, title and date, and which of them tell an item from the others."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from extract.post import Entry
from extract.sameness.canonical import canonical, host, is_home
from extract.sameness.editions import POST, Wording

MADE = "sha256:"  # how a guid begins that the parser made of an item's content, because it has none
# Addresses through which feeds count clicks; the guid has the post's own.
RELAY = re.compile(
    r"^(?:feedproxy\.google\.com|feeds\d?\.feedburner\.com|[^/]*\bfeedsportal\.com|feeds\.feedblitz\.com)\b|/~r/"
)


@dataclass(frozen=True)
class Item:
    """An entry beside the others of its document.

    `guid` is empty where it does not tell the item from others; `page` is the canonical address of the post, `shared` says
    that it stands for others as well; `beside` is the other address of link and guid, under which a copy may be known.
    """

    entry: Entry
    guid: str
    page: str
    shared: bool
    beside: str = ""

    @cached_property
    def wording(self) -> Wording:
        """What it says."""
        return Wording(self.entry)

    @property
    def is_nameless(self) -> bool:
        """Whether neither guid nor link tells it from others."""
        return not self.guid and (not self.page or self.shared)

    @property
    def key(self) -> str:
        """The guid in the form in which guids are compared."""
        return key(self.guid)


def key(guid: str) -> str:
    """A guid in the form in which guids are compared: addresses canonical, all else as written."""
    return canonical(guid) or guid


def page_of(feed: str, guid: str, url: str, own: Iterable[str] = ()) -> tuple[str, str]:
    """The canonical address of an item's post, and the other one that it names, or ``""``; ``own`` are the blog's hosts.

    The guid is the post's address where the link leads through a click counter, or to what the post is about.
    """
    link, permalink = canonical(url), canonical(guid)
    # Parsers make addresses of all guids, and on a service that hosts feeds two blogs' would be one.
    if not permalink or link in ("", permalink) or is_home(permalink) or RELAY.search(permalink):
        return link, ""
    if RELAY.search(link):
        return permalink, link
    hosts = {host(canonical(feed)), *own}
    if is_among(permalink, hosts) and not is_among(link, hosts):
        return permalink, link
    return link, permalink


def survey(entries: Sequence[Entry]) -> list[Item]:
    """The items of one document, with the names that tell one from the other."""
    guids = [canonical(entry.guid) for entry in entries]
    hosts = {host(guid) for guid in guids if guid}
    own = hosts if len(hosts) == 1 and sum(map(bool, guids)) > 1 else set()
    pages = [page_of(entry.feed, entry.guid, entry.url, own) for entry in entries]
    by_guid, by_page = defaultdict(set), defaultdict(set)
    for entry, (page, _) in zip(entries, pages, strict=True):
        by_guid[key(entry.guid)].add((page, entry.title))
        by_page[page].add((key(entry.guid), entry.title if entry.guid.startswith(MADE) else ""))
    items = []
    for entry, (page, beside) in zip(entries, pages, strict=True):
        alone = len(by_guid[key(entry.guid)]) == 1 and not entry.guid.startswith(MADE)
        guid = entry.guid if alone and key(entry.guid) != canonical(entry.feed) else ""
        items.append(Item(entry, guid, page, is_home(page) or len(by_page[page]) > 1, beside))
    return items


def names(item: Item) -> list[tuple[str, str]]:
    """Ids that an entry may have, the best first, each with what it is made of.

    The first does not depend on the feed if the post has an address of its own, or nothing but a text of some length, so that
    whichever feed comes first, the entry is the same.
    """
    entry, feed = item.entry, canonical(item.entry.feed) or item.entry.feed
    said = (" ".join(item.wording.title), entry.published_raw)
    made: list[tuple[tuple[str, ...], str]] = []
    if item.page and not item.shared:
        made.append((("page", item.page), "named by its link"))
    if item.guid:
        made.append((("guid", feed, item.key), "named by its guid in the feed"))
    if item.is_nameless and len(item.wording.text) >= POST:
        made.append((("text", *said, item.wording.digest), "named by its title, date and text"))
    if item.is_nameless and any(said):
        made.append((("said", feed, *said), "named by its title and date in the feed"))
    whole = ("whole", feed, *said, entry.title, entry.summary, entry.content, item.page, item.guid)
    made.append((whole, "named by all that it says in the feed"))
    return [(_digest(parts), why) for parts, why in made]


def is_own(entry: Entry) -> bool:
    """Whether an entry is from the feed of the blog on which the post stands."""
    link = canonical(entry.url)
    page = link if link and not RELAY.search(link) else canonical(entry.guid)
    return is_among(page, [host(canonical(entry.feed))])


def is_among(name: str, hosts: Iterable[str]) -> bool:
    """Whether a canonical address is on one of some hosts, or on one below or above it."""
    mine = host(name)
    return any(mine == one or mine.endswith(f".{one}") or one.endswith(f".{mine}") for one in hosts if one)


def _digest(parts: Sequence[str]) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
