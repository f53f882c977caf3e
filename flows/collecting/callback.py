"""The server to which hubs come: one path for each subscription, few threads, small bodies, little time."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Protocol
from urllib.parse import urlsplit

LARGEST = 4 * 1024 * 1024  # bytes of what a hub sends: what is new in a feed, or all of it
THREADS = 16  # requests at one time; more are hung up on, and hubs try again
SILENT = 10.0  # seconds for which a connection may be silent
LONGEST = 30.0  # seconds for the whole of a body
PIECE = 65_536


class Hears(Protocol):
    """What answers to a hub, by the token at the end of the path."""

    def verify(self, token: str, query: str) -> str | None: ...
    def knows(self, token: str) -> int: ...
    def take(self, token: str, signature: str, kind: str, body: bytes) -> int: ...


class Server(ThreadingHTTPServer):
    """Threads as the library makes them, but not more than a few."""

    daemon_threads = True
    hears: Hears

    def __init__(self, place: tuple[str, int], hears: Hears) -> None:
        """Listen on a place."""
        super().__init__(place, Handler)
        self.hears, self._free = hears, threading.BoundedSemaphore(THREADS)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Begin a thread, or hang up."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """The thread's work."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Who hangs up is no error of ours."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """A hub's questions (GET) and what it sends (POST)."""

    server: Server
    timeout = SILENT
    server_version, sys_version = "rootfeed", ""

    def do_GET(self) -> None:
        """Verification of intent."""
        token, query = self._token()
        challenge = self.server.hears.verify(token, query)
        self._say(404 if challenge is None else 200, (challenge or "").encode())

    def do_POST(self) -> None:
        """Content: taken before it is acknowledged, so that a hub sends again what was not."""
        token, _ = self._token()
        length = self.headers.get("Content-Length", "")
        status = self.server.hears.knows(token)
        if status != 202:
            self._say(status)
        elif not (length.isascii() and length.isdigit()):
            self._say(411)
        elif int(length) > LARGEST:
            self._say(413)
        elif (body := self._body(int(length))) is None:
            self._say(408)
        else:
            signature, kind = self.headers.get("X-Hub-Signature", ""), self.headers.get("Content-Type", "")
            self._say(self.server.hears.take(token, signature, kind, body))

    def _token(self) -> tuple[str, str]:
        parts = urlsplit(self.path)
        return parts.path.rpartition("/")[2], parts.query

    def _body(self, length: int) -> bytes | None:
        end, body = time.monotonic() + LONGEST, bytearray()
        while len(body) < length:
            piece = self.rfile.read1(min(PIECE, length - len(body)))
            if not piece or time.monotonic() > end:
                return None
            body += piece
        return bytes(body)

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: paths are secrets."""


@contextmanager
def serving(listen: str, hears: Hears) -> Iterator[int]:
    """Serve on HOST:PORT while this is entered; gives the port. Raises OSError where it is taken."""
    host, _, port = listen.rpartition(":")
    with Server((host.strip("[]"), int(port)), hears) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
