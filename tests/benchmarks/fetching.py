"""Fetching 2,000 small pages of 50 hosts with 20 ms of latency: our fetcher in threads beside a bare loop of httpx.

Both keep to the same limits: one request per host at a time, 50 at once, no gap. Ours also asks for 50 robots.txt files,
checks addresses, walls, time and bytes. The server is a process of its own, its hosts are 127.0.0.1 to 127.0.0.50.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from statistics import median

import httpx

from extract.net import addresses, transport
from extract.net.fetch import Fetcher
from extract.net.turns import Turns
from extract.post import Page
from tests.benchmarks.clock import waited

HOSTS, PAGES = 50, 2_000
LATENCY = 0.02
BODY = b"<html><title>Kettle</title><p>" + b"Customer service rang back. " * 70 + b"</p></html>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
HEAD = ("fetching", "pages a second", "of a bare httpx.AsyncClient", "ratio", "of turns")
LOOPBACK = addresses.allowed(("127.0.0.0/8",))
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


def bare(hosts: list[list[str]]) -> None:
    """The loop to be held against."""

    async def host(client: httpx.AsyncClient, urls: list[str]) -> None:
        for url in urls:
            assert (await client.get(url)).content == BODY

    async def main() -> None:
        limits = httpx.Limits(max_connections=HOSTS, max_keepalive_connections=HOSTS)
        async with httpx.AsyncClient(limits=limits, timeout=LIMITS, trust_env=False) as client:
            await asyncio.gather(*(host(client, urls) for urls in hosts))

    asyncio.run(main())


def ours(hosts: list[list[str]]) -> None:
    """A fetcher per host, as the stages make them, in as many threads."""
    turns = Turns()

    def host(urls: list[str]) -> None:
        with transport.client(LOOPBACK, {}, LIMITS) as client:
            fetcher = Fetcher(client, "rootfeed/0", lambda: datetime.now(UTC), time.sleep, gap=0.0, turns=turns)
            for url in urls:
                answer = fetcher.get(url)
                assert isinstance(answer, Page), answer
                assert answer.body == BODY

    with ThreadPoolExecutor(HOSTS) as threads:
        list(threads.map(host, hosts))


def rows(turns: int = 3) -> Iterator[tuple[str, ...]]:
    """One row: the medians, and the ratios of all turns; one round before warms up."""
    with serving() as hosts:
        ours(hosts[:5]), bare(hosts[:5])
        pairs = [(waited(lambda: ours(hosts)), waited(lambda: bare(hosts))) for _ in range(turns)]
    mine, theirs = zip(*pairs, strict=True)
    ratios = [other / one for one, other in pairs]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    yield (
        f"{PAGES:,} pages, {HOSTS} hosts",
        f"{PAGES / median(mine):,.0f}",
        f"{PAGES / median(theirs):,.0f}",
        f"{median(ratios):.2f}",
        spread,
    )
