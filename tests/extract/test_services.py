"""Services: many host names of one operator are asked as one."""

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import Clock, Make, Site, answer, failed, fetched

from extract.net import services
from extract.net.robots import Robots
from extract.net.services import SERVICES, SLOW, Service
from extract.net.turns import Turns


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("kettle.tumblr.com", "tumblr.com"),
        ("www.tumblr.com", "tumblr.com"),
        ("kettle.substack.com", "substack.com"),
        ("kettle.medium.com", "medium.com"),
        ("kettle.wordpress.com", "wordpress.com"),
        ("kettle.livejournal.com", "livejournal.com"),
        ("kettle.blogspot.com", "blogspot.com"),
        ("kettle.blogspot.de", "blogspot.com"),
        ("kettle.blogspot.co.uk", "blogspot.com"),
        ("www.blogger.com", "blogspot.com"),
        ("feeds.feedburner.com", "feedburner.com"),
        ("feeds2.feedburner.com", "feedburner.com"),
        ("feedproxy.google.com", "feedburner.com"),
        ("old.reddit.com", "reddit.com"),
        ("news.google.com", "google.com"),
        ("kettle.github.io", "github.io"),
        ("blog.kettle.co.uk", "kettle.co.uk"),
        ("blog.kettle.example", "kettle.example"),
        ("notblogspot.com", "notblogspot.com"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", ""),
    ],
)
def test_names_who_stands_behind_a_host(host: str, name: str) -> None:
    assert services.of(host).name == name


def test_only_known_services_speak_for_all_their_hosts() -> None:
    assert all(services.of(f"kettle.{name}").whole for name in (*SERVICES, *SLOW))
    assert not services.of("blog.kettle.co.uk").whole
    assert services.of("www.reddit.com").gap == 60.0


def shared(**options: object) -> Turns:
    """Turns in which all hosts are of one service."""
    service = Service("all", **options)  # type: ignore[arg-type]  # as in Service
    return Turns(service=lambda host: service)


def test_requests_to_one_service_begin_apart(site: Site, make: Make, clock: Clock) -> None:
    fetcher = make(gap=10.0, turns=shared())
    for url in (site.at("/a", answer()), site.elsewhere + "/a"):
        fetched(fetcher.get(url))

    # robots.txt and page of one host, then half a gap later robots.txt and page of the other
    assert clock.slept == [10.0, 5.0, 10.0]


def test_a_slow_service_is_asked_slowly(site: Site, make: Make, clock: Clock) -> None:
    fetcher = make(gap=1.0, turns=shared(gap=60.0))
    for path in ("/a", "/b"):
        fetched(fetcher.get(site.at(path, answer())))

    assert sum(clock.slept) == 120.0


@pytest.mark.parametrize(("known", "reason"), [(True, "throttled"), (False, "")])
def test_a_known_service_that_asks_for_rest_rests_with_all_its_hosts(
    site: Site, make: Make, known: bool, reason: str
) -> None:
    fetcher = make(turns=shared(whole=known))
    failed(fetcher.get(site.at("/busy", answer(429, Retry_After="3600"))))

    other = fetcher.get(site.elsewhere + site.at("/other", answer()).removeprefix(site.url))

    assert getattr(other, "reason", "") == reason
    assert getattr(other, "retry", None) == (pytest.approx(3600, abs=2) if known else None)
    assert ("/other" in site.pages()) != known


def test_who_waits_in_line_waits_on_while_the_service_rests(site: Site, make: Make, clock: Clock) -> None:
    turns, later = shared(whole=True, gap=5.0), clock.now

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        turns.place("any").leave(later, 429)  # another host's answer, while this one waited

    fetcher = make(gap=5.0, turns=turns, sleep=sleep)
    fetcher.robots[site.elsewhere] = Robots(site.elsewhere, "", "", 404, b"", clock.now)
    fetched(fetcher.get(site.at("/a", answer())))
    later = clock.now + timedelta(seconds=20)

    fetched(fetcher.get(site.elsewhere + "/a"))

    assert clock.now >= later


def test_a_host_that_is_overloaded_does_not_speak_for_its_service(site: Site, make: Make) -> None:
    fetcher = make(turns=shared(whole=True))
    failed(fetcher.get(site.at("/busy", answer(503, Retry_After="3600"))))
    site.at("/other", answer())

    fetched(fetcher.get(site.elsewhere + "/other"))


def test_never_has_more_requests_to_one_service_in_flight_than_places(site: Site, make: Make) -> None:
    running, most = [0], [0]
    lock = threading.Lock()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        answer()(handler)

    site.at("/slow", slow)
    hosts = [site.url.replace("127.0.0.1", host) for host in ("127.0.0.1", "127.1", "2130706433", "localhost")]
    fetcher = make(gap=0.0, turns=shared())
    threads = [threading.Thread(target=fetcher.get, args=(f"{host}/slow",)) for host in hosts for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.pages()) == 12
    assert most == [services.AT_ONCE]
