"""Addresses, Retry-After and messages as bytes."""

from datetime import UTC, datetime

import pytest

from extract import wire
from extract.post import Page

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
        ("http://blog.example:99999/", "no address"),
        ("http://[broken", "no address"),
        ("http://jo@blog.example/", "user name"),
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
        ("-5", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_reads_retry_after(text: str, seconds: float | None) -> None:
    assert wire.seconds(text, NOW) == seconds


def test_writes_answers_without_what_no_longer_holds() -> None:
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("content-length", "3"), ("x", "ü"))

    written = wire.response(Page("a", "a", 200, headers, b"\x00body", NOW), "OK")

    assert written == "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx: ü\r\n\r\n".encode() + b"\x00body"


def test_writes_requests() -> None:
    assert (
        wire.request_head(b"/a?b", [(b"Host", b"blog.example")]) == b"GET /a?b HTTP/1.1\r\nHost: blog.example\r\n\r\n"
    )
