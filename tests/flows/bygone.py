"""A blog on loopback whose posts are held back as different systems hold them: each page of its past is its own answer."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import replying
import sqlalchemy as sa
from replying import Asked, Reply

from flows.collecting import history
from flows.collecting.walking import Walk
from flows.database import store as storing
from flows.database.schema import ENTRIES
from flows.settings import Study
from flows.workspace import opened

FIRST = date(2020, 1, 1)
PAGE = 10  # posts in one answer of a feed
EVERYTHING = 1_000  # requests, more than a whole blog takes
Said = tuple[int, str, bytes]  # status, content type, body
Say = Callable[["Blog", dict[str, str]], Said]
Run = Callable[..., tuple[int, str, str]]  # a command line: exit code, stdout and stderr
NOTHING: Said = (404, "text/html", b"<html><body>not there</body></html>")


@dataclass
class Blog:
    """Where it is, how many posts it has, one every ten days, what it says at each path, and what it was asked."""

    url: str = ""
    posts: int = 97
    says: dict[str, Say | Said] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[str]:
        """What was asked but for robots.txt."""
        return [path for path in self.asked if path != "/robots.txt"]

    @property
    def numbers(self) -> list[int]:
        """Its posts, the newest first."""
        return list(range(self.posts, 0, -1))

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked.url)
        parts = urlsplit(asked.url)
        said = self.says.get(asked.url) or self.says.get(parts.path) or NOTHING
        told = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        status, kind, body = said(self, told) if callable(said) else said
        return status, {"Content-Type": kind}, body

    def post(self, number: int) -> str:
        """The address of a post."""
        day = FIRST + timedelta(days=10 * number)
        return f"{self.url}/{day:%Y/%m}/what-the-desk-said-{number}/"

    def day(self, number: int) -> str:
        return f"{FIRST + timedelta(days=10 * number)}T12:00:00Z"

    def rss(self, numbers: list[int], head: str = "") -> Said:
        items = "".join(
            f"<item><title>Post {n}</title><guid>{self.post(n)}</guid><link>{self.post(n)}</link>"
            f"<pubDate>{self.day(n)}</pubDate><description>customer service, part {n}</description></item>"
            for n in numbers
        )
        names = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
        start = f'<rss version="2.0" {names}><channel><title>Blog</title><link>{self.url}/</link>{head}'
        return 200, "application/rss+xml", f"{start}{items}</channel></rss>".encode()

    def atom(self, numbers: list[int], head: str = "") -> Said:
        entries = "".join(
            f'<entry><title>Post {n}</title><id>tag:blog.example,2020:{n}</id><link href="{self.post(n)}"/>'
            f"<published>{self.day(n)}</published><updated>{self.day(n)}</updated><content>part {n}</content></entry>"
            for n in numbers
        )
        names = 'xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
        start = f'<feed {names}><title>Blog</title><id>b</id><link href="{self.url}/"/>{head}'
        return 200, "application/atom+xml", f"{start}{entries}</feed>".encode()


def wordpress(blog: Blog, asked: dict[str, str]) -> Said:
    start = (int(asked.get("paged", "1")) - 1) * PAGE
    numbers = blog.numbers[start : start + PAGE]
    return blog.rss(numbers, "<generator>https://wordpress.org/?v=6.7</generator>") if numbers else NOTHING


def blogger(blog: Blog, asked: dict[str, str]) -> Said:
    """It gives fewer than it is asked for."""
    start, most = int(asked.get("start-index", "1")) - 1, min(int(asked.get("max-results", "25")), 30)
    return blog.atom(blog.numbers[start : start + most])


def archives(blog: Blog, asked: dict[str, str]) -> Said:
    """RFC 5005 section 4: the feed, and archive documents numbered from the oldest."""
    number = int(asked.get("n", "0"))
    whole = blog.numbers[::-1]
    last = -(-blog.posts // PAGE)
    numbers = whole[-5:] if not number else whole[(number - 1) * PAGE : number * PAGE]
    before = number - 1 if number else last
    return blog.atom(numbers, f'<link rel="prev-archive" href="/arch?n={before}"/>' if before else "")


def paged(blog: Blog, asked: dict[str, str]) -> Said:
    """RFC 5005 section 3."""
    start = int(asked.get("from", "0"))
    more = start + PAGE
    link = f'<atom:link rel="next" href="/paged.xml?from={more}"/>' if more < blog.posts else ""
    return blog.rss(blog.numbers[start:more], link)


def json_feed(blog: Blog, asked: dict[str, str]) -> Said:
    start = int(asked.get("from", "0"))
    more = {"next_url": f"{blog.url}/feed.json?from={start + PAGE}"} if start + PAGE < blog.posts else {}
    items = [{"id": str(n), "url": blog.post(n), "title": f"Post {n}"} for n in blog.numbers[start : start + PAGE]]
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "Blog", "items": items, **more}
    return 200, "application/feed+json", json.dumps(body).encode()


def newest(blog: Blog, asked: dict[str, str]) -> Said:
    """A feed that knows no parameter: it holds its newest posts and leads nowhere."""
    return blog.rss(blog.numbers[:PAGE])


def sitemap_index(blog: Blog, asked: dict[str, str]) -> Said:
    names = ("post-sitemap.xml", "post-sitemap2.xml", "page-sitemap.xml", "category-sitemap.xml")
    listed = "".join(f"<sitemap><loc>{blog.url}/{name}</loc></sitemap>" for name in names)
    return (
        200,
        "text/xml",
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'.encode(),
    )


def sitemap(first: int, last: int) -> Say:
    def say(blog: Blog, asked: dict[str, str]) -> Said:
        urls = [blog.post(n) for n in blog.numbers if first <= n <= last]
        urls += [
            f"{blog.url}/about/",
            f"{blog.url}/tag/phones/",
            f"{blog.url}/",
            "https://elsewhere.example/2020/01/post/",
        ]
        listed = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
        return (
            200,
            "text/xml",
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'.encode(),
        )

    return say


SITEMAPS: dict[str, Say | Said] = {
    "/sitemap.xml": sitemap_index, "/post-sitemap.xml": sitemap(1, 60), "/post-sitemap2.xml": sitemap(61, 9999),
}  # fmt: skip


@contextmanager
def serving() -> Iterator[Blog]:
    """A blog that says nothing yet."""
    blog = Blog()
    with replying.serving(blog.answer) as blog.url:
        yield blog


def study(blog: Blog, *paths: str, **keys: object) -> Study:
    """A study of feeds of a blog that may be asked though it is on loopback."""
    told = {"name": "s", "query": "service", "feeds": tuple(blog.url + path for path in paths)}
    return Study.model_validate({**told, "gap": 0.0, "contact": "t@t.example", "allow": ("127.0.0.1",), **keys})


def walked(study: Study, folder: Path, since: date | None = None, limit: int = EVERYTHING) -> Walk:
    return history.walked(study, folder, study.feeds, since, limit)[0]


def stored(study: Study, folder: Path) -> list[str]:
    """The addresses of the posts in the store."""
    with opened(study, folder) as space:
        return [row["url"] for row in storing.select(space.store, sa.select(ENTRIES.c.url).order_by(ENTRIES.c.url))]


def rows(study: Study, folder: Path, table: sa.Table) -> list[dict[str, Any]]:
    with opened(study, folder) as space:
        return [dict(row) for row in storing.select(space.store, sa.select(table))]


def expected(blog: Blog) -> list[str]:
    return sorted(map(blog.post, blog.numbers))
