"""WebSub as pure functions."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from extract.finding import websub
from extract.finding.websub import Offer, Request
from extract.net import relations
from extract.post import Page
from extract.sources.feed import Feed

HERE = "https://blog.example/feed"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def page(*headers: tuple[str, str]) -> Page:
    return Page(HERE, HERE, 200, headers, b"", NOW)


def feed(**links: str) -> Feed:
    return Feed((), links=links)


@pytest.mark.parametrize(
    ("answer", "links", "offer"),
    [
        (page(), {"hub": "https://hub.example/", "self": HERE}, Offer("https://hub.example/", HERE)),
        (page(("Link", '<https://h.example/>; rel="hub", </feed>; rel=self')), {}, Offer("https://h.example/", HERE)),
        (
            page(("link", "<https://h.example/>; rel=hub"), ("link", "</f2>; rel=self")),
            {"hub": "https://other.example/", "self": HERE},
            Offer("https://h.example/", "https://blog.example/f2"),
        ),
        (page(("link", "<https://h.example/>; rel=hub")), {"self": HERE}, Offer("https://h.example/", HERE)),
        (page(), {"hub": "https://hub.example/"}, Offer()),
        (page(), {"self": HERE}, Offer()),
        (page(), {"hub": "javascript:x", "self": HERE}, Offer()),
        (page(("link", "<https://h.example/>; rel=hubcap")), {"self": HERE}, Offer()),
    ],
)
def test_headers_come_before_the_feeds_own_links(answer: Page, links: dict[str, str], offer: Offer) -> None:
    assert websub.offered(answer, feed(**links)) == offer


def test_a_request_says_what_a_hub_needs_and_no_more() -> None:
    asked = parse_qs(websub.form(Request("subscribe", HERE, "https://me.example/t", "s" * 300)).decode())
    ended = parse_qs(websub.form(Request("unsubscribe", HERE, "https://me.example/t", "s")).decode())

    assert asked["hub.topic"] == [HERE]
    assert asked["hub.lease_seconds"] == ["864000"]
    assert len(asked["hub.secret"][0]) < 200
    assert set(ended) == {"hub.mode", "hub.topic", "hub.callback"}


@pytest.mark.parametrize(
    ("lease", "seconds"), [("86400", 86_400), ("1", 300), ("999999999", 90 * 86_400), ("", 864_000), ("ten", 864_000)]
)
def test_a_lease_is_what_the_hub_says_within_reason(lease: str, seconds: int) -> None:
    asked = {"hub.mode": ["subscribe"], "hub.topic": [HERE], "hub.challenge": ["c"], "hub.lease_seconds": [lease]}
    found = websub.intent(asked)

    assert found is not None
    assert found.lease == seconds
    assert websub.renewal(NOW, seconds) < NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("method", websub.SIGNED)
def test_only_the_right_signature_is_right(method: str) -> None:
    header = websub.signature(b"body", "secret", method)

    assert websub.signed(b"body", header, "secret")
    assert websub.signed(b"body", header.upper().replace(method.upper(), method), "secret")
    assert not websub.signed(b"body ", header, "secret")
    assert not websub.signed(b"body", header, "Secret")
    assert not websub.signed(b"body", header[:-1], "secret")
    assert not websub.signed(b"body", header.partition("=")[2], "secret")
    assert not websub.signed(b"body", header, "")


def test_signatures_are_those_of_the_standard() -> None:
    """RFC 2202, test case 2 of HMAC-SHA-1, and RFC 4231, test case 2 of HMAC-SHA-256."""
    said = b"what do ya want for nothing?"

    assert websub.signature(said, "Jefe", "sha1") == "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    assert websub.signature(said, "Jefe") == "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ('<a>; rel="next"', {"next": ("https://blog.example/a",)}),
        (
            '<a>; title="x, y"; rel="next prev"',
            {"next": ("https://blog.example/a",), "prev": ("https://blog.example/a",)},
        ),
        ("<a>; rel=next, <b>; rel=next", {"next": ("https://blog.example/a", "https://blog.example/b")}),
        ("<a>", {}),
        ("<javascript:x>; rel=hub", {}),
        ("<" * 50_000, {}),
        ("<a>" + " ; " * 20_000, {}),
        ("", {}),
    ],
)
def test_reads_link_headers(value: str, found: dict[str, tuple[str, ...]]) -> None:
    assert relations.linked([("Link", value)], HERE) == found
