"""What a page says of its post: title, author and date of publication, only where it says so.

Machine-readable statements come first (JSON-LD, meta elements), then what a reader sees beside the headline.
A date in a script or a footer is no statement; where nothing is stated the answer is ``""`` or None.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import trafilatura
from lxml import html

from extract.sources import dates

BESIDE = 12  # pieces of text on each side of the headline in which date and byline stand
BYLINE = 80  # characters of a byline at most
DATES = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
         "dcterms.created", "dcterms.date", "parsely-pub-date", "pubdate", "publish-date", "publish_date",
         "sailthru.date", "citation_publication_date")  # fmt: skip
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.?"
# Dates as readers see them; of numbers alone only the order that cannot be mistaken.
SEEN = re.compile(
    rf"\b(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{MONTH},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4})(?!\d)"
)
CHANGED = re.compile(r"\b(updated|modified|edited|reviewed|copyright)\b|©", re.I)
IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
BY = re.compile(
    r"^(?:(?:written|posted|published|words|article|author|story|text)\s*)?(?:by|author)\s*:?\s+(\S.*)$", re.I
)
LABEL = re.compile(r"(?:(?:written|posted|published|words|article|story|text)\s+)?(?:by|author)\s*:?", re.I)
# What stands where a name should: months, labels, weekdays, addresses.
NO_NAME = re.compile(
    rf"(?:{MONTH}|(?:the\s+)?(?:author|admin|administrator|editor|blog|posted|written|by|on|in|updated|published)"
    r"|written\s+by|posted\s+by|(?:mon|tues|wednes|thurs|fri|satur|sun)day|https?:.*|.*@.*|\W*|.*\d{4}.*)",
    re.I,
)
HEADLINE = re.compile(r"(?:entry|post|article)[-_]?title|headline", re.I)
SITE = re.compile(r"\s+(?:[|•·»«~]|[-–—]{1,2}|::)\s+|\s+[-–—]$")


def title(markup: html.HtmlElement) -> str:
    """The post's title, without the site's name."""
    head = _headline(markup)
    if head is not None:
        return _line(head)
    given = (_metadata(markup).title or "").strip()
    named = _site(markup)
    parts = [part for part in SITE.split(given) if part and _words(part) != _words(named)]
    return max(parts, key=len) if len(parts) == 1 or (named and parts) else given


def author(markup: html.HtmlElement) -> str:
    """The names of the post's authors, as a page states them."""
    listed = [name for node in _nodes(markup) for name in _people(node.get("author")) if _named(name)]
    if listed:
        return ", ".join(dict.fromkeys(listed))
    given = (_metadata(markup).author or "").strip()
    names = [name for name in given.split("; ") if _named(name)]
    if names:
        return ", ".join(names)
    pieces = _beside(markup)
    lines = pieces + [f"{label} {name}" for label, name in pairwise(pieces) if LABEL.fullmatch(label)]
    found = (BY.match(line) for line in lines if len(line) <= BYLINE)
    seen = (re.split(r"\s+(?:on|in|at)\s+|\s*[|•·,]\s*", match[1])[0] for match in found if match)
    return next((name for name in seen if _named(name) and len(name.split()) <= 5), "")


@lru_cache(maxsize=1)  # title and author of one page ask for it, and it takes longer than all else here
def _metadata(markup: html.HtmlElement) -> Any:  # trafilatura's Document
    return trafilatura.extract_metadata(markup, extensive=False)


def date(markup: html.HtmlElement, url: str = "") -> dates.Dated:
    """When the post was published, as the page writes it; ``dates.NONE`` where it does not say."""
    return next((dated for raw in _dates(markup, url) if (dated := dates.read(raw)).moment), dates.NONE)


def _dates(markup: html.HtmlElement, url: str) -> Iterator[str]:
    for node in _nodes(markup):
        if isinstance(node.get("datePublished"), str):
            yield node["datePublished"]
    for element in markup.iter("meta"):
        if (element.get("property") or element.get("name") or element.get("itemprop") or "").lower() in DATES:
            yield element.get("content") or ""
    times = [element for element in markup.iter("time", "abbr") if element.get("datetime") or element.get("title")]
    published = [one for one in times if re.search("publish|entry-date", _label(one))]
    # Of unmarked times only a single one is the post's: others date comments and neighbours.
    for element in published or (times if len(times) == 1 and times[0].tag == "time" else []):
        yield element.get("datetime") or element.get("title") or ""
    address = url or next(
        (link.get("href") or "" for link in markup.iter("link") if link.get("rel") == "canonical"), ""
    )
    if found := IN_ADDRESS.search(address):
        yield "-".join(part.zfill(2) for part in found.groups())
    yield from _seen(markup)


def _seen(markup: html.HtmlElement) -> Iterator[str]:
    label = ""
    for piece in _beside(markup):
        for found in SEEN.finditer(piece if len(piece) <= BYLINE else ""):
            # "Updated" may be a piece of its own before the date.
            if not CHANGED.search(f"{label} {piece[: found.start()]}"[-20:]):
                yield re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", found[0])
        label = piece


def _beside(markup: html.HtmlElement) -> list[str]:
    """The pieces of text around the headline, those after it first."""
    head = _headline(markup)
    head = next(markup.iter("h1"), None) if head is None else head
    if head is None:
        return []
    pieces: list[str] = []
    place = 0
    for element in markup.iter():
        if element is head:
            place = len(pieces)
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "template"):
            pieces += [line for text in (element.text,) if (line := " ".join((text or "").split()))]
        pieces += [line for text in (element.tail,) if (line := " ".join((text or "").split()))]
    after = pieces[place : place + BESIDE + 1]
    return after + pieces[max(0, place - BESIDE) : place][::-1]


def _nodes(markup: html.HtmlElement) -> Iterator[dict[str, Any]]:  # JSON: anything
    """The things that the page's JSON-LD describes, articles first."""
    found = [
        node
        for script in markup.iter("script")
        if script.get("type") == "application/ld+json"
        for node in _described(_json(script.text or ""))
    ]
    yield from sorted(found, key=lambda node: not re.search("Article|Posting|Report", str(node.get("@type"))))


def _json(text: str) -> Any:  # JSON: anything
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _described(value: Any) -> Iterator[dict[str, Any]]:  # JSON: anything
    if isinstance(value, dict):
        yield value
        yield from _described(value.get("@graph"))
    elif isinstance(value, list):
        for one in value:
            yield from _described(one)


def _people(value: Any) -> Iterator[str]:  # JSON: anything
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        yield from _people(value.get("name"))
    elif isinstance(value, list):
        for one in value:
            yield from _people(one)


def _named(name: str) -> bool:
    return len(name) <= BYLINE and not NO_NAME.fullmatch(name.strip())


def _headline(markup: html.HtmlElement) -> html.HtmlElement | None:
    """The heading that the page's title repeats; blogs also write their own name as a heading, with a link home."""
    given = _meta(markup, "og:title") or next(map(_line, markup.iter("title")), "")
    heads = [head for head in markup.iter("h1", "h2") if _line(head) and not _leads_home(head)]
    named = _words(_site(markup))
    matching = [head for head in heads if _within(_line(head), given) and _words(_line(head)) != named]
    if matching:
        return max(matching, key=lambda head: (bool(HEADLINE.search(_label(head))), len(_line(head))))
    first = [head for head in heads if head.tag == "h1"]
    return first[0] if len(first) == 1 and _alike(_line(first[0]), given) else None


def _leads_home(head: html.HtmlElement) -> bool:
    links = [link.get("href") or "" for link in head.iter("a")]
    return any(re.fullmatch(r"(https?://[^/?#]+)?/?", link) for link in links if link)


def _label(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def _site(markup: html.HtmlElement) -> str:
    return _meta(markup, "og:site_name")


def _meta(markup: html.HtmlElement, name: str) -> str:
    metas = (meta.get("content") for meta in markup.iter("meta") if meta.get("property") == name)
    return next((content.strip() for content in metas if content), "")


def _line(element: html.HtmlElement) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _within(head: str, given: str) -> bool:
    """Whether the headline is the title and the rest of it the site's name."""
    return len(_words(head)) >= 2 and f" {' '.join(_words(head))} " in f" {' '.join(_words(given))} "


def _alike(head: str, given: str) -> bool:
    one, other = set(_words(head)), set(_words(given))
    return len(one & other) >= 0.5 * max(1, min(len(one), len(other))) and len(one) >= 2
