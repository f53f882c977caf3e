"""What the robots.txt of a site allows, by RFC 9309, without a network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from extract.net.wire import LONGEST_REST

LIFETIME = timedelta(hours=24)  # RFC 9309 2.4: no longer without asking again
LIMIT = 512 * 1024  # bytes that are read; RFC 9309 2.5 asks for at least 500 KiB
# RFC 9309 2.2.1: the name of a crawler is its product token; a version behind it is no part of it.
AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^\s/#]*)", re.I)
NOBODY = "nobody"


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
    return bool(_rules(robots.body, name).can_fetch(url, name))


def delay(robots: Robots, name: str) -> float:
    """Seconds between two requests that the site asks a crawler for, LONGEST_REST at most; 0.0 where it asks for none."""
    asked = float(_rules(robots.body, name).crawl_delay(name) or 0.0)
    return min(asked, LONGEST_REST) if asked > 0 else 0.0  # also for "nan"


@lru_cache(maxsize=64)
def _rules(body: bytes, name: str) -> Protego:
    return Protego.parse("\n".join(_concerning(body.decode("utf-8-sig", "replace"), name.lower())))


def _concerning(text: str, name: str) -> Iterator[str]:
    """The lines of a file, the names of all other crawlers made one.

    The parser keeps every rule for every crawler that is named above it: 5,000 names over 5,000 rules, which fit into
    100 KB, cost it half a minute and 1.8 GB.
    """
    for line in text.splitlines():
        agent = AGENT.match(line)
        if agent and (agent[1].strip("*").lower() or "*") not in ("*", name):
            yield f"User-agent: {NOBODY}"
        else:
            yield f"User-agent: {agent[1]}" if agent else line
