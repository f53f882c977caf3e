"""What publishers ask for in headers and meta elements: read for whom it is meant, in whatever form, in bounded work."""

from datetime import UTC, datetime

import pytest

from extract.net import reserved
from extract.post import Page


def page(head: str = "", *headers: tuple[str, str]) -> Page:
    body = f"<!doctype html><html><head>{head}</head><body><p>text</p></body></html>"
    return Page("http://a.example/", "http://a.example/", 200, headers, body.encode(), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("value", "wish"),
    [
        ("noindex", "noindex"),
        ("NoArchive, nofollow", "noarchive"),
        ("none", "none"),
        ("noai, noimageai", "noai"),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST, noindex", "noindex"),
        ("googlebot: noindex", "noindex"),
        ("rootfeed: noai", "noai"),
        ("otherbot: nofollow, noindex", ""),
        ("googlebot-news: noindex", ""),
        ("index, follow, max-image-preview:large", ""),
        ("noimageai", ""),
        ("nosnippet", ""),
        ("tdm-reservation", ""),
    ],
)
def test_a_header_is_read_for_whom_it_is_meant(value: str, wish: str) -> None:
    assert reserved.wish(reserved.text(page("", ("x-robots-tag", value)))) == wish


@pytest.mark.parametrize(
    ("head", "wish"),
    [
        ('<meta name="robots" content="noindex, follow">', "noindex"),
        ("<META CONTENT='noarchive' NAME=ROBOTS />", "noarchive"),
        ("<meta name=googlebot content=noindex>", "noindex"),
        ('<meta name="robots" content="no&#105;ndex">', "noindex"),
        (
            '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://a.example/p">',
            "tdm-reservation",
        ),
        ('<meta name="tdm-reservation" content="0">', ""),
        ('<meta name="somebot" content="noindex">', ""),
        ('<meta name="description" content="noindex">', ""),
        ('<!-- <meta name="robots" content="noindex"> -->', ""),
        ("<script>x = '<meta name=robots content=noindex>'</script>", ""),
        ("<noscript><meta name=robots content=noindex></noscript>", ""),
        ('<title>How to write <meta name="robots" content="noindex"></title>', ""),
        ('</head><body><pre><meta name="robots" content="noindex"></pre>', ""),
    ],
)
def test_a_meta_element_counts_where_it_stands_in_the_head(head: str, wish: str) -> None:
    assert reserved.wish(reserved.text(page(head))) == wish


def test_a_reservation_of_mining_is_a_header_of_its_own() -> None:
    assert reserved.text(page("", ("TDM-Reservation", " 1 "))) == "tdm-reservation in its header"
    assert reserved.text(page("", ("tdm-reservation", "0"))) == ""


@pytest.mark.parametrize("value", ["nosnippet", "max-snippet:0", "max-snippet: 0"])
def test_who_wants_no_snippet_is_read_but_not_quoted(value: str) -> None:
    asked = page(f'<meta name="robots" content="{value}">')
    assert (reserved.text(asked), bool(reserved.quotes(asked))) == ("", True)


def test_a_feed_is_kept_from_mining_only_by_what_speaks_of_mining() -> None:
    """Blog software sets noindex on every feed, so that searches show the blog and not its feed."""
    assert reserved.mining(page("", ("x-robots-tag", "noindex, follow"))) == ""
    assert reserved.mining(page("", ("x-robots-tag", "noai"))) == "noai in X-Robots-Tag"


def test_wishes_in_utf_16_are_read() -> None:
    told = page('<meta name="robots" content="noindex">')
    wide = Page(told.asked, told.url, 200, (), told.body.decode().encode("utf-16"), told.fetched)
    assert reserved.text(wide) == "noindex in meta robots"


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<meta ", "<script", "<meta name=robots content=", '<meta a="', "<meta " + "a" * 3990 + ">", "<title>"],
)
def test_hostile_heads_take_work_that_grows_with_their_length_only(piece: str) -> None:
    """Sixty-four megabytes of an unfinished head are read as far as one megabyte, each place once."""
    body = piece.encode() * (64 * 1024 * 1024 // len(piece))
    told = Page("u", "u", 200, (), body, datetime(2026, 1, 1, tzinfo=UTC))
    assert reserved.text(told) == ""
