"""A blogosphere that goes on: the demo's blogs in three phases, with new posts, edits, and servers of several manners.

As a program it prints its address and serves until its standard input ends.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import replying
from replying import Asked, Reply

from flows import settings
from flows.demo import site
from flows.settings import Study

FEEDS = (
    "http://slow-kettle.example/feed/",
    "http://second-hand-echo.example/atom",
    "http://gone-lantern.example/feed",
    "http://parked-acre.example/feed/",
    "http://moved-kettle.example/old",
    "http://open-kettle.example/feed/",
)
MOVED, OPEN = (
    "moved-kettle.example",
    "open-kettle.example",
)  # other names of slow-kettle: one that moved, one without validators
ITEM = re.compile(rb"<(item|entry)\b.*?</\1>\s*", re.S)


@dataclass
class Growing:
    """What is served: `base` is the proxy, `phase` 0, 1 or 2, `asked` the addresses that were asked for."""

    base: str = ""
    phase: int = 2
    asked: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        """What a host says; phase.example/N begins phase N."""
        host, path, held = asked.host, asked.path, asked.headers.get("If-None-Match")
        self.asked.append(asked.url)
        if host == "phase.example":
            self.phase = int(path[1:])
        if host == MOVED and path == "/old":
            return 301, {"Location": f"http://{host}/feed/"}, b""
        known = "slow-kettle.example" if host in (MOVED, OPEN) else host
        said = site.answer(known, path, {})
        headers, body = dict(said.headers), self._body(said.body)
        headers.pop("Last-Modified", None)
        headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if host == OPEN:
            del headers["ETag"]
        if said.status == 200 and held and held == headers.get("ETag"):
            return 304, headers, b""
        return said.status, headers, body

    def _body(self, body: bytes) -> bytes:
        """A feed has two posts less in each phase before the last; in phase 1 a word is corrected everywhere."""
        items = [match.span() for match in ITEM.finditer(body)]
        for start, end in reversed(items[: 2 * (2 - self.phase)]):
            body = body[:start] + body[end:]
        return body if self.phase == 0 else body.replace(b" because ", b", for ")


@contextmanager
def serving() -> Iterator[Growing]:
    """Serve it on a free port of 127.0.0.1, as a proxy."""
    one = Growing()
    with replying.serving(one.answer) as one.base:
        yield one


def founded(blogs: Growing, folder: Path, query: str) -> Study:
    """A study of these blogs, whose file is written."""
    keys = {"name": "grown", "query": query, "feeds": FEEDS, "proxy": blogs.base, "gap": 0.0, "draws": 100}
    study = Study.model_validate({**keys, "contact": "t@t.example"})
    (folder / "grown.toml").write_text(settings.write(study), encoding="utf-8")
    return study


if __name__ == "__main__":
    with serving() as blogs:
        print(blogs.base, flush=True)
        sys.stdin.read()
