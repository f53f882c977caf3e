"""The wires below a fetcher: connections to checked addresses only, within a limit of time and bytes.

A name is resolved once, every address that it has is checked, and the connection is made to one of those: whoever owns
the name cannot give another answer in between. Certificates are checked against the name all the same, since only the
connection itself is told the address. What httpx bounds for each read is bounded here for the whole exchange.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import httpcore
import httpx

from extract.net import addresses
from extract.net.addresses import Allowed
from extract.net.watch import LONGEST_EXCHANGE, Stream, Watch

MOST_ADDRESSES = 4  # of one name that are tried
CONNECTIONS = 64
KEPT = 5.0  # seconds that an idle connection is kept
SECONDS = "seconds"
"""Extension of a request: how long its exchange may take, ``client.stream(..., extensions={SECONDS: 30.0})``."""

Resolve = Callable[[str, int], Iterable[str]]
Options = Iterable[httpcore.SOCKET_OPTION]


class Forbidden(Exception):
    """A host that must not be connected to; says why."""


class Backend(httpcore.NetworkBackend):
    """Makes connections; with ``check`` to addresses that are allowed only, else (to a proxy) to any."""

    def __init__(self, watch: Watch, check: Allowed | None, resolve: Resolve) -> None:
        """Keep what decides."""
        self._watch, self._check, self._resolve = watch, check, resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers. Raises Forbidden."""
        found = [host] if self._check is None else self._checked(host, port, self._check)
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in found[:MOST_ADDRESSES]:
            left = self._watch.left(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                error = refused
            else:
                return Stream(stream, self._watch)
        raise error

    def _checked(self, host: str, port: int, allowed: Allowed) -> list[str]:
        try:
            found = list(dict.fromkeys(self._resolve(host, port)))
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        if refused := addresses.refusal(host, port, found, allowed):
            raise Forbidden(refused)
        return found


class Transport(httpx.BaseTransport):
    """What an `httpx.Client` sends its requests through: straight to public addresses, or through a proxy.

    A proxy is the user's own choice and may be anywhere, but it resolves names itself: then only hosts that are addresses
    in themselves can be checked, in any form of writing.
    """

    def __init__(
        self,
        allowed: Allowed = addresses.NOTHING,
        proxy: str = "",
        resolve: Resolve | None = None,
        timer: Callable[[], float] = time.monotonic,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """Connect to ``allowed`` too; ``resolve``, ``timer`` and ``verify`` are for tests."""
        self._allowed, self._proxied, self._watch = allowed, bool(proxy), Watch(timer)
        backend = Backend(self._watch, None if proxy else allowed, resolve or resolved)
        self._pool = _pool(proxy, backend, verify or trusted())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises httpx errors, Forbidden and Endless."""
        if self._proxied:
            self._check_literal(request.url)
        exchange = self._watch.start(request.extensions.get(SECONDS, LONGEST_EXCHANGE))
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        sent = httpcore.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_of_httpx():
            answer = self._pool.handle_request(sent)
        exchange.headed = True
        return httpx.Response(
            answer.status, headers=answer.headers, stream=Body(answer), extensions=dict(answer.extensions)
        )

    def close(self) -> None:
        """Hang up."""
        self._pool.close()

    def _check_literal(self, url: httpx.URL) -> None:
        address = addresses.literal(url.host)
        port = url.port or (443 if url.scheme == "https" else 80)
        if address and (refused := addresses.refusal(url.host, port, [str(address)], self._allowed)):
            raise Forbidden(refused)


class Body(httpx.SyncByteStream):
    """The body of an answer as it comes."""

    def __init__(self, answer: httpcore.Response) -> None:
        """Read from ``answer``."""
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        """Pieces of it."""
        with _as_of_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        """Leave the rest."""
        self._answer.close()


ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


@contextmanager
def _as_of_httpx() -> Iterator[None]:
    """Errors of httpcore under the names that httpx gives them, which are the same."""
    try:
        yield
    except ERRORS as error:
        raise getattr(httpx, type(error).__name__)(str(error)) from error


def _pool(proxy: str, backend: Backend, verify: ssl.SSLContext) -> httpcore.ConnectionPool:
    there = httpx.Proxy(proxy) if proxy else None
    return httpcore.ConnectionPool(
        verify,
        httpcore.Proxy(str(there.url), there.raw_auth) if there else None,
        max_connections=CONNECTIONS,
        keepalive_expiry=KEPT,
        network_backend=backend,
    )


def client(allowed: Allowed, proxies: Mapping[str, str], timeout: httpx.Timeout) -> httpx.Client:
    """A client for a fetcher. ``proxies`` are by the kind of address (``all://``, ``https://``); ``""`` means none."""
    mounts = {pattern: Transport(allowed, proxy) for pattern, proxy in proxies.items()}
    return httpx.Client(transport=Transport(allowed), mounts=mounts, timeout=timeout, trust_env=False)


def resolved(host: str, port: int) -> Iterable[str]:
    """A host's addresses, as the machine finds them and within its time (`resolv.conf`). Raises OSError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """The authorities that a certificate may come from, read once."""
    return httpx.create_ssl_context()
