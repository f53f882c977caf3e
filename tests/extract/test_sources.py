"""Feeds: every format, broken ones, and what is none."""

import json
from datetime import UTC, datetime

import pytest

from extract import sources
from extract.errors import FeedError

URL = "http://blog.example/feed"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Blog</title><link>http://blog.example/</link><managingEditor>ed@blog.example (Ed)</managingEditor>
<item><title>Kettle &amp; café</title><link>/kettle</link><guid isPermaLink="false">k1</guid>
<dc:creator>Jo Doe</dc:creator><pubDate>Mon, 05 Mar 2018 20:28:28 +0100</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded></item>
<item><title>By mail</title><author>jo@blog.example (Jo)</author><link>http://proxy.example/x</link>
<feedburner:origLink>http://blog.example/mail</feedburner:origLink></item>
<item><description>Only words</description></item>
<item><title>Bad link</title><link>javascript:alert(1)</link></item>
<item><guid>http://blog.example/by-guid</guid></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><author><name>Ann</name></author>
<entry><title type="html">One</title><id>urn:1</id><link rel="self" href="self"/><link href="posts/1"/>
<updated>2020-01-01T00:00:00+02:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>hi</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://blog.example/"><title>B</title></channel>
<item rdf:about="http://blog.example/1"><title>One</title><link>http://blog.example/1</link>
<dc:date>2004-11-22T10:00:00-05:00</dc:date></item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "B",
    "authors": [{"name": "Ann"}, "odd"],
    "items": [
        {"id": 7, "url": "/1", "title": "One", "content_html": "<p>hi</p>", "date_published": "2020-01-01T00:00:00Z"},
        {"id": "http://blog.example/2", "content_text": "a < b\n\nc", "author": {"name": "Bo"}, "summary": "s"},
        {"title": None, "authors": 3, "id": True, "date_modified": "2020-02-01T00:00:00Z"},
        "odd",
    ],
}


def test_reads_rss_with_everything_an_item_can_say() -> None:
    entry = sources.entries(RSS.encode(), URL)[0]

    assert (entry.feed, entry.guid, entry.url) == (URL, "k1", "http://blog.example/kettle")
    assert (entry.title, entry.author) == ("Kettle & café", "Jo Doe")
    assert entry.published == datetime(2018, 3, 5, 19, 28, 28, tzinfo=UTC)
    assert entry.published_raw == "Mon, 05 Mar 2018 20:28:28 +0100"
    assert (entry.summary, entry.content) == ("Short.", "<p>The whole story.</p>")


def test_keeps_feed_order_and_names_every_item() -> None:
    entries = sources.entries(RSS.encode(), URL)

    assert [entry.title for entry in entries] == ["Kettle & café", "By mail", "", "Bad link", ""]
    assert len({entry.guid for entry in entries}) == 5
    assert entries[2].guid.startswith("sha256:")


def test_prefers_the_blogs_own_link_to_a_proxys() -> None:
    assert sources.entries(RSS.encode(), URL)[1].url == "http://blog.example/mail"


def test_takes_the_name_and_leaves_the_mail_address() -> None:
    assert sources.entries(RSS.encode(), URL)[1].author == "Jo"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jo Doe (jo@blog.example)", "Jo Doe"),
        ("Jo Doe &lt;jo@blog.example&gt;", "Jo Doe"),
        ("mailto:jo@art.museum (Jo)", "Jo"),
        ("Jo (and friends)", "Jo (and friends)"),
        ("jo@blog.example", ""),
    ],
)
def test_reads_names_in_all_their_spellings(line: str, name: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>x</title><author>{line}</author></item></channel></rss>"

    assert sources.entries(body.encode(), URL)[0].author == name


def test_reads_several_authors() -> None:
    body = RSS.replace(
        "<dc:creator>Jo Doe</dc:creator>", "<dc:creator>jo@blog.example (Jo)</dc:creator><dc:creator>Ann</dc:creator>"
    )

    assert sources.entries(body.encode(), URL)[0].author == "Jo, Ann"


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0"])
def test_reads_every_rss_with_a_version(version: str) -> None:
    words = "<description>Whole &lt;b&gt;post&lt;/b&gt;</description>"
    item = f"<item><title>One</title><link>http://blog.example/1</link>{words}</item>"
    body = f"<rss version='{version}'><channel><title>B</title>{item}</channel></rss>"
    (entry,) = sources.entries(body.encode(), URL)

    assert (entry.title, entry.url, entry.summary) == ("One", "http://blog.example/1", "Whole <b>post</b>")


def test_reads_rss_090_and_its_items_beside_the_channel() -> None:
    body = RDF.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")

    assert sources.entries(body.encode(), URL)[0].title == "One"


def test_reads_atom_03() -> None:
    body = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>B</title><entry><title>One</title>
    <link rel="alternate" type="text/html" href="http://blog.example/1"/><id>tag:1</id><author><name>Ann</name></author>
    <issued>2004-03-05T10:00:00Z</issued><modified>2004-03-09T10:00:00Z</modified>
    <content type="text/html" mode="escaped">&lt;p&gt;hi&lt;/p&gt;</content></entry></feed>"""
    (entry,) = sources.entries(body.encode(), URL)

    assert (entry.url, entry.author, entry.content) == ("http://blog.example/1", "Ann", "<p>hi</p>")
    assert entry.published == datetime(2004, 3, 5, 10, tzinfo=UTC)


def test_tells_content_from_summary_in_either_order() -> None:
    both = "<description>Short.</description><content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded>"
    turned = "<content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded><description>Short.</description>"
    entry = sources.entries(RSS.replace(both, turned).encode(), URL)[0]

    assert (entry.summary, entry.content) == ("Short.", "<p>The whole story.</p>")


def test_reads_content_without_a_summary() -> None:
    entry = sources.entries(RSS.replace("<description>Short.</description>", "").encode(), URL)[0]

    assert (entry.summary, entry.content) == ("", "<p>The whole story.</p>")


def test_links_only_to_the_web() -> None:
    entries = sources.entries(RSS.encode(), URL)

    assert (entries[3].url, entries[4].url) == ("", "http://blog.example/by-guid")


def test_survives_links_that_are_no_addresses() -> None:
    body = b"<rss version='2.0'><channel><item><title>x</title><link>http://[broken</link></item></channel></rss>"

    assert sources.entries(body, URL)[0].url == ""


def test_survives_json_links_that_are_no_addresses() -> None:
    body = json.dumps({**JSON, "items": [{"url": "http://[broken", "title": "x"}]})

    assert sources.entries(body.encode(), URL)[0].url == ""


def test_reads_atom_and_gives_the_feeds_author_to_its_entries() -> None:
    (entry,) = sources.entries(ATOM.encode(), URL)

    assert (entry.url, entry.author, entry.content) == ("http://blog.example/posts/1", "Ann", "<p>hi</p>")
    assert entry.published == datetime(2019, 12, 31, 22, tzinfo=UTC)
    assert entry.summary == ""


def test_reads_rss_1() -> None:
    (entry,) = sources.entries(RDF.encode(), URL)

    assert entry.published == datetime(2004, 11, 22, 15, tzinfo=UTC)


def test_reads_json_feeds() -> None:
    first, second, third = sources.entries(json.dumps(JSON).encode(), URL)

    assert (first.guid, first.url, first.author) == ("7", "http://blog.example/1", "Ann")
    assert (second.url, second.author) == ("http://blog.example/2", "Bo")
    assert (second.content, second.summary) == ("<p>a &lt; b</p><p>c</p>", "<p>s</p>")
    assert third.guid.startswith("sha256:")
    assert third.published == datetime(2020, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-15", "utf-16"])
def test_reads_the_charset_the_prolog_names(encoding: str) -> None:
    body = RSS.replace("UTF-8", encoding).encode(encoding)

    assert sources.entries(body, URL)[0].title == "Kettle & café"


@pytest.mark.parametrize("junk", ["\n\n", "\ufeff", "Warning: headers sent in <b>a.php</b><br />\n", "<!-- cached -->"])
def test_reads_a_feed_behind_junk(junk: str) -> None:
    assert len(sources.entries((junk + RSS).encode(), URL)) == 5


def test_reads_a_feed_without_prolog_behind_blank_lines() -> None:
    assert len(sources.entries(("\n " + RDF).encode(), URL)) == 1


def test_reads_what_is_left_of_a_feed_cut_short() -> None:
    assert sources.entries(RSS.encode()[:900], URL)[0].guid == "k1"


def test_reads_big_endian_feeds_without_a_mark() -> None:
    assert len(sources.entries(RSS.replace("UTF-8", "utf-16").encode("utf-16-be"), URL)) == 5


@pytest.mark.parametrize(
    ("body", "reason", "says"),
    [
        (b"", "empty", "no content"),
        (b" \n", "empty", "no content"),
        (b"\xef\xbb\xbf", "empty", "no content"),
        (b"<!DOCTYPE html><html><body>Not here</body></html>", "not a feed", "a web page"),
        (b"<html><body><rss>in a page</rss></body></html>", "not a feed", "a web page"),
        (b"<?xml version='1.0'?><urlset></urlset>", "not a feed", "a sitemap"),
        (b"<opml version='1.0'></opml>", "not a feed", "a list of feeds"),
        (b"Service unavailable", "not a feed", "'Service unavailable'"),
        (b'{"error": 1}', "not a feed", "JSON Feed"),
        (b"[1]", "not a feed", "JSON Feed"),
        (b'{"error": ', "unreadable", "broken JSON"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "unreadable", "items"),
        (b"<rss><broken", "unreadable", "cannot be read"),
    ],
)
def test_refuses_what_is_no_feed_and_names_the_address(body: bytes, reason: str, says: str) -> None:
    with pytest.raises(FeedError, match=URL) as caught:
        sources.entries(body, URL)

    assert (caught.value.url, caught.value.reason) == (URL, reason)
    assert says in str(caught.value)


def test_never_opens_what_a_body_names() -> None:
    with pytest.raises(FeedError):
        sources.entries(b"/etc/hostname", URL)


def test_every_format_has_a_reader_that_refuses_other_things() -> None:
    for read in sources.FORMATS.values():
        with pytest.raises(FeedError):
            read("nothing", URL)
