"""Politeness: one request at a time to a host, and a gap between two."""

import threading
import time
from http.server import BaseHTTPRequestHandler

from loopback import Clock, Make, Site, answer, fetched

from extract.net.turns import Turns


def test_leaves_a_gap_between_requests_to_a_host(site: Site, make: Make, clock: Clock) -> None:
    fetcher = make(gap=3.0)
    for path in ("/a", "/b"):
        fetcher.get(site.at(path, answer()))

    assert clock.slept == [3.0, 3.0]


def test_keeps_gaps_longer_than_the_longest_wait(site: Site, make: Make, clock: Clock) -> None:
    fetched(make(gap=60.0).get(site.at("/a", answer())))

    assert clock.slept == [60.0]


def test_hosts_do_not_wait_for_each_other(site: Site, make: Make, clock: Clock) -> None:
    fetcher = make()
    site.at("/a", answer())
    fetcher.get(site.url + "/a")
    before = list(clock.slept)

    fetcher.robots.update({site.elsewhere: fetcher.robots[site.url]})
    fetched(fetcher.get(site.elsewhere + "/a"))

    assert clock.slept == before


def test_never_has_two_requests_to_one_host_in_flight(site: Site, make: Make) -> None:
    running, most = [0], [0]

    def slow(handler: BaseHTTPRequestHandler) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.02)
        running[0] -= 1
        answer()(handler)

    url, turns = site.at("/slow", slow), Turns()
    fetchers = [make(gap=0.0, turns=turns) for _ in range(4)]
    threads = [threading.Thread(target=fetcher.get, args=(url,)) for fetcher in fetchers for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.pages()) == 8
    assert most == [1]
