"""`rootfeed sources discover`: the feeds of sites, each asked before it is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import bygone
import pytest
from bygone import Blog, Run, Said

from extract.post import Failure
from flows import settings
from flows.collecting import discovering
from flows.collecting.discovering import Discovery
from flows.workspace import opened


@pytest.fixture
def blog() -> Iterator[Blog]:
    with bygone.serving() as running:
        running.posts = 12
        yield running


def html(markup: str) -> Said:
    return 200, "text/html", f"<!doctype html><html><head>{markup}</head><body>hello</body></html>".encode()


def link(href: str, title: str = "") -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def discovered(blog: Blog, folder: Path, path: str = "/") -> Discovery:
    with opened(bygone.study(blog), folder) as space:
        return discovering.discovered(space, [blog.url + path])[0]


def kinds(blog: Blog, found: Discovery) -> list[tuple[str, str]]:
    return [(feed.url[len(blog.url) :], feed.kind) for feed in found.found]


def comments(blog: Blog, asked: dict[str, str]) -> Said:
    status, kind, body = blog.rss([1, 2])
    return (
        status,
        kind,
        body.replace(b"-1/</link>", b"-1/#comment-5</link>").replace(b"-2/</link>", b"-2/#comment-6</link>"),
    )


def podcast(blog: Blog, asked: dict[str, str]) -> Said:
    status, kind, body = blog.rss([3, 4])
    return status, kind, body.replace(b"</item>", b'<enclosure url="/a.mp3" type="audio/mpeg" length="1"/></item>')


def test_what_a_page_declares_is_told_posts_first_and_the_two_formats_of_one_feed_as_one(
    blog: Blog, tmp_path: Path
) -> None:
    head = (
        link("/feed/comments/") + link("/show.xml") + link("/rss.xml", "Blog") + link("/atom.xml") + link("/gone.xml")
    )
    blog.says |= {"/": html(head), "/rss.xml": bygone.newest, "/show.xml": podcast, "/feed/comments/": comments}
    blog.says["/atom.xml"] = bygone.paged

    found = discovered(blog, tmp_path)

    assert kinds(blog, found) == [
        ("/rss.xml", "posts"), ("/atom.xml", "posts"), ("/show.xml", "podcast"), ("/feed/comments/", "comments"),
    ]  # fmt: skip
    assert [bool(feed.same) for feed in found.found] == [False, True, False, False]
    assert discovering.chosen([found]) == [f"{blog.url}/rss.xml"]
    assert not {"/feed/", "/index.xml"} & set(blog.asked)


def test_a_feed_is_told_with_title_items_newest_date_and_format(blog: Blog, tmp_path: Path) -> None:
    blog.says["/rss.xml"] = bygone.newest

    found = discovered(blog, tmp_path, "/rss.xml").found

    assert [(one.title, one.items, one.format, one.how) for one in found] == [("Blog", 10, "RSS", "the address itself")]
    assert f"{found[0].newest:%Y-%m-%d}" == blog.day(12)[:10]
    assert blog.pages == ["/rss.xml"]


@pytest.mark.parametrize("path", ["/feed/", "/rss.xml", "/atom.xml", "/index.xml", "/feeds/posts/default", "/rss"])
def test_well_known_paths_are_tried_until_one_answers(path: str, blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/": html(""), path: bygone.newest}

    assert kinds(blog, discovered(blog, tmp_path)) == [(path, "posts")]
    assert blog.asked[-1] == path


def test_the_marks_of_a_system_and_links_in_the_text_come_before_custom(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/": html('<meta name="generator" content="Pelican">'), "/feeds/all.atom.xml": bygone.newest}
    marked = discovered(blog, tmp_path)
    blog.asked.clear()
    blog.says = {"/": html("<a href='news/our.rdf'>Subscribe (RSS)</a>"), "/news/our.rdf": bygone.newest}
    linked = discovered(blog, tmp_path)

    assert kinds(blog, marked) == [("/feeds/all.atom.xml", "posts")]
    assert kinds(blog, linked) == [("/news/our.rdf", "posts")]
    assert len(blog.pages) == 2


def test_a_post_leads_to_the_feed_that_only_the_first_page_declares(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/": html(link("/odd/name")), "/2026/a-post": html(""), "/odd/name": bygone.newest}

    assert kinds(blog, discovered(blog, tmp_path, "/2026/a-post")) == [("/odd/name", "posts")]


def test_pages_that_pretend_and_pages_without_feeds_bring_none(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {
        "/": html(link("/feed/") + link("/rss")),
        "/feed/": html(""),
        "/rss": (200, "application/rss+xml", b"{}"),
    }

    found = discovered(blog, tmp_path)

    assert found.found == ()
    assert len(blog.pages) == len(set(blog.pages)) < 40


def test_what_robots_forbid_is_not_asked(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /feed"), "/": html(link("/feed/"))}
    blog.says |= {"/feed/": bygone.newest, "/rss.xml": bygone.newest}

    assert kinds(blog, discovered(blog, tmp_path)) == [("/rss.xml", "posts")]
    assert "/feed/" not in blog.asked


def test_a_page_that_is_not_there_may_have_a_feed_and_a_server_that_is_not_has_none(blog: Blog, tmp_path: Path) -> None:
    blog.says["/rss.xml"] = bygone.newest

    assert kinds(blog, discovered(blog, tmp_path, "/lost")) == [("/rss.xml", "posts")]
    with opened(bygone.study(blog), tmp_path) as space:
        private, wrong = discovering.discovered(space, ["http://10.1.2.3/", "ftp://x/"])
    assert private.failure is not None
    assert private.failure.reason == "forbidden address"
    assert wrong.failure is not None
    down = discovering.discover(lambda url: Failure(url, "unreachable", "nobody", None), "http://down.example/")
    assert (down.found, down.failure and down.failure.url) == ((), "http://down.example/")


def test_the_command_adds_what_it_found(blog: Blog, tmp_path: Path, rootfeed: Run) -> None:
    blog.says |= {"/": html(link("/rss.xml") + link("/feed/comments/")), "/rss.xml": bygone.newest}
    blog.says["/feed/comments/"] = comments
    path = tmp_path / "s.toml"
    path.write_text(settings.write(bygone.study(blog)), encoding="utf-8")

    shown = rootfeed("sources", "discover", path, f"{blog.url}/")
    added = rootfeed("sources", "discover", path, f"{blog.url}/", "http://10.1.2.3/", "--add", "--json")

    assert shown[0] == 0
    assert "posts: RSS, 10 items, newest" in shown[1]
    assert "next: rootfeed sources add" in shown[2]
    assert (added[0], json.loads(added[1])["added"]) == (3, 1)
    assert "10.1.2.3/: forbidden address" in added[2]
    assert settings.load(path).feeds == (f"{blog.url}/rss.xml",)
    assert rootfeed("sources", "discover", path)[0] == 2


def test_lists_are_imported_with_what_was_left_out_named_and_exported_with_their_folders(
    blog: Blog, tmp_path: Path, rootfeed: Run
) -> None:
    outlines = '<outline text="Kettles"><outline text="A" xmlUrl="http://a.example/f"/></outline>'
    (tmp_path / "l.opml").write_text(f'<opml><body>{outlines}<outline text="B" xmlUrl="/f"/></body></opml>')
    path = tmp_path / "s.toml"
    path.write_text(settings.write(bygone.study(blog, opml=("l.opml",))), encoding="utf-8")

    exported = rootfeed("sources", "export", path)[1]
    status, _, err = rootfeed("sources", "import", path, tmp_path / "l.opml")

    assert status == 0
    assert "left out: line 1, 'B': '/f' is relative" in err
    assert settings.load(path).feeds == ("http://a.example/f",)
    assert '<outline text="Kettles" title="Kettles">' in exported
