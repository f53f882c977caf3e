"""Sitemaps: what a site says that it holds, as bytes in and records out (sitemaps.org protocol 0.9).

XML, indexes of further sitemaps, plain text, packed or not, and what news sitemaps add. Broken ones are read as far as
they go; no entity is opened. Which addresses are posts is told by those that are known to be, else by their looks.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from protego import Protego

from extract.net import decoding
from extract.reading import prose
from extract.sources import charset
from extract.sources.links import address

LARGEST = 16 * 1024 * 1024  # bytes after unpacking that are read; the protocol allows 50 MB
PIECE = 65_536
CUT = f"only its first {LARGEST} bytes were read"
MOST = 50_000  # addresses of one file, as the protocol has it
ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b", re.I)
CUSTOMARY = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml", "sitemap-index.xml", "sitemap.txt")
OF_POSTS = re.compile(r"(?:^|[/_-])(?:post|posts|article|articles|blog|news|stories|entries)(?:[/._-]|\d|$)", re.I)
OF_OTHERS = re.compile(
    r"(?:^|[/_.-])(?:page|pages|categor(?:y|ies)|tags?|author|authors|users?|products?|images?|videos?|attachment|media|"
    r"taxonom(?:y|ies)|archives?|portfolio|event|events|location|locations|forum|topic|misc)(?:[/._-]|\d|$)",
    re.I,
)
NO_POST = re.compile(
    r"^/?$|/(?:tag|tags|category|categories|author|authors|page|search|feed|archive|archives|label|user|login|cart|shop|"
    r"about|contact|privacy|imprint|impressum|terms|wp-content|wp-json)(?:/|\.|$)|\.(?:xml|jpe?g|png|gif|pdf|mp3|mp4|js|css|zip)$",
    re.I,
)
DATED = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/|$)|/(?:19|20)\d\d-?(?:0[1-9]|1[0-2])")
PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w./~=&?%-]*", re.A)  # needs no closer look, which costs
WORDS = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Location:
    """One address of a sitemap; `modified` and `published` (of a news sitemap) are None where it does not say."""

    url: str
    modified: date | None = None
    title: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one file lists: pages, or further sitemaps. `note` says what was wrong with it, or ``""``."""

    kind: Literal["pages", "sitemaps"]
    locations: tuple[Location, ...]
    note: str = ""


def read(body: bytes, url: str, site: str, most: int = MOST) -> Sitemap | None:
    """A sitemap from `url`, or None where the answer is none.

    Addresses that are not of the host of `site` are left out: nobody may speak for another (protocol 0.9, "Sitemap file
    location").
    """
    body, note = _unpacked(body)
    text = charset.allowed(prose.valid(decoding.text(body)))
    root = ROOT.search(text)
    if root is None:
        return None if re.search(r"[<{]", text[:1000]) else _lines(text, site)
    kind: Literal["pages", "sitemaps"] = "pages" if root[1].lower() == "urlset" else "sitemaps"
    found: dict[str, Location] = {}
    for place in islice(_places(text[root.start() :]), 2 * most):
        one = _location(place, url)
        if one and (kind == "sitemaps" or _host(one.url) == _host(site)):
            found.setdefault(one.url, one)
        if len(found) >= most:
            note = note or f"more than {most} addresses"
            break
    return Sitemap(kind, tuple(found.values()), note)


def of_site(robots: bytes, url: str) -> list[str]:
    """Where the sitemaps of an address's site may be: where its robots.txt says, else where they mostly are."""
    rules = Protego.parse(robots.decode("utf-8-sig", "replace"))
    named = [found for line in rules.sitemaps if (found := address(url, str(line)))]
    return list(dict.fromkeys(named)) or [urljoin(url, f"/{path}") for path in CUSTOMARY]


def worth(index: Sitemap, since: date | None = None) -> list[Location]:
    """Which sitemaps of an index may list posts since a day, those that say so first."""
    found = [one for one in index.locations if not _before(one, since)]
    said = [one for one in found if OF_POSTS.search(_name(one.url))]
    others = [one for one in found if one not in said and not OF_OTHERS.search(_name(one.url))]
    return said + others


def posts(found: Iterable[Location], known: Iterable[str], since: date | None = None) -> list[Location]:
    """The locations that are posts, for all that their addresses tell, and not from before a day.

    Posts of a blog have addresses of one kind; where some are `known`, those of their kind are.
    """
    shapes = {_shape(url) for url in known if not NO_POST.search(urlsplit(url).path)}
    return [
        one
        for one in found
        if not _before(one, since)
        and not NO_POST.search(urlsplit(one.url).path)
        and (_shape(one.url) in shapes if shapes else looks_like_a_post(one.url))
    ]


def looks_like_a_post(url: str) -> bool:
    """Whether an address has a date in it, or ends in words as titles do."""
    path = unquote(urlsplit(url).path)
    last = path.rstrip("/").rpartition("/")[2]
    return bool(DATED.search(path)) or len(WORDS.findall(last)) >= 3


def _shape(url: str) -> tuple[str, ...]:
    """The kind of an address: its host and the kind of each part of its path."""
    parts = urlsplit(url)
    path = [part for part in parts.path.split("/") if part]
    kinds = [_kind(part, place == len(path) - 1) for place, part in enumerate(path)]
    query = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return (_host(url), *kinds, *query)


def _kind(part: str, last: bool) -> str:
    if part.isascii() and part.isdigit():
        return "year" if re.fullmatch(r"(?:19|20)\d\d", part) else "number"
    ending = re.search(r"\.\w{2,5}$", part)
    return f"title{ending[0] if ending else ''}" if last else part.lower()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2] or urlsplit(url).path


def _before(one: Location, since: date | None) -> bool:
    """Whether what is there was last changed before a day, and so cannot have appeared later."""
    return since is not None and one.modified is not None and one.modified < since


def _unpacked(body: bytes) -> tuple[bytes, str]:
    """What can be unpacked of a file, and what could not."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:LARGEST], "" if len(body) <= LARGEST else CUT
    unpacker, text = zlib.decompressobj(31), bytearray()
    try:
        for start in range(0, len(body), PIECE):
            text += unpacker.decompress(body[start : start + PIECE], LARGEST - len(text) + 1)
            if len(text) > LARGEST:
                return bytes(text[:LARGEST]), CUT
    except zlib.error as error:
        return bytes(text), f"its packing is broken: {error}"
    return bytes(text), "" if unpacker.eof else "its end is missing"


def _lines(text: str, site: str) -> Sitemap | None:
    """A sitemap of plain text: one address a line."""
    stated = (line.strip() for line in text.splitlines()[:MOST])
    found = dict.fromkeys(_address(line, "") for line in stated if re.match(r"https?://", line))
    kept = [Location(one) for one in found if one and _host(one) == _host(site)]
    return Sitemap("pages", tuple(kept)) if kept else None


def _places(text: str) -> Iterator[etree._Element]:
    # From the root on: a document type, with entities in it, stands before it and is not read.
    reader = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), reader)
    except etree.XMLSyntaxError:
        return
    for element in () if root is None else root.iter("{*}url", "{*}sitemap"):
        if element.find("{*}loc") is not None:
            yield element


def _location(place: etree._Element, base: str) -> Location | None:
    def said(name: str) -> str:
        return " ".join((place.findtext(name) or "").split())

    url = _address(said("{*}loc"), base)
    published, title = said("{*}news/{*}publication_date"), said("{*}news/{*}title")
    return Location(url, _day(said("{*}lastmod")), title, published) if url else None


def _address(stated: str, base: str) -> str:
    return stated if PLAIN.fullmatch(stated) else address(base, stated)


def _day(stated: str) -> date | None:
    """The day of a W3C datetime; only a year or a month tells none."""
    try:
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None
