"""What each host of the blogosphere answers: a pure function from a request to a response."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache

from flows.demo import pages
from flows.demo.blogs import NOTE, Blog, blogs
from flows.demo.feeds import FORMATS

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"

# Feeds that once were: subscriptions outlive blogs.
LOST = {"http://lost-thimble.example/rss.xml": 404, "http://gone-lantern.example/feed": 410}


@dataclass(frozen=True, slots=True)
class Response:
    """A status, headers in sending order, a body; `slow` asks the server to hold it back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    slow: bool = False


def feeds() -> list[str]:
    """The addresses that a subscriber of the demo has, dead ones included, in alphabetical order."""
    return sorted([f"http://{blog.host}{blog.feed}" for blog in blogs()] + list(LOST))


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


def _validators(blog: Blog, body: bytes) -> tuple[tuple[str, str], ...]:
    newest = max(story.date for story in blog.posts)
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return (("ETag", etag), ("Last-Modified", format_datetime(newest, usegmt=True)))


def _unchanged(asked: Mapping[str, str], validators: tuple[tuple[str, str], ...]) -> bool:
    """Whether the asker holds this version; as the standard has it, an ETag outranks a date."""
    held = dict(validators)
    if "if-none-match" in asked:
        return held["ETag"] in asked["if-none-match"]
    return asked.get("if-modified-since") == held["Last-Modified"]


def answer(host: str, path: str, asked: Mapping[str, str]) -> Response:
    """The response of `host` to GET `path`; `asked` are the request's headers, names in lower case."""
    lost = LOST.get(f"http://{host}{path}")
    if lost:
        return _short(lost, "Gone for good." if lost == 410 else "Not found.")
    blog = _hosts().get(host)
    if blog is None:
        return _short(404, f"No such page at {host}. {NOTE}")
    if blog.moved_to and path == blog.feed:
        return _short(301, "Moved.", ("Location", f"http://{host}{blog.moved_to}"))
    if path not in _routes(host):
        return _short(404, "Not found.")
    body, kind = _routes(host)[path]
    return _page(blog, body, kind, asked)


def _page(blog: Blog, body: bytes, kind: str, asked: Mapping[str, str]) -> Response:
    validators = _validators(blog, body) if blog.oddity == "validators" else ()
    slow = blog.oddity == "slow"
    if validators and _unchanged(asked, validators):
        return Response(304, validators, b"", slow)
    headers = (("Content-Type", kind), *validators)
    if blog.oddity == "gzip" and "gzip" in asked.get("accept-encoding", ""):
        packed = gzip.compress(body, mtime=0)
        return Response(200, (*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")), packed, slow)
    return Response(200, headers, body, slow)
