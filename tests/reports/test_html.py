"""The page as text: what it says, what it escapes, what it would never carry."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree
from lxml import html as parser

from analysis import causes, codebook
from reports import html
from reports.page import Report

HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "</style><img src=x onerror=window.hacked=1>",
    '" onmouseover="window.hacked=1',
    "'><svg onload=window.hacked=1>",
    "{{ 7 * 7 }}{% include 'page.js' %}",
    "<!--\u2028]]>&lt;b&gt;",
)


def hostile(report: Report) -> Report:
    """The report with attacks in every text and address that comes from a feed."""
    nasty = [HOSTILE[number % len(HOSTILE)] for number in range(len(report.evidence))]
    titles = [HOSTILE[number % len(HOSTILE)] for number in range(len(report.posts))]
    return replace(
        report,
        query=HOSTILE[0],
        evidence=report.evidence.assign(
            quote=[f"{text} and still nobody calls me back about it {n}" for n, text in enumerate(nasty)],
            before=nasty,
            after=nasty,
            published=nasty,
            url="javascript:window.hacked=1",
        ),
        posts=report.posts.assign(title=titles, url="javascript:window.hacked=1", genre_reason=titles),
    )


def tree(text: str) -> etree._Element:
    return parser.document_fromstring(text)


@pytest.mark.parametrize("count", [0, 1, 2, 29, 30, 120, 400])
def test_same_report_gives_the_same_bytes_within_the_budget(make: Callable[[int], Report], count: int) -> None:
    text = html.render(make(count))

    assert text == html.render(make(count))
    assert len(text.encode()) <= 300_000


def test_policy_allows_this_style_and_this_script_only(report: Report) -> None:
    page = tree(html.render(report))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digests = [
        "sha256-" + base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        for element in page.xpath("//style | //script")
    ]

    assert re.findall(r"sha256-[^']+", policy) == digests
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_carries_no_style_attribute_and_no_handler(report: Report) -> None:
    page = tree(html.render(hostile(report)))

    assert page.xpath("//@style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_asks_the_network_for_nothing(report: Report) -> None:
    page = tree(html.render(report))

    assert page.xpath("//@src | //link | //iframe | //object") == []
    assert not re.search(r"@import|url\((?!#)", html.render(report))


def test_shows_hostile_text_as_text(report: Report) -> None:
    page = tree(html.render(hostile(report)))

    assert len(page.xpath("//script")) == 1
    assert HOSTILE[0] in " ".join(page.xpath("//mark/text()"))
    assert page.xpath("//img | //svg[@onload]") == []
    assert "{{ 7 * 7 }}" in page.text_content()


def test_links_only_to_itself_the_web_and_its_numbers(report: Report) -> None:
    addresses = tree(html.render(hostile(report))).xpath("//@href | //@cite | //@action")

    assert {address.partition(":")[0] for address in addresses if not address.startswith("#")} == {"data"}
    assert "No web address" in html.render(hostile(report))


def test_links_open_the_post_at_the_sentence(report: Report) -> None:
    assert "https://blog-0.example/post/0#:~:text=Three%20letters%20later%20the," in html.render(report)


@pytest.mark.parametrize("count", [0, 29])
def test_too_few_posts_show_counts_but_no_claim(make: Callable[[int], Report], count: int) -> None:
    text = tree(html.render(make(count))).text_content()

    assert "Too few posts to say" in text
    assert " of 100 posts" not in text
    assert "the blue band" not in text


def test_an_empty_study_is_a_whole_page(empty: Report) -> None:
    page = tree(html.render(empty))

    assert "No blog post was found" in page.text_content()
    assert len(page.xpath("//main/section")) == 7


def test_plainly_shows_the_note(report: Report, empty: Report) -> None:
    assert len(tree(html.render(report)).xpath("//header//p[contains(., 'written for this project')]")) == 1
    assert "Please note" not in html.render(empty)


def test_every_chart_is_followed_by_its_table(report: Report) -> None:
    page = tree(html.render(report))

    for figure in page.xpath("//figure[*[local-name()='svg']]"):
        assert figure.xpath(".//details//table")
    assert all(drawing.get("aria-label") for drawing in page.xpath("//*[local-name()='svg'][@role='img']"))
    assert page.xpath("//*[local-name()='svg'][not(@role='img')]") == []


def test_ids_are_unique(report: Report) -> None:
    ids = tree(html.render(report)).xpath("//@id")

    assert len(ids) == len(set(ids))


def test_names_blogs_but_no_author(report: Report) -> None:
    named = replace(
        report,
        posts=report.posts.assign(author="Ada Writer"),
        evidence=report.evidence.assign(author="Ada Writer"),
    )

    assert "Ada Writer" not in html.render(named)


def test_lists_at_most_forty_posts_set_aside(report: Report) -> None:
    aside = replace(report, posts=report.posts.assign(genre=["experience"] * 40 + ["promo"] * (len(report.posts) - 40)))

    assert "The first 40 of 87; all are in the posts file." in html.render(aside)


def test_shows_an_untitled_post_and_a_genre_the_codebook_lacks(report: Report) -> None:
    strange = replace(report, posts=report.posts.assign(title=" ", genre="poem"), genres={"poem": 3})

    assert "Untitled" in html.render(strange)
    assert tree(html.render(strange)).xpath("//th[.='poem']")


def test_speaks_with_the_shipped_codebook_and_what_the_analysis_counts(report: Report) -> None:
    counted = replace(
        report,
        codebook=codebook.default(),
        ranked=causes.rank(report.codings, report.posts, draws=100),
        courtesy=causes.courtesy(report.posts, report.codings),
        delight=causes.delight(report.posts, report.codings),
    )

    assert all(code.name in html.render(counted) for code in codebook.default().of("core", "secondary"))
