"""The page on paper, and its links followed by a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from complete import complete
from playwright.sync_api import Browser, Page

from reports import html, quotes
from reports.page import Report

FLAT = """[...document.querySelectorAll("table, td, .quotes > li, pre, svg.wide, .note, .limits li")]
    .filter(element => !element.closest("details:not([open])") && !element.getBoundingClientRect().height)
    .map(element => element.outerHTML.slice(0, 80))"""
CUT = """[...document.querySelectorAll("table, svg.wide, pre, .quotes > li")]
    .filter(element => element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML.slice(0, 80))"""
UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true; })"


@pytest.mark.parametrize("scripts", [True, False])
def test_prints_all_that_is_unfolded_in_light_colours(
    visit: Callable[..., Page], report: Report, scripts: bool
) -> None:
    page = visit(html.render(complete(report)), 688, "dark", scripts)
    page.emulate_media(media="print", color_scheme="dark")
    style = "getComputedStyle(document.body).backgroundColor"

    assert page.evaluate(FLAT) == page.evaluate(CUT) == []
    if scripts:
        page.evaluate(UNFOLD)
        assert page.evaluate(FLAT) == page.evaluate(CUT) == []
    assert page.evaluate(style) == "rgb(255, 255, 255)"
    assert page.locator("form:visible, .acts:visible, nav:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 688


def test_paper_says_what_it_leaves_out(visit: Callable[..., Page], rendered: str) -> None:
    page = visit(rendered)
    page.emulate_media(media="print")

    assert "not printed" in page.evaluate(
        "getComputedStyle(document.querySelector('details.more summary'), '::after').content"
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


SENTENCES = (
    "Five e-mails later, the suitcase & its lock are still missing – “gone”, they say.",
    "Never again!",
    "On day 3 (or 4?) they wrote back: all fine, 100% refunded; I’m stunned.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_browser_finds_the_sentence_that_a_link_names(browser: Browser, tmp_path: Path, sentence: str) -> None:
    filler = "<p>Nothing to see here.</p>" * 200
    text = sentence.replace("&", "&amp;")
    (tmp_path / "post.html").write_text(
        f"<!doctype html><meta charset=utf-8>{filler}<p>I wrote. {text} So.</p>{filler}"
    )
    with served(tmp_path) as host:
        page = browser.new_page()
        page.goto(quotes.sentence_link(f"{host}/post.html", sentence))
        page.wait_for_function("window.scrollY > 2000", timeout=5000)
        page.close()
