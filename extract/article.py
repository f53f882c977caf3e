"""The text of a post, from its page and from its feed.

The feed speaks first: its title, author and date are the blog's own words, and a body it gives in full is the text
of record, without menus and comments.  Where the feed holds only a teaser, trafilatura finds the text in the page.
A date nobody states stays unknown; guesses from scripts and footers are not taken.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import py3langid
import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from extract import decoding
from extract.post import Entry, Failure, Page, Post
from extract.sources import dates

COMPLETE = 0.75  # a feed body this long, in the page's words, is the whole post (98.9 % right on 1,147 posts)
ANCHOR = 12  # words of the feed's opening that mark where the post begins in the page
BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
}  # fmt: skip
UNREAD = ("script", "style", "noscript", "template", "iframe", "svg")
# How blogs end a teaser. A plain "..." is no sign: many writers end posts so.
TEASER = re.compile(
    r"(\[\s*(…|\.{3}|&hellip;)\s*\]|…|\(more(\.{3}|…)?\)|(continue reading|read more|read the rest|weiterlesen"
    r"|lire la suite|leer más|keep reading)\b.{0,80})\s*(→|»|>|›)*\s*$",
    re.I,
)
APPEARED = re.compile(r"\n?The post .{1,300} (appeared first on|first appeared on) .{1,200}\.?\s*$", re.I)


def read(page: Page | None, entry: Entry) -> Post | Failure:
    """The post of a feed entry; without its page from what the feed holds.

    Fails as ``empty`` when neither holds the text, so that a teaser never passes for a post.
    """
    told = _feed_text(entry)
    markup = _markup(page)
    found = _beginning(_body(markup, entry.title), told) if markup is not None else ""
    teaser = bool(TEASER.search(told))
    from_feed = bool(told) and not teaser and len(told.split()) >= COMPLETE * len(found.split())
    text = told if from_feed else found
    url = page.url if page else entry.url
    if not text:
        detail = "the feed holds only a teaser" if teaser else "no text in the feed"
        return Failure(url or entry.feed, "empty", detail + (", none in the page" if page else ""), None)
    title, author, published = plain(entry.title), entry.author, entry.published
    source: Literal["feed", "page", ""] = "feed" if published else ""
    if markup is not None and not (title and author and published):
        stated = _metadata(markup)
        title, author = title or stated.title or "", author or stated.author or ""
        if published is None and (published := _date(markup)):
            source = "page"
    return Post(
        url=url,
        title=title,
        author=author,
        published=published,
        date_source=source,
        language=_language(text),
        text=text,
        text_source="feed" if from_feed else "page",
        blog=_blog(url or entry.feed),
    )


def read_html(body: bytes, url: str) -> Post:
    """The post in a saved page; ``text`` is empty where none is found."""
    markup = trafilatura.load_html(decoding.text(body))
    stated = _metadata(markup) if markup is not None else Document()
    title = stated.title or ""
    text = _body(markup, title) if markup is not None else ""
    published = _date(markup) if markup is not None else None
    source: Literal["page", ""] = "page" if published else ""
    return Post(url, title, stated.author or "", published, source, _language(text), text, "page", _blog(url))


def plain(markup: str) -> str:
    """HTML of a feed as text: one line for each block, no scripts, entities read."""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    try:
        root: etree._Element = html.fromstring(f"<div>{_valid(markup)}</div>")
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *UNREAD, etree.Comment, with_tail=False)
    for element in root.iter(*BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return _lines("".join(map(str, root.itertext())))


def _valid(text: str) -> str:
    """Without the control characters that XML forbids and lxml refuses."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _feed_text(entry: Entry) -> str:
    # Blogs without content:encoded often put the whole post into the description.
    told = max(plain(entry.content), plain(entry.summary), key=len)
    return APPEARED.sub("", told).strip()


def _markup(page: Page | None) -> html.HtmlElement | None:
    if page is None or not 200 <= page.status < 300:
        return None
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return trafilatura.load_html(_valid(decoding.text(page.body, content_type)))


def _body(markup: html.HtmlElement, title: str) -> str:
    # A copy, because trafilatura prunes the tree it is given.
    text = trafilatura.extract(html.fromstring(html.tostring(markup)), include_comments=False) or ""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest and _same(first, plain(title)) else text.strip()


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold()) != []


def _beginning(text: str, told: str) -> str:
    """The page's text from where the feed says the post begins: what stands before is a byline or a menu."""
    words = re.findall(r"\w+", TEASER.sub("", told))[:ANCHOR]
    if len(words) < ANCHOR:
        return text
    place = re.search(r"\W+".join(map(re.escape, words)), text)
    # Far down it is more likely a sentence that the author chose as a summary.
    return text[place.start() :] if place and place.start() < len(text) / 3 else text


def _metadata(markup: html.HtmlElement) -> Document:
    return trafilatura.extract_metadata(html.fromstring(html.tostring(markup)), extensive=False)


def _date(markup: html.HtmlElement) -> datetime | None:
    """The date of publication a page states, by JSON-LD, meta elements or a time element, in that order."""
    return next((moment for raw in _stated_dates(markup) if (moment := dates.read(raw))), None)


def _stated_dates(markup: html.HtmlElement) -> Iterator[str]:
    for script in markup.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _published(_json(script.text or ""))
    names = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
             "parsely-pub-date", "pubdate", "sailthru.date")  # fmt: skip
    for element in markup.iter("meta"):
        if (element.get("property") or element.get("name") or element.get("itemprop") or "").lower() in names:
            yield element.get("content") or ""
    times = [element for element in markup.iter("time", "abbr") if element.get("datetime") or element.get("title")]
    published = [one for one in times if re.search("publish|entry-date", f"{one.get('class')} {one.get('itemprop')}")]
    # Of unmarked times only a single one is the post's: others date comments and neighbours.
    for element in published or (times if len(times) == 1 and times[0].tag == "time" else []):
        yield element.get("datetime") or element.get("title") or ""


def _json(text: str) -> Any:  # JSON: anything
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _published(value: Any) -> Iterator[str]:  # JSON: anything
    if isinstance(value, dict):
        if isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        yield from _published(value.get("@graph"))
    elif isinstance(value, list):
        for one in value:
            yield from _published(one)


def _language(text: str) -> str:
    """ISO 639-1 code, or ``""`` where there are too few letters to tell."""
    return str(py3langid.classify(text)[0]) if sum(map(str.isalpha, text)) >= 20 else ""


def _blog(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")
