"""A blogosphere that goes on: the demo's blogs in three phases, with new posts, edits, and servers of several manners.

As a program it prints its address and serves until its standard input ends.
"""

import hashlib
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from flows.demo import site

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
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Growing:
    """What is served: `base` is the proxy, `phase` 0, 1 or 2, `asked` the addresses that were asked for."""

    base: str = ""
    phase: int = 2
    asked: list[str] = field(default_factory=list)

    def answer(self, host: str, path: str, held: str) -> Reply:
        """Status, headers and body of GET `path`; `held` is If-None-Match."""
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
    """Serve it on a free port of 127.0.0.1, as a proxy; GET http://phase.example/N begins phase N."""
    one = Growing()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            target = urlsplit(self.path)
            if target.hostname == "phase.example":
                one.phase = int(target.path[1:])
            one.asked.append(self.path)
            path = target.path + (f"?{target.query}" if target.query else "")
            status, headers, body = one.answer(target.hostname or "", path, self.headers.get("If-None-Match", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        one.base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield one
        server.shutdown()


if __name__ == "__main__":
    with serving() as blogs:
        print(blogs.base, flush=True)
        sys.stdin.read()
