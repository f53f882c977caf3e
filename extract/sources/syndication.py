"""RSS and Atom in all their versions, read by feedparser; dates are read by ``extract.sources.dates``."""

import io
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from extract.errors import FeedError
from extract.post import Entry
from extract.sources import dates

Item = Any  # feedparser's dictionaries, which have no types


def entries(body: bytes, url: str) -> list[Entry]:
    """The items of an RSS or Atom feed, in feed order.

    Raises FeedError for what feedparser finds no feed in.
    """
    # A stream, because feedparser would open a string that looks like an address or a file name.
    # HTML is never shown, only read, so cleaning it would cost time and change the text of record.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version"):
        reason = parsed.get("bozo_exception") or "no RSS or Atom elements"
        raise FeedError(url, "unreadable", f"looks like a feed but cannot be read: {reason}")
    author = _author(parsed.feed)
    return [_entry(item, url, author) for item in parsed.entries]


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
    names = [str(one.get("name") or one.get("email") or "").strip() for one in item.get("authors", ())]
    return ", ".join(dict.fromkeys(name for name in map(_name, names) if name))


def _name(text: str) -> str:
    """RSS writes ``jo@example.org (Jo Doe)``; only the name is of use, and the address is private."""
    before, bracket, inside = text.partition("(")
    return inside.rstrip(") ").strip() if bracket and "@" in before else text


def address(base: str, link: str) -> str:
    """An absolute http or https address, or ``""``: feeds also link to ``javascript:`` and ``mailto:``."""
    try:
        joined = urljoin(base, link.strip())
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if link.strip() and parts.scheme in {"http", "https"} and parts.hostname else ""


def digest(*parts: str) -> str:
    """A stable name for an item that has neither a guid nor a link."""
    return "sha256:" + sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
