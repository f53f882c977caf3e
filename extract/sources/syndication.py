"""RSS and Atom in all their versions, read by feedparser; dates are read by ``extract.sources.dates``.

What feedparser gives up or loses is mended, each item alone, and read again.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import feedparser

from extract.errors import FeedError
from extract.post import Entry
from extract.sources import charset, heading, mending, pieces
from extract.sources.feed import Feed, finished
from extract.sources.links import address

MAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+(?:\?subject=\S*)?")

# Shapes that keep feedparser busy for minutes: it walks open elements, attributes and mail addresses quadratically.
UNENDED = 2_000  # elements that never end
TAG = re.compile(r"<[^<>]{50000}")
NAMES = re.compile(
    r"<(?:[\w.-]+:)?(?:author|creator|managingeditor|webmaster|name|contributor|owner)\b[^<>]*>[^<]{5000}", re.I
)
NESTED = re.compile(r"<!ENTITY[^>&]{0,1000}&(?!#)", re.I)
ASIDE = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))
PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'

# How feedparser fails on what its authors did not think of, such as references to halves of characters.
FAILURES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

Item = Any  # feedparser's dictionaries, which have no types


def read(kind: str, text: str, url: str) -> Feed:
    """An RSS or Atom feed; ``text`` begins with its root element.

    Raises FeedError where nothing of it can be read.
    """
    text = charset.allowed(text)
    found = pieces.spans(text)
    head = heading.read(pieces.around(text, found), url)
    kept = pieces.newest(text, found)
    notes = []
    if len(kept) < len(found):
        notes.append(f"{len(found) - len(kept)} older items of {len(found)} left out")
        text, kept = pieces.cut(text, kept, found)
    entries, broken = _read(text, url)
    if len(entries) < len(kept):
        mended, _ = _read(mending.whole(text, kept, kind), url)
        if len(mended) > len(entries):
            entries, broken = mended, broken or "items of it had to be mended"
    if not entries and broken and (kept or head == Feed(())):
        raise FeedError(url, "unreadable", f"looks like a feed but {broken}")
    notes += [f"broken: {broken}"] if broken else []
    notes += [f"{len(kept)} items of it hold nothing"] if kept and not entries else []
    return replace(head, entries=tuple(entries), note="; ".join(notes))


rss, atom = partial(read, "rss"), partial(read, "atom")


def _read(text: str, url: str) -> tuple[list[Entry], str]:
    """What feedparser finds, and what is wrong with the feed or ``""``."""
    if why := _hostile(text):
        return [], why
    # A stream, because feedparser would open a string that looks like an address or a file name.
    # No address of the feed: a guid that is no link would be made one, and change when the feed moves.
    # HTML is never shown, only read, so cleaning it would cost time and change the text of record.
    try:
        parsed = feedparser.parse(
            io.BytesIO((PROLOG + mending.declared(text)).encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except FAILURES as error:
        return [], f"cannot be read: {type(error).__name__} {error}"[:200]
    broken = parsed.get("bozo_exception")
    author = _author(parsed.feed)
    entries = [_entry(item, url, author) for item in parsed.entries if _says(item)]
    return entries, f"cannot be read: {broken}" if broken else ""


def _hostile(text: str) -> str:
    """What makes a feed too costly to read, or ``""``."""
    elements = text
    for start, end in ASIDE:
        first, *others = elements.split(start)
        elements = first + "".join(other.partition(end)[2] for other in others)
    unended = elements.count("<") - 2 * elements.count("</") - elements.count("/>")
    if unended > UNENDED:
        return f"{unended} elements in it never end"
    if TAG.search(elements):
        return "a tag in it is longer than 50,000 bytes"
    if NESTED.search(text):
        return "its entities are made of entities"
    return "a name in it is longer than 5,000 bytes" if NAMES.search(elements) else ""


def _says(item: Item) -> bool:
    """Whether an item holds anything."""
    names = ("title", "summary", "content", "link", "id", "links", "published", "updated", "media_content")
    return any(item.get(name) for name in names)


def _entry(item: Item, feed: str, author: str) -> Entry:
    raw = str(item.get("published") or item.get("created") or item.get("updated") or "")
    content = max((str(part.get("value") or "") for part in _parts(item, "content")), key=len, default="")
    summary = str(item.get("summary") or "")
    if summary == content:  # feedparser repeats the content as the summary when there is no other
        summary = ""
    link = next(filter(None, (address(feed, one) for one in _links(item))), "")
    guid, title, author = str(item.get("id") or "").strip(), str(item.get("title") or ""), _author(item) or author
    return finished(Entry(feed, guid, link, title, author, None, raw, summary, content), next(_media(item), ""))


def _links(item: Item) -> Iterator[str]:
    """Where the post may be, likeliest first: its own address, not a proxy's, a comment's or a service's."""
    yield str(item.get("feedburner_origlink") or item.get("pheedo_origlink") or "")
    pages = [one for one in _parts(item, "links") if one.get("rel", "alternate") == "alternate" and one.get("href")]
    yield from (str(one["href"]) for one in sorted(pages, key=lambda one: "html" not in str(one.get("type"))))
    guid = str(item.get("id") or "").strip()
    # feedparser takes a guid for a link where the feed does not deny it, and also what is none, as in "4711".
    whole = isinstance(item.get("links", []), list)  # else it has written its own notes into the link, too
    if whole and (not item.get("guidislink") or re.match(r"(?:https?:)?/", guid)):
        yield str(item.get("link") or "")
    yield from (str(part.get("src") or "") for part in _parts(item, "content"))
    yield guid if re.match(r"https?://", guid) else ""


def _parts(item: Item, name: str) -> list[Item]:
    """What feedparser lists under a name; an element of that name in the feed puts a text there."""
    if name == "enclosures":  # feedparser would look for them among links that may be no list
        return [one for one in _parts(item, "links") if one.get("rel") == "enclosure"]
    found = item.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _media(item: Item) -> Iterator[str]:
    """Sounds, pictures and films that come with an item."""
    for one in [*_parts(item, "enclosures"), *_parts(item, "media_content")]:
        if found := str(one.get("href") or one.get("url") or ""):
            yield found


def _author(item: Item) -> str:
    people = _parts(item, "authors")
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
