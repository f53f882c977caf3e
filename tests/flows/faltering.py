"""The blogosphere behind a proxy at which hosts can be made to refuse for a while, or to answer slowly."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from flows.demo import site


@dataclass
class Faltering:
    """A running proxy: how often each host still refuses, the seconds that an answer takes, and who was asked how often."""

    base: str = ""
    refusals: Counter[str] = field(default_factory=Counter)
    wait: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)


@contextmanager
def serving() -> Iterator[Faltering]:
    """Serve on a free port of 127.0.0.1 while the block runs."""
    state = Faltering()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = urlsplit(self.path)
            host = target.hostname or ""
            state.asked[self.path] += 1
            time.sleep(state.wait)
            found = site.answer(host, target.path, {name.lower(): value for name, value in self.headers.items()})
            refused = state.refusals[host] > 0 and target.path != "/robots.txt"
            state.refusals[host] -= refused
            self.send_response(503 if refused else found.status)
            for name, value in () if refused else found.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if refused else found.body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        state.base = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield state
        server.shutdown()
