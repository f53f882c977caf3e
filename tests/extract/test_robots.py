"""robots.txt, within a run and from one to the next."""

import threading
import tracemalloc
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from loopback import Clock, Make, Site, answer, failed, fetched

from extract.net import robots
from extract.net.fetch import Fetcher
from extract.net.robots import Robots
from extract.post import Page


def test_asks_for_robots_once_and_first(site: Site, make: Make) -> None:
    fetcher = make()
    for path in ("/a", "/b"):
        fetched(fetcher.get(site.at(path, answer())))

    assert site.paths() == ["/robots.txt", "/a", "/b"]


def test_many_threads_ask_for_robots_once(site: Site, make: Make) -> None:
    fetcher, url = make(gap=0.0), site.at("/a", answer())
    threads = [threading.Thread(target=fetcher.get, args=(url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /private", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: RootFeed\nAllow: /", True),
        (b"User-agent: rootfeed\nDisallow: /p*t$", False),
        (b"useragent RootFeed/2.0\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /private\nUser-agent: other\nDisallow: /", True),
        (b"User-agent: other\nUser-agent: rootfeed # and more\nDisallow: /", False),
        (b"User-agent: other\nDisallow: /\nUser-agent: another\nDisallow: /x", True),
        (b"User-agent: root\nDisallow: /", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (b"<html>not found</html>", True),
    ],
)
def test_obeys_robots(site: Site, make: Make, rules: bytes, allowed: bool) -> None:
    site.at("/robots.txt", answer(200, rules))

    page = make().get(site.at("/post", answer()))

    assert isinstance(page, Page) == allowed
    assert ("/post" in site.paths()) == allowed


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_means_everything_is_allowed(site: Site, make: Make, status: int) -> None:
    site.at("/robots.txt", answer(status, b"User-agent: *\nDisallow: /"))

    fetched(make().get(site.at("/post", answer())))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_rules_that_cannot_be_had_forbid_everything(site: Site, make: Make, status: int) -> None:
    site.at("/robots.txt", answer(status))
    fetcher = make()

    first, second = (failed(fetcher.get(site.at(path, answer()))) for path in ("/a", "/b"))

    assert (first.reason, first.status) == ("forbidden by robots", status)
    assert second.reason == "forbidden by robots"
    assert site.paths() == ["/robots.txt"] * (1 if status == 429 else 3)


def test_follows_redirected_robots(site: Site, make: Make) -> None:
    site.at("/robots.txt", answer(301, Location="/real.txt"))
    site.at("/real.txt", answer(200, b"User-agent: *\nDisallow: /"))

    assert failed(make().get(site.at("/post", answer()))).reason == "forbidden by robots"


@pytest.mark.parametrize("location", ["/robots.txt", "ftp://files.example/robots.txt", "http://[broken"])
def test_robots_lost_in_redirects_forbid_nothing(site: Site, make: Make, location: str) -> None:
    site.at("/robots.txt", answer(302, Location=location))

    fetched(make().get(site.at("/post", answer())))


def test_keeps_the_gap_that_robots_ask_for(site: Site, make: Make, clock: Clock) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nCrawl-delay: 8"))
    fetcher = make()
    for path in ("/a", "/b"):
        fetched(fetcher.get(site.at(path, answer())))

    assert clock.slept[-1] == 8.0


def test_who_asks_for_long_gaps_is_asked_once_a_gap(site: Site, make: Make, clock: Clock) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nCrawl-delay: 86400"))
    fetcher, url, other = make(), site.at("/a", answer()), site.at("/b", answer())

    fetched(fetcher.get(url))
    failure = failed(fetcher.get(other))
    asked = site.paths()
    clock.now += timedelta(days=1)

    assert (failure.reason, failure.status) == ("throttled", None)  # nobody was asked
    assert 86_000 < (failure.retry or 0) <= 86_400
    assert asked == ["/robots.txt", "/a"]
    fetched(fetcher.get(other))  # the rules, which are asked for again by then, leave the day's gap to the page
    assert site.paths() == ["/robots.txt", "/a", "/robots.txt", "/b"]
    assert max(clock.slept) <= 1.0


def test_a_redirect_waits_for_a_gap_of_minutes(site: Site, make: Make, clock: Clock) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nCrawl-delay: 240"))
    site.at("/b", answer(200, b"there"))

    assert fetched(make().get(site.at("/a", answer(301, Location="/b")))).body == b"there"
    assert clock.slept == [1.0, 240.0]


@pytest.mark.parametrize(
    ("asked", "delay"),
    [("nan", 0.0), ("inf", 0.0), ("-5", 0.0), ("soon", 0.0), ("2", 2.0), ("1e308", 86_400.0), ("9" * 300, 86_400.0)],
)
def test_no_site_can_ask_for_more_than_a_day(asked: str, delay: float) -> None:
    body = f"User-agent: *\nCrawl-delay: {asked}".encode()

    assert robots.delay(Robots("http://a.example", "", "", 200, body, datetime.now(UTC)), "rootfeed") == delay


def test_old_rules_with_an_endless_gap_stop_nothing_else(site: Site, make: Make) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /private"))
    old = Robots(site.url, "", "", 200, b"User-agent: *\nCrawl-delay: " + b"9" * 300, datetime(2020, 1, 1, tzinfo=UTC))

    failed(make(robots={site.url: old}).get(site.at("/private", answer())))


@pytest.mark.parametrize(("url", "origin"), [("http://[x", ""), ("HTTP://A.example:80/b", "http://a.example:80")])
def test_an_origin_can_be_asked_of_anything(url: str, origin: str) -> None:
    assert robots.origin(url) == origin


def test_rules_for_thousands_of_crawlers_cost_no_more_than_those_for_one() -> None:
    names = "".join(f"User-agent: {number:x}\n" for number in range(10_000))
    body = (names + "".join(f"Disallow: /{number:x}\n" for number in range(10_000))).encode()
    tracemalloc.start()
    allowed = robots.allows(
        Robots("http://a.example", "", "", 200, body, datetime.now(UTC)), "http://a.example/1", "rootfeed"
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert allowed
    assert peak < 20 * 2**20


def test_reads_the_beginning_of_endless_robots(site: Site, make: Make) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /\n" + b"# padding\n" * 100_000))

    assert failed(make().get(site.at("/a", answer()))).reason == "forbidden by robots"


def test_asks_without_a_name_as_anybody(site: Site, clock: Clock) -> None:
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /"))
    with httpx.Client(trust_env=False) as client:
        failure = failed(Fetcher(client, "", clock, clock.sleep).get(site.at("/a", answer())))

    assert failure.reason == "forbidden by robots"


# robots.txt from one run to the next


def test_uses_the_rules_of_an_earlier_run_for_a_day(site: Site, make: Make, clock: Clock) -> None:
    url, known = site.at("/a", answer()), {}
    make(robots=known).get(url)
    clock.now += timedelta(hours=23)

    make(robots=known).get(url)

    assert site.paths() == ["/robots.txt", "/a", "/a"]
    assert known[site.url].status == 404


def test_asks_for_changed_rules_after_a_day(site: Site, make: Make, clock: Clock) -> None:
    url, known, seen = site.at("/a", answer()), {}, "Sun, 04 Jan 2026 00:00:00 GMT"
    rules = b"User-agent: *\nDisallow: /private"
    site.at("/robots.txt", answer(200, rules, ETag='"1"', Last_Modified=seen), answer(304))
    make(robots=known).get(url)
    clock.now += timedelta(hours=24)

    fetched(make(robots=known).get(url))

    headers = site.asked[2][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', seen)
    rules_now = known[site.url]
    assert (rules_now.body, rules_now.etag) == (rules, '"1"')
    assert rules_now.fetched > datetime(2026, 1, 6, 12, tzinfo=UTC)


def test_old_rules_hold_while_the_server_fails(site: Site, make: Make, clock: Clock) -> None:
    known = {}
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /private"), answer(500))
    site.at("/a", answer()), site.at("/private", answer())
    make(robots=known).get(site.url + "/a")
    clock.now += timedelta(days=3)
    fetcher = make(robots=known)

    fetched(fetcher.get(site.url + "/a"))
    failure = failed(fetcher.get(site.url + "/private"))

    assert failure.reason == "forbidden by robots"
    assert site.paths().count("/robots.txt") == 4
