"""More than two hundred attacks in every text of the complete page, its feed and its tables: nothing comes of them."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from attacks import everywhere
from complete import complete
from lxml import html as parser
from payloads import PAYLOADS
from playwright.sync_api import Browser, Page

from reports import exports, feed, html, quotes
from reports.page import Report
from reports.wording import UNSEEN, visible

WEB = re.compile(r"https?://|#|data:text/csv|report\.html$")
PARTED = re.compile(r"[;\t\r\n]+")
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
TOUCH = """document.querySelectorAll('main *').forEach(one => {
    for (const kind of ['mouseover', 'mouseenter', 'pointerenter', 'focusin', 'toggle', 'animationend', 'wheel'])
        one.dispatchEvent(new Event(kind, {bubbles: true}));
})"""
LEFT_OUT = """[...document.querySelectorAll('body *')].filter(one => !one.closest('.scroll, pre, svg, .skip, .vh')
    && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))"""
Shape = tuple[set[str], set[str]]


@pytest.fixture(scope="module")
def plain(make: Callable[[int], Report]) -> Report:
    return complete(make(120))


@pytest.fixture(scope="module")
def attacked(plain: Report) -> Report:
    return everywhere(plain)


@pytest.fixture(scope="module")
def page_text(attacked: Report) -> str:
    return html.render(attacked)


def shape(text: str) -> Shape:
    """The elements and the attributes that a page is made of."""
    every = [one for one in parser.document_fromstring(text).iter() if isinstance(one.tag, str)]
    return {str(one.tag) for one in every}, {str(name) for one in every for name in one.attrib}


def test_there_are_two_hundred_of_them_and_each_stands_in_the_page(page_text: str) -> None:
    told = visible(" ".join(parser.document_fromstring(page_text).itertext()))
    shown = [quotes.shorten(text, 60).removesuffix(" …") for text in PAYLOADS]

    assert len(set(PAYLOADS)) >= 200
    assert [text for text in shown if visible(text) not in told] == []


def test_the_page_is_made_of_what_it_is_always_made_of(plain: Report, page_text: str) -> None:
    elements, attributes = shape(page_text)
    usual = shape(html.render(plain))

    assert elements - usual[0] == set()
    assert attributes - usual[1] == set()
    assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert [link for link in parser.document_fromstring(page_text).xpath("//@href") if not WEB.match(link)] == []
    assert not UNSEEN.search(page_text)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_nothing_is_asked_for_and_nothing_breaks(
    visit: Callable[..., Page], page_text: str, width: int
) -> None:
    page = visit(page_text, width)  # at its end: no request, no dialog, no error, no word of the policy
    page.evaluate(OPEN_ALL)
    page.evaluate(TOUCH)

    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LEFT_OUT) == []
    assert page.locator("main > section").count() == 15
    page.select_option("#fd", "courtesy")
    page.fill("#fq", "<script>")
    assert page.evaluate("window.hacked") is None


def test_the_feed_is_read_and_nothing_of_it_runs(
    plain: Report, attacked: Report, browser: Browser, tmp_path: Path
) -> None:
    file, body, asked = tmp_path / "feed.xml", feed.atom(attacked), list[str]()
    file.write_bytes(body)
    found: Any = feedparser.parse(body)
    tags = {element.tag for element in ElementTree.fromstring(feed.atom(plain)).iter()}
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(file.as_uri())
    hacked = page.evaluate("window.hacked")
    page.close()

    assert not found.bozo
    assert len(found.entries) == 70
    assert {element.tag for element in ElementTree.fromstring(body).iter()} <= tags
    assert all(WEB.match(link.attrib["href"]) for link in ElementTree.fromstring(body).iter("{*}link"))
    assert (hacked, asked) == (None, [file.as_uri()])


def test_no_spreadsheet_runs_a_cell(attacked: Report) -> None:
    frames = {"posts": attacked.posts, "evidence": attacked.evidence, "segments": attacked.segments}
    for name, body in exports.csv(frames | {"thank": attacked.thank, "answer": attacked.answer_first}).items():
        rows = list(csv.reader(StringIO(body.decode(), newline="")))
        texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.e-]+", cell)]
        parts = [part for cell in texts for part in (cell, *PARTED.split(cell)) if part]

        assert len({len(row) for row in rows}) == 1, name
        assert [part for part in parts if part[0] in "=+-@\t\r\n＝＋－＠"] == [], name
