"""The text of a post, from its page and from its feed.

The feed speaks first: its title, author and date are the blog's own words, and a body it gives in full is the text
of record, without menus and comments, unless the page has the same text and goes on.  Where the feed holds only a
teaser, the text is the page's; a description that is no teaser is the text where the page has hardly more, and where
there is no page if it is long enough to be a post.
A date nobody states stays unknown; guesses from scripts and footers are not taken.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import trafilatura
from lxml import html

from extract.matching import query
from extract.net import decoding
from extract.post import Entry, Failure, Page, Post, Profile
from extract.reading import agreement, blocks, body, languages, prose, stated
from extract.reading import markup as marking
from extract.sources import dates

ELEMENTS = 30_000  # tags in a page; three times what the longest real ones have, and reading takes seconds
ASSIGNED = 50_000  # equals signs of a page whose tags are looked at for what weighs them down
LADEN = 50  # attributes of a tag that are too many
TELLING = (
    "class",
    "id",
    "role",
    "style",
    "hidden",
    "href",
    "datetime",
    "itemprop",
    "content",
    "name",
    "property",
    "type",
)
COMPLETE = 0.75  # a description this long, in the page's words, is the whole post (98.9 % right on 1,147 posts)
MORE = 30  # words that a page must have beyond a feed's full content to count as more of the post
FULL = 20  # words of a feed's full content that are a post without the page; fewer are a caption
WHOLE = 60  # words of a description that are; most shorter ones are teasers without a sign
LABEL = 6  # words of a feed's full content that are no post beside a page that has one
SAMPLE = 600  # characters that tell a text's language: on 401 pages no other than 3,000 tell
LONGER = 3_000  # characters that are asked where those tell nothing: code comes first
LETTERS = 20  # fewer tell no language
AROUND = 30  # words of a page that may stand before or among those of the feed
HELD = 0.6  # share of the feed's text that the page begins with if it goes on
AHEAD = timedelta(days=1)  # what clocks and time zones may differ; a date further on is no publication
FAR = timedelta(hours=14)  # what a time without its zone may be wrong by
PAIR = re.compile(rf"{query.UNSPACED.pattern}{{2}}|\w+")  # a word, or two letters where nothing parts words
APPEARED = re.compile(r"\n?The post .{1,300} (appeared first on|first appeared on) .{1,200}\.?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Held:
    """What a feed holds of a post, as plain text."""

    content: str
    summary: str

    @property
    def told(self) -> str:
        """All that it says: blogs without full content often put the whole post into the description."""
        return max(self.content, self.summary, key=len)


def read(page: Page | None, entry: Entry, profile: Profile = "default") -> Post | Failure:
    """The post of a feed entry; without its page from what the feed holds.

    Fails as ``empty`` when neither holds the text, so that a teaser never passes for a post.
    """
    markup = _markup(page)
    url = page.url if page else entry.url
    held = Held(_own(entry.content), _own(entry.summary))
    text, text_source = _text(markup, entry, held, profile)
    if not text:
        detail = "the feed holds only a teaser" if held.told else "no text in the feed"
        lost = "none in the page" if _answered(page) else "and the page could not be had"
        return Failure(url or entry.feed, "empty", f"{detail}, {lost}", None)
    title, author = prose.plain(entry.title), entry.author
    dated, source = _date(page, markup, entry)
    if markup is not None:
        title, author = title or stated.title(markup), author or stated.author(markup)
    blog = _blog(url or entry.feed)
    spoken = _language(text)
    return Post(url, title, author, dated.moment, source, spoken, text, text_source, blog, dated.raw, dated.zone)


def read_html(page: bytes, url: str, profile: Profile = "default") -> Post:
    """The post in a saved page; ``text`` is empty where none is found."""
    markup = _parsed(page, "")
    if markup is None:
        return Post(url, "", "", None, "", "", "", "page", _blog(url))
    title, dated = stated.title(markup), stated.date(markup, url)
    text = body.find(markup, title, profile=profile)
    source: Literal["page", ""] = "page" if dated.moment else ""
    author, spoken, blog = stated.author(markup), _language(text), _blog(url)
    return Post(url, title, author, dated.moment, source, spoken, text, "page", blog, dated.raw, dated.zone)


def _date(
    page: Page | None, markup: html.HtmlElement | None, entry: Entry
) -> tuple[dates.Dated, Literal["feed", "page", ""]]:
    """When the post was published, and who says so; what is later than the moment of asking was not.

    A page that names the zone speaks before a feed that does not, if both mean the same time.
    """
    told = dates.Dated(entry.published, entry.zone, entry.published_raw)
    if told.moment and not _ahead(told.moment, page) and told.zone != "assumed":
        return told, "feed"
    given = stated.date(markup, page.url) if page and markup is not None else dates.NONE
    if told.moment and not _ahead(told.moment, page):
        same = given.moment and abs(given.moment - told.moment) <= FAR and given.zone != "assumed"
        return (given, "page") if same else (told, "feed")
    return (given, "page") if given.moment and not _ahead(given.moment, page) else (dates.Dated(None, "", told.raw), "")


def _ahead(moment: datetime, page: Page | None) -> bool:
    return page is not None and moment > page.fetched + AHEAD


def _text(
    markup: html.HtmlElement | None, entry: Entry, held: Held, profile: Profile
) -> tuple[str, Literal["page", "feed"]]:
    """The text of record and where it stands."""
    told = held.told
    found = body.find(markup, prose.plain(entry.title), told, profile) if markup is not None else ""
    if not found or _strays(found, told):
        return _alone(held), "feed"
    if not told or body.TEASER.search(told):
        return found, "page"
    if told == held.content:
        whole = not (_goes_on(told, found) or _is_label(told, found))
    else:
        whole = _size(told) >= COMPLETE * _size(found)
    return (told, "feed") if whole else (found, "page")


def _strays(found: str, told: str) -> bool:
    """Whether a page holds hardly more than its feed, and in other words: a menu, a date or a notice, not the post."""
    page, feed = Counter(PAIR.findall(found.casefold())), Counter(PAIR.findall(told.casefold()))
    other = 2 * (page & feed).total() < page.total()
    return bool(feed) and other and page.total() <= max(FULL, feed.total() / COMPLETE)


def _alone(held: Held) -> str:
    """What the feed holds where the page tells nothing, if that is a whole post; else ``""``."""
    told = ((held.content, FULL), (held.summary, WHOLE))
    posts = (text for text, least in told if len(PAIR.findall(text)) >= least and not body.TEASER.search(text))
    return max(posts, key=len, default="")


def _goes_on(told: str, found: str) -> bool:
    """Whether the page has the feed's text and clearly more of it."""
    feed, page = _words(told), _words(found)
    if len(page) - len(feed) < MORE or len(feed) >= COMPLETE * len(page):
        return False
    start = page[: len(feed) + max(AROUND, len(feed) // 2)]
    return agreement.part(agreement.shingles(told.casefold()), agreement.shingles(" ".join(start))) >= HELD


def _is_label(told: str, found: str) -> bool:
    """Whether the feed's content is a few words, such as a heading, and the page a post."""
    return len(_words(told)) < LABEL and len(_words(found)) >= WHOLE


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _size(text: str) -> int:
    return len(text.split())


def _own(markup: str) -> str:
    lines = APPEARED.sub("", prose.plain(markup)).strip().split("\n")
    while len(lines) > 1 and not body.TEASER.search(lines[-1]) and _is_call(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def _is_call(line: str) -> bool:
    return blocks.count(line) < marking.CALL and marking.is_call(line)


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
    markup = None if prose.overloaded(text) else trafilatura.load_html(text)
    if markup is not None and page.count(b"=") > ASSIGNED:
        _lighten(markup)
    return markup


def _lighten(markup: html.HtmlElement) -> None:
    """Leave of tags with very many attributes those that tell something; each reader copies them all."""
    for element in markup.iter():
        for name in element.keys() if len(element.attrib) > LADEN else ():
            if name not in TELLING:
                del element.attrib[name]


def _language(text: str) -> str:
    """ISO 639 code, or ``""`` where there are too few letters to tell."""
    start = text[:SAMPLE]
    if sum(map(str.isalpha, start)) < LETTERS:
        return ""
    return languages.tell(start) or languages.tell(text[:LONGER])


def _blog(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")
