"""The blogosphere on loopback: an HTTP proxy that answers for every `*.example` host from this package's own data.

A client that uses `Blogosphere.base` as its proxy sees real-looking addresses (`http://slow-kettle.example/feed/`), so
that the port, which differs from run to run, stands in no stored byte. Nothing is passed on to any other machine.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

from flows.demo import site

# A server without a clock: the date in its headers is the day the last post was written.
TODAY = "Fri, 20 Nov 2026 12:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as the server saw it; `conditional` where it named the version that the asker holds."""

    url: str
    conditional: bool
    status: int


@dataclass(frozen=True, slots=True)
class Blogosphere:
    """A running server: `base` is the proxy's address, `feeds` are the addresses to subscribe to.

    `log` grows with every request, in order: the other side's account of how polite a run was.
    """

    base: str
    feeds: list[str]
    log: list[Exchange]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "blogosphere"
    sys_version = ""
    slow = 0.0
    log: ClassVar[list[Exchange]] = []
    # A reply is two small writes; with Nagle's algorithm the second waits for the client's delayed acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def _reply(self, *, with_body: bool) -> None:
        target = urlsplit(self.path)
        host = (target.hostname or self.headers.get("Host", "").partition(":")[0]).lower()
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        asked = {name.lower(): value for name, value in self.headers.items()}
        response = site.answer(host, path, asked)
        conditional = bool({"if-none-match", "if-modified-since"} & asked.keys())
        self.log.append(Exchange(f"http://{host}{path}", conditional, response.status))
        if response.slow:
            time.sleep(self.slow)
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(response.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return TODAY

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: stderr belongs to the study's progress."""


@contextmanager
def serving(slow: float = 0.3) -> Iterator[Blogosphere]:
    """Serve the blogosphere on a free port of 127.0.0.1 while the block runs.

    `slow` is in seconds: how long the slow host holds back each answer.
    """
    log: list[Exchange] = []
    handler = type("_SlowHandler", (_Handler,), {"slow": slow, "log": log})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False  # a client that keeps its connection open must not hold the exit
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Blogosphere(f"http://127.0.0.1:{server.server_address[1]}", site.feeds(), log)
        finally:
            server.shutdown()
            thread.join()
