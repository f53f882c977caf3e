"""Limits: no more bytes and no more time than agreed."""

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import Clock, Make, Site, answer, failed, fetched

from extract.net import exchange, fetch, watch


def test_refuses_bodies_above_the_limit_while_they_come(site: Site, make: Make) -> None:
    sent = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        for _ in range(2_000):
            sent.append(handler.wfile.write(b"x" * 65_536))

    failure = failed(make().get(site.at("/big", endless), limit_bytes=1_000_000))

    assert (failure.reason, failure.status) == ("too large", 200)
    assert sum(sent) < 60_000_000


def test_refuses_a_bomb_at_the_limit(site: Site, make: Make) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    failure = failed(make().get(site.at("/bomb", answer(200, bomb, Content_Encoding="gzip")), limit_bytes=1_000_000))

    assert len(bomb) < 100_000
    assert failure.reason == "too large"


def test_reads_packed_pages(site: Site, make: Make) -> None:
    url = site.at("/post", answer(200, gzip.compress(b"hello"), Content_Encoding="gzip"))

    assert fetched(make().get(url)).body == b"hello"


def test_names_broken_packing(site: Site, make: Make) -> None:
    failure = failed(make().get(site.at("/post", answer(200, b"hello", Content_Encoding="gzip"))))

    assert failure.reason == "unreadable"


def test_gives_up_on_silence_after_three_attempts(site: Site, make: Make, clock: Clock) -> None:
    url = site.at("/slow", lambda handler: time.sleep(0.8))

    failure = failed(make(gap=0.0).get(url))

    assert (failure.url, failure.reason, failure.status) == (url, "timed out", None)
    assert site.pages() == ["/slow"] * 3
    assert clock.slept == [1.0, 2.0]


def test_gives_up_on_a_body_that_drips(site: Site, make: Make, clock: Clock) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        time.sleep(0.25)
        clock.now += timedelta(seconds=fetch.LONGEST_ANSWER + 1)
        handler.wfile.write(b"x")

    assert failed(make().get(site.at("/drip", drip))).reason == "timed out"


# Time over all


def trickle(clock: Clock, head: bytes, piece: bytes, pause: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends ``piece`` again and again, each time ``pause`` seconds later, until the other side hangs up."""

    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(head)
        while True:
            clock.now += timedelta(seconds=pause)
            handler.wfile.write(piece)
            time.sleep(0.001)

    return say


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
    ids=["headers", "body", "chunk", "interim answers"],
)
def test_gives_up_on_answers_that_never_end_though_each_byte_is_in_time(
    site: Site, make: Make, clock: Clock, head: bytes, piece: bytes
) -> None:
    fetcher = make()
    fetcher.get(site.at("/quick", answer()))
    began = clock.now

    failure = failed(fetcher.get(site.at("/slow", trickle(clock, head, piece, 0.3))))

    assert failure.reason == "timed out"
    assert "took too long" in failure.detail
    assert site.pages() == ["/quick", "/slow"]
    assert (clock.now - began).total_seconds() < fetch.LONGEST_ANSWER + 60


def test_redirects_and_attempts_share_one_time(site: Site, make: Make, clock: Clock) -> None:
    def late(handler: BaseHTTPRequestHandler) -> None:
        clock.now += timedelta(seconds=50)
        answer(302, Location="/late")(handler)

    failure = failed(make().get(site.at("/late", late)))

    assert failure.reason == "timed out"
    assert site.pages() == ["/late"] * 3


# Bytes over all


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 4096),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 512),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 65_000 + b"\r\ny\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 512),
    ],
    ids=["one header", "many headers", "extensions of chunks", "interim answers"],
)
def test_refuses_answers_that_are_all_wrapping(site: Site, make: Make, clock: Clock, head: bytes, piece: bytes) -> None:
    failure = failed(make().get(site.at("/x", trickle(clock, head, piece, 0.0))))

    assert failure.reason == "too large"
    assert site.pages() == ["/x"]


def test_refuses_more_headers_than_any_server_needs(site: Site, make: Make) -> None:
    few, many = ({f"X-{n}": "y" for n in range(count)} for count in (100, exchange.MOST_HEADERS))

    assert fetched(make().get(site.at("/few", answer(**few)))).status == 200
    assert failed(make().get(site.at("/many", answer(**many)))).reason == "too large"


def test_the_largest_body_costs_hardly_more_than_itself(site: Site, make: Make) -> None:
    bomb = gzip.compress(bytes(4 * exchange.LIMIT), 9)
    url = site.at("/bomb", answer(200, bomb, Content_Encoding="gzip"))
    fetcher = make()
    fetcher.get(site.at("/x", answer()))
    tracemalloc.start()
    failure = failed(fetcher.get(url))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert failure.reason == "too large"
    assert peak < 24 * 2**20


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "compress", "x" * 3_000])
def test_codings_that_were_not_asked_for_are_refused(site: Site, make: Make, coding: str) -> None:
    body = gzip.compress(gzip.compress(bytes(100_000)))

    failure = failed(make().get(site.at("/x", answer(200, body, Content_Encoding=coding))))

    assert (failure.reason, site.asked[-1][1]["Accept-Encoding"]) == ("unreadable", "gzip, deflate")
    assert len(failure.detail) < 200


def test_reads_pages_that_are_packed_in_the_older_ways(site: Site, make: Make) -> None:
    for coding, body in {
        "deflate": zlib.compress(b"hello"),
        "x-gzip": gzip.compress(b"hello"),
        "identity": b"hello",
    }.items():
        url = site.at(f"/{coding}", answer(200, body, Content_Encoding=coding))

        assert fetched(make().get(url)).body == b"hello"


def test_addresses_without_end_are_not_asked(site: Site, make: Make) -> None:
    url = site.at("/old", answer(301, Location="/" + "a" * 10_000))

    assert failed(make().get(url)).reason == "bad address"
    assert watch.LARGEST_HEAD > 10_000
