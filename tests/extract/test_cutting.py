"""Items that are to be forgotten, known by digests of their addresses, are cut out of feeds; all else stays to the byte."""

import gzip
import json

import pytest

from extract import sources
from extract.sameness.barring import Barred, named
from extract.sources import cutting

FEED = "http://blog.example/feed"
GONE, KEPT = "https://blog.example/post/1", "https://blog.example/post/2"
RSS = (
    '<?xml version="1.0" encoding="iso-8859-1"?>\n<rss version="2.0"><channel><title>T</title><link>http://blog.example/</link>\n'
    "<item><title>One é</title><link>{one}</link><description>first</description></item>\n"
    '<item><title>Two é</title><link>{two}</link><description>&lt;a href="https://blog.example/post/1"&gt;see&lt;/a&gt;'
    "</description></item>\n</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:x</id><title>T</title>'
    '<entry><id>tag:1</id><title>One</title><link rel="alternate" href="{one}"/><updated>2026-01-01T00:00:00Z</updated></entry>'
    '<entry><id>tag:2</id><title>Two</title><link href="{two}"/><link rel="related" href="https://blog.example/post/1"/>'
    "<updated>2026-01-02T00:00:00Z</updated></entry></feed>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x">'
    '<title>T</title><items><rdf:Seq><rdf:li rdf:resource="{one}"/><rdf:li rdf:resource="{two}"/></rdf:Seq></items></channel>'
    '<item rdf:about="{one}"><title>One</title></item>'
    '<item rdf:about="{two}"><title>Two</title><link>{two}</link></item></rdf:RDF>'
)
JSON = (
    '{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['
    '\n {{"id": "1", "url": "{one}", "content_text": "a"}},'
    '\n {{"id": "2", "url": "{two}", "content_text": "https://blog.example/post/1"}}]}}'
)
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{one}</loc></url><url><loc>{two}</loc></url></urlset>'


def barred(*texts: str) -> Barred:
    return Barred(frozenset(one.digest for text in texts if (one := named(text))))


def cut(body: bytes, *texts: str) -> cutting.Cut | None:
    return cutting.without(body, "", FEED, barred(*texts or (GONE,)))


@pytest.mark.parametrize("form", [RSS, ATOM, RDF, JSON, SITEMAP])
@pytest.mark.parametrize("address", [GONE, "http://www.blog.example/post/1/?utm_source=rss", "/post/1"])
def test_the_item_goes_in_every_format_and_however_its_address_is_written(form: str, address: str) -> None:
    body = form.format(one=address, two=KEPT).encode("latin-1")

    left = cut(body)

    assert left is not None
    assert left.items == 1
    assert address not in left.body.decode("latin-1").replace(
        "https://blog.example/post/1", "", form in (RSS, ATOM, JSON)
    )
    assert KEPT in left.body.decode("latin-1")
    if form is SITEMAP:
        assert left.body.count(b"<loc>") == 1
    else:
        assert [entry.url for entry in sources.entries(left.body, FEED)] == [KEPT]


@pytest.mark.parametrize("form", [RSS, ATOM, RDF, JSON, SITEMAP])
def test_what_holds_none_is_left_alone(form: str) -> None:
    """An item whose text links to what is forgotten, or that is related to it, is somebody else's."""
    assert cut(form.format(one="https://blog.example/post/11", two=KEPT).encode("latin-1")) is None


def test_all_else_stays_to_the_byte() -> None:
    body = RSS.format(one=GONE, two=KEPT).encode("latin-1")
    start = body.index(b"<item>")

    left = cut(body)

    assert left is not None
    assert left.body == body[:start] + body[body.index(b"</item>") + len(b"</item>") :]


def test_packed_and_wide_feeds_are_cut_as_well() -> None:
    text = RSS.format(one=GONE, two=KEPT)
    for body in (gzip.compress(text.encode("latin-1")), text.replace("iso-8859-1", "utf-16").encode("utf-16")):
        left = cut(body)
        assert left is not None
        assert [entry.title for entry in sources.entries(left.body, FEED)] == ["Two é"]


def test_comments_on_a_post_go_with_it() -> None:
    left = cut(RSS.format(one=f"{GONE}#comment-5", two=KEPT).encode("latin-1"))
    assert left is not None
    assert left.items == 1


def test_a_site_and_a_folder_go_with_all_that_is_below() -> None:
    body = JSON.format(one="http://blog.example/~jo/a/b?c=1", two="http://blog.example/~joan/x").encode()
    site, folder = cut(body, "www.blog.example"), cut(body, "https://blog.example/~jo/*")
    assert site is not None
    assert folder is not None
    assert json.loads(site.body)["items"] == []
    assert [item["url"] for item in json.loads(folder.body)["items"]] == ["http://blog.example/~joan/x"]


@pytest.mark.parametrize(
    "body", [b"", b"<html><item></html>", b"\x1f\x8bno gzip", b"{", b"<item>" * 50_000, b"<url>" * 200_000]
)
def test_what_is_no_feed_is_left_alone(body: bytes) -> None:
    assert cut(body) is None


def test_where_an_item_cannot_be_cut_nothing_is_left() -> None:
    """A comment before the address hides it from the cutter, and not from who reads the feed."""
    left = cut(RSS.format(one=f"<!-- here -->{GONE}", two=KEPT).encode("latin-1"))
    assert left == cutting.Cut(b"", 1)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("blog.example", "below", "blog.example"),
        ("https://www.blog.example/", "below", "blog.example"),
        ("https://blog.example/a/index.html?utm_source=x", "page", "blog.example/a"),
        ("https://blog.example/~jo/*", "below", "blog.example/~jo"),
        ("127.0.0.1:8080", "below", "127.0.0.1:8080"),
    ],
)
def test_what_a_person_writes_is_a_page_or_all_below(text: str, kind: str, name: str) -> None:
    found = named(text)
    assert found is not None
    assert (found.kind, found.name) == (kind, name)


def test_another_host_is_not_barred_with_a_site() -> None:
    names = barred("blog.example")
    assert names.holds("https://www.blog.example/a?b=c")
    assert not names.holds("https://other-blog.example/")
    assert not names.holds("https://sub.blog.example/")
    assert not names.holds("mailto:jo@blog.example")
