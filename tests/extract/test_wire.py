"""Addresses, Retry-After and requests as bytes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.net import wire

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "url", ["http://blog.example", "HTTPS://blog.example:8080/a?b#c", "http://[::1]/", "http://ü.example/"]
)
def test_accepts_web_addresses(url: str) -> None:
    assert wire.bad_address(url) == ""


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("blog.example", "not http"),
        ("ftp://blog.example/", "not http"),
        ("http:///path", "names no host"),
        (" http://blog.example/", "names no host"),
        ("http://blog.example:99999/", "no address"),
        ("http://[broken", "no address"),
        ("http://jo@blog.example/", "user name"),
        ("http://blog.example/a\x01b", "no address"),
        ("http://two words/", "no host has ' '"),
        ("http://%5Bbroken/", "no host has '%'"),
        ("http://blog.example/" + "a" * 9_000, "longer than 8192 characters"),
    ],
)
def test_says_what_is_wrong_with_an_address(url: str, says: str) -> None:
    assert says in wire.bad_address(url)


def test_keeps_passwords_to_itself() -> None:
    assert "secret" not in wire.bad_address("http://jo:secret@blog.example/")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 05 Jan 2026 12:01:00 GMT", 60.0),
        ("Mon, 05 Jan 2026 13:01:00 +0100", 60.0),
        ("Mon, 05 Jan 2026 12:01:00 -0000", 60.0),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("2678400", 2_678_400.0),
        ("Thu, 05 Feb 2026 12:00:00 GMT", 2_678_400.0),
        ("315360000", 315_360_000.0),
        ("315360001", 86_400.0),
        ("99999999999999999999999", 86_400.0),
        ("9" * 400, 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 86_400.0),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", None),
        ("-5", None),
        ("1.5", 1.5),
        ("1.5.2", None),
        ("²", None),
    ],
)
def test_reads_retry_after(text: str, seconds: float | None) -> None:
    assert wire.seconds(text, NOW) == seconds


@given(st.text(alphabet="0123456789 :+-,.GMTFriDecJanuy", max_size=60))
def test_waits_ten_years_at_most_whatever_it_is_told(text: str) -> None:
    rest = wire.seconds(text, NOW)

    assert rest is None or 0.0 <= rest <= wire.BELIEVED


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://blog.example/a b?q=c d", "http://blog.example/a%20b?q=c%20d"),
        ("http://blog.example/é", "http://blog.example/%C3%A9"),
        ("http://ü.example/", "http://xn--tda.example/"),
        ("http://blog.example/a%20b?x=%2F&y=1+2", "http://blog.example/a%20b?x=%2F&y=1+2"),
        ("http://[broken", "http://[broken"),
        ("http://blog.example/\ud800", "http://blog.example/\ud800"),
    ],
)
def test_writes_addresses_as_they_are_asked(url: str, asked: str) -> None:
    assert wire.asked(url) == asked


@given(st.text(max_size=40))
def test_writes_an_address_once_for_all(rest: str) -> None:
    once = wire.asked("http://blog.example/" + rest)

    assert wire.asked(once) == once


def test_writes_requests() -> None:
    assert (
        wire.request_head(b"/a?b", [(b"Host", b"blog.example")]) == b"GET /a?b HTTP/1.1\r\nHost: blog.example\r\n\r\n"
    )
