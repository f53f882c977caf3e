"""The complete page in every state a reader can bring it into: widths, themes, folds, filters, keys, no scripts, paper."""

import re
from collections.abc import Callable
from functools import cache

import large
import pytest
from axe_playwright_python.sync_playwright import Axe
from complete import complete
from playwright.sync_api import Page

from reports import build, charts, html
from reports.page import Report

WIDTHS, THEMES = (1280, 390, 320), ("light", "dark")
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
# the target sizes of WCAG 2.2 are judged only where they are asked for
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    return [one.tagName + (one.id ? "#" + one.id : ""), getComputedStyle(one).outlineStyle,
            box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth];
}"""
ORDER = """() => [...document.querySelectorAll("a[href], button, summary, select, input, [tabindex='0']")]
    .filter(one => one.checkVisibility({contentVisibilityAuto: true}))
    .map(one => one.tagName + (one.id ? "#" + one.id : ""))"""
TEXT = "document.querySelector('main').textContent.replace(/\\s+/g, ' ')"


@cache
def page_of(make: Callable[[int], Report]) -> str:
    return html.render(complete(make(120)))


@pytest.fixture(scope="session")
def whole(make: Callable[[int], Report]) -> str:
    """The page that shows everything, made once."""
    return page_of(make)


@pytest.fixture(scope="session")
def largest() -> Report:
    """Ten thousand coded posts with everything that can be computed of them; draws change no size."""
    return build.report(large.facts(10_000, 100), large.tables(10_000))


@pytest.fixture(scope="session")
def heavy(largest: Report) -> str:
    return html.render(largest)


def wrong(page: Page, part: str = "html") -> list[str]:
    """What axe finds in a part of the page, and how far the page is wider than its window."""
    found = [violation["id"] for violation in Axe().run(page, context=part, options=RULES).response["violations"]]
    pixels = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + [f"{pixels} px"] * (pixels > 0)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_is_accessible_and_fits_as_loaded_unfolded_and_filtered_to_nothing(
    visit: Callable[..., Page], whole: str, width: int, theme: str
) -> None:
    page = visit(whole, width, theme)

    assert wrong(page) == []
    page.fill("#fq", "no such words")
    assert page.locator(".quotes > li:visible").count() == 0
    assert wrong(page, "#evidence") == []  # nothing else has changed
    page.fill("#fq", "")
    page.evaluate(OPEN_ALL)
    assert page.locator(".quotes > li:visible").count() == 60
    assert wrong(page) == []


def test_fits_between_the_usual_widths(visit: Callable[..., Page], whole: str) -> None:
    page = visit(whole)
    page.evaluate(OPEN_ALL)
    for width in (1024, 901, 900, 768, 641, 640, 480):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.evaluate("document.documentElement.scrollWidth")) == (width, width)


def test_the_tab_key_stops_at_everything_in_its_order_in_sight_and_outlined(
    visit: Callable[..., Page], whole: str
) -> None:
    page = visit(whole)
    page.emulate_media(reduced_motion="reduce")
    wanted, stops = page.evaluate(ORDER), []
    for _ in wanted:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))

    assert len(wanted) > 60
    assert [name for name, _, _ in stops] == wanted
    assert [stop for stop in stops if stop[1] != "solid" or not stop[2]] == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body")  # and out of the page again


def test_the_keyboard_alone_skips_unfolds_sorts_and_filters(visit: Callable[..., Page], whole: str) -> None:
    page = visit(whole)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")

    page.focus("#causes summary")
    page.keyboard.press("Enter")
    for _ in range(2):  # the table, then the heading of its first numbers
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    assert page.locator("table.sortable tbody th").first.inner_text() == "Price and value"

    page.focus("#fd")
    page.keyboard.type("Courtesy")
    assert page.locator(".quotes > li:visible").count() == page.locator('.quotes > li[data-t*="courtesy:"]').count() > 0
    page.focus("#fq")
    page.keyboard.type("no such words")
    assert page.locator("#qc").inner_text().startswith("No quote fits")


def test_is_complete_without_scripts(visit: Callable[..., Page], whole: str) -> None:
    page = visit(whole, scripts=False)
    shown = page.evaluate(TEXT)

    assert shown == visit(whole).evaluate(TEXT)  # a script adds buttons and a filter, and no word
    assert page.locator("form:visible, button:visible, .sorthint:visible").count() == 0
    assert page.locator("svg.wide:visible").count() == len(charts.CHARTS)
    folded = page.locator("details:not([open]) > summary")
    for _ in range(folded.count()):
        folded.first.click()
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".quotes > li:visible").count() == 60
    assert page.locator("table:visible").count() == page.locator("table").count() > 15


@pytest.mark.parametrize("name", ["whole", "heavy"])
def test_prints_on_at_most_twelve_pages(visit: Callable[..., Page], request: pytest.FixtureRequest, name: str) -> None:
    page = visit(request.getfixturevalue(name))

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 12


def test_ten_thousand_posts_are_a_light_page(visit: Callable[..., Page], heavy: str) -> None:
    page = visit(heavy, 390)
    page.evaluate(OPEN_ALL)

    assert len(heavy.encode()) <= 300_000
    assert wrong(page) == []


def test_ten_thousand_posts_give_the_same_bytes_twice(largest: Report, heavy: str) -> None:
    again = build.report(large.facts(10_000, 100), large.tables(10_000))

    assert html.render(again) == heavy
