"""Where posts come from: feeds (this file), search feeds (``templates``) and lists of feeds (``opml``).

A new feed format is one module with ``read(text, url)``, one line in ``FORMATS`` and one in ``KINDS`` of ``kinds``.
"""

from collections.abc import Callable
from dataclasses import replace

from extract.errors import FeedError
from extract.net import decoding
from extract.post import Entry
from extract.sources import charset, json_feed, kinds, syndication
from extract.sources.feed import Feed

FORMATS: dict[str, Callable[[str, str], Feed]] = {
    "rss": syndication.rss,
    "atom": syndication.atom,
    "json": json_feed.read,
}

GZIP = b"\x1f\x8b"  # how packed data begins, which some servers send as it lies on their disk
LARGEST = 16 * 1024 * 1024  # bytes of such a feed after unpacking


def read(body: bytes, url: str, content_type: str = "") -> Feed:
    """A feed in any format of ``FORMATS``; ``url`` is where it came from, ``content_type`` the header of that name.

    A broken feed comes with what can be read of it and a note that says what was wrong.  Raises FeedError, naming
    ``url``, when the body is empty, something else (``not a feed``, ``walled``), or cannot be read.
    """
    body = _unpacked(body, url)
    text, wrong = charset.text(body, content_type)
    if not text.strip("\ufeff \t\r\n"):
        raise FeedError(url, "empty", "the answer has no content")
    kind, text, junk = kinds.recognised(text, url)
    feed = FORMATS[kind](text, url)
    return replace(feed, note="; ".join(note for note in (wrong, junk, feed.note) if note))


def entries(body: bytes, url: str) -> list[Entry]:
    """The items alone, as ``read`` gives them."""
    return list(read(body, url).entries)


def _unpacked(body: bytes, url: str) -> bytes:
    try:
        return decoding.unpack([body], "gzip", LARGEST) if body.startswith(GZIP) else body
    except (decoding.TooLarge, decoding.Unreadable) as error:
        reason = "too large" if isinstance(error, decoding.TooLarge) else "unreadable"
        raise FeedError(url, reason, f"packed data: {error}") from error
