"""What one exchange with a server may cost: seconds, and bytes over the wire.

httpx bounds each single read, so a server that sends a byte now and then is never late, and one that sends headers,
interim answers or the lengths of chunks never ends. Here the whole is counted, below all that reads it.
"""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import httpcore

LONGEST_EXCHANGE = 120.0  # seconds from the look-up of the name to the last byte, unless a request says less
LARGEST_HEAD = 64 * 1024  # bytes that may come before the head of the answer is whole
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes over the wire, however little of them is content


class Endless(Exception):
    """An answer with more bytes than any answer needs."""


@dataclass(slots=True)
class Exchange:
    """One request and its answer: when it has to be over, whether the answer's head is whole, the bytes that came."""

    end: float
    headed: bool = False
    came: int = 0


@dataclass(slots=True)
class Watch:
    """The exchange that this thread has under way."""

    timer: Callable[[], float]
    _here: threading.local = field(default_factory=threading.local)

    def start(self, seconds: float) -> Exchange:
        """Begin another one."""
        self._here.exchange = Exchange(self.timer() + seconds)
        return self._exchange

    def left(self, timeout: float | None, error: type[Exception]) -> float:
        """Seconds that one step may take. Raises ``error`` where none are left."""
        left = self._exchange.end - self.timer()
        if left <= 0:
            raise error("the answer took too long")
        return left if timeout is None else min(left, timeout)

    def count(self, came: bytes) -> bytes:
        """Note what came. Raises Endless."""
        exchange = self._exchange
        exchange.came += len(came)
        if exchange.came > LARGEST_ANSWER:
            raise Endless(f"more than {LARGEST_ANSWER} bytes came")
        return came

    def headless(self) -> None:
        """Before more is read: raises Endless if the head of the answer should be whole by now."""
        if not self._exchange.headed and self._exchange.came >= LARGEST_HEAD:
            raise Endless(f"the headers are longer than {LARGEST_HEAD} bytes")

    @property
    def _exchange(self) -> Exchange:
        exchange: Exchange = self._here.exchange
        return exchange


class Stream(httpcore.NetworkStream):
    """A connection that is read only while its exchange may last."""

    def __init__(self, stream: httpcore.NetworkStream, watch: Watch) -> None:
        """Read and write through ``stream``."""
        self._stream, self._watch = stream, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        self._watch.headless()
        return self._watch.count(self._stream.read(max_bytes, self._watch.left(timeout, httpcore.ReadTimeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._stream.write(buffer, self._watch.left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, its certificate checked against the name."""
        left = self._watch.left(timeout, httpcore.ConnectTimeout)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._watch)

    def get_extra_info(self, info: str) -> object:
        """What the library asks about a connection."""
        return self._stream.get_extra_info(info)
