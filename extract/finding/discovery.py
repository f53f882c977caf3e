"""Which addresses of a page may be feeds, best first, and what a feed that answered is: pure, bytes in.

First what a page declares (RSS Advisory Board, "RSS Autodiscovery"; WHATWG HTML 4.6.7.1, rel=alternate) and what its
address tells. Only where that brings no feed of posts: what the page's system, its links and custom tell.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from extract.finding import platforms
from extract.net import decoding
from extract.post import Page
from extract.reading import prose
from extract.sources import opml
from extract.sources.feed import Feed
from extract.sources.links import address

Kind = Literal["posts", "comments", "podcast"]

READ = 2_000_000  # characters of a page that are looked at; what declares feeds stands at its top
SEARCHED = 300_000  # characters in which the marks of systems are looked for
LINKS = 20_000  # elements of a page that are looked at
DECLARED = 12  # addresses of the first step that are asked, at most
GUESSED = 8  # links of a page that are, in the second step
TYPES = re.compile(
    r"(?:application|text)/(?:x[.-])?(?:rss|atom|rdf|feed)\b(?:\+(?:xml|json))?$|(?:application|text)/xml$"
)
JSON = "application/json"  # also what APIs of a blog are declared as, so its address must look like a feed
LIKE_A_FEED = re.compile(
    r"(?:^|[/._-])(?:rss|atom|rdf|feeds?)(?:\d|[/._-]|$)|\.(?:rss|atom|rdf)$|/index\.(?:xml|rss)$"
    r"|[?&](?:feed|format|type|alt)=(?:rss|atom|rdf|feed|json)",
    re.I,
)
SAID = re.compile(r"\b(?:rss|atom|(?:news)?feed)\b", re.I)
NO_FEED = re.compile(r"\boembed\b|/wp-json\b|\.(?:css|js|png|svg|ico|jpe?g|gif|pdf|mp3)(?:\?|$)|/feedback\b", re.I)
READERS = re.compile(
    r"(?:^|\.)(?:feedly|netvibes|inoreader|newsblur|theoldreader|bloglines|follow\.it|validator\.w3)\.", re.I
)
COMMENTS = re.compile(
    r"(?:^|[/._=-])(?:comments?|replies)(?:[/._?&-]|$)|comments-rss|withcomments", re.I
)  # fmt: skip
COMMENTS_SAID = re.compile(r"\bcomments? (?:feed|rss|atom)\b|\bcomments on\b|[:»›|-]\s*comments?\s*$|^comments\b", re.I)
ON_COMMENT = re.compile(r"#(?:comment|c|respond)-?\d*$|[?&]showcomment=", re.I)
SOUND = re.compile(
    rb"<(?:\w+:)?(?:enclosure|link)\b[^<>]{0,2000}\btype\s*=\s*[\"']audio/|\"mime_type\"\s*:\s*\"audio/", re.I
)
WELL_KNOWN = (
    "feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss", "rss/", "feeds/posts/default", "feed.atom",
    "index.rss", "feed.json", "blog/feed/", "?feed=rss2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed; `how` says what told of it, `title` is what it is called there."""

    url: str
    how: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that answered. `newest` is the date of its newest item; `same` the address of an earlier one with the same
    posts, or ``""``."""

    url: str
    how: str
    kind: Kind
    title: str
    format: str
    items: int
    newest: datetime | None
    links: frozenset[str]
    same: str = ""


def declared(page: Page) -> list[Candidate]:
    """Feeds that a page declares, and that its address tells: posts before comments, else in the page's order."""
    root = _parsed(page)
    found = [] if root is None else list(_alternates(root, _base(root, page.url)))
    found += [Candidate(url, name) for name, url in platforms.by_address(page.url)]
    return sorted(_each(found, page.url), key=lambda one: is_comments(one.url, one.title))[:DECLARED]


def guessed(page: Page) -> list[Candidate]:
    """Addresses to try where a page declares nothing: what its system, its links and custom tell, in this order."""
    root = _parsed(page)
    text = _text(page)[:SEARCHED]
    found = [Candidate(url, name) for name, url in platforms.by_page(page.url, text)]
    links = [] if root is None else _each(_anchors(root, _base(root, page.url)), page.url)
    found += sorted(links, key=lambda one: is_comments(one.url, one.title))[:GUESSED]
    return _each([*found, *_customary(page.url)], page.url)


def home(url: str) -> str:
    """The first page of the site that an address is of."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def judged(candidate: Candidate, page: Page, feed: Feed) -> Found:
    """What an answer that holds a feed is."""
    return Found(
        url=page.moved or candidate.url,
        how=candidate.how,
        kind=_kind(candidate, page, feed),
        title=feed.title or candidate.title,
        format=_format(page.body),
        items=len(feed.entries),
        newest=max((entry.published for entry in feed.entries if entry.published), default=None),
        links=frozenset(entry.url or entry.guid for entry in feed.entries),
    )


def is_comments(url: str, title: str = "") -> bool:
    """Whether a feed's address or name says that it carries comments."""
    parts = urlsplit(url)
    return bool(COMMENTS.search(f"{parts.path}?{parts.query}") or COMMENTS_SAID.search(title))


def _kind(candidate: Candidate, page: Page, feed: Feed) -> Kind:
    on_comments = sum(bool(ON_COMMENT.search(entry.url)) for entry in feed.entries)
    if is_comments(page.url, candidate.title) or is_comments("", feed.title) or 2 * on_comments > len(feed.entries):
        return "comments"
    return "podcast" if feed.entries and 2 * len(SOUND.findall(page.body)) > len(feed.entries) else "posts"


def _format(body: bytes) -> str:
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return "JSON Feed"
    return "Atom" if re.search(rb"<(?:\w+:)?feed[\s>]", start, re.I) else "RSS"


def _text(page: Page) -> str:
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return prose.valid(decoding.text(page.body[: 2 * READ], content_type))[:READ]


def _parsed(page: Page) -> html.HtmlElement | None:
    text = _text(page)
    if not text.strip() or prose.overloaded(text):
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _base(root: html.HtmlElement, url: str) -> str:
    """What relative addresses stand on: the first base element that has one (WHATWG HTML 4.2.3)."""
    return next((address(url, base.get("href")) for base in root.iter("base") if base.get("href")), "") or url


def _alternates(root: html.HtmlElement, base: str) -> Iterator[Candidate]:
    for link, _ in zip(root.iter("link"), range(LINKS), strict=False):
        rels = (link.get("rel") or "").lower().split()
        href, kind = (link.get("href") or "").strip(), (link.get("type") or "").partition(";")[0].strip().lower()
        stated = bool(TYPES.match(kind)) or (kind in (JSON, "") and bool(LIKE_A_FEED.search(href)))
        if href and ("feed" in rels or ("alternate" in rels and "stylesheet" not in rels and stated)):
            yield Candidate(_absolute(base, href), "link", " ".join((link.get("title") or "").split()))


def _anchors(root: html.HtmlElement, base: str) -> Iterator[Candidate]:
    for anchor, _ in zip(root.iter("a"), range(LINKS), strict=False):
        href = (anchor.get("href") or "").strip()
        text = "".join(islice(anchor.itertext(), 20))[:200]
        said = " ".join(f"{text} {anchor.get('title') or ''}".split())
        url = _absolute(base, href) if href and not href.startswith("#") else ""
        if url and not READERS.search(urlsplit(url).hostname or "") and (LIKE_A_FEED.search(href) or SAID.search(said)):
            yield Candidate(url, "anchor", said[:100])


def _absolute(base: str, href: str) -> str:
    return address(base, opml.address(href))


def _customary(url: str) -> Iterator[Candidate]:
    """Well-known paths, in the folder of the page and in the root."""
    folder = urljoin(url, ".").partition("?")[0]
    for place in dict.fromkeys((folder, home(url))):
        for path in WELL_KNOWN:
            yield Candidate(urljoin(place, path), "well-known path")


def _each(found: Iterable[Candidate], page: str) -> list[Candidate]:
    """Each address once, by the first that told of it, without those that are none, or the page itself."""
    once: dict[str, Candidate] = {}
    for one in found:
        bare = one.url.partition("#")[0]
        if bare and bare != page.partition("#")[0] and not NO_FEED.search(bare):
            once.setdefault(bare, Candidate(bare, one.how, one.title))
    return list(once.values())
