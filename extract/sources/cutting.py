"""Feeds and sitemaps without the items that are to be forgotten, all else left as it is to the byte."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from extract import sources
from extract.errors import FeedError
from extract.net import decoding
from extract.sameness.barring import Barred
from extract.sources import charset, json_feed, pieces
from extract.sources.pieces import Span

# Where an item states its addresses. Links inside its text are to other posts, and so are those of another relation.
STATED = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:link|guid|id|origlink|loc|comments)\b[^<>]{0,2000}>\s*(?:<!\[CDATA\[)?\s*([^<>\]\s]{1,4000})",
    re.I,
)
LINK = re.compile(r"<(?:[\w.-]{1,40}:)?link\b([^<>]{1,4000})>", re.I)
HREF = re.compile(r"(?<![\w:-])href\s*+=\s*+[\"']([^\"']{1,4000})[\"']", re.I)
RELATION = re.compile(r"(?<![\w:-])rel\s*+=\s*+[\"']([^\"']{1,100})[\"']", re.I)
ABOUT = re.compile(r"\A<[^<>]{0,1000}?rdf:about\s*+=\s*+[\"']([^\"']{1,4000})[\"']", re.I)
OWN = ("alternate", "self", "replies")  # relations of links that are the item's own
# A post named without its text: in the list of contents of RSS 1.0, and in a sitemap.
LISTED = re.compile(
    r"<rdf:li\b[^<>]{0,200}?resource\s*+=\s*+[\"']([^\"'<>]{1,4000})[\"'][^<>]{0,200}>(?:\s*</rdf:li>)?", re.I
)
PLACED = re.compile(r"<url>(?:(?!</?url>).)*+</url>", re.I | re.S)
PROLOG = re.compile(r"\A\s*<\?xml[^<>]{0,300}\?>")
MENTIONED = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry|url)[\s>]|\"items\"", re.I)
Holds = Callable[[Sequence[str]], bool]  # whether one of some addresses is to be forgotten


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a body, and how many items were taken out of it. An empty body could not be cut safely."""

    body: bytes
    items: int


def without(body: bytes, content_type: str, url: str, barred: Barred) -> Cut | None:
    """A feed or sitemap at an address without the items that are barred; None where it holds none of them.

    What is packed comes back unpacked, what is UTF-16 as UTF-8. Where an item would stay all the same, nothing is left.
    """
    try:
        plain = decoding.unpack([body], "gzip", sources.LARGEST) if body.startswith(sources.GZIP) else body
    except (decoding.TooLarge, decoding.Unreadable):
        return None
    wide = b"\0" in plain[:200] or plain.startswith(charset.EBCDIC)
    if not wide and not MENTIONED.search(plain):
        return None
    text = PROLOG.sub("", charset.text(plain, content_type)[0]) if wide else plain.decode("latin-1")
    left, items = _cut(text, url, barred)
    made = left.encode("utf-8" if wide else "latin-1", "replace") if items else plain
    if _stays(made, url, content_type, barred):
        return Cut(b"", max(items, 1))
    return Cut(made, items) if items else None


def _cut(text: str, url: str, barred: Barred) -> tuple[str, int]:
    def holds(found: Sequence[str]) -> bool:
        return any(barred.holds(_joined(url, one)) for one in found)

    if text.lstrip("\ufeff\xef\xbb\xbf \t\r\n").startswith(("{", "[")):
        return _json(text, holds)
    spans = pieces.spans(text)
    dropped = [span for span in spans if holds(list(_addresses(text[span[0] : span[1]])))]
    left, lines = _less(text, dropped), 0
    for pattern in (LISTED, PLACED):
        gone = [found.span() for found in pattern.finditer(left) if holds(_named(found))]
        left, lines = _less(left, gone), lines + len(gone)
    return left, max(len(dropped), lines)


def _joined(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:
        return ""


def _addresses(item: str) -> Iterator[str]:
    """The addresses that an item of a feed states as its own."""
    yield from (html.unescape(found[1]) for found in STATED.finditer(item))
    yield from (html.unescape(found[1]) for found in [ABOUT.search(item)] if found)
    for link in LINK.finditer(item):
        relation, href = RELATION.search(link[1]), HREF.search(link[1])
        if href and (relation is None or relation[1].lower() in OWN):
            yield html.unescape(href[1])


def _named(found: re.Match[str]) -> list[str]:
    """The addresses in a line of a list of contents, or in an entry of a sitemap."""
    return [html.unescape(found[1])] if found.re is LISTED else list(_addresses(found[0]))


def _less(text: str, spans: Sequence[Span]) -> str:
    parts, place = [], 0
    for start, end in spans:
        parts.append(text[place:start])
        place = end
    return "".join([*parts, text[place:]])


def _json(text: str, holds: Holds) -> tuple[str, int]:
    """A JSON Feed without some items; of these all that stands in the list counts, also behind a break."""
    start = json_feed.ITEMS.search(text)
    if start is None:
        return text, 0
    kept, items, place = [], 0, _next(text, start.end())
    while place < len(text) and text[place] != "]":
        try:
            item, end = json_feed.DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        if isinstance(item, dict) and holds([str(item.get(name) or "") for name in ("id", "url")]):
            items += 1
        else:
            kept.append(text[place:end])
        place = _next(text, end)
    return text[: start.end()] + ", ".join(kept) + text[place:], items


def _next(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place


def _stays(body: bytes, url: str, content_type: str, barred: Barred) -> bool:
    """Whether whoever reads the feed would still find an item that is barred."""
    try:
        return any(barred.brings(entry) for entry in sources.read(body, url, content_type).entries)
    except FeedError:
        return False
