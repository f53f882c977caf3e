"""A web server on loopback that answers as told, and a clock that waits in no time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

from extract.net import addresses
from extract.net.fetch import Fetcher
from extract.post import Failure, Page

LOOPBACK = addresses.allowed(("127.0.0.0/8", "::1"))
CONTACT = "rootfeed/0.1 (+mailto:jo@example.org; research)"

Make = Callable[..., Fetcher]
Say = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Site:
    """A server's address, what it says at each path (the last answer for ever), and what it was asked."""

    url: str
    says: dict[str, list[Say]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def elsewhere(self) -> str:
        """The same server under another host name."""
        return self.url.replace("127.0.0.1", "localhost")

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def pages(self) -> list[str]:
        return [path for path in self.paths() if path != "/robots.txt"]

    def at(self, path: str, *answers: Say) -> str:
        self.says[path] = list(answers)
        return self.url + path


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Say:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if status != 304:
            handler.wfile.write(body)

    return say


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers.items())))
        said = self.site.says.get(self.path) or [answer(404)]
        (said.pop(0) if len(said) > 1 else said[0])(self)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def failed(answer: Page | Failure) -> Failure:
    assert isinstance(answer, Failure), answer
    return answer


def fetched(answer: Page | Failure) -> Page:
    assert isinstance(answer, Page), answer
    return answer
