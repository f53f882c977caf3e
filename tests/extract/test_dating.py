"""The date of a post: which of feed and page says it, as written, and how sure its zone is."""

from datetime import UTC, datetime

import pytest

from extract.post import Entry, Page, Post, Zone
from extract.reading import article
from extract.sources import dates

NOW = datetime(2026, 1, 5, tzinfo=UTC)
STORY = "We bought the kettle in March and it never switched itself off, not even once in all those weeks. " * 5


def read(told: str, shown: str) -> Post:
    """The post of an entry dated ``told``, on a page dated ``shown``."""
    dated = dates.read(told)
    entry = Entry(
        "http://a.example/feed", "g", "http://a.example/k", "K", "", dated.moment, told, "", STORY, dated.zone
    )
    meta = f"<meta property='article:published_time' content='{shown}'>"
    body = f"<html><head>{meta}</head><body><h1>K</h1><article><p>{STORY}</p></article>"
    post = article.read(Page("http://a.example/k", "http://a.example/k", 200, (), body.encode(), NOW), entry)
    assert isinstance(post, Post)
    return post


@pytest.mark.parametrize(
    ("told", "shown", "source", "raw", "zone"),
    [
        ("Mon, 05 Mar 2018 20:28:28 +0100", "2018-03-05T09:00:00Z", "feed", "told", "stated"),
        ("Mon, 05 Mar 2018 20:28:28 PST", "2018-03-05T09:00:00Z", "feed", "told", "named"),
        ("2018-03-05 20:28:28", "", "feed", "told", "assumed"),
        ("2018-03-05 20:28:28", "2018-03-05", "feed", "told", "assumed"),
        ("2018-03-05 20:28:28", "2018-03-05T20:28:28-05:00", "page", "shown", "stated"),
        ("2018-03-05 20:28:28", "2019-09-09T20:28:28-05:00", "feed", "told", "assumed"),
        ("soon", "2018-03-05 10:00 CET", "page", "shown", "named"),
        ("soon", "", "", "told", ""),
        ("2036-01-01T00:00:00Z", "2018-03-05", "page", "shown", "assumed"),
        ("2036-01-01T00:00:00Z", "2037-01-01", "", "told", ""),
    ],
)
def test_the_surer_of_feed_and_page_says_the_date(told: str, shown: str, source: str, raw: str, zone: Zone) -> None:
    post = read(told, shown)
    written = {"told": told, "shown": shown}[raw]

    assert (post.date_source, post.published_raw, post.zone) == (source, written, zone)
    assert post.published == (dates.moment(written) if source else None)


def test_a_saved_page_tells_its_date_as_it_is_written() -> None:
    page = b"<html><head><meta property='article:published_time' content='2018-03-05 10:00 CET'></head><body><h1>K</h1>"
    post = article.read_html(page, "http://a.example/k")

    assert (post.published_raw, post.zone) == ("2018-03-05 10:00 CET", "named")
