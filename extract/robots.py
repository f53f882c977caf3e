"""What the robots.txt of a site allows, by RFC 9309, without a network."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from extract.wire import LONGEST_REST

LIFETIME = timedelta(hours=24)  # RFC 9309 2.4: no longer without asking again
LIMIT = 512 * 1024  # bytes that are read; RFC 9309 2.5 asks for at least 500 KiB


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt of one origin (``https://blog.example``) as last answered.

    ``status`` is the answer's, ``body`` its bytes, empty where there is no such file, which allows everything.
    ``etag`` and ``modified`` are the validators for asking again; ``fetched`` is when the server last confirmed it.
    """

    origin: str
    etag: str
    modified: str
    status: int
    body: bytes
    fetched: datetime


def origin(url: str) -> str:
    """The part of an address that one robots.txt speaks for; ``""`` for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def fresh(robots: Robots, now: datetime) -> bool:
    """Whether the rules may be used without asking the server."""
    return timedelta(0) <= now - robots.fetched < LIFETIME


def allows(robots: Robots, url: str, name: str) -> bool:
    """Whether a crawler called ``name`` may ask for an address."""
    return bool(_rules(robots.body).can_fetch(url, name))


def delay(robots: Robots, name: str) -> float:
    """Seconds between two requests that the site asks a crawler for, LONGEST_REST at most; 0.0 where it asks for none."""
    asked = float(_rules(robots.body).crawl_delay(name) or 0.0)
    return min(asked, LONGEST_REST) if asked > 0 else 0.0  # also for "nan"


@lru_cache(maxsize=256)
def _rules(body: bytes) -> Protego:
    return Protego.parse(body.decode("utf-8-sig", "replace"))
