"""Broken feeds: what can be read of them is kept, and the note says what was wrong."""

import json

import pytest

from extract import sources
from extract.errors import FeedError
from extract.sources import pieces

URL = "http://blog.example/feed"
SPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def item(number: int, inside: str = "") -> str:
    story = f"<content:encoded><![CDATA[<p>Story {number}.</p>]]></content:encoded>"
    return (
        f"<item><title>Post {number} & café</title>{inside}<link>http://blog.example/{number}</link>"
        f"<dc:creator>Jo</dc:creator>{story}</item>\n"
    ).replace(" & ", " &amp; ")


def rss(*items: str, spaces: str = SPACES) -> str:
    inside = f"<channel><title>B</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}>{inside}</rss>'


def titles(body: bytes | str) -> list[str]:
    feed = sources.read(body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body, URL)
    assert feed.note
    return [entry.title for entry in feed.entries]


WHOLE = ["Post 1 & café", "Post 2 & café", "Post 3 & café"]


@pytest.mark.parametrize(
    "between",
    [
        "<br />\n<b>Warning</b>:  mysql_query() in <b>/x.php</b> on line <b>3</b><br />\n",
        "</channel></rss><rss version='2.0'><channel>",
        "</channel></rss>\n<?xml version='1.0'?>\n<rss version='2.0'><channel>",
        "<!DOCTYPE html>",
        "<script>if (a < b && c > d) {}</script>",
        "&undeclared;",
        "<!--",
        "<![CDATA[",
        "</item>",
        "<foo:bar>",
        "&#xD800;&#0;<a",
    ],
)
def test_keeps_every_item_around_what_does_not_belong_there(between: str) -> None:
    found = sources.read(rss(item(1), between, item(2), item(3)).encode(), URL)

    assert [entry.title for entry in found.entries] == WHOLE


@pytest.mark.parametrize(
    "inside",
    [
        "<description><![CDATA[<p>cut</description>",
        "<description><p>cut & <br></description>",
        "<description>a &nbsp; b</description>",
        "<description>1 < 2</description>",
        "<description>\x0b\x00\x1b[0m</description>",
        "<media:thumbnail url='x'/><foo:bar>x</foo:bar>",
        "<description><!-- no end</description>",
        "<guid isPermaLink=true>x</guid>",
    ],
)
def test_keeps_every_item_around_one_that_is_broken(inside: str) -> None:
    found = sources.read(rss(item(1), item(2, inside), item(3)).encode(), URL)

    assert [entry.title for entry in found.entries] == WHOLE
    assert [entry.url for entry in found.entries][::2] == ["http://blog.example/1", "http://blog.example/3"]


def test_keeps_what_stands_before_the_end_of_a_feed_cut_short() -> None:
    whole = rss(item(1), item(2), item(3))

    assert titles(whole[: whole.index("Story 3")]) == WHOLE
    assert titles(whole[: whole.index("Post 3")])[:2] == WHOLE[:2]


def test_declares_the_namespaces_that_a_feed_forgot() -> None:
    (entry,) = sources.read(rss(item(1), spaces="").encode(), URL).entries

    assert (entry.author, entry.content) == ("Jo", "<p>Story 1.</p>")


@pytest.mark.parametrize(
    ("label", "codec", "note"),
    [
        ("ISO-8859-1", "utf-8", "labelled as cp1252 but UTF-8"),
        ("UTF-8", "cp1252", "bytes that are not utf-8"),
        ("utf-16", "utf-8", ""),
        ("windows-1251", "utf-8", "labelled as cp1251 but UTF-8"),
        ("utf-7", "utf-8", ""),
        ("hex", "utf-8", ""),
        ("utf-8", "utf-16", ""),
        ("utf-8", "utf-16-le", ""),
        ("utf-8", "utf-8-sig", ""),
        ("utf-16", "utf-32", ""),
        ("cp1140", "cp1140", ""),
    ],
)
def test_reads_the_bytes_whatever_their_label_says(label: str, codec: str, note: str) -> None:
    feed = sources.read(rss(item(1)).replace("UTF-8", label).encode(codec), URL)

    assert ([entry.title for entry in feed.entries], feed.note) == (WHOLE[:1], note)


def test_reads_the_charset_of_the_header_where_the_feed_names_none() -> None:
    body = rss(item(1)).replace(' encoding="UTF-8"', "").replace("café", "кофе").encode("koi8-r")

    assert sources.read(body, URL, "text/xml; charset=koi8-r").entries[0].title == "Post 1 & кофе"


def test_one_bad_byte_costs_one_letter() -> None:
    body = rss(item(1), item(2), item(3)).encode()

    assert titles(body.replace(b"Story 2", b"Story \x92 2")) == WHOLE


def test_reads_no_more_than_the_newest_items_and_tells_how_many_were_left() -> None:
    dated = "<item><title>{}</title><pubDate>{}-01-01T00:00:00Z</pubDate></item>"
    items = (dated.format(n, 2000 + n % 20) for n in range(pieces.MOST + 20))
    feed = sources.read(rss(*items).encode(), URL)

    assert len(feed.entries) == pieces.MOST
    assert feed.note == f"20 older items of {pieces.MOST + 20} left out"
    kept = [int(entry.title) for entry in feed.entries]
    assert sorted(set(range(pieces.MOST + 20)) - set(kept)) == list(range(pieces.MOST - 380, pieces.MOST + 1, 20))
    assert kept == sorted(kept)


def test_reads_no_more_than_the_newest_items_of_a_json_feed() -> None:
    items = [
        {"id": n, "content_text": "x", "date_published": f"{2000 + n % 20}-01-01"} for n in range(pieces.MOST + 20)
    ]
    feed = sources.read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode(), URL)

    assert len(feed.entries) == pieces.MOST
    assert {str(pieces.MOST), str(pieces.MOST - 20)}.isdisjoint(entry.guid for entry in feed.entries)


def test_a_number_of_thousands_of_digits_costs_a_json_feed_nothing() -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": %s, "title": "a"}, {"id": 2}]}' % (
        "9" * 5_000
    )

    assert [entry.guid[-2:] for entry in sources.read(body.encode(), URL).entries] == ["99", "2"]


def test_keeps_the_items_before_a_break_in_a_json_feed() -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\tb"}, {"id": "2"}, {"id"'
    feed = sources.read(body.encode(), URL)

    assert [entry.guid for entry in feed.entries] == ["1", "2"]
    assert "broken JSON" in feed.note


def test_a_feed_whose_items_hold_nothing_is_a_feed_without_entries() -> None:
    feed = sources.read(b"<rss version='2.0'><channel><title>B</title><item/><item></item></channel></rss>", URL)

    assert (feed.entries, feed.note) == ((), "2 items of it hold nothing")


def test_good_items_of_a_hostile_feed_are_kept() -> None:
    feed = sources.read(rss(item(1), "<item>" + "<a>" * 5_000).encode(), URL)

    assert [entry.title for entry in feed.entries] == WHOLE[:1]
    assert "never end" in feed.note


def test_expands_no_entity_in_the_items_that_it_keeps() -> None:
    doctype = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss'
    feed = sources.read(rss(item(1), "<item><title>x &b; y</title></item>").replace("<rss", doctype, 1).encode(), URL)

    assert [entry.title for entry in feed.entries] == ["Post 1 & café", "x  y"]


@pytest.mark.parametrize(
    ("body", "reason", "says"),
    [
        ("<html><head><title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "walled", "Cloudflare"),
        ("<!DOCTYPE html><title>Verifying you are human</title>", "walled", "check for robots"),
        ("<html><title>Before you continue to YouTube</title>", "walled", "question for consent"),
        ("<html><title>Why we left Cloudflare</title>", "not a feed", "a web page titled 'Why we left Cloudflare'"),
        ("<!DOCTYPE html><p>Gone", "not a feed", "a web page"),
        ("<!-- <rss> --><html></html>", "not a feed", "a web page"),
        ("<?xml version='1.0'?><sitemapindex></sitemapindex>", "not a feed", "a sitemap"),
        ("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "not a feed", "an error message"),
        ('{"error": "rate limited"}', "not a feed", "JSON without the version"),
    ],
)
def test_names_what_came_in_the_place_of_a_feed(body: str, reason: str, says: str) -> None:
    with pytest.raises(FeedError, match=says) as caught:
        sources.read(body.encode(), URL)

    assert caught.value.reason == reason


def test_an_address_of_a_consent_page_is_a_wall_whatever_it_says() -> None:
    with pytest.raises(FeedError, match="consent"):
        sources.read(b"<html><p>hello", "https://consent.google.com/ml?continue=https://news.google.com/rss")
