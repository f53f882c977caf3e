"""Which addresses of a page may be feeds."""

from datetime import UTC, datetime

import pytest

from extract.finding import discovery, platforms
from extract.finding.discovery import Candidate
from extract.post import Entry, Page
from extract.sources.feed import Feed

HERE = "https://blog.example/2026/05/post"


def page(markup: str | bytes, url: str = HERE) -> Page:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return Page(url, url, 200, (("content-type", "text/html"),), body, datetime(2026, 1, 5, tzinfo=UTC))


def declared(markup: str, url: str = HERE) -> list[str]:
    return [one.url for one in discovery.declared(page(markup, url))]


def link(href: str, kind: str = "application/rss+xml", title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def test_posts_come_before_comments_whatever_the_page_says_first() -> None:
    head = link("/comments/feed/", title="Blog » Comments Feed") + link("/feed/", title="Blog » Feed")

    assert declared(head) == ["https://blog.example/feed/", "https://blog.example/comments/feed/"]


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        (link("feed.xml"), "https://blog.example/2026/05/feed.xml"),
        ('<base href="https://other.example/a/">' + link("feed.xml"), "https://other.example/a/feed.xml"),
        ('<base target="_top"><base href="/b/">' + link("feed.xml"), "https://blog.example/b/feed.xml"),
        (link("//cdn.example/feed"), "https://cdn.example/feed"),
        (link("feed://blog.example/rss"), "http://blog.example/rss"),
        (link("feed:https://blog.example/rss"), "https://blog.example/rss"),
        (link(" /rss "), "https://blog.example/rss"),
        (link("/x?a=1&amp;b=2"), "https://blog.example/x?a=1&b=2"),
        (link("/x", "application/atom+xml; charset=utf-8"), "https://blog.example/x"),
        (link("/x", "APPLICATION/RSS+XML", rel="ALTERNATE home"), "https://blog.example/x"),
        (link("/x", "application/feed+json"), "https://blog.example/x"),
        (link("/feed.json", "application/json"), "https://blog.example/feed.json"),
        (link("/x", "text/xml"), "https://blog.example/x"),
        (link("/x", "application/x.atom+xml"), "https://blog.example/x"),
        (link("/x", "", rel="feed"), "https://blog.example/x"),
        (link("/rss/", ""), "https://blog.example/rss/"),
        ("<LINK REL=alternate TYPE=application/rss+xml HREF=/upper>", "https://blog.example/upper"),
        ("<body><div>late</div>" + link("/late") + "</body>", "https://blog.example/late"),
        ("<head><title>never closed" + link("/lost"), ""),
    ],
)
def test_reads_what_a_page_declares(head: str, feed: str) -> None:
    assert declared(head) == ([feed] if feed else [])


@pytest.mark.parametrize(
    "head",
    [
        link(""),
        link("#"),
        link(HERE),
        link("/wp-json/", "application/json"),
        link("/wp-json/wp/v2/posts/5", "application/json"),
        link("/wp-json/oembed/1.0/embed?url=x&format=xml", "text/xml+oembed"),
        link("/de/", "text/html"),
        link("/style.css", "application/rss+xml", rel="alternate stylesheet"),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link("http://jo:pw@blog.example/feed"),
        link("http://[::1"),
        "",
        "<!-- " + link("/feed") + " -->",
    ],
)
def test_leaves_alone_what_is_no_feed(head: str) -> None:
    assert declared(head) == []


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"),
        ("https://github.com/jo/tool/issues", "https://github.com/jo/tool/releases.atom"),
        ("https://www.reddit.com/r/callcentre/", "https://www.reddit.com/r/callcentre/.rss"),
        ("https://medium.com/@jo/a-post-1", "https://medium.com/feed/@jo"),
        ("https://jo.medium.com/a-post", "https://jo.medium.com/feed"),
        ("https://dev.to/jo/a-post", "https://dev.to/feed/jo"),
        ("https://dev.to/t/support", "https://dev.to/feed/tag/support"),
        ("https://jo.substack.com/p/a-post", "https://jo.substack.com/feed"),
        ("https://jo.tumblr.com/post/1", "https://jo.tumblr.com/rss"),
        ("https://www.tumblr.com/jo/1/a-post", "https://jo.tumblr.com/rss"),
        ("http://jo.blogspot.co.uk/2026/05/a.html", "http://jo.blogspot.co.uk/feeds/posts/default"),
        ("https://jo.wordpress.com/about/", "https://jo.wordpress.com/feed/"),
        ("https://jo.livejournal.com/1.html", "https://jo.livejournal.com/data/atom"),
        ("https://jo.micro.blog/", "https://jo.micro.blog/feed.xml"),
        ("https://bsky.app/profile/jo.example", "https://bsky.app/profile/jo.example/rss"),
    ],
)  # fmt: skip
def test_some_addresses_tell_their_feed(url: str, feed: str) -> None:
    assert declared("", url)[0] == feed


@pytest.mark.parametrize(
    ("markup", "feed"),
    [
        ('<meta name="generator" content="WordPress 6.7" />', "https://blog.example/feed/"),
        ('<meta content="blogger" name="generator"/>', "https://blog.example/feeds/posts/default"),
        ('<meta name="generator" content="Ghost 5.8">', "https://blog.example/rss/"),
        ('<meta name="generator" content="Hugo 0.140.0">', "https://blog.example/index.xml"),
        ('<meta name="generator" content="Jekyll v4.3">', "https://blog.example/feed.xml"),
        ('<img src="https://static1.squarespace.com/a.png">', "https://blog.example/2026/05/post?format=rss"),
        ('<img src="https://substackcdn.com/a.png">', "https://blog.example/feed"),
        ('<script src="https://assets.tumblr.com/a.js"></script>', "https://blog.example/rss"),
        ("<a href='/subscribe/feed-me.xml'>x</a>", "https://blog.example/subscribe/feed-me.xml"),
        ("<a href='https://feeds.feedburner.com/jo'>RSS</a>", "https://feeds.feedburner.com/jo"),
        ("<p>nothing</p>", "https://blog.example/2026/05/feed/"),
    ],
)
def test_what_a_page_holds_tells_where_to_try_first(markup: str, feed: str) -> None:
    assert discovery.guessed(page(markup))[0].url == feed


def test_a_youtube_name_and_a_mastodon_profile_are_known_by_their_pages() -> None:
    tube = page(
        '<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv">',
        "https://www.youtube.com/@jo",
    )
    toot = page('<script id="initial-state">{"repository":"mastodon/mastodon"}</script>', "https://social.example/@jo")

    assert discovery.guessed(tube)[0].url.endswith("channel_id=UCabcdefghijklmnopqrstuv")
    assert discovery.guessed(toot)[0].url == "https://social.example/@jo.rss"


def test_custom_is_tried_in_the_folder_and_in_the_root_each_address_once() -> None:
    urls = [one.url for one in discovery.guessed(page("", "https://host.example/~jo/"))]

    assert "https://host.example/~jo/feed/" in urls
    assert "https://host.example/rss.xml" in urls
    assert len(urls) == len(set(urls)) <= 40


def test_links_to_readers_and_a_thousand_links_are_not_all_tried() -> None:
    readers = '<a href="https://feedly.com/i/subscription/feed/x">feed</a>'
    many = "".join(f"<a href='/tag/{number}/feed/'>RSS</a>" for number in range(1000))

    assert all(one.how != "anchor" for one in discovery.guessed(page(readers)))
    assert sum(one.how == "anchor" for one in discovery.guessed(page(many))) == discovery.GUESSED


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff\xfe", b"<" * 200_000, b"<a " + b"x=1 " * 100_000 + b">", b"<div>" * 50_000, "é".encode("utf-16")],
    ids=range(6),
)
def test_no_page_is_too_broken(body: bytes) -> None:
    assert discovery.declared(page(body)) == []
    assert discovery.guessed(page(body))


def entry(url: str, day: int) -> Entry:
    return Entry("f", url, url, "t", "", datetime(2026, 1, day, tzinfo=UTC), "", "", "")


def test_a_feed_is_told_by_what_it_carries() -> None:
    items = tuple(entry(f"https://blog.example/{day}", day) for day in (1, 3, 2))
    comments = tuple(entry(f"https://blog.example/1#comment-{day}", day) for day in (1, 2))
    sound = b'<rss><channel><item><enclosure url="a.mp3" type="audio/mpeg"/></item></channel></rss>'
    one = Candidate("https://blog.example/feed", "link", "Blog")

    posts = discovery.judged(one, page(b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>"), Feed(items))

    assert (posts.kind, posts.format, posts.items, posts.title) == ("posts", "Atom", 3, "Blog")
    assert posts.newest == datetime(2026, 1, 3, tzinfo=UTC)
    assert discovery.judged(one, page(b"<rss>"), Feed(comments)).kind == "comments"
    assert discovery.judged(one, page(b"<rss>"), Feed(items, title="Comments on: a post")).kind == "comments"
    assert discovery.judged(one, page(sound), Feed(items[:1])).kind == "podcast"
    assert discovery.judged(one, page(b'{"version": ""}'), Feed(())).format == "JSON Feed"


@pytest.mark.parametrize(
    ("url", "title", "comments"),
    [
        ("https://b.example/comments/feed/", "", True),
        ("https://b.example/feeds/5/comments/default", "", True),
        ("https://b.example/?feed=comments-rss2", "", True),
        ("https://b.example/a/feed/", "Blog » Some post Comments Feed", True),
        ("https://b.example/x", "Comments on: Some post", True),
        ("https://b.example/feed/", "No Comment » Feed", False),
        ("https://b.example/commentary/feed/", "Commentary", False),
    ],
)
def test_comments_are_told_by_address_and_title(url: str, title: str, comments: bool) -> None:
    assert discovery.is_comments(url, title) is comments


def test_the_table_knows_many_platforms_and_every_row_makes_an_address() -> None:
    assert len({platform.name for platform in platforms.PLATFORMS}) >= 25
    assert all(platform.feeds and (platform.address or platform.holds) for platform in platforms.PLATFORMS)
