"""OPML in and out."""

import pytest

from extract.errors import StudyError
from extract.sources import opml

FEEDS = [("Café & more", "http://a.example/feed?x=1&y=2"), ("B", "http://b.example/rss")]


def test_writes_what_it_reads() -> None:
    assert opml.feeds(opml.write(FEEDS)) == FEEDS


def test_writes_the_same_bytes_twice() -> None:
    assert opml.write(FEEDS) == opml.write(iter(FEEDS))


def test_names_a_feed_without_title_by_its_address() -> None:
    assert opml.feeds(opml.write([("", "http://a.example/")])) == [("http://a.example/", "http://a.example/")]


def test_reads_folders_and_lists_each_address_once() -> None:
    body = b"""<opml version="1.0"><body><outline text="Folder"><outline text="A" xmlUrl="http://a.example/"/></outline>
    <outline title="B" xmlUrl="http://b.example/"/><outline title="again" xmlUrl="http://a.example/"/></body></opml>"""

    assert opml.feeds(body) == [("A", "http://a.example/"), ("B", "http://b.example/")]


def test_an_empty_list_is_a_list() -> None:
    assert opml.feeds(opml.write([])) == []


@pytest.mark.parametrize("url", ["http://[::1", "feed.xml", "http://jo:pw@blog.example/feed"])
def test_names_an_address_that_cannot_be_asked(url: str) -> None:
    with pytest.raises(StudyError, match=r"\[::1|feed\.xml|blog\.example") as caught:
        opml.feeds(opml.write([*FEEDS, ("C", url)]))

    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html><body>hi</body></html>", b"\xff\xfe junk"])
def test_refuses_what_is_no_opml(body: bytes) -> None:
    with pytest.raises(StudyError, match="no <opml>"):
        opml.feeds(body)
