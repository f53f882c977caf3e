"""The text of a post, from its page and from its feed.

The feed speaks first: its title, author and date are the blog's own words, and a body it gives in full is the text
of record, without menus and comments.  Where the feed holds only a teaser, trafilatura finds the text in the page.
A date nobody states stays unknown; guesses from scripts and footers are not taken.
"""

import re
from typing import Literal
from urllib.parse import urlsplit

import py3langid
import trafilatura
from lxml import html

from extract import body, decoding, prose, stated
from extract.post import Entry, Failure, Page, Post

ELEMENTS = 30_000  # tags in a page; three times what the longest real ones have, and reading takes seconds
COMPLETE = 0.75  # a feed body this long, in the page's words, is the whole post (98.9 % right on 1,147 posts)
APPEARED = re.compile(r"\n?The post .{1,300} (appeared first on|first appeared on) .{1,200}\.?\s*$", re.I)


def read(page: Page | None, entry: Entry) -> Post | Failure:
    """The post of a feed entry; without its page from what the feed holds.

    Fails as ``empty`` when neither holds the text, so that a teaser never passes for a post.
    """
    told = _feed_text(entry)
    markup = _markup(page)
    found = body.find(markup, prose.plain(entry.title), told) if markup is not None else ""
    teaser = bool(body.TEASER.search(told))
    from_feed = bool(told) and not teaser and len(told.split()) >= COMPLETE * len(found.split())
    text = told if from_feed else found
    url = page.url if page else entry.url
    if not text:
        detail = "the feed holds only a teaser" if teaser else "no text in the feed"
        return Failure(url or entry.feed, "empty", detail + (", none in the page" if page else ""), None)
    title, author, published = prose.plain(entry.title), entry.author, entry.published
    source: Literal["feed", "page", ""] = "feed" if published else ""
    if markup is not None:
        title, author = title or stated.title(markup), author or stated.author(markup)
        if published is None and (published := stated.date(markup, url)):
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


def read_html(page: bytes, url: str) -> Post:
    """The post in a saved page; ``text`` is empty where none is found."""
    markup = _parsed(page, "")
    if markup is None:
        return Post(url, "", "", None, "", "", "", "page", _blog(url))
    title, published = stated.title(markup), stated.date(markup, url)
    text = body.find(markup, title)
    source: Literal["page", ""] = "page" if published else ""
    return Post(url, title, stated.author(markup), published, source, _language(text), text, "page", _blog(url))


def _feed_text(entry: Entry) -> str:
    # Blogs without content:encoded often put the whole post into the description.
    told = max(prose.plain(entry.content), prose.plain(entry.summary), key=len)
    return APPEARED.sub("", told).strip()


def _markup(page: Page | None) -> html.HtmlElement | None:
    if page is None or not 200 <= page.status < 300:
        return None
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return _parsed(page.body, content_type)


def _parsed(page: bytes, content_type: str) -> html.HtmlElement | None:
    if page.count(b"<") > ELEMENTS:
        return None
    return trafilatura.load_html(prose.valid(decoding.text(page, content_type)))


def _language(text: str) -> str:
    """ISO 639-1 code, or ``""`` where there are too few letters to tell."""
    return str(py3langid.classify(text)[0]) if sum(map(str.isalpha, text)) >= 20 else ""


def _blog(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")
