"""Feeds that are sent packed without saying so."""

import gzip

import pytest

from extract import sources
from extract.errors import FeedError

URL = "http://blog.example/feed.gz"
RSS = "<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "One"}]}'


@pytest.mark.parametrize("body", [RSS, JSON])
def test_unpacks_feeds_that_are_sent_packed_as_they_lie(body: str) -> None:
    assert sources.entries(gzip.compress(body.encode()), URL) == sources.entries(body.encode(), URL)


@pytest.mark.parametrize(
    ("body", "reason", "says"),
    [
        (gzip.compress(RSS.encode())[:-20], "unreadable", "ends too early"),
        (b"\x1f\x8bnothing", "unreadable", "broken gzip"),
        (gzip.compress(bytes(sources.LARGEST + 1)), "too large", "more than 16777216 bytes"),
    ],
    ids=["short", "broken", "bomb"],
)
def test_says_what_is_wrong_with_packed_data(body: bytes, reason: str, says: str) -> None:
    with pytest.raises(FeedError, match=says) as caught:
        sources.entries(body, URL)

    assert caught.value.reason == reason
