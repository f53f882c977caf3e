"""The page as text: what it says, what it escapes, what it would never carry."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from attacks import HOSTILE, foreign, hostile
from lxml import etree
from lxml import html as parser

from analysis import codebook
from analysis.estimates import causes
from reports import html
from reports.page import Report


@pytest.fixture(scope="module")
def attacked(report: Report) -> str:
    """The page of a study that met nothing but attacks."""
    return html.render(hostile(report))


def tree(text: str) -> etree._Element:
    return parser.document_fromstring(text)


def test_same_report_gives_the_same_bytes(make: Callable[[int], Report], rendered: str) -> None:
    assert html.render(make(120)) == rendered


def test_gives_the_same_bytes_in_another_process(rendered: str) -> None:
    # the order of a set, which differs from process to process, must not show
    program = "import conftest, sys; from reports import html; sys.stdout.write(html.render(conftest.study()))"
    environment = os.environ | {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=Path(__file__).parent, env=environment, capture_output=True, check=True)

    assert run.stdout.decode() == rendered


@pytest.mark.parametrize("change", [lambda report: report, foreign, hostile], ids=["plain", "foreign", "hostile"])
def test_stays_within_its_budget_with_five_thousand_posts(
    make: Callable[[int], Report], rendered: str, change: Callable[[Report], Report]
) -> None:
    assert len(rendered.encode()) <= 200_000
    assert len(html.render(change(make(5000))).encode()) <= 300_000


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_counts_one_of_anything_in_the_singular(make: Callable[[int], Report], count: int) -> None:
    text = tree(html.render(make(count))).text_content()

    assert not re.search(r"\b1 (?:\w+ )?(?:posts|blogs|quotes|experiences|items|sentences|ranks)\b", text)
    assert not re.search(r"\b(?:0|2|30) (?:post|blog|quote|experience|item)(?![-\w]| post)", text)


def test_policy_allows_this_style_and_this_script_only(rendered: str) -> None:
    page = tree(rendered)
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digests = [
        "sha256-" + base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        for element in page.xpath("//style | //script")
    ]

    assert re.findall(r"sha256-[^']+", policy) == digests
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_carries_no_style_attribute_and_no_handler(attacked: str) -> None:
    page = tree(attacked)

    assert page.xpath("//@style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_asks_the_network_for_nothing(rendered: str) -> None:
    page = tree(rendered)

    assert page.xpath("//@src | //link | //iframe | //object") == []
    assert not re.search(r"@import|url\((?!#)", rendered)


def test_shows_hostile_text_as_text(attacked: str) -> None:
    page = tree(attacked)

    assert len(page.xpath("//script")) == 1
    assert HOSTILE[0] in " ".join(page.xpath("//mark/text()"))
    assert page.xpath("//img | //svg[@onload]") == []
    assert "{{ 7 * 7 }}" in page.text_content()


def test_links_only_to_itself_the_web_and_its_numbers(attacked: str) -> None:
    addresses = tree(attacked).xpath("//@href | //@cite | //@action")

    assert {address.partition(":")[0] for address in addresses if not address.startswith("#")} == {"data"}
    assert "no web address" in attacked


def test_every_quote_links_to_its_post_at_the_sentence(rendered: str) -> None:
    quotes = tree(rendered).xpath("//ul[@class='quotes']/li")
    links = [quote.xpath(".//a/@href")[0] for quote in quotes]

    assert len(links) == 60
    assert all("#:~:text=Three%20letters%20later%20the," in link for link in links)
    assert all(link.startswith(quote.xpath(".//a/@data-u")[0]) for link, quote in zip(links, quotes, strict=True))


def test_hides_no_character_that_turns_what_follows(attacked: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", attacked)


def test_lets_text_of_any_direction_find_its_own(report: Report) -> None:
    page = tree(html.render(foreign(report)))

    assert page.xpath("//blockquote[not(@dir='auto')]") == []
    assert page.xpath("//th[@class='feed']/a[not(@dir='auto')]") == []


@pytest.mark.parametrize("count", [0, 8, 120])
def test_headings_go_down_one_step_at_a_time(make: Callable[[int], Report], count: int) -> None:
    levels = [int(name[1]) for name in re.findall(r"<(h[1-6])\b", html.render(make(count)))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_says_how_often_blogs_were_drawn_if_it_was_told(report: Report, rendered: str) -> None:
    assert "at random, many times," in rendered
    assert "at random, 2,000 times," in html.render(replace(report, draws=2000))


@pytest.mark.parametrize("count", [0, 29])
def test_too_few_posts_show_counts_but_no_claim(make: Callable[[int], Report], count: int) -> None:
    text = tree(html.render(make(count))).text_content()

    assert "Too few posts to say" in text
    assert " of 100 posts" not in text
    assert "the blue band" not in text


def test_an_empty_study_is_a_whole_page(empty: Report) -> None:
    page = tree(html.render(empty))

    assert "No blog post was found" in page.text_content()
    assert len(page.xpath("//main/section")) == 14


def test_plainly_shows_the_note(rendered: str, empty: Report) -> None:
    assert len(tree(rendered).xpath("//header//p[contains(., 'written for this project')]")) == 1
    assert "About this data" not in html.render(empty)


def test_every_chart_is_followed_by_its_table(rendered: str) -> None:
    page = tree(rendered)

    for figure in page.xpath("//figure[*[local-name()='svg']]"):
        assert figure.xpath(".//details//table")
    drawings = page.xpath("//*[local-name()='svg'][@role='img']")
    spoken = {drawing.get("id"): drawing.get("aria-label") for drawing in drawings}
    assert all(drawing.get("aria-label") or spoken[drawing.get("aria-labelledby")] for drawing in drawings)
    assert page.xpath("//*[local-name()='svg'][not(@role='img')]") == []


def test_ids_are_unique(rendered: str) -> None:
    ids = tree(rendered).xpath("//@id")

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

    text = html.render(counted)

    assert all(code.name in text for code in codebook.default().of("core", "secondary"))
