"""Days of asking thirty-odd hosts, and not one rule of theirs broken: read off the server's own log."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import httpx
import pytest
from weeks import START, Clock, Host, Request, Web, serving

from extract.net import services
from extract.net.fetch import Fetcher
from flows.archiving.archive import Archive
from flows.collecting import collect, scheduling
from flows.settings import Study
from flows.workspace import Workspace, opened

DAYS = 2
GAP = 5.0
PAUSE = timedelta(seconds=GAP * scheduling.PAUSE)
SKIPPED = range(1, 9)
SKIP = "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in SKIPPED) + "</skipHours>"
DAY_OFF = "<skipDays><day>Tuesday</day></skipDays>"
DAILY = "<u:updatePeriod xmlns:u='http://purl.org/rss/1.0/modules/syndication/'>daily</u:updatePeriod>"


def during(first: float, last: float, status: int, **headers: str) -> Host:
    """A host that answers so from one hour to another."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    name = f"says-{status}-{'-'.join(told).lower() or 'only'}.example"
    return Host(name, gap=8.0, says=lambda hour: (status, told) if first <= hour < last else (200, {}))


def kept(name: str, **headers: str) -> Host:
    """A host whose answers are fresh for a while."""
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    return Host(name, gap=2.0, says=lambda hour: (200, told))


UNTIL = START + timedelta(hours=30)
HOSTS = (
    *(Host(f"plain-{number}.example", gap=gap) for number, gap in enumerate((2, 6, 12, 70, 200))),
    *(Host(f"blog-{number}.tumblr.com", gap=8.0) for number in range(3)),
    Host("many.example", paths=tuple(f"/feed/{number}" for number in range(3)), gap=9.0),
    kept("two-hours.example", Cache_Control="max-age=7200"),
    kept("a-day.example", Cache_Control="public, max-age=90000"),
    kept("expires.example", Expires=format_datetime(START + timedelta(hours=20), usegmt=True)),
    Host("ttl.example", channel="<ttl>240</ttl>", gap=3.0),
    Host("period.example", channel=DAILY, gap=1.0),
    Host("hours.example", channel=SKIP, gap=3.0),
    Host("days.example", channel=DAY_OFF, gap=6.0),
    Host("forbidden.example", robots="User-agent: rootfeed\nDisallow: /feed\n"),
    Host("slowly.example", robots="User-agent: *\nCrawl-delay: 25\n", paths=("/a", "/b", "/c"), gap=9.0),
    during(8, 20, 429, Retry_After="50000"),
    during(8, 20, 503, Retry_After=format_datetime(UNTIL, usegmt=True)),
    during(8, 12, 429),
    during(8, 12, 500),
    during(12, 999, 410),
    during(6, 15, 404),
    during(6, 15, 403),
    Host("old.example", gap=12.0, says=lambda hour: (301, {"Location": "http://plain-2.example/feed"})),
    Host("there.example", gap=12.0, says=lambda hour: (302, {"Location": "http://plain-3.example/feed"})),
)
TWICE = ("plain-2.example", "plain-3.example")  # other feeds lead to them as well
LIVES = {"ttl.example": 240 * 60.0, "period.example": 86_400.0, "two-hours.example": 7200.0, "a-day.example": 90_000.0}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Request]]:
    """What the hosts saw in those days."""
    clock, folder = Clock(), tmp_path_factory.mktemp("days")
    with serving(Web(clock, {host.name: host for host in HOSTS})) as web:
        study = Study(name="s", query="q", feeds=tuple(web.feeds), proxy=web.base, gap=GAP, contact="t@t.example")
        with opened(study, folder) as space, httpx.Client(proxy=web.base) as client:
            archive = Archive(space.archive, "days")
            fetcher = Fetcher(client, "rootfeed/1", clock, clock.sleep, GAP, archive.record)
            run(space, fetcher, archive, clock)
        yield web.log


def run(space: Workspace, fetcher: Fetcher, archive: Archive, clock: Clock) -> None:
    """Ask what is due, as the service does, until the days are over."""
    while clock.hours < DAYS * 24:
        ahead = scheduling.due(space.store, space.study.feeds, clock(), timedelta(days=1))
        clock.now = max(clock.now, min(ahead.values()))
        for batch in collect.by_host([url for url, due in ahead.items() if due <= clock()]):
            collect.fetch_feeds(space, fetcher, archive, batch)


def by_host(log: list[Request]) -> dict[str, list[Request]]:
    found = defaultdict(list)
    for request in log:
        found[request.host].append(request)
    return found


def by_feed(log: list[Request]) -> dict[tuple[str, str], list[Request]]:
    found = defaultdict(list)
    for request in log:
        if request.path != "/robots.txt":
            found[request.host, request.path].append(request)
    return found


def rest(request: Request) -> datetime:
    """Until when a host wants to be left alone after an answer."""
    asked = request.headers.get("Retry-After", "0")
    return request.at + timedelta(seconds=int(asked)) if asked.isdigit() else UNTIL


def test_the_days_were_busy(log: list[Request]) -> None:
    assert len(log) > 300
    assert {200, 301, 302, 304, 403, 404, 410, 429, 500, 503} <= {request.status for request in log}


def test_two_requests_to_a_host_lie_apart(log: list[Request]) -> None:
    for host, requests in by_host(log).items():
        least = 25.0 if host == "slowly.example" else GAP
        close = [(a, b) for a, b in pairwise(requests) if 0 <= (b.at - a.at).total_seconds() < least]

        assert [pair for pair in close if pair[0].path != "/robots.txt" or host != "slowly.example"] == []


def test_so_do_two_requests_to_hosts_of_one_service(log: list[Request]) -> None:
    tumblr = [request for request in log if request.host.endswith("tumblr.com")]
    service = services.of("blog-1.tumblr.com")

    assert all((b.at - a.at).total_seconds() >= GAP * service.share for a, b in pairwise(tumblr))


def test_robots_txt_is_obeyed_and_asked_for_once_a_day(log: list[Request]) -> None:
    rules = [request for request in log if request.path == "/robots.txt"]

    assert {request.path for request in by_host(log)["forbidden.example"]} == {"/robots.txt"}
    for requests in by_host(rules).values():
        assert all(b.at - a.at >= timedelta(days=1) for a, b in pairwise(requests))


def test_who_asks_to_be_left_alone_is(log: list[Request]) -> None:
    asked = [request for request in log if "Retry-After" in request.headers]

    assert {request.status for request in asked} == {429, 503}
    for request in asked:
        assert [one for one in by_host(log)[request.host] if request.at < one.at < rest(request)] == []


def test_nobody_asks_for_what_is_fresh(log: list[Request]) -> None:
    asked = by_feed(log)

    for (host, _), requests in asked.items():
        least = max(timedelta(seconds=LIVES.get(host, 0.0)), PAUSE)
        fresh = [(a, b) for a, b in pairwise(requests) if a.status in (200, 304) and b.at - a.at < least]
        assert host in TWICE or fresh == []
    assert len(asked["two-hours.example", "/feed"]) > DAYS * 5
    assert [one.at for one in asked["expires.example", "/feed"][1:] if one.at < START + timedelta(hours=20)] == []


def test_nobody_asks_in_hours_and_on_days_to_be_skipped(log: list[Request]) -> None:
    asked = by_feed(log)

    assert [one for one in asked["hours.example", "/feed"][1:] if one.at.hour in SKIPPED] == []
    assert [one for one in asked["days.example", "/feed"][1:] if one.at.weekday() == 1] == []
    assert len(asked["hours.example", "/feed"]) > DAYS * 5


def test_a_feed_that_is_gone_is_never_asked_again(log: list[Request]) -> None:
    requests = by_feed(log)["says-410-only.example", "/feed"]

    assert [request.status for request in requests].count(410) == 1
    assert requests[-1].status == 410


def test_a_feed_that_comes_back_is_found(log: list[Request]) -> None:
    for status in (403, 404, 429, 500):
        assert by_feed(log)[f"says-{status}-only.example", "/feed"][-1].status in (200, 304)


def test_99_of_100_requests_are_conditional_after_the_first(log: list[Request]) -> None:
    again = [
        request
        for (host, _), requests in by_feed(log).items()
        for place, request in enumerate(requests)
        if host not in TWICE and any("ETag" in one.headers for one in requests[:place])
    ]

    assert len(again) > 200
    assert sum(request.conditional for request in again) / len(again) >= 0.99
