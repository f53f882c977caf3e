"""Hosts that a virtual clock runs for: what each asks for, and a log of every request with its time.

The server is a proxy on loopback, so that it has any number of host names; it lives in the thread of the clock's world and
takes no time of its own. What a host does depends on the virtual time, and `broken` reads its rules off the log alone.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import replying
from replying import Asked, Reply

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
ITEM = "<item><title>Post {n}</title><guid>{host}{path}{n}</guid><pubDate>{date}</pubDate><description>d</description></item>"
Headers = dict[str, str]
Answer = tuple[int, Headers]


@dataclass
class Clock:
    """A time that passes only when somebody sleeps."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def hours(self) -> float:
        """Since the beginning."""
        return (self.now - START).total_seconds() / 3600


@dataclass(frozen=True)
class Host:
    """One host: its feeds' paths, robots.txt, what stands in its feeds, the hours between two posts, and its answer.

    `says` gives another status than 200 with its headers for an hour of the run, or headers for 200.
    """

    name: str
    paths: tuple[str, ...] = ("/feed",)
    robots: str = ""
    channel: str = ""
    gap: float = 9.0
    says: Callable[[float], Answer] = lambda hour: (200, {})


@dataclass(frozen=True)
class Request:
    """What the server was asked for and what it said."""

    at: datetime
    host: str
    path: str
    conditional: bool
    status: int
    headers: Mapping[str, str]


@dataclass
class Web:
    """The hosts, the clock they go by, and the log."""

    clock: Clock
    hosts: dict[str, Host]
    base: str = ""
    log: list[Request] = field(default_factory=list)

    @property
    def feeds(self) -> list[str]:
        """Every feed's address."""
        return [f"http://{host.name}{path}" for host in self.hosts.values() for path in host.paths]

    def answer(self, asked: Asked) -> Reply:
        """What a host says now, which goes into the log."""
        known = asked.headers.get("If-None-Match", "")
        reply = self._said(self.hosts[asked.host], asked.path, known)
        self.log.append(Request(self.clock.now, asked.host, asked.path, bool(known), *reply[:2]))
        return reply

    def _said(self, host: Host, path: str, known: str) -> Reply:
        if path == "/robots.txt":
            return (200, {}, host.robots.encode()) if host.robots else (404, {}, b"")
        status, headers = host.says(self.clock.hours)
        if status != 200:
            return status, headers, b""
        number = int(self.clock.hours / host.gap)
        tag = f'"{number}"'
        headers = {"ETag": tag, "Content-Type": "application/rss+xml", **headers}
        return (304, headers, b"") if known == tag else (200, headers, self._feed(host, path, number))

    def _feed(self, host: Host, path: str, number: int) -> bytes:
        posts = [
            ITEM.format(n=n, host=host.name, path=path, date=format_datetime(START + timedelta(hours=n * host.gap)))
            for n in range(number, max(number - 10, -10), -1)
        ]
        return f'<rss version="2.0"><channel><title>t</title>{host.channel}{"".join(posts)}</channel></rss>'.encode()


@contextmanager
def serving(web: Web) -> Iterator[Web]:
    """The web behind a proxy."""
    with replying.serving(web.answer) as web.base:
        yield web
