"""The text of a post, from its page and from its feed.

The feed speaks first: its title, author and date are the blog's own words, and a body it gives in full is the text
of record, without menus and comments, unless the page has the same text and goes on.  Where the feed holds only a
teaser, the text is the page's; a description that is no teaser is the text where the page has hardly more, and where
there is no page if it is long enough to be a post.
A date nobody states stays unknown; guesses from scripts and footers are not taken.
"""

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import py3langid
import trafilatura
from lxml import html

from extract import body, decoding, prose, query, stated
from extract.post import Entry, Failure, Page, Post

ELEMENTS = 30_000  # tags in a page; three times what the longest real ones have, and reading takes seconds
COMPLETE = 0.75  # a description this long, in the page's words, is the whole post (98.9 % right on 1,147 posts)
MORE = 30  # words that a page must have beyond a feed's full content to count as more of the post
FULL = 20  # words of a feed's full content that are a post without the page; fewer are a caption
WHOLE = 60  # words of a description that are; most shorter ones are teasers without a sign
SAMPLE = 3000  # characters that tell a text's language
SLACK = 3  # words in which a feed and its page may differ
AHEAD = timedelta(days=1)  # what clocks and time zones may differ; a date further on is no publication
PAIR = re.compile(rf"{query.UNSPACED.pattern}{{2}}|\w+")  # a word, or two letters where nothing parts words
APPEARED = re.compile(r"\n?The post .{1,300} (appeared first on|first appeared on) .{1,200}\.?\s*$", re.I)


def read(page: Page | None, entry: Entry) -> Post | Failure:
    """The post of a feed entry; without its page from what the feed holds.

    Fails as ``empty`` when neither holds the text, so that a teaser never passes for a post.
    """
    markup = _markup(page)
    url = page.url if page else entry.url
    text, text_source = _text(markup, entry)
    if not text:
        detail = "the feed holds only a teaser" if _told(entry) else "no text in the feed"
        lost = "none in the page" if _answered(page) else "and the page could not be had"
        return Failure(url or entry.feed, "empty", f"{detail}, {lost}", None)
    title, author = prose.plain(entry.title), entry.author
    published, source = _date(page, markup, entry)
    if markup is not None:
        title, author = title or stated.title(markup), author or stated.author(markup)
    blog = _blog(url or entry.feed)
    return Post(url, title, author, published, source, _language(text), text, text_source, blog)


def read_html(page: bytes, url: str) -> Post:
    """The post in a saved page; ``text`` is empty where none is found."""
    markup = _parsed(page, "")
    if markup is None:
        return Post(url, "", "", None, "", "", "", "page", _blog(url))
    title, published = stated.title(markup), stated.date(markup, url)
    text = body.find(markup, title)
    source: Literal["page", ""] = "page" if published else ""
    return Post(url, title, stated.author(markup), published, source, _language(text), text, "page", _blog(url))


def _date(
    page: Page | None, markup: html.HtmlElement | None, entry: Entry
) -> tuple[datetime | None, Literal["feed", "page", ""]]:
    """When the post was published, and who says so; what is later than the moment of asking was not."""
    if entry.published and not _ahead(entry.published, page):
        return entry.published, "feed"
    given = stated.date(markup, page.url) if page and markup is not None else None
    return (given, "page") if given and not _ahead(given, page) else (None, "")


def _ahead(moment: datetime, page: Page | None) -> bool:
    return page is not None and moment > page.fetched + AHEAD


def _text(markup: html.HtmlElement | None, entry: Entry) -> tuple[str, Literal["page", "feed"]]:
    """The text of record and where it stands."""
    told = _told(entry)
    found = body.find(markup, prose.plain(entry.title), told) if markup is not None else ""
    if not found or _strays(found, told):
        return _alone(entry), "feed"
    if not told or body.TEASER.search(told):
        return found, "page"
    in_full = told == _own(entry.content)
    whole = not _goes_on(told, found) if in_full else _size(told) >= COMPLETE * _size(found)
    return (told, "feed") if whole else (found, "page")


def _strays(found: str, told: str) -> bool:
    """Whether a page holds hardly more than its feed, and in other words: a menu, a date or a notice, not the post."""
    page, feed = Counter(PAIR.findall(found.casefold())), Counter(PAIR.findall(told.casefold()))
    other = 2 * (page & feed).total() < page.total()
    return bool(feed) and other and page.total() <= max(FULL, feed.total() / COMPLETE)


def _alone(entry: Entry) -> str:
    """What the feed holds where the page tells nothing, if that is a whole post; else ``""``."""
    held = ((_own(entry.content), FULL), (_own(entry.summary), WHOLE))
    posts = (text for text, least in held if len(PAIR.findall(text)) >= least and not body.TEASER.search(text))
    return max(posts, key=len, default="")


def _goes_on(told: str, found: str) -> bool:
    """Whether the page has the feed's text and clearly more of it."""
    feed, page = _words(told), _words(found)
    more = len(page) - len(feed)
    if more < MORE or len(feed) >= COMPLETE * len(page):
        return False
    missed = Counter(feed) - Counter(page[: len(feed) + SLACK])
    return feed[:1] == page[:1] and missed.total() <= SLACK + len(feed) // 50


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _size(text: str) -> int:
    return len(text.split())


def _told(entry: Entry) -> str:
    """All that the feed says: blogs without full content often put the whole post into the description."""
    return max(_own(entry.content), _own(entry.summary), key=len)


def _own(markup: str) -> str:
    return APPEARED.sub("", prose.plain(markup)).strip()


def _answered(page: Page | None) -> bool:
    return page is not None and 200 <= page.status < 300


def _markup(page: Page | None) -> html.HtmlElement | None:
    if page is None or not _answered(page):
        return None
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return _parsed(page.body, content_type)


def _parsed(page: bytes, content_type: str) -> html.HtmlElement | None:
    if page.count(b"<") > ELEMENTS:
        return None
    text = prose.valid(decoding.text(page, content_type))
    return None if prose.overloaded(text) else trafilatura.load_html(text)


def _language(text: str) -> str:
    """ISO 639-1 code, or ``""`` where there are too few letters to tell."""
    start = text[:SAMPLE]
    return str(py3langid.classify(start)[0]) if sum(map(str.isalpha, start)) >= 20 else ""


def _blog(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")
