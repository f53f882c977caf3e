"""What pages state, in the many places where they state it, and what is no statement."""

from datetime import UTC, datetime

import pytest
import trafilatura
from lxml import html

from extract.reading import stated

MARCH = datetime(2024, 3, 5, tzinfo=UTC)
TEXT = "<p>" + "We called them twice and they were kind but slow, so we left. " * 10 + "</p>"


def parse(head: str = "", inside: str = "<h1>A post of ours</h1>") -> html.HtmlElement:
    page = trafilatura.load_html(f"<html><head>{head}</head><body>{inside}{TEXT}</body></html>")
    assert page is not None
    return page


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        (ld('{"@type": "BlogPosting", "datePublished": "2024-03-05"}'), ""),
        (ld('{"@graph": [{"@type": "WebSite"}, {"datePublished": "2024-03-05T00:00:00Z"}]}'), ""),
        (ld('[{"@type": "WebPage", "datePublished": "2020-01-01"}, {"@type": "Article", "datePublished": "2024-03-05"}]'), ""),
        (ld('{"datePublished": "2024-03-05", "text": "line\nbreak"}'), ""),
        ('<meta property="article:published_time" content="2024-03-05">', ""),
        ('<meta itemprop="datePublished" content="2024-03-05">', ""),
        ("", '<time class="entry-date" datetime="2024-03-05">x</time><time datetime="2020-01-01">y</time>'),
        ("", '<time datetime="2024-03-05">x</time>'),
        ("", '<abbr class="published" title="2024-03-05">x</abbr>'),
        ('<link rel="canonical" href="http://a.example/2024/03/05/slug">', ""),
        ("", "<h1>Head</h1><div>March 5th, 2024</div>"),
        ("", "<h1>Head</h1><div>By Jo · 5 March 2024 · 3 min</div>"),
        ("", "<div>05.03.2024</div><h1>Head</h1>"),
        ("", "<h1>Head</h1><div>Updated</div><div>March 9, 2024</div><div>Published March 5, 2024</div>"),
    ],
)  # fmt: skip
def test_reads_the_date_where_pages_state_it(head: str, inside: str) -> None:
    assert stated.date(parse(head, inside)).moment == MARCH


def test_reads_the_date_in_the_address() -> None:
    assert stated.date(parse(), "http://a.example/2024/3/5/slug/").moment == MARCH


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        (ld("{broken"), ""),
        (ld("[" * 5000), ""),
        (ld('{"datePublished": 5}'), ""),
        (ld('"2024-03-05"'), ""),
        ("<script>var d = '2024-03-05'</script>", "<h1>Head</h1>"),
        ("", '<time datetime="2024-03-05">a</time><time datetime="2024-03-06">b</time>'),
        ("", "<h1>Head</h1><div>© March 5, 2024</div>"),
        ("", "<h1>Head</h1><div>Last updated: March 5, 2024</div>"),
        ("", "<h1>Head</h1><div>03/05/2024</div>"),
        ("", "<p>no headline, 5 March 2024</p>"),
        ("", "<h1>Head</h1><p>" + "On 5 March 2024 we wrote to them about the kettle. " * 5 + "</p>"),
        ("", "<h1>Head</h1>" + "<i>x</i>" * 40 + "<p>5 March 2024</p>"),
    ],
)
def test_takes_nothing_else_for_a_date(head: str, inside: str) -> None:
    assert stated.date(parse(head, inside)).moment is None


@pytest.mark.parametrize(
    ("head", "inside", "names"),
    [
        (ld('{"@type": "BlogPosting", "author": {"@type": "Person", "name": "Jo  Doe"}}'), "", "Jo Doe"),
        (
            ld('{"@type": "Article", "author": [{"name": "Jo Doe"}, "Ann Lee", {"name": "Jo Doe"}, 7]}'),
            "",
            "Jo Doe, Ann Lee",
        ),
        ('<meta name="author" content="Jo Doe">', "", "Jo Doe"),
        ("", "<h1>Head</h1><p>By Jo Doe on Monday</p>", "Jo Doe"),
        ("", "<h1>Head</h1><p>Written by: Jo Doe | 3 min</p>", "Jo Doe"),
        ("", "<h1>Head</h1><span>Written by</span><b>Jo Doe</b>", "Jo Doe"),
        (ld('{"author": "admin"}'), "<h1>Head</h1><p>By Jo Doe</p>", "Jo Doe"),
        ("", "<h1>Head</h1><p>By the time we came home it was all over and gone</p>", ""),
        ("", "<h1>Head</h1><p>By 2024</p>", ""),
        ("", "", ""),
    ],
)
def test_reads_the_authors_names(head: str, inside: str, names: str) -> None:
    assert stated.author(parse(head, inside)) == names


@pytest.mark.parametrize(
    ("head", "inside", "title"),
    [
        ("<title>Why we left | Tea Diary</title>", "<h1>Why we left</h1>", "Why we left"),
        ("<title>Tea Diary: Why we left</title>", "<h1>Tea Diary</h1><h1>Why  we\nleft</h1>", "Why we left"),
        ("<title>Why we left them - 2024</title>", "<h1>Why we really left them</h1>", "Why we really left them"),
        ('<title>Gone — Tea Diary</title><meta property="og:site_name" content="Tea Diary">', "", "Gone"),
        (
            "<title>Why we left | The Tea Diary</title>",
            "<h1><a href='/'>The Tea Diary</a></h1><h2>Why we left</h2>",
            "Why we left",
        ),
        ("<title>We left | A Tea Diary</title>", "<h1>A Tea Diary</h1><h2 class='entry-title'>We left</h2>", "We left"),
        ("<title>Gone —</title>", "", "Gone"),
        ("<title>Only this</title>", "<h1> </h1>", "Only this"),
        ("", "", ""),
    ],
)
def test_reads_the_title_without_the_sites_name(head: str, inside: str, title: str) -> None:
    assert stated.title(parse(head, inside)) == title
