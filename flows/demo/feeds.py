"""The feed formats of two decades: RSS 0.91, 0.92, 1.0, 2.0 with and without full text, Atom 0.3 and 1.0, JSON Feed."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from flows.demo.blogs import Blog, Story
from flows.demo.prose import opening, paragraphs

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
TAGS = ("customer service", "life", "shopping", "complaints")


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp(story: Story) -> str:
    return story.feed_date or format_datetime(story.date, usegmt=True)


def _cdata(html: str) -> str:
    return f"<![CDATA[{html.replace(']]>', ']]&gt;')}]]>"


def _head(blog: Blog) -> str:
    """The three elements that every RSS channel has to have."""
    return (
        f"<title>{escape(blog.title)}</title>\n<link>http://{blog.host}/</link>\n"
        f"<description>{escape(blog.tagline)}</description>\n"
    )


def _items(blog: Blog, one: Callable[[Blog, Story], str]) -> str:
    return "".join(one(blog, story) for story in blog.posts)


def rss091(blog: Blog) -> bytes:
    """RSS 0.91: no dates, no identifiers, no author; a reader has to find them on the page."""

    def item(blog: Blog, story: Story) -> str:
        return f"<item>\n{_named(blog, story)}<description>{escape(opening(story.body))}</description>\n</item>\n"

    return _rss09(blog, "0.91", item)


def rss092(blog: Blog) -> bytes:
    """RSS 0.92 as desktop tools wrote it: whole posts as escaped HTML in the description, no dates either."""

    def item(blog: Blog, story: Story) -> str:
        body = f"<description>{escape(paragraphs(story.body))}</description>\n"
        return f"<item>\n{_named(blog, story)}{body}<category>{TAGS[0]}</category>\n</item>\n"

    return _rss09(blog, "0.92", item)


def _named(blog: Blog, story: Story) -> str:
    return f"<title>{escape(story.title)}</title>\n<link>{blog.url(story)}</link>\n"


def _rss09(blog: Blog, version: str, item: Callable[[Blog, Story], str]) -> bytes:
    channel = f"{_head(blog)}<language>en-us</language>\n{_items(blog, item)}"
    return f'{HEAD}<rss version="{version}">\n<channel>\n{channel}</channel>\n</rss>\n'.encode()


def rss10(blog: Blog) -> bytes:
    """RSS 1.0: RDF with Dublin Core, items outside of the channel, summaries only."""

    def item(blog: Blog, story: Story) -> str:
        return (
            f'<item rdf:about="{blog.url(story)}">\n<title>{escape(story.title)}</title>\n'
            f"<link>{blog.url(story)}</link>\n<description>{escape(opening(story.body))}</description>\n"
            f"<dc:creator>{escape(blog.author)}</dc:creator>\n"
            f"<dc:date>{story.feed_date or _iso(story.date)}</dc:date>\n</item>\n"
        )

    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    order = "".join(f'<rdf:li rdf:resource="{blog.url(story)}"/>' for story in blog.posts)
    channel = (
        f'<channel rdf:about="http://{blog.host}/">\n{_head(blog)}'
        f"<items><rdf:Seq>{order}</rdf:Seq></items>\n</channel>\n"
    )
    return f"{HEAD}<rdf:RDF {spaces}>\n{channel}{_items(blog, item)}</rdf:RDF>\n".encode()


def _rss20(blog: Blog, body: Callable[[Story], str]) -> bytes:
    def item(blog: Blog, story: Story) -> str:
        tags = "".join(f"<category>{tag}</category>" for tag in TAGS[: 1 + len(story.slug) % 3])
        return (
            f"<item>\n<title>{escape(story.title)}</title>\n<link>{blog.url(story)}</link>\n"
            f"<pubDate>{_stamp(story)}</pubDate>\n<dc:creator>{_cdata(blog.author)}</dc:creator>\n{tags}\n"
            f'<guid isPermaLink="false">http://{blog.host}/?p={story.slug}</guid>\n{body(story)}</item>\n'
        )

    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    own = f'<atom:link href="http://{blog.host}{blog.feed}" rel="self" type="application/rss+xml"/>\n'
    inner = f"{_head(blog)}{own}{_items(blog, item)}"
    return f'{HEAD}<rss version="2.0" {spaces}>\n<channel>\n{inner}</channel>\n</rss>\n'.encode()


def rss20(blog: Blog) -> bytes:
    """RSS 2.0 with a summary only."""
    return _rss20(blog, lambda story: f"<description>{_cdata(opening(story.body))}</description>\n")


def rss20_full(blog: Blog) -> bytes:
    """RSS 2.0 as WordPress writes it: a summary, then the whole post in `content:encoded`."""
    return _rss20(
        blog,
        lambda story: (
            f"<description>{_cdata(opening(story.body))}</description>\n"
            f"<content:encoded>{_cdata(paragraphs(story.body))}</content:encoded>\n"
        ),
    )


def _atom(blog: Blog, body: Callable[[Story], str]) -> bytes:
    def entry(blog: Blog, story: Story) -> str:
        when = story.feed_date or _iso(story.date)
        return (
            f'<entry>\n<title>{escape(story.title)}</title>\n<link rel="alternate" href="{blog.url(story)}"/>\n'
            f"<id>tag:{blog.host},{story.date.year}:{story.slug}</id>\n<published>{when}</published>\n"
            f"<updated>{when}</updated>\n{body(story)}</entry>\n"
        )

    newest = max((story.date for story in blog.posts), default=datetime(2005, 1, 1))
    head = (
        f"<title>{escape(blog.title)}</title>\n<subtitle>{escape(blog.tagline)}</subtitle>\n"
        f'<link rel="self" href="http://{blog.host}{blog.feed}"/>\n<link href="http://{blog.host}/"/>\n'
        f"<id>tag:{blog.host},2005:blog</id>\n<updated>{_iso(newest)}</updated>\n"
        f"<author><name>{escape(blog.author)}</name></author>\n"
    )
    return f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom">\n{head}{_items(blog, entry)}</feed>\n'.encode()


def atom(blog: Blog) -> bytes:
    """Atom with summaries."""
    return _atom(blog, lambda story: f"<summary>{escape(opening(story.body))}</summary>\n")


def atom_full(blog: Blog) -> bytes:
    """Atom with the whole post, as Blogger and Jekyll write it."""
    return _atom(blog, lambda story: f'<content type="html">{escape(paragraphs(story.body))}</content>\n')


def atom03(blog: Blog) -> bytes:
    """Atom 0.3, the draft that Blogger served before there was a standard: `issued`, `mode`, `tagline`."""

    def entry(blog: Blog, story: Story) -> str:
        when = story.feed_date or _iso(story.date)
        return (
            f'<entry>\n<title mode="escaped" type="text/html">{escape(escape(story.title, quote=False))}</title>\n'
            f'<link rel="alternate" type="text/html" href="{blog.url(story)}"/>\n'
            f"<id>tag:{blog.host},{story.date.year}:{story.slug}</id>\n<issued>{when}</issued>\n"
            f"<modified>{when}</modified>\n<author><name>{escape(blog.author)}</name></author>\n"
            f'<content type="text/html" mode="escaped">{escape(paragraphs(story.body))}</content>\n</entry>\n'
        )

    head = (
        f"<title>{escape(blog.title)}</title>\n<tagline>{escape(blog.tagline)}</tagline>\n"
        f'<link rel="alternate" type="text/html" href="http://{blog.host}/"/>\n<id>tag:{blog.host},2005:blog</id>\n'
    )
    return f'{HEAD}<feed version="0.3" xmlns="http://purl.org/atom/ns#">\n{head}{_items(blog, entry)}</feed>\n'.encode()


def json_feed(blog: Blog) -> bytes:
    """JSON Feed 1.1 with the whole post."""
    items: Iterable[dict[str, object]] = (
        {
            "id": blog.url(story),
            "url": blog.url(story),
            "title": story.title,
            "content_html": paragraphs(story.body),
            "summary": opening(story.body),
            "date_published": story.feed_date or _iso(story.date),
        }
        for story in blog.posts
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "home_page_url": f"http://{blog.host}/",
        "feed_url": f"http://{blog.host}{blog.feed}",
        "description": blog.tagline,
        "authors": [{"name": blog.author}],
        "items": list(items),
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def empty(host: str, feed: str) -> bytes:
    """RSS 2.0 without an item: a blog that was set up and never written."""
    bare = Blog("", host, "Empty Pantry", "coming soon", "", "", "rss20", feed, "")
    return rss20(bare)


def truncated(blog: Blog) -> bytes:
    """RSS 2.0 cut off inside of its last item, as a crashed script leaves it; the items before can be read."""
    whole = rss20_full(blog)
    return whole[: whole.rindex(b"<content:encoded>") + 200]


FORMATS: dict[str, tuple[Callable[[Blog], bytes], str]] = {
    "rss091": (rss091, "text/xml"),
    "rss092": (rss092, "text/xml"),
    "rss10": (rss10, "application/rdf+xml"),
    "rss20": (rss20, "application/rss+xml; charset=utf-8"),
    "rss20-full": (rss20_full, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "atom-full": (atom_full, "application/atom+xml; charset=utf-8"),
    "atom03": (atom03, "application/x.atom+xml"),
    "json": (json_feed, "application/feed+json"),
    "truncated": (truncated, "text/xml; charset=utf-8"),
}
