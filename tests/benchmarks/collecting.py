"""Fetching 2,000 small pages of 50 hosts with 20 ms of latency: our fetcher in threads beside a bare loop of httpx.

Both keep to the same limits: one request per host at a time, 50 at once, no gap. The server is a process of its own, its
hosts are 127.0.0.1 to 127.0.0.50.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection

import httpx

from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Rival, compared

HOSTS, PAGES = 50, 2_000
LATENCY = 0.02
BODY = b"<html><title>Kettle</title><p>" + b"Customer service rang back. " * 70 + b"</p></html>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
NOTE = "Wall seconds. The peer asks for the pages only; ours also for robots.txt, and checks addresses, walls, time and bytes."
LIMITS = httpx.Timeout(20.0)


class _Answering(asyncio.Protocol):
    """Answers each request after the latency."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.out = transport

    def data_received(self, data: bytes) -> None:
        said = NOTHING if data.startswith(b"GET /robots.txt") else ANSWER
        asyncio.get_running_loop().call_later(LATENCY, self._say, said)

    def _say(self, said: bytes) -> None:
        if isinstance(self.out, asyncio.Transport) and not self.out.is_closing():
            self.out.write(said)


def _serve(told: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Answering, "0.0.0.0", 0, backlog=500)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def serving() -> Iterator[list[list[str]]]:
    """The addresses of every host's pages, while the server runs."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    port = here.recv()
    yield [
        [f"http://127.0.0.{host}:{port}/post/{page}" for page in range(PAGES // HOSTS)] for host in range(1, HOSTS + 1)
    ]
    process.terminate()
    process.join()


def rows() -> Iterator[tuple[str, ...]]:
    """One row."""
    with serving() as hosts:
        peer = Rival("a bare httpx.AsyncClient", partial(bare, hosts))
        yield compared(f"fetching {PAGES:,} pages of {HOSTS} hosts", partial(ours, hosts), peer, turns=3, wall=True)


def bare(hosts: list[list[str]]) -> Job:
    """The loop to be held against."""

    async def host(client: httpx.AsyncClient, urls: list[str]) -> None:
        for url in urls:
            assert (await client.get(url)).content == BODY

    async def main() -> None:
        limits = httpx.Limits(max_connections=HOSTS, max_keepalive_connections=HOSTS)
        async with httpx.AsyncClient(limits=limits, timeout=LIMITS, trust_env=False) as client:
            await asyncio.gather(*(host(client, urls) for urls in hosts))

    return lambda: asyncio.run(main())


def ours(hosts: list[list[str]]) -> Job:
    """A fetcher per host, as the stages make them, in as many threads."""
    from extract.net import addresses, transport
    from extract.net.fetch import Fetcher
    from extract.net.turns import Turns
    from extract.post import Page

    loopback = addresses.allowed(("127.0.0.0/8",))

    def host(turns: Turns, urls: list[str]) -> None:
        with transport.client(loopback, {}, LIMITS) as client:
            fetcher = Fetcher(client, "rootfeed/0", lambda: datetime.now(UTC), time.sleep, gap=0.0, turns=turns)
            for url in urls:
                answer = fetcher.get(url)
                assert isinstance(answer, Page), answer
                assert answer.body == BODY

    def every() -> None:
        with ThreadPoolExecutor(HOSTS) as threads:
            list(threads.map(partial(host, Turns()), hosts))

    return every
