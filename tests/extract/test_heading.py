"""What feeds say of themselves, and where their items lead."""

import json

import pytest

from extract import sources

URL = "http://blog.example/blog/feed"
SPACES = (
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:pheedo="http://www.pheedo.com/namespace/pheedo"'
)


def rss(head: str, *items: str) -> bytes:
    return f"<rss version='2.0' {SPACES}><channel>{head}{''.join(items)}</channel></rss>".encode()


def atom(head: str, *entries: str) -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{''.join(entries)}</feed>".encode()


def test_tells_how_long_and_when_a_feed_need_not_be_asked() -> None:
    feed = sources.read(
        rss(
            "<ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>"
            "<skipDays><day>Sunday</day><day>saturday</day><day>Never</day></skipDays>"
        ),
        URL,
    )

    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (5_400, {0, 7}, {5, 6})


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<sy:updatePeriod> hourly\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86_400),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999</ttl>", 31 * 86_400),
        ("<item><ttl>5</ttl></item>", None),
    ],
)
def test_believes_no_impossible_rhythm(head: str, ttl: int | None) -> None:
    assert sources.read(rss("<title>B</title>", head), URL).ttl == ttl


def test_tells_title_software_hub_and_older_pages_of_an_rss_feed() -> None:
    head = (
        "<image><title>Logo</title><link>http://else.example/</link></image><title> The\nblog </title>"
        "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='hub' href='https://second.example/'/>"
        "<atom:link rel='self' href='/feed'/><atom:link rel='prev-archive' href='?page=2'/><link>http://blog.example/</link>"
        "<generator>https://wordpress.org/?v=6.1</generator><lastBuildDate>Mon, 05 Mar 2018 20:28:28 CET</lastBuildDate>"
    )
    feed = sources.read(rss(head, "<item><title>One</title><link rel='hub'>http://item.example/</link></item>"), URL)

    assert (feed.title, feed.generator) == ("The blog", "https://wordpress.org/?v=6.1")
    assert (feed.hub, feed.topic) == ("https://hub.example/", "http://blog.example/feed")
    assert feed.links["prev-archive"] == "http://blog.example/blog/feed?page=2"
    assert feed.links["alternate"] == "http://blog.example/"
    assert feed.updated is not None
    assert feed.updated.isoformat() == "2018-03-05T19:28:28+00:00"


def test_tells_the_same_of_an_atom_feed() -> None:
    head = (
        "<title>B</title><link rel='alternate' type='application/rss+xml' href='/rss'/><link href='/' type='text/html'/>"
        "<link rel='next' href='?p=2'/><link rel='self hub' href='javascript:alert(1)'/>"
        "<generator uri='http://www.blogger.com' version='7'>Blogger</generator><updated>2018-03-05T00:00:00Z</updated>"
    )
    feed = sources.read(atom(head), URL)

    assert feed.links == {"alternate": "http://blog.example/", "next": "http://blog.example/blog/feed?p=2"}
    assert feed.generator == "Blogger http://www.blogger.com 7"


def test_tells_the_same_of_a_json_feed() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "B",
        "home_page_url": "/",
        "feed_url": "feed.json",
        "next_url": "feed.json?page=2",
        "hubs": [
            {"type": "rssCloud", "url": "http://cloud.example/"},
            {"type": "WebSub", "url": "http://hub.example/"},
        ],
        "items": [{"id": 1, "title": "x", "attachments": [3]}, {"attachments": [{"url": "http://m.example/1.mp3"}]}],
    }
    feed = sources.read(json.dumps(body).encode(), URL)

    assert (feed.title, feed.hub, feed.topic) == ("B", "http://hub.example/", "http://blog.example/blog/feed.json")
    assert feed.links["next"] == "http://blog.example/blog/feed.json?page=2"
    assert [entry.guid for entry in feed.entries] == ["1", "http://m.example/1.mp3"]


def in_rss(inside: str, base: str = "") -> bytes:
    return rss("", f"<item{base}>{inside}</item>")


def in_atom(inside: str) -> bytes:
    return atom("", f"<entry><title>x</title>{inside}</entry>")


BASE = " xml:base='http://base.example/a/'"
BLOG = "http://blog.example/1"
PROXIED = f"<guid>g</guid><link>http://proxy.example/1</link><pheedo:origLink>{BLOG}</pheedo:origLink>"
TWO = "<link rel='alternate' type='application/pdf' href='/p'/><link rel='alternate' type='text/html' href='/1'/>"
OTHER = "<link rel='self' href='/s'/><link rel='enclosure' href='/e'/>"


@pytest.mark.parametrize(
    ("body", "url", "guid"),
    [
        (in_rss("<title>x</title><guid isPermaLink='false'>4711</guid>"), "", "4711"),
        (in_rss("<title>x</title><guid>4711</guid>"), "", "4711"),
        (in_rss("<title>x</title><guid isPermaLink='true'/><link>/1</link>"), BLOG, BLOG),
        (in_rss(f"<guid>{BLOG}</guid>"), BLOG, BLOG),
        (in_rss("<link>1</link><guid isPermaLink='false'>g</guid>", BASE), "http://base.example/a/1", "g"),
        (in_rss("<enclosure url='http://m.example/1.mp3' type='audio/mpeg'/>"), "", "http://m.example/1.mp3"),
        (in_rss("<media:content url='http://m.example/1.mp4'/>"), "", "http://m.example/1.mp4"),
        (in_rss(PROXIED), BLOG, "g"),
        (in_atom(f"<id>tag:1</id>{OTHER}"), "", "tag:1"),
        (in_atom(f"<id>1</id>{TWO}"), BLOG, "1"),
        (in_atom(f"<id>{BLOG}</id>"), BLOG, BLOG),
        (in_atom("<id>tag:2</id><content src='/1' type='text/html'/>"), BLOG, "tag:2"),
    ],
)
def test_leads_to_the_post_itself_or_nowhere(body: bytes, url: str, guid: str) -> None:
    (entry,) = sources.read(body, URL).entries

    assert (entry.url, entry.guid) == (url, guid)


def test_tells_how_sure_the_zone_of_a_date_is() -> None:
    dates = ("Mon, 05 Mar 2018 20:28:28 +0100", "Mon, 05 Mar 2018 20:28:28 PST", "2018-03-05 20:28", "soon")
    feed = sources.read(rss("", *(f"<item><title>x</title><pubDate>{date}</pubDate></item>" for date in dates)), URL)

    assert [entry.zone for entry in feed.entries] == ["stated", "named", "assumed", ""]
    assert [entry.published_raw for entry in feed.entries] == list(dates)
