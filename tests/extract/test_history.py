"""Which address holds what came before."""

from datetime import UTC, date, datetime

import pytest

from extract.finding import history
from extract.post import Entry, Page
from extract.sources.feed import Feed

NOW = datetime(2026, 1, 5, tzinfo=UTC)
B = "https://b.example"


def entry(day: int | None = 1) -> Entry:
    return Entry("f", str(day), f"{B}/{day}", "t", "", datetime(2025, 1, day, tzinfo=UTC) if day else None, "", "", "")


def page(url: str, body: bytes = b"", link: str = "") -> Page:
    return Page(url, url, 200, (("Link", link),) if link else (), body, NOW)


def feed(generator: str = "", count: int = 25, **links: str) -> Feed:
    return Feed(
        tuple(entry(1) for _ in range(count)),
        generator=generator,
        links={k.replace("_", "-"): v for k, v in links.items()},
    )


WORDPRESS = "https://wordpress.org/?v=6.7"


@pytest.mark.parametrize(
    ("answer", "read", "older"),
    [
        (page(f"{B}/x"), feed(), ""),
        (page(f"{B}/x"), feed(next=f"{B}/x?2"), f"{B}/x?2"),
        (page(f"{B}/x"), feed(next=f"{B}/x?2", prev_archive=f"{B}/2025/"), f"{B}/2025/"),
        (page(f"{B}/x", link=f'<{B}/x?3>; rel="next"'), feed(), f"{B}/x?3"),
        (page(f"{B}/x"), feed(next=f"{B}/x"), ""),
        (page(f"{B}/x"), feed(next=f"{B}/y", count=0), ""),
        (page(f"{B}/x"), feed(WORDPRESS), f"{B}/x?paged=2"),
        (page(f"{B}/?feed=rss2&paged=7"), feed(WORDPRESS), f"{B}/?feed=rss2&paged=8"),
        (page(f"{B}/feed/"), feed(), f"{B}/feed/?paged=2"),
        (page(f"{B}/tag/x/feed/"), feed(), f"{B}/tag/x/feed/?paged=2"),
        (page(f"{B}/feed/?paged=x"), feed(), f"{B}/feed/?paged=2"),
        (page(f"{B}/feedback/"), feed(), ""),
        (page(f"{B}/rss.xml"), feed("Drupal 10"), f"{B}/rss.xml?page=1"),
        (
            page(f"{B}/feeds/posts/default?alt=rss&updated-min=2025-01-01"),
            feed(next="https://www.blogger.com/feeds/1/posts/default?start-index=26"),
            f"{B}/feeds/posts/default?alt=rss&start-index=26&max-results=100&orderby=published",
        ),
        (
            page(f"{B}/feeds/posts/default?start-index=26&max-results=100&orderby=published"),
            feed(count=30),
            f"{B}/feeds/posts/default?start-index=56&max-results=100&orderby=published",
        ),
    ],
)  # fmt: skip
def test_each_way_back(answer: Page, read: Feed, older: str) -> None:
    assert history.onward(answer, read) == older


@pytest.mark.parametrize(
    ("body", "complete"),
    [
        (b'<feed xmlns:fh="http://purl.org/syndication/history/1.0"><fh:complete/></feed>', True),
        (b'<feed xmlns:h="http://purl.org/syndication/history/1.0"><h:complete /></feed>', True),
        (b"<feed><complete/></feed>", False),
        (b'<feed xmlns:fh="http://purl.org/syndication/history/1.0"><fh:archive/></feed>', False),
    ],
)
def test_a_feed_that_says_it_is_complete_has_nothing_before_it(body: bytes, complete: bool) -> None:
    assert history.is_complete(body) is complete
    assert bool(history.onward(page(f"{B}/feed/", body), feed())) is not complete


@pytest.mark.parametrize(
    ("days", "since", "over"),
    [
        ([1, 2], date(2025, 1, 3), True),
        ([1, 3], date(2025, 1, 3), False),
        ([1, None], date(2025, 1, 3), True),
        ([None], date(2025, 1, 3), False),
        ([], date(2025, 1, 3), False),
        ([1], None, False),
    ],
)
def test_a_walk_is_over_where_all_that_is_dated_is_older(
    days: list[int | None], since: date | None, over: bool
) -> None:
    assert history.before([entry(day) for day in days], since) is over
