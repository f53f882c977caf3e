"""A blogosphere that means no good: a server for the scenarios of hostile.py.

Every scenario is a host of its own, an address 127.0.1.N, so that none waits for another and the log tells them apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from hostile import ALLOW_ALL, CLOSED, GOOD, SCENARIOS, Say, feed, page, says, to


class _Handler(BaseRequestHandler):
    def handle(self) -> None:
        raw = b""
        while b"\r\n\r\n" not in raw and (piece := self.request.recv(65_536)):
            raw += piece
        host = self.request.getsockname()[0]
        path = raw.split(b" ")[1].decode() if raw.count(b" ") > 1 else ""
        log: list[tuple[str, str]] = self.server.log  # type: ignore[attr-defined]
        log.append((host, path))
        try:
            _answer(int(host.rpartition(".")[2]), path)(self.request)
        except OSError:
            return  # the asker has had enough


def _answer(number: int, path: str) -> Say:
    if number > len(SCENARIOS):
        return says(body=ALLOW_ALL) if path == "/robots.txt" else feed(GOOD)
    scenario = SCENARIOS[number - 1]
    if path == "/robots.txt":
        return scenario.robots or says(body=ALLOW_ALL)
    if path == "/feed":
        return scenario.feed
    if path.startswith("/step/"):
        return to(f"/step/{int(path[6:]) + 1}")
    return feed(GOOD) if path == "/moved" else page("<html><body><p>Customer service rang back.</p></body></html>")


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def serving() -> Iterator[tuple[dict[str, str], list[tuple[str, str]]]]:
    """The hosts while the block runs: the feed's address by the scenario's name, and the log as (host, path)."""
    CLOSED.clear()
    with _Server(("0.0.0.0", 0), _Handler) as server:
        server.log = []  # type: ignore[attr-defined]
        port = server.server_address[1]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            named = {one.name: f"http://127.0.1.{n}:{port}/feed" for n, one in enumerate(SCENARIOS, start=1)}
            yield named, server.log  # type: ignore[attr-defined]
        finally:
            CLOSED.set()
            server.shutdown()
