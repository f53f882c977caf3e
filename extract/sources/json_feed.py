"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), which feedparser does not read."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from extract.errors import FeedError
from extract.post import Entry
from extract.sources import dates
from extract.sources.feed import Feed, finished
from extract.sources.links import address
from extract.sources.pieces import MOST

Item = Mapping[str, Any]  # JSON: any value may stand anywhere
VERSION = "jsonfeed.org/version/"
ITEMS = re.compile(r'"items"\s*:\s*\[')
# Of a number as a date or an id the digits: a float would write them with an exponent, and 5,000 of them are no integer.
DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_int=str)


def read(text: str, url: str) -> Feed:
    """A JSON Feed; of one that breaks off, the items before the break.

    Raises FeedError for broken JSON and for JSON that is no feed.
    """
    feed, broken = _feed(text, url)
    if not isinstance(feed, dict) or VERSION not in str(feed.get("version")):
        raise FeedError(url, "not a feed", "JSON without the version line of a JSON Feed")
    given = feed.get("items")
    if not isinstance(given, list):
        raise FeedError(url, "unreadable", "a JSON Feed without its list of items")
    items = [item for item in given if isinstance(item, dict)]
    kept = _newest(items)
    notes = [broken] if broken else []
    notes += [f"{len(given) - len(items)} of {len(given)} items are none"] if len(items) < len(given) else []
    notes += [f"{len(items) - len(kept)} older items of {len(items)} left out"] if len(kept) < len(items) else []
    author = _author(feed)
    return Feed(
        tuple(_entry(item, url, author) for item in kept),
        note="; ".join(notes),
        title=_text(feed, "title"),
        links=_links(feed, url),
    )


def _feed(text: str, url: str) -> tuple[Any, str]:  # JSON: any value
    """The feed, and what was wrong with it or ``""``."""
    try:
        value, end = DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        items = list(_before_break(text)) if VERSION in text.replace("\\/", "/") else []
        if not items:
            raise FeedError(url, "unreadable", f"broken JSON: {error}") from error
        return {"version": VERSION, "items": items}, f"broken JSON: {error}"
    return value, "text behind the end of the JSON" if text[end:].strip() else ""


def _before_break(text: str) -> Iterator[Any]:  # JSON: any value
    start = ITEMS.search(text)
    place = start.end() if start else len(text)
    while place < len(text):
        try:
            value, place = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value
        place = place + len(text[place : place + 1000]) - len(text[place : place + 1000].lstrip(" \t\r\n,"))


def _newest(items: Sequence[Item]) -> Sequence[Item]:
    """As many as of any feed, in feed order; what has no date counts as old."""
    if len(items) <= MOST:
        return items
    far = datetime.min.replace(tzinfo=UTC)
    moments = [dates.moment(_dated(item)) or far for item in items]
    order = sorted(range(len(items)), key=lambda place: moments[place], reverse=True)
    return [items[place] for place in sorted(order[:MOST])]


def _entry(item: Item, feed: str, author: str) -> Entry:
    raw = _dated(item)
    content = _text(item, "content_html") or _paragraphs(_text(item, "content_text"))
    summary = _paragraphs(_text(item, "summary"))
    guid = _text(item, "id")
    link = address(feed, _text(item, "url")) or address("", guid)
    title, author = _text(item, "title"), _author(item) or author
    return finished(Entry(feed, guid, link, title, author, None, raw, summary, content), next(_media(item), ""))


def _dated(item: Item) -> str:
    return _text(item, "date_published") or _text(item, "date_modified")


def _media(item: Item) -> Iterator[str]:
    attachments = item.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        if isinstance(one, dict) and (found := _text(one, "url")):
            yield found


def _links(feed: Item, url: str) -> dict[str, str]:
    """The feed's own links by their names in other formats."""
    hubs = feed.get("hubs")
    # The type says how a hub is asked; what is no WebSub is of no use here.
    push = (
        [_text(one, "url") for one in hubs if isinstance(one, dict) and _websub(one)] if isinstance(hubs, list) else []
    )
    named = {
        "self": _text(feed, "feed_url"),
        "alternate": _text(feed, "home_page_url"),
        "next": _text(feed, "next_url"),
        "hub": next(iter(push), ""),
    }
    return {name: found for name, link in named.items() if (found := address(url, link))}


def _websub(hub: Item) -> bool:
    return _text(hub, "type").lower() in ("", "websub", "pubsubhubbub")


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    # Version 1.0 feeds in the wild write numbers as ids.
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _author(item: Item) -> str:
    """The names of version 1.1's list, or of version 1.0's one author, which in the wild may be no more than a name."""
    listed, one = item.get("authors"), item.get("author")
    people = listed if isinstance(listed, list) else []
    found = [_text(person, "name") for person in (*people, one) if isinstance(person, dict)]
    found += [one.strip()] if isinstance(one, str) else []
    return ", ".join(dict.fromkeys(name for name in found if name))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
