"""The page in a real browser: every width and theme, every state, with and without scripts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from attacks import foreign
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reports import html
from reports.page import Report

WIDTHS, THEMES = (1280, 390, 320), ("light", "dark")
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true; })"


def wrong(page: Page) -> list[str]:
    """What axe finds, and how far the page is wider than its window."""
    return [violation["id"] for violation in Axe().run(page).response["violations"]] + wider(page)


def wider(page: Page) -> list[str]:
    pixels = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{pixels} px"] * (pixels > 0)


def wider_at(page: Page, widths: Sequence[int]) -> list[str]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {pixels}" for pixels in wider(page)]
    return found


@pytest.mark.parametrize("count", [1, 8, None])
def test_a_small_and_an_empty_study_are_accessible_and_fit(
    visit: Callable[..., Page], make: Callable[[int], Report], empty: Report, count: int | None
) -> None:
    page = visit(html.render(empty if count is None else make(count)), 390)
    page.evaluate(OPEN_ALL)

    assert wrong(page) == []
    assert wider_at(page, WIDTHS) == []


def test_words_without_end_and_other_scripts_stay_in_their_cards(visit: Callable[..., Page], report: Report) -> None:
    page = visit(html.render(foreign(report)), 320)
    page.evaluate(OPEN_ALL)
    arabic = page.locator("blockquote", has_text="لم يتصل").first

    assert wrong(page) == []
    assert arabic.evaluate("quote => getComputedStyle(quote).direction") == "rtl"


def test_the_policy_stops_what_escaping_might_once_let_through(browser: Browser, rendered: str, tmp_path: Path) -> None:
    # a deliberate hole: markup of a post in the page as it is
    hole = (
        "<script>window.hacked=1</script><img src='https://a.example/x' onerror='window.hacked=1'><p style='color:red'>"
    )
    file = tmp_path / "hole.html"
    file.write_text(rendered.replace("<blockquote", hole + "<blockquote", 1), encoding="utf-8")
    page = browser.new_page()
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))
    page.goto(file.as_uri())

    assert page.evaluate("window.hacked") is None
    assert sum("Content Security Policy" in refusal for refusal in refusals) >= 3
    page.close()


def test_filters_quotes_down_to_none_and_back(visit: Callable[..., Page], rendered: str) -> None:
    page = visit(rendered)
    page.select_option("#fd", "courtesy")
    page.select_option("#fm", "praise")
    shown = page.locator(".quotes > li:visible")

    assert shown.count() == page.locator('.quotes > li[data-t~="courtesy:praise"]').count() > 0
    page.fill("#fq", "no such words")
    assert shown.count() == 0
    assert page.inner_text("#qc").startswith("No quote fits")
    assert wrong(page) == []
    for field in ("#fd", "#fm"):
        page.select_option(field, "")
    page.fill("#fq", "")
    assert shown.count() == 60


def test_filters_by_the_mood_of_the_chosen_cause(visit: Callable[..., Page], make: Callable[[int], Report]) -> None:
    # one sentence that complains of one thing and praises another must not come up as praise of the first
    report = make(30)
    rows = report.evidence[report.evidence["post"] == 0].iloc[:2].assign(start=1, end=2, level=["failed", "met"])
    page = visit(html.render(replace(report, evidence=rows)))
    page.select_option("#fd", "resolution")
    page.select_option("#fm", "praise")

    assert page.locator(".quotes > li:visible").count() == 0
    page.select_option("#fm", "complaint")
    assert page.locator(".quotes > li:visible").count() == 1


def test_sorts_causes_both_ways(visit: Callable[..., Page], rendered: str) -> None:
    page = visit(rendered)
    page.evaluate(OPEN_ALL)
    names = page.locator("table.sortable tbody th")
    page.click("table.sortable .srt >> nth=0")

    assert names.first.inner_text() == "Problem solved"
    page.click("table.sortable .srt >> nth=0")
    assert names.first.inner_text() == "Price and value"
    assert wrong(page) == []


def test_turns_dark_and_light_by_hand(visit: Callable[..., Page], rendered: str) -> None:
    page = visit(rendered)
    page.click("#theme")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 20, 24)"
    assert wrong(page) == []
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 241)"


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
