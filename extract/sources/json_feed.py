"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), which feedparser does not read."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from extract.errors import FeedError
from extract.post import Entry
from extract.sources import dates
from extract.sources.syndication import address, digest

Item = Mapping[str, Any]  # JSON: any value may stand anywhere


def entries(body: bytes, url: str) -> list[Entry]:
    """The items of a JSON Feed, in feed order.

    Raises FeedError for broken JSON and for JSON that is no feed.
    """
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError(url, "unreadable", f"broken JSON: {error}") from error
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        raise FeedError(url, "not a feed", "JSON without the version line of a JSON Feed")
    items = feed.get("items")
    if not isinstance(items, list):
        raise FeedError(url, "unreadable", "a JSON Feed without its list of items")
    author = _author(feed)
    return [_entry(item, url, author) for item in items if isinstance(item, dict)]


def _entry(item: Item, feed: str, author: str) -> Entry:
    raw = _text(item, "date_published") or _text(item, "date_modified")
    content = _text(item, "content_html") or _paragraphs(_text(item, "content_text"))
    summary = _paragraphs(_text(item, "summary"))
    link = address(feed, _text(item, "url")) or address("", _text(item, "id"))
    title = _text(item, "title")
    return Entry(
        feed=feed,
        guid=_text(item, "id") or link or digest(title, raw, summary, content),
        url=link,
        title=title,
        author=_author(item) or author,
        published=dates.read(raw),
        published_raw=raw,
        summary=summary,
        content=content,
    )


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    # Version 1.0 feeds in the wild write numbers as ids.
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _author(item: Item) -> str:
    authors = item.get("authors") or [item.get("author")]
    found = [_text(one, "name") for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    return ", ".join(dict.fromkeys(name for name in found if name))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
