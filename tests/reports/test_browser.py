"""The page in a real browser: every width and theme, every state, with and without scripts."""

import re
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from test_html import hostile

from reports import html
from reports.page import Report

CHROMIUM = shutil.which("chromium")
WIDTHS, THEMES = (1280, 390, 320), ("light", "dark")
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a report from disk; at the end nothing may have gone wrong in any page."""
    troubles: list[str] = []
    opened: list[Page] = []

    def visit(report: Report, width: int = 1280, theme: str = "light", scripts: bool = True) -> Page:
        file = tmp_path / f"{len(opened)}.html"
        file.write_text(html.render(report), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=scripts
        )
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        opened.append(page)
        return page

    yield visit
    for page in opened:
        page.context.close()

    assert troubles == []


def wrong(page: Page) -> list[str]:
    """What axe finds, and how far the page is wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [violation["id"] for violation in Axe().run(page).response["violations"]] + ([f"{wider} px"] * (wider > 0))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_is_accessible_and_fits_as_loaded_and_unfolded(
    visit: Callable[..., Page], report: Report, width: int, theme: str
) -> None:
    page = visit(report, width, theme)

    assert wrong(page) == []
    page.evaluate(OPEN_ALL)

    assert wrong(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_small_and_an_empty_study_are_accessible_and_fit(
    visit: Callable[..., Page], make: Callable[[int], Report], empty: Report, width: int
) -> None:
    assert wrong(visit(make(8), width)) == []
    assert wrong(visit(empty, width)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_posts_do_nothing(visit: Callable[..., Page], report: Report, width: int) -> None:
    page = visit(hostile(report), width)
    page.evaluate(OPEN_ALL)
    page.mouse.move(200, 400)

    assert page.evaluate("window.hacked") is None
    assert wrong(page) == []


def test_filters_quotes_down_to_none_and_back(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    page.select_option("#fd", "courtesy")
    page.select_option("#fm", "praise")
    shown = page.locator(".quotes > li:visible")

    assert shown.count() == page.locator(".quotes > li[data-d=courtesy][data-m=praise]").count() > 0
    page.fill("#fq", "no such words")
    assert shown.count() == 0
    assert page.inner_text("#qc").startswith("No quote fits")
    assert wrong(page) == []
    for field in ("#fd", "#fm"):
        page.select_option(field, "")
    page.fill("#fq", "")
    assert shown.count() == 60


def test_sorts_causes_both_ways(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    page.evaluate(OPEN_ALL)
    names = page.locator("table.sortable tbody th")
    page.click("table.sortable .srt >> nth=0")

    assert names.first.inner_text() == "Problem solved"
    page.click("table.sortable .srt >> nth=0")
    assert names.first.inner_text() == "Price and value"
    assert wrong(page) == []


def test_turns_dark_and_light_by_hand(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report)
    page.click("#theme")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 20, 24)"
    assert wrong(page) == []
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 241)"


def test_is_complete_without_scripts(visit: Callable[..., Page], report: Report) -> None:
    page = visit(report, scripts=False)

    assert page.locator(".quotes > li").count() == 60
    assert page.locator("svg.wide:visible").count() == 4
    assert page.locator("form:visible, button:visible").count() == 0


def test_prints_on_at_most_ten_pages(visit: Callable[..., Page], report: Report) -> None:
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", visit(report).pdf(format="A4"))) <= 10


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [":root{", ":root[data-theme=dark]{"], ids=THEMES)
def test_text_and_bars_of_charts_stand_out(theme: str) -> None:
    # axe does not judge text inside drawings, so the palette is computed here
    style = files("reports").joinpath("templates", "style.css").read_text(encoding="utf-8")
    line = next(line for line in style.splitlines() if line.startswith(theme))
    colours = dict(re.findall(r"--(\w+):(#[0-9A-Fa-f]{6})", line))

    def contrast(name: str) -> float:
        light, dark = sorted((luminance(colours[name]), luminance(colours["card"])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert all(contrast(name) >= 4.5 for name in ("ink", "mut", "negt", "post", "link"))
    assert all(contrast(name) >= 3 for name in ("neg", "pos", "mid"))
