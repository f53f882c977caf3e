"""RSS and Atom in all their versions, read by feedparser; dates are read by ``extract.sources.dates``."""

import io
import re
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

import feedparser

from extract.errors import FeedError
from extract.post import Entry
from extract.sources import dates
from extract.wire import asked, bad_address

MAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+(?:\?subject=\S*)?")

# Shapes that keep feedparser busy for minutes: it walks open elements, attributes and mail addresses quadratically.
UNENDED = 2_000  # elements that never end
TAG = re.compile(rb"<[^<>]{50000}")
NAMES = re.compile(
    rb"<(?:[\w.-]+:)?(?:author|creator|managingeditor|webmaster|name|contributor|owner)\b[^<>]*>[^<]{5000}", re.I
)
NESTED = re.compile(rb"<!ENTITY[^>&]{0,1000}&(?!#)", re.I)
ASIDE = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"), (b"<?", b"?>"))

Item = Any  # feedparser's dictionaries, which have no types


def entries(body: bytes, url: str) -> list[Entry]:
    """The items of an RSS or Atom feed, in feed order.

    Raises FeedError for what feedparser finds no feed in.
    """
    if why := _hostile(body):
        raise FeedError(url, "unreadable", f"looks like a feed but {why}")
    # A stream, because feedparser would open a string that looks like an address or a file name.
    # HTML is never shown, only read, so cleaning it would cost time and change the text of record.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    broken = parsed.get("bozo_exception")
    if not parsed.get("version") or (broken and not parsed.entries and not parsed.feed):
        reason = broken or "no RSS or Atom elements"
        raise FeedError(url, "unreadable", f"looks like a feed but cannot be read: {reason}")
    author = _author(parsed.feed)
    return [_entry(item, url, author) for item in parsed.entries]


def _hostile(body: bytes) -> str:
    """What makes a feed too costly to read, or ``""``."""
    elements = body
    for start, end in ASIDE:
        first, *others = elements.split(start)
        elements = first + b"".join(other.partition(end)[2] for other in others)
    unended = elements.count(b"<") - 2 * elements.count(b"</") - elements.count(b"/>")
    if unended > UNENDED:
        return f"{unended} elements in it never end"
    if TAG.search(elements):
        return "a tag in it is longer than 50,000 bytes"
    if NESTED.search(body):
        return "its entities are made of entities"
    return "a name in it is longer than 5,000 bytes" if NAMES.search(elements) else ""


def _entry(item: Item, feed: str, author: str) -> Entry:
    raw = str(item.get("published") or item.get("created") or item.get("updated") or "")
    content = max((str(part.get("value") or "") for part in item.get("content", ())), key=len, default="")
    summary = str(item.get("summary") or "")
    if summary == content:  # feedparser repeats the content as the summary when there is no other
        summary = ""
    link = address(feed, str(item.get("feedburner_origlink") or item.get("link") or ""))
    title = str(item.get("title") or "")
    return Entry(
        feed=feed,
        guid=str(item.get("id") or "").strip() or link or digest(title, raw, summary, content),
        url=link or address("", str(item.get("id") or "")),
        title=title,
        author=_author(item) or author,
        published=dates.read(raw),
        published_raw=raw,
        summary=summary,
        content=content,
    )


def _author(item: Item) -> str:
    people = item.get("authors", ())
    # feedparser cuts mail addresses at the fourth letter after the dot; a single author's line is there uncut, too.
    lines = [item.get("author")] if len(people) == 1 else [one.get("name") for one in people]
    names = [_name(str(line or "")) for line in lines]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _name(text: str) -> str:
    """The name in ``jo@example.org (Jo Doe)`` or ``Jo Doe <jo@example.org>``; the address is private."""
    rest = re.sub(r"\(\s*\)|<\s*>", "", MAIL.sub("", text)).strip()
    if rest.count("(") > rest.count(")"):  # what feedparser's cut leaves of one of several
        rest = rest.partition("(")[2]
    return (rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest).strip()


def address(base: str, link: str) -> str:
    """An absolute address as it is asked, or ``""``: feeds also link to ``javascript:`` and with passwords."""
    try:
        joined = asked(urljoin(base, link.strip()))
    except ValueError:
        return ""
    return joined if link.strip() and not bad_address(joined) else ""


def digest(*parts: str) -> str:
    """A stable name for an item that has neither a guid nor a link."""
    return "sha256:" + sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
