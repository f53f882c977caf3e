"""Hostile input: only documented errors come out, and soon."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import sources
from extract.errors import FeedError, QueryError
from extract.matching import query
from extract.post import Entry
from extract.reading import article, prose

URL = "http://blog.example/feed"
SOON = 10.0  # seconds, on a busy machine


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SOON


def rss(inside: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{inside}</channel></rss>".encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (rss("<item>" + "<a>" * 100_000), "never end"),
        (b"<rss>" + b"<div>" * 2_000_000, "never end"),
        (rss("<item " + " ".join(f"a{n}='1'" for n in range(20_000)) + "/>"), "longer than 50,000 bytes"),
        (rss(f"<item><author>{'a' * 2_000_000}</author></item>"), "longer than 5,000 bytes"),
        (b"<rdf:" * 1_000_000, "never end"),
    ],
    ids=["deep", "divs", "attributes", "author", "roots"],
)
def test_refuses_feeds_that_would_take_minutes(body: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says) as caught:
        sources.entries(body, URL)

    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize("opener", ["<![CDATA[", "<!--", "<?"])
def test_reads_on_behind_what_is_never_closed(opener: str) -> None:
    assert sources.entries(rss("<item><title>first</title></item><item>" + opener * 100_000), URL)[0].title == "first"


def test_reads_long_posts_full_of_line_breaks() -> None:
    (entry,) = sources.entries(rss(f"<item><description><![CDATA[{'<br>line ' * 20_000}]]></description></item>"), URL)

    assert entry.summary.count("line") == 20_000


def test_refuses_entities_made_of_entities() -> None:
    names = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    feed = rss("<item><title>&l9;</title></item>").replace(
        b"<rss", f"<!DOCTYPE a [<!ENTITY l0 'ha'>{names}]><rss".encode()
    )

    with pytest.raises(FeedError, match="made of entities"):
        sources.entries(feed, URL)


def test_opens_no_files_for_entities() -> None:
    doctype = "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss"
    (entry,) = sources.entries(rss("<item><title>a &f; b</title></item>").replace(b"<rss", doctype.encode()), URL)

    assert "root" not in entry.title


@pytest.mark.parametrize(
    "date",
    ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9" * 90, "2020-13-45 Xx/../etc", "2020-13-45", "١"],
)
def test_takes_impossible_dates_for_none(date: str) -> None:
    (entry,) = sources.entries(rss(f"<item><title>x</title><pubDate>{date}</pubDate></item>"), URL)

    assert entry.published is None or entry.published.year == 9999


def test_opens_no_file_for_a_zone_that_is_a_path() -> None:
    (entry,) = sources.entries(rss("<item><title>x</title><pubDate>2020-01-01 Xx/../etc</pubDate></item>"), URL)

    assert entry.zone == "assumed"


def test_reads_items_with_characters_that_cannot_be() -> None:
    (entry,) = sources.entries(
        rss("<item><title>a\x00b\x01\ud800c</title><link>javascript:alert(1)</link></item>"), URL
    )

    assert entry.url == ""
    entry.title.encode()


@pytest.mark.parametrize(
    "body",
    [b"<div>" * 2_000_000, b"<p>word " * 1_000_000, b"\0" * 1_000_000, b"word " * 1_000_000],
    ids=["div", "p", "nul", "word"],
)
def test_reads_pages_of_any_size_and_shape(body: bytes) -> None:
    post = article.read_html(body, URL)

    assert post.url == URL


MANY = " ".join(f"a{n}=1" for n in range(200_000))


@pytest.mark.parametrize("before", ["", 't=">" ', 't="it\'s" ', "t='<b ' ", 't="<1" ', 't="</" ', 't="<!--" '])
def test_refuses_pages_with_endless_tags(before: str) -> None:
    page = f"<html><body><h1>Kettle</h1><div {before}{MANY}></div><p>It broke.</p></body></html>"

    assert article.read_html(page.encode(), URL).text == ""


def test_refuses_markup_with_endless_tags_in_feeds() -> None:
    assert prose.plain(f"<p {MANY}>It broke.</p>") == ""


def test_reads_pages_with_many_long_tags() -> None:
    tag = f"<div {' '.join(f'a{n}=1' for n in range(290))}></div>"

    assert article.read_html(f"<h1>Kettle</h1>{tag * 1_200}<p>It broke.</p>".encode(), URL).title == "Kettle"


def test_keeps_pictures_written_into_the_page() -> None:
    picture = f"<img alt='a' src='data:image/png;base64,{'A/+=' * 30_000}'>"

    assert prose.plain(f"<p>It broke.</p>{picture}<p>Again.</p>") == "It broke.\nAgain."


@pytest.mark.parametrize(
    "piece", [" ", "<!-- ", "<!DOCTYPE ", "</", "<?xml version='1.0' encoding='utf-16'?>", "\u2028", "&"]
)
def test_finds_no_tags_in_what_has_none(piece: str) -> None:
    assert not prose.overloaded(piece * 5_000)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_a_feed_error(body: bytes) -> None:
    for start in (
        b"",
        b"<rss version='2.0'><channel><item><title>",
        b"<feed><entry>",
        b'{"version":"https://jsonfeed.org/version/1","items":[',
    ):
        try:
            found = sources.entries(start + body, URL)
        except FeedError as error:
            assert error.reason in {"not a feed", "empty", "unreadable"}
        else:
            assert all(isinstance(entry, Entry) for entry in found)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_markup_can_be_read(markup: str, told: str) -> None:
    article.read_html(f"<html><body><h1>{told}</h1><p>{markup}</p>".encode("utf-8", "replace"), URL)
    article.read(None, Entry(URL, "g", "", told, "", None, "", markup, ""))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab ()"*?:+-!&|^~\\/[]{}<>ANDORTtile\n\x00é', max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        parsed = query.parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
    else:
        query.matches(parsed, "a b", "b (a)")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "a" + ")" * 5_000,
        "NOT " * 900 + "a",
        "a " * 50_000,
        "title:" * 600 + "a",
        "(a" * 1_000,
        "+" * 3_000,
    ],
)
def test_refuses_endless_queries_with_a_position(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        query.parse(text)

    assert 0 <= caught.value.position <= len(text)
