"""The items of an XML feed as pieces of its text, found without a parser, so that what is broken ends with its item."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from extract.sources import dates

MOST = 2_000  # items of one feed that are read, the newest: a feed of 50,000 would take half a minute
TOKEN = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:[\w.-]{1,40}:)?(item|entry)(?=[\s/>])[^<>]{0,2000}>", re.I)
# What comes first inside of a section: its end, an item that is quoted there, or the end of the item around it.
WITHIN = {
    opener: re.compile(
        rf"({end})|(<(?:item|entry)[\s>])|</(?:\w+:)?(?:item|entry)>\s*<(?:\w+:)?(?:item|entry)[\s>]", re.I
    )
    for opener, end in (("<![CDATA[", "]]>"), ("<!--", "-->"))
}
TAIL = re.compile(r"(?:\s*</(?:\w+:)?(?:channel|rss|rdf|feed)\s*>)+\s*\Z", re.I)
DATE = re.compile(
    r"<(?:\w+:)?(?:pubdate|published|issued|date|created|updated|modified)\b[^<>]{0,200}>\s*(?:<!\[CDATA\[)?([^<\]]{4,80})",
    re.I,
)

Span = tuple[int, int]


def spans(text: str) -> list[Span]:
    """Where each item begins and ends; one that never ends does so where the next begins."""
    found: list[Span] = []
    start, place = -1, 0
    while token := TOKEN.search(text, place):
        place = token.end()
        if token[2] is None:
            place = _beyond(text, token[0], place)
            continue
        ends = bool(token[1])
        if start >= 0:
            found.append((start, place if ends else token.start()))
        start = -1 if ends else token.start()
        if token[0].endswith("/>"):
            found.append((start, place))
            start = -1
    if start >= 0:
        tail = TAIL.search(text, start)
        found.append((start, tail.start() if tail else len(text)))
    return found


def _beyond(text: str, opener: str, place: int) -> int:
    """Where a section ends; one that somebody forgot to close ends with its item."""
    first = WITHIN[opener].search(text, place)
    if first is None:
        return len(text)
    if first[1]:
        return first.end()
    if not first[2]:
        return first.start()
    end = text.find("]]>" if opener == "<![CDATA[" else "-->", place)
    # What is quoted holds no section: one that seems to was never closed.
    return first.start() if end < 0 or text.find(opener, place, end) >= 0 else end


def around(text: str, found: Sequence[Span]) -> str:
    """The feed without its items."""
    starts, ends = [0, *(end for _, end in found)], [*(start for start, _ in found), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def newest(text: str, found: Sequence[Span], most: int = MOST) -> list[Span]:
    """The newest ``most`` items in feed order; among those without a date, which count as old, the first."""
    if len(found) <= most:
        return list(found)
    far = datetime.min.replace(tzinfo=UTC)
    when = [DATE.search(text, *span) for span in found]
    moments = [(date and dates.moment(date[1])) or far for date in when]
    order = sorted(range(len(found)), key=lambda place: moments[place], reverse=True)
    return [found[place] for place in sorted(order[:most])]


def cut(text: str, kept: Sequence[Span], found: Sequence[Span]) -> tuple[str, list[Span]]:
    """The feed with some of its items only, and where these stand in it."""
    parts, places = [text[: found[0][0]]], []
    length = len(parts[0])
    for start, end in kept:
        places.append((length, length + end - start))
        parts.append(text[start:end])
        length += end - start
    return "".join(parts) + text[found[-1][1] :], places
