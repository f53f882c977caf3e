"""Fetching: politely, within limits, and every failure a value that names the address."""

import gzip
import socket
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import CONTACT, Clock, Make, Site, answer, failed, fetched

from extract.net import fetch
from extract.post import Page


def test_brings_the_page_as_answered(site: Site, make: Make, clock: Clock) -> None:
    url = site.at("/post", answer(201, b"hello", Content_Type="text/html"))

    page = fetched(make().get(url))

    assert (page.asked, page.url, page.status, page.body, page.fetched) == (url, url, 201, b"hello", clock.now)
    assert ("content-type", "text/html") in page.headers


def test_says_who_asks_and_whom_to_write_to(site: Site, make: Make) -> None:
    make().get(site.at("/post", answer()))

    assert [headers["User-Agent"] for _, headers in site.asked] == [CONTACT, CONTACT]


# Conditional requests


def test_asks_only_for_what_changed(site: Site, make: Make) -> None:
    url = site.at("/feed", answer(304, ETag='"2"'))

    page = fetched(make().get(url, validators=('"1"', "Mon, 05 Jan 2026 00:00:00 GMT")))

    assert (page.status, page.body) == (304, b"")
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert site.asked[-1][1]["If-Modified-Since"] == "Mon, 05 Jan 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    "validators", [("", ""), ('"é"', "später"), ('"' + "x" * 5_000 + '"', ""), ("a\nb", "a\r\nb: c")]
)
def test_sends_no_validators_that_are_none(site: Site, make: Make, validators: tuple[str, str]) -> None:
    fetched(make().get(site.at("/feed", answer()), validators=validators))

    assert not {"If-None-Match", "If-Modified-Since"} & set(site.asked[-1][1])


# Redirects


def test_follows_redirects_and_keeps_what_was_asked(site: Site, make: Make) -> None:
    url = site.at("/old", answer(301, Location="/new?a=1"))
    site.at("/new?a=1", answer(200, b"hello"))

    page = fetched(make().get(url))

    assert (page.asked, page.url, page.body) == (url, site.url + "/new?a=1", b"hello")


def test_ends_redirect_loops(site: Site, make: Make) -> None:
    url = site.at("/loop", answer(302, Location="/loop"))

    failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "http")
    assert "redirects" in failure.detail
    assert len(site.pages()) == fetch.REDIRECTS + 1


@pytest.mark.parametrize("location", ["ftp://files.example/x", "javascript:alert(1)", "http://jo@blog.example/"])
def test_follows_redirects_only_to_the_web(site: Site, make: Make, location: str) -> None:
    url = site.at("/old", answer(302, Location=location))

    failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "bad address")


def test_fails_on_redirects_to_what_is_no_address(site: Site, make: Make) -> None:
    failed(make().get(site.at("/old", answer(302, Location="http://[broken"))))


def test_takes_a_redirect_without_location_for_an_error(site: Site, make: Make) -> None:
    failure = failed(make().get(site.at("/old", answer(302))))

    assert (failure.reason, failure.status) == ("http", 302)


def test_obeys_robots_at_every_hop(site: Site, make: Make) -> None:
    url = site.at("/old", answer(301, Location="/secret"))
    site.at("/robots.txt", answer(200, b"User-agent: *\nDisallow: /secret"))

    failure = failed(make().get(url))

    assert failure.reason == "forbidden by robots"
    assert failure.url == url
    assert f"(at {site.url}/secret)" in failure.detail
    assert "/secret" not in site.paths()


# Failures


@pytest.mark.parametrize(("status", "reason"), [(404, "http"), (410, "gone"), (403, "http")])
def test_names_the_url_that_failed_and_why(site: Site, make: Make, status: int, reason: str) -> None:
    url = site.at("/lost", answer(status, b"sorry"))

    failure = failed(make().get(url))

    assert (failure.url, failure.reason, failure.status) == (url, reason, status)
    assert str(status) in failure.detail
    assert site.pages() == ["/lost"]


@pytest.mark.parametrize(
    "url", ["", "blog.example", "file:///etc/hostname", "http://", "http://x:port/", "http://jo:pw@blog.example/"]
)
def test_asks_only_whole_web_addresses(make: Make, clock: Clock, url: str) -> None:
    failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "bad address")
    assert clock.slept == []


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "\udce4.example"])
def test_refuses_hosts_that_cannot_be(make: Make, host: str) -> None:
    assert failed(make().get(f"http://{host}/")).reason == "bad address"


def test_names_hosts_that_do_not_answer(make: Make) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}/"

        failure = failed(make().get(url))

    assert (failure.url, failure.reason) == (url, "unreachable")


def test_names_answers_that_are_no_http(site: Site, make: Make) -> None:
    def garble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n")
        handler.close_connection = True

    assert failed(make().get(site.at("/x", garble))).reason == "unreachable"


# The record


def test_asks_and_archives_the_same_address(site: Site, make: Make) -> None:
    seen: list[str] = []
    site.at("/a%20b", answer(301, Location="/c d"))
    site.at("/c%20d", answer(200, b"hello"))

    page = fetched(make(record=lambda page, *_: seen.append(page.url)).get(site.url + "/a b"))

    assert (page.asked, page.url) == (site.url + "/a b", site.url + "/c%20d")
    assert seen[1:] == [site.url + "/a%20b", site.url + "/c%20d"]
    assert site.pages() == ["/a%20b", "/c%20d"]


def test_records_every_answer_with_its_request(site: Site, make: Make) -> None:
    kept: list[tuple[Page, bytes]] = []
    url = site.at("/old", answer(301, b"moved", Location="/new"))
    site.at("/new", answer(503, b"busy"), answer(200, gzip.compress(b"hello"), Content_Encoding="gzip"))

    make(record=lambda *seen: kept.append(seen)).get(url)

    assert [(page.url.removeprefix(site.url), page.status) for page, _ in kept] == [
        ("/robots.txt", 404),
        ("/old", 301),
        ("/new", 503),
        ("/new", 200),
    ]
    page, request = kept[-1]
    assert request.startswith(b"GET /new HTTP/1.1\r\n")
    assert CONTACT.encode() in request
    assert page.body == b"hello"
