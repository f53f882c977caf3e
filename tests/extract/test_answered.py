"""What an answer comes to: a page, one that has moved, a request for patience, or a wall in its place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Clock, Make, Site, answer, failed, fetched

from extract.net import walls
from extract.post import Page

CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    b"<body><script>window._cf_chl_opt={}</script></body></html>"
)

# Moved


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([], ""),
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308, 301], "/3"),
        ([302], ""),
        ([303, 301], ""),
        ([307], ""),
        ([301, 302, 301], "/1"),
    ],
)
def test_an_address_has_moved_as_far_as_the_way_is_permanent(
    site: Site, make: Make, statuses: list[int], moved: str
) -> None:
    for place, status in enumerate(statuses):
        site.at(f"/{place}", answer(status, Location=f"/{place + 1}"))
    site.at(f"/{len(statuses)}", answer(200, b"hello"))

    page = fetched(make().get(site.url + "/0"))

    assert page.moved == (site.url + moved if moved else "")
    assert page.url == f"{site.url}/{len(statuses)}"


def test_a_feed_that_moved_and_has_not_changed_is_told_with_its_new_address(site: Site, make: Make) -> None:
    url = site.at("/old", answer(301, Location="/new"))
    site.at("/new", answer(304))

    page = fetched(make().get(url, validators=('"1"', "")))

    assert (page.status, page.moved) == (304, site.url + "/new")


# Throttled


@pytest.mark.parametrize(
    ("status", "later", "reason", "retry"),
    [
        (429, None, "throttled", None),
        (429, "2678400", "throttled", 2_678_400.0),
        (503, "3600", "throttled", 3600.0),
        (503, None, "http", None),
        (500, "3600", "http", 3600.0),
        (403, None, "http", None),
        (403, "3600", "http", 3600.0),
    ],
)
def test_who_asks_for_patience_is_told_apart_from_who_fails(
    site: Site, make: Make, status: int, later: str | None, reason: str, retry: float | None
) -> None:
    headers = {"Retry-After": later} if later else {}

    failure = failed(make(gap=0.0).get(site.at("/feed", answer(status, **headers))))

    assert (failure.reason, failure.status, failure.retry) == (reason, status, retry)


def test_weeks_of_rest_hold_for_the_host_and_are_handed_on(site: Site, make: Make, clock: Clock) -> None:
    fetcher = make()
    fetcher.get(site.at("/feed", answer(429, Retry_After="2678400")))
    clock.now += timedelta(days=30)

    failure = failed(fetcher.get(site.at("/other", answer())))

    assert (failure.reason, failure.status, failure.retry) == ("throttled", 429, 86_400.0)
    assert site.pages() == ["/feed"]


def test_rules_that_ask_for_patience_are_asked_for_again_when_it_is_over(site: Site, make: Make, clock: Clock) -> None:
    site.at("/robots.txt", answer(429, Retry_After="7200"), answer(404))
    url, fetcher = site.at("/feed", answer()), make()

    first, second = failed(fetcher.get(url)), failed(fetcher.get(url))
    clock.now += timedelta(hours=3)

    assert (first.reason, first.status, first.retry) == ("forbidden by robots", 429, 7200.0)
    assert second.reason == "forbidden by robots"
    assert fetched(fetcher.get(url)).status == 200


# Walled


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"cf-mitigated": "challenge"}, b""),
        ({"x-amzn-waf-action": "captcha"}, b""),
        ({}, CHALLENGE),
        ({}, CHALLENGE.replace(b"Just a moment...", b"  JUST a moment... ")),
        ({}, b"<html><head></head><body>Request unsuccessful. Incapsula incident ID: 1-2</body></html>"),
    ],
    ids=["Cloudflare", "AWS", "title and mark", "written otherwise", "without title"],
)
def test_a_wall_is_known_whatever_its_status_and_not_run_against(
    site: Site, make: Make, status: int, headers: dict[str, str], body: bytes
) -> None:
    failure = failed(make().get(site.at("/feed", answer(status, body, **headers))))

    assert (failure.reason, failure.status) == ("walled", status)
    assert site.pages() == ["/feed"]


@pytest.mark.parametrize(
    "wall",
    [
        "https://consent.google.com/m?continue=x",
        "https://consent.google.co.uk/ml",
        "https://consent.youtube.com/m",
        "https://consent.yahoo.com/v2/collectConsent?sessionId=1",
        "https://guce.yahoo.com/consent",
        "https://guce.advertising.com/collectIdentifiers",
    ],
)
def test_a_question_for_consent_is_not_even_asked(site: Site, make: Make, wall: str) -> None:
    url = site.at("/news", answer(302, Location=wall))

    failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "walled")
    assert "question for consent" in failure.detail


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"server": "cloudflare", "cf-ray": "1"}, b"<html><title>Kettles</title><p>challenge-platform</p></html>"),
        ({"cf-mitigated": "block"}, b"<html><title>Kettles</title></html>"),
        ({}, b"<html><title>Just a moment...</title><p>I read the whole evening.</p></html>"),
        ({}, b"<html><title>On Just a moment...</title><p>They show _cf_chl_opt to me.</p></html>"),
        ({}, b"<?xml version='1.0'?><rss><title>Just a moment...</title><p>_cf_chl_opt</p></rss>"),
        ({}, b""),
    ],
)
def test_posts_about_walls_are_none(headers: dict[str, str], body: bytes) -> None:
    page = Page("", "http://blog.example/", 200, tuple(headers.items()), body, datetime(2026, 1, 5, tzinfo=UTC))

    assert walls.wall(page) == ""


@pytest.mark.parametrize(("title", "mark", "whose"), walls.TITLES)
def test_every_wall_of_the_table_is_known(title: str, mark: bytes, whose: str) -> None:
    head = f"<title>{title}</title>" if title else ""
    body = b"<HTML><head>" + head.encode() + b"</head><body class='" + mark + b"'></body></html>"
    page = Page("", "http://blog.example/", 200, (), body, datetime(2026, 1, 5, tzinfo=UTC))

    assert walls.wall(page) == whose


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange_to_be_looked_at(body: bytes) -> None:
    page = Page("", "http://blog.example/", 200, (), b"<html><title>" + body, datetime(2026, 1, 5, tzinfo=UTC))

    assert walls.wall(page) in {"", *(whose for _, _, whose in walls.TITLES)}
