"""Limits: no more bytes and no more time than agreed."""

import gzip
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

from loopback import Clock, Make, Site, answer, failed, fetched

from extract import fetch


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
