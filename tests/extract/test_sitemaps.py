"""Sitemaps, well-formed, broken and hostile."""

import gzip
from datetime import date

import pytest

from extract.finding import sitemaps
from extract.finding.sitemaps import Location, Sitemap

HERE = "https://blog.example/sitemap.xml"
SITE = "https://blog.example/"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def urlset(inside: str, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f"{prolog}<urlset {NAMES}>{inside}</urlset>".encode()


def url(path: str, more: str = "") -> str:
    return f"<url><loc>https://blog.example/{path}</loc>{more}</url>"


def read(body: bytes) -> Sitemap:
    found = sitemaps.read(body, HERE, SITE)
    assert found is not None
    return found


def places(body: bytes) -> list[str]:
    return [one.url.removeprefix(SITE) for one in read(body).locations]


def test_reads_addresses_and_when_they_changed() -> None:
    body = urlset(url("a", "<lastmod>2026-01-05</lastmod>") + url("b", "<lastmod>soon</lastmod>") + url("c"))

    assert read(body).locations == (
        Location(f"{SITE}a", date(2026, 1, 5)), Location(f"{SITE}b"), Location(f"{SITE}c"),
    )  # fmt: skip


def test_reads_what_news_sitemaps_add() -> None:
    news = "<news:news><news:publication_date>2026-01-05T10:00:00Z</news:publication_date><news:title>T</news:title></news:news>"
    found = read(urlset(url("a", news))).locations[0]

    assert (found.title, found.published) == ("T", "2026-01-05T10:00:00Z")


@pytest.mark.parametrize(
    "body",
    [
        urlset(url("a") + url("b")),
        gzip.compress(urlset(url("a") + url("b"))),
        gzip.compress(urlset(url("a") + url("b") + "<!-- " + "x" * 5000))[:-20],
        urlset(url("a") + url("b"), prolog="junk of PHP "),
        urlset(url("a") + url("b") + "<url><loc>"),
        urlset(url("a") + "<url></url><url><loc/></url>" + url("b") + url("a")),
        urlset(url("a") + "<url><loc><![CDATA[ https://blog.example/b ]]></loc></url>"),
        urlset(url("a") + "<url><loc>/b</loc></url>"),
        f"<urlset>{url('a')}{url('b')}</urlset>".encode("utf-16"),
        b"https://blog.example/a\r\nhttps://blog.example/b\n\nnonsense\nhttps://elsewhere.example/c\n",
        b"\xef\xbb\xbf" + urlset(url("a") + url("b")),
        urlset(url("a") + url("b") + "<url><loc>https://elsewhere.example/c</loc></url>"),
        urlset(url("a") + url("b") + "<url><loc>javascript:x</loc></url><url><loc>file:///etc/passwd</loc></url>"),
    ],
    ids=range(13),
)
def test_reads_what_can_be_read(body: bytes) -> None:
    assert places(body) == ["a", "b"]


@pytest.mark.parametrize("body", [b"", b"<html><body>none</body></html>", b"<rss/>", b"{}", b"\x00\x01", b"\x1f\x8bno"])
def test_what_is_no_sitemap_is_none(body: bytes) -> None:
    assert sitemaps.read(body, HERE, SITE) is None


def test_entities_are_dead() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    prolog = f'<!DOCTYPE urlset [<!ENTITY a0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>'

    assert places(urlset(url("a") + url("&a11;") + url("&x;") + url("b"), prolog))[0] == "a"
    assert not any("root:" in place or "haha" in place for place in places(urlset(url("&x;") + url("&a11;"), prolog)))


def test_a_bomb_and_an_endless_list_are_cut() -> None:
    bomb = gzip.compress(urlset(url("a") + " " * (sitemaps.LARGEST + 10)))
    many = sitemaps.read(urlset("".join(map(url, map(str, range(50))))), HERE, SITE, most=20)

    assert places(bomb) == ["a"]
    assert "first" in read(bomb).note
    assert many is not None
    assert (len(many.locations), many.note) == (20, "more than 20 addresses")


def test_of_an_index_those_of_posts_come_first_and_those_of_other_things_not() -> None:
    names = ["page-sitemap.xml", "a.xml", "post-sitemap.xml", "category-sitemap.xml", "wp-sitemap-posts-post-1.xml",
             "wp-sitemap-users-1.xml", "sitemap.xml?page=2"]  # fmt: skip
    listed = "".join(f"<sitemap><loc>{SITE}{name}</loc></sitemap>" for name in names)
    old = f"<sitemap><loc>{SITE}post-old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>"
    found = read(f"<sitemapindex {NAMES}>{listed}{old}</sitemapindex>".encode())

    assert found.kind == "sitemaps"
    assert [one.url.removeprefix(SITE) for one in sitemaps.worth(found, date(2020, 1, 1))] == [
        "post-sitemap.xml", "wp-sitemap-posts-post-1.xml", "a.xml", "sitemap.xml?page=2",
    ]  # fmt: skip


def test_robots_say_where_sitemaps_are_else_custom_does() -> None:
    robots = b"Sitemap: https://cdn.example/a.xml\nuser-agent: *\nDisallow: /\nsitemap: /b.xml\nSitemap: javascript:x\n"

    assert sitemaps.of_site(robots, f"{SITE}x/y") == ["https://cdn.example/a.xml", f"{SITE}b.xml"]
    assert sitemaps.of_site(b"", f"{SITE}x/y")[0] == HERE


def chosen(paths: list[str], known: list[str]) -> list[str]:
    found = [Location(SITE + path) for path in paths]
    return [one.url.removeprefix(SITE) for one in sitemaps.posts(found, [SITE + path for path in known])]


@pytest.mark.parametrize(
    ("known", "posts", "others"),
    [
        (["2026/01/a-b/"], ["2025/12/c-d/", "2024/01/e/"], ["about/", "2025/12/", "tag/x/", "page/2/", "contact-us/"]),
        (["blog/a-b"], ["blog/c"], ["docs/c", "blog/", "c", "blog/c/d", "blog/tag/c"]),
        (["a.html"], ["b.html"], ["b", "about.html", "c.pdf"]),
        (["?p=1"], [], ["?page_id=2", ""]),
        (["post.php?id=1"], ["post.php?id=2"], ["post.php?page=2", "x"]),
        ([], ["2026/01/a/", "2026-01-05-a", "how-they-kept-me-waiting/"], ["about/", "prices/", "", "tag/a-b-c-d/"]),
    ],
)
def test_posts_are_told_by_the_addresses_of_known_posts_else_by_their_looks(
    known: list[str], posts: list[str], others: list[str]
) -> None:
    assert chosen([*posts, *others], known) == posts


def test_what_was_last_changed_before_a_day_did_not_appear_later() -> None:
    found = [Location(f"{SITE}how-it-went-{year}", date(year, 1, 1)) for year in (2019, 2026)]

    assert sitemaps.posts(found, [], date(2020, 1, 1)) == found[1:]
