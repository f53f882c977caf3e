"""Where posts come from: feeds (this file), search feeds (``templates``) and lists of feeds (``opml``).

A new feed format is one module with ``entries(body, url)``, one line in ``FORMATS`` and one in ``_kind``.
"""

import re
from collections.abc import Callable

from extract import decoding
from extract.errors import FeedError
from extract.post import Entry
from extract.sources import json_feed, syndication

FORMATS: dict[str, Callable[[bytes, str], list[Entry]]] = {
    "rss": syndication.entries,
    "atom": syndication.entries,
    "json": json_feed.entries,
}

# The root element; what stands before it is a prolog, comments, or the error messages of a broken blog.
ROOT = re.compile(r"<(?:\w+:)?(rss|rdf|channel|feed|html|!doctype\s+html|urlset|sitemapindex|opml|svg)\b", re.I)
KINDS = {"rss": "rss", "rdf": "rss", "channel": "rss", "feed": "atom"}
NAMES = {"urlset": "a sitemap", "sitemapindex": "a sitemap", "opml": "a list of feeds", "svg": "a picture"}
SNIFFED = 65_536  # bytes looked at to find the root element
GZIP = b"\x1f\x8b"  # how packed data begins, which some servers send as it lies on their disk
LARGEST = 16 * 1024 * 1024  # bytes of such a feed after unpacking


def entries(body: bytes, url: str) -> list[Entry]:
    """The items of a feed in any format of ``FORMATS``, in feed order; ``url`` is where it came from.

    Raises FeedError, naming ``url``, when the body is empty, is a page, or cannot be read.
    """
    body = _unpacked(body, url)
    if not body.strip(b"\x00\t\n\r \xef\xbb\xbf\xfe\xff"):
        raise FeedError(url, "empty", "the answer has no content")
    kind, start = _kind(body, url)
    return FORMATS[kind](body[start:], url)


def _unpacked(body: bytes, url: str) -> bytes:
    try:
        return decoding.unpack([body], "gzip", LARGEST) if body.startswith(GZIP) else body
    except (decoding.TooLarge, decoding.Unreadable) as error:
        raise FeedError(url, "unreadable", f"packed data: {error}") from error


def _kind(body: bytes, url: str) -> tuple[str, int]:
    """The format's name, and where the feed begins."""
    text, width = _text(body[:SNIFFED])
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return "json", 0
    root = ROOT.search(text)
    name = " ".join(root[1].lower().split()) if root else ""
    if root is None or name not in KINDS:
        found = NAMES.get(name, "a web page" if "html" in name else f"text beginning {text.strip()[:40]!r}")
        raise FeedError(url, "not a feed", f"the answer is {found}")
    if width > 1:
        return KINDS[name], 0
    # Junk before the prolog would make the parser guess; the prolog itself names the charset and must stay.
    prolog = text.rfind("<?xml", 0, root.start())
    junk = text[: prolog if prolog >= 0 else root.start()]
    return KINDS[name], len(junk) if prolog >= 0 or junk.isspace() else 0


def _text(head: bytes) -> tuple[str, int]:
    """The beginning as text, and its bytes per character: Latin-1 keeps one byte one character, so places agree."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]:
        little = head[:2] == b"\xff\xfe" or head[:1] not in (b"\x00", b"\xfe")
        return head.decode("utf-16-le" if little else "utf-16-be", "replace"), 2
    return head.decode("latin-1"), 1
