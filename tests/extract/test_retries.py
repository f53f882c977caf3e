"""Asking again: how often, after what wait, and who is left alone."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from loopback import Clock, Make, Site, answer, failed, fetched


def test_asks_again_after_passing_errors(site: Site, make: Make, clock: Clock) -> None:
    url = site.at("/post", answer(503), answer(502), answer(200, b"hello"))

    assert fetched(make(gap=0.0).get(url)).body == b"hello"
    assert clock.slept == [1.0, 2.0]


def test_gives_up_after_three_attempts(site: Site, make: Make) -> None:
    failure = failed(make().get(site.at("/post", answer(500))))

    assert (failure.reason, failure.status) == ("http", 500)
    assert len(site.pages()) == 3


def test_waits_as_long_as_it_is_asked_to(site: Site, make: Make, clock: Clock) -> None:
    url = site.at("/post", answer(429, Retry_After="7"), answer(200))

    fetched(make().get(url))

    assert clock.slept[-1] == 7.0


def test_waits_until_the_date_it_is_asked_to(site: Site, make: Make, clock: Clock) -> None:
    later = format_datetime(clock.now + timedelta(seconds=1 + 9), usegmt=True)  # one second goes to the gap
    url = site.at("/post", answer(503, Retry_After=later), answer(200))

    fetched(make().get(url))

    assert clock.slept[-1] == 9.0


def test_leaves_alone_a_host_that_asks_for_long(site: Site, make: Make, clock: Clock) -> None:
    url, other = site.at("/post", answer(429, Retry_After="3600")), site.at("/other", answer(200))
    fetcher = make()

    first, second = failed(fetcher.get(url)), failed(fetcher.get(other))

    assert (first.status, first.reason) == (second.status, second.reason) == (429, "throttled")
    assert first.retry == 3600
    assert 3598 < (second.retry or 0) <= 3600
    assert "3600 s" in first.detail
    assert "3600 s" in second.detail
    assert site.pages() == ["/post"]
    assert max(clock.slept) <= 1.0


def test_who_asks_for_patience_and_not_for_how_long_is_asked_no_more(site: Site, make: Make, clock: Clock) -> None:
    url, other = site.at("/post", answer(429), answer(200)), site.at("/other", answer())
    fetcher = make()

    first, second = failed(fetcher.get(url)), failed(fetcher.get(other))
    asked = site.pages()
    clock.now += timedelta(minutes=15)

    assert (first.reason, first.status, first.retry) == ("throttled", 429, None)
    assert (second.reason, second.status) == ("throttled", 429)
    assert asked == ["/post"]
    assert fetched(fetcher.get(url)).status == 200


def test_a_redirect_to_what_is_no_address_is_followed_once(site: Site, make: Make) -> None:
    failure = failed(make().get(site.at("/post", answer(302, Location="/there\x01"))))

    assert failure.reason == "bad address"
    assert site.pages() == ["/post"]


def test_the_status_that_asked_for_rest_is_forgotten_with_the_rest(site: Site, make: Make, clock: Clock) -> None:
    busy, other = site.at("/busy", answer(503, Retry_After="3600")), site.at("/other", answer(200))
    fetcher = make()
    resting = [failed(fetcher.get(url)).status for url in (busy, other)]
    clock.now += timedelta(hours=1)

    fetched(fetcher.get(other))

    assert resting == [503, 503]
    assert {turn.status for turn in fetcher.turns._turns.values()} == {None}


@pytest.mark.parametrize(
    "later", ["99999999999999999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 -2359", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_survives_servers_that_ask_for_ages(site: Site, make: Make, later: str) -> None:
    fetcher = make()
    failed(fetcher.get(site.at("/post", answer(503, Retry_After=later))))

    assert "left alone for 86400 s" in failed(fetcher.get(site.at("/other", answer()))).detail
