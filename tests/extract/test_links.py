"""Addresses of posts, as feeds write them."""

import json

import pytest

from extract import sources

URL = "http://blog.example/feed"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("http://jo:pw@blog.example/1", ""),
        ("http://blog.example/caf\u00e9 one?q=a b", "http://blog.example/caf%C3%A9%20one?q=a%20b"),
        ("/two words", "http://blog.example/two%20words"),
        ("http://blog.example/a%2Fb", "http://blog.example/a%2Fb"),
    ],
)
def test_keeps_addresses_as_they_are_asked_and_no_passwords(link: str, url: str) -> None:
    rss = f"<rss version='2.0'><channel><item><title>x</title><link>{link}</link></item></channel></rss>"
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": link, "title": "x"}]})

    assert [sources.entries(body.encode(), URL)[0].url for body in (rss, feed)] == [url, url]
