"""What each host of the blogosphere answers: a pure function from a request to a response."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from flows.demo import pages
from flows.demo.blogs import NOTE, Blog, blogs
from flows.demo.feeds import FORMATS, empty

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"

# Feeds that once were: subscriptions outlive blogs.
LOST = {"http://lost-thimble.example/rss.xml": 404, "http://gone-lantern.example/feed": 410}
# Feeds that bring nothing: one without items, and one whose address a domain dealer bought.
EMPTY = "http://empty-pantry.example/index.xml"
PARKED = "http://parked-acre.example/feed/"

FOUNDED = datetime(2005, 1, 1, tzinfo=UTC)  # what a file without a post in it says it was changed on
# Publishing systems differ in the validators that they give; the others give both.
GIVEN = {"tumblr": ("ETag",), "handmade": ("Last-Modified",)}


@dataclass(frozen=True, slots=True)
class Response:
    """A status, headers in sending order, a body; `slow` asks the server to hold it back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    slow: bool = False


def feeds() -> list[str]:
    """The addresses that a subscriber of the demo has, dead ones included, in alphabetical order."""
    return sorted([f"http://{blog.host}{blog.feed}" for blog in blogs()] + [*LOST, EMPTY, PARKED])


@cache
def _hosts() -> dict[str, Blog]:
    return {blog.host: blog for blog in blogs()}


@cache
def _routes(host: str) -> dict[str, tuple[bytes, str]]:
    """Path -> (body, content type) of everything that one blog serves with status 200."""
    blog = _hosts()[host]
    render, kind = FORMATS[blog.format]
    rules = "User-agent: *\nDisallow: /\n" if blog.oddity == "robots" else "User-agent: *\nDisallow: /admin/\n"
    routes = {
        "/": (pages.front(blog), HTML),
        "/robots.txt": (rules.encode(), PLAIN),
        blog.moved_to or blog.feed: (render(blog), kind),
    }
    for story in blog.posts:
        routes[blog.url(story).removeprefix(f"http://{host}")] = (pages.post(blog, story), HTML)
    return routes


def _short(status: int, words: str, *headers: tuple[str, str]) -> Response:
    return Response(status, (("Content-Type", PLAIN), *headers), f"{words}\n".encode())


def _validators(body: bytes, changed: datetime, given: tuple[str, ...], weak: bool) -> tuple[tuple[str, str], ...]:
    etag = f'{"W/" if weak else ""}"{hashlib.sha256(body).hexdigest()[:16]}"'
    both = (("ETag", etag), ("Last-Modified", format_datetime(changed, usegmt=True)))
    return tuple(pair for pair in both if pair[0] in given)


def _unchanged(asked: Mapping[str, str], validators: tuple[tuple[str, str], ...]) -> bool:
    """Whether the asker holds this version; as the standard has it, an ETag outranks a date."""
    held = dict(validators)
    if "if-none-match" in asked and "ETag" in held:
        return held["ETag"] in asked["if-none-match"]
    return "Last-Modified" in held and asked.get("if-modified-since") == held["Last-Modified"]


def answer(host: str, path: str, asked: Mapping[str, str]) -> Response:
    """The response of `host` to GET `path`; `asked` are the request's headers, names in lower case."""
    url = f"http://{host}{path}"
    if url in LOST:
        return _short(LOST[url], "Gone for good." if LOST[url] == 410 else "Not found.")
    if url == EMPTY:
        return _unclaimed(empty(host, path), FORMATS["rss20"][1], asked)
    if url == PARKED:
        return _unclaimed(pages.parked(host), HTML, asked)
    blog = _hosts().get(host)
    if blog is None:
        return _short(404, f"No such page at {host}. {NOTE}")
    if blog.moved_to and path == blog.feed:
        return _short(301, "Moved.", ("Location", f"http://{host}{blog.moved_to}"))
    if path not in _routes(host):
        return _short(404, "Not found.")
    body, kind = _routes(host)[path]
    return _page(blog, body, kind, asked)


def _unclaimed(body: bytes, kind: str, asked: Mapping[str, str]) -> Response:
    validators = _validators(body, FOUNDED, ("ETag", "Last-Modified"), weak=False)
    if _unchanged(asked, validators):
        return Response(304, validators, b"")
    return Response(200, (("Content-Type", kind), *validators), body)


def _page(blog: Blog, body: bytes, kind: str, asked: Mapping[str, str]) -> Response:
    newest = max(story.date for story in blog.posts)
    packs = blog.oddity == "gzip"  # a body packed on the way is not the same bytes, so its tag is a weak one
    given = GIVEN.get(blog.template, ("ETag", "Last-Modified"))
    validators = _validators(body, newest, given, weak=packs)
    slow = blog.oddity == "slow"
    if _unchanged(asked, validators):
        return Response(304, validators, b"", slow)
    headers = (("Content-Type", kind), *validators)
    if packs and "gzip" in asked.get("accept-encoding", ""):
        packed = gzip.compress(body, mtime=0)
        return Response(200, (*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")), packed, slow)
    return Response(200, headers, body, slow)
