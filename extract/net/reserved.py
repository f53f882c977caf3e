"""What publishers ask of whoever collects their pages, beyond robots.txt: not to index, keep, mine or quote them.

Read from headers and from `meta` elements. Where names contradict each other the stricter one holds. What counts and what
follows from it is told in docs/people.md; WISHES is the table.
"""

import html
import re
from collections.abc import Iterator
from typing import Literal

from extract.post import Page

Effect = Literal["text", "quotes", "none"]
"""What a wish keeps us from: having the "text", showing "quotes" from it, or nothing that is done here."""

# developers.google.com/search/docs/crawling-indexing/robots-meta-tag (noindex, none, nosnippet, max-snippet); Bing takes
# nocache for noarchive; noai and noimageai are DeviantArt's of 2022, noml is Mojeek's of 2023.
WISHES: dict[str, Effect] = {
    "noindex": "text",
    "none": "text",
    "noarchive": "text",
    "nocache": "text",
    "noai": "text",
    "noml": "text",
    "tdm-reservation": "text",
    "nosnippet": "quotes",
    "max-snippet:0": "quotes",
    "noimageai": "none",
}
# What speaks of mining itself. All else on a feed is about whether searches show the feed's own address, and blog software
# sets noindex on every feed.
MINING = ("noai", "noml", "tdm-reservation")
# Whom a wish is meant for: everybody, us, or search engines in general. Others ("googlebot-news") are not we.
MEANT = frozenset({"", "*", "robots", "rootfeed", "googlebot", "bingbot"})
VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
RESERVATION = "tdm-reservation"  # W3C Community Group, TDM Reservation Protocol, 2024: 1 reserves, 0 does not

SCANNED = 1024 * 1024  # bytes of a page in which its head is looked for
HEADERS = 8192  # characters of one header
MARK = re.compile(r"<!--|<(script|style|title|noscript|template|textarea|body)\b|<meta\b([^<>]{1,4000})>", re.I)
ATTRIBUTE = re.compile(
    r"(?<![\w:-])(name|http-equiv|content|value)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.I
)
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def text(page: Page) -> str:
    """Why the text of a page is not to be had: the wishes and where they stand, or ``""``."""
    return _listed(page, [wish for wish, effect in WISHES.items() if effect == "text"])


def quotes(page: Page) -> str:
    """Why nothing of a page is to be quoted, or ``""``."""
    return _listed(page, [wish for wish, effect in WISHES.items() if effect == "quotes"])


def mining(page: Page) -> str:
    """Why a feed is not to be mined, by its headers, or ``""``."""
    return "; ".join(f"{wish} in {where}" for wish, where in dict.fromkeys(_headers(page)) if wish in MINING)


def wish(detail: str) -> str:
    """The first wish in what `text`, `quotes` or `mining` told."""
    return detail.partition(" in ")[0]


def _listed(page: Page, wanted: list[str]) -> str:
    found = dict.fromkeys((*_headers(page), *_metas(page)))
    return "; ".join(f"{wish} in {where}" for wish, where in found if wish in wanted)


def _headers(page: Page) -> Iterator[tuple[str, str]]:
    """Wishes in the headers of an answer, each with the header."""
    for name, value in page.headers:
        if name.lower() == "x-robots-tag":
            yield from ((wish, "X-Robots-Tag") for wish in _rules(value[:HEADERS]))
        elif name.lower() == RESERVATION and value.strip() == "1":
            yield RESERVATION, "its header"


def _metas(page: Page) -> Iterator[tuple[str, str]]:
    """Wishes in the head of a page, each with the name of its `meta` element."""
    for name, content in _named(_head(page.body)):
        if name == RESERVATION and content.strip() == "1":
            yield RESERVATION, "its meta element"
        elif name == "x-robots-tag" or (name and name in MEANT):
            yield from ((wish, f"meta {name}") for wish in _rules(content))


def _rules(value: str) -> Iterator[str]:
    """The wishes in a list of rules. A name before a colon says whom those behind it are meant for."""
    meant = ""
    for part in value.lower().split(","):
        rule = part.strip()
        name, colon, rest = (piece.strip() for piece in rule.partition(":"))
        if colon and name not in VALUED:
            meant, rule = name, rest
        rule = "".join(rule.split())
        if meant in MEANT and rule in WISHES and rule != RESERVATION:
            yield rule


def _head(body: bytes) -> str:
    """The beginning of a page, in which the names of elements can be told, whatever its encoding."""
    start = body[:SCANNED]
    return start.decode("utf-16", "replace") if start.startswith(UTF16) else start.decode("latin-1")


def _named(head: str) -> Iterator[tuple[str, str]]:
    """Names and contents of the `meta` elements before a page's body, in one pass."""
    place = 0
    while mark := MARK.search(head, place):
        place = mark.end()
        if mark[2] is not None:
            told = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in ATTRIBUTE.finditer(mark[2])}
            name = told.get("name") or told.get("http-equiv") or ""
            yield html.unescape(name).strip().lower(), html.unescape(told.get("content", told.get("value", "")))
        elif (place := _behind(head, mark, place)) < 0:
            return


def _behind(head: str, mark: re.Match[str], place: int) -> int:
    """Where what opens here ends, or -1 where no head goes on behind it."""
    kind = (mark[1] or "").lower()
    if kind == "body":
        return -1
    end = re.compile(rf"</{kind}\b" if kind else "-->", re.I).search(head, place)
    return end.end() if end else -1
