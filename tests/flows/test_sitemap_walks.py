"""`rootfeed history` where feeds lead nowhere: the posts that sitemaps name."""

from collections.abc import Iterator
from pathlib import Path

import bygone
import pytest
import sqlalchemy as sa
from bygone import Blog, expected, rows, stored, walked

from flows import study as studying
from flows.database import store as storing
from flows.database.schema import ENTRIES
from flows.workspace import opened


@pytest.fixture
def blog() -> Iterator[Blog]:
    with bygone.serving() as running:
        yield running


@pytest.mark.parametrize("path", ["/feed/", "/rss.xml"])
def test_what_a_feed_does_not_lead_to_is_found_by_sitemaps(path: str, blog: Blog, tmp_path: Path) -> None:
    blog.says |= {path: bygone.newest, **bygone.SITEMAPS}
    one = bygone.study(blog, path)

    walked(one, tmp_path)

    assert stored(one, tmp_path) == expected(blog)
    assert "/page-sitemap.xml" not in blog.asked
    assert max(row["content"] + row["summary"] for row in rows(one, tmp_path, ENTRIES) if row["title"] == "") == ""


def test_robots_name_the_sitemaps(blog: Blog, tmp_path: Path) -> None:
    listed = f"User-agent: *\nDisallow:\nSitemap: {blog.url}/secret-map.txt\n".encode()
    blog.says |= {"/robots.txt": (200, "text/plain", listed), "/rss.xml": bygone.newest}
    blog.says["/secret-map.txt"] = (200, "text/plain", "\n".join(expected(blog)).encode())
    one = bygone.study(blog, "/rss.xml")

    walked(one, tmp_path)

    assert stored(one, tmp_path) == expected(blog)
    assert "/sitemap.xml" not in blog.asked


def test_a_feed_on_another_host_leads_to_the_sitemaps_of_its_blog(blog: Blog, tmp_path: Path) -> None:
    listed = f"Sitemap: {blog.url}/secret-map.txt\n".encode()
    blog.says |= {"/robots.txt": (200, "text/plain", listed), "/rss.xml": bygone.newest}
    blog.says["/secret-map.txt"] = (200, "text/plain", "\n".join(expected(blog)).encode())
    feed = f"{blog.url.replace('127.0.0.1', 'localhost')}/rss.xml"
    one = bygone.study(blog, feeds=(feed,), allow=("127.0.0.1", "localhost"))

    walked(one, tmp_path)

    assert stored(one, tmp_path) == expected(blog)


def test_a_sitemap_that_is_busy_is_asked_again(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/rss.xml": bygone.newest, **bygone.SITEMAPS, "/post-sitemap.xml": (403, "text/html", b"")}
    one = bygone.study(blog, "/rss.xml")
    first = walked(one, tmp_path)
    blog.says |= bygone.SITEMAPS
    second = walked(one, tmp_path)

    assert (first.more, second.more) == (True, False)
    assert stored(one, tmp_path) == expected(blog)


def test_a_post_that_a_sitemap_named_is_read_from_its_page(blog: Blog, tmp_path: Path) -> None:
    blog.posts = 12
    page = b"<html><head><title>Told</title></head><body><article><h1>Told</h1><p>%s</p></article></body></html>"
    blog.says |= {"/rss.xml": bygone.newest, "/sitemap.xml": bygone.sitemap(1, 99)}
    blog.says[blog.post(1)[len(blog.url) :]] = (200, "text/html", page % (b"The customer service rang me back. " * 20))
    one = bygone.study(blog, "/rss.xml", query="rang")

    walked(one, tmp_path)
    studying.collected(one, tmp_path, studying.in_turn)
    studying.extracted(one, tmp_path, studying.in_turn)

    with opened(one, tmp_path) as space:
        from flows.database.schema import POSTS

        told = {row["url"]: row["title"] for row in storing.select(space.store, sa.select(POSTS)) if row["text"]}
    assert told[blog.post(1)] == "Told"


def test_sitemaps_that_were_read_are_not_asked_again(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/rss.xml": bygone.newest, **bygone.SITEMAPS}
    one = bygone.study(blog, "/rss.xml")
    walked(one, tmp_path, limit=3)
    walked(one, tmp_path)
    before = list(blog.asked)
    again = walked(one, tmp_path)

    assert stored(one, tmp_path) == expected(blog)
    assert before.count("/post-sitemap.xml") == before.count("/post-sitemap2.xml") == 1
    assert (again.new, blog.asked[len(before) :]) == (0, ["/sitemap.xml"])
