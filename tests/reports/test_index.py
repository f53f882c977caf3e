"""The index over reports: it lists and links them, asks nobody, and nothing hostile goes through it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from attacks import FOREIGN, HOSTILE
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reports import index
from reports.index import Listed

WIDTHS = (1280, 390, 320)


def listed(number: int = 1, **told: object) -> Listed:
    usual: dict[str, object] = {
        "study": f"kettles {number}",
        "query": '"customer service"',
        "as_of": date(2026, 3, number % 28 + 1),
        "posts": 120,
        "headline": "One question comes up most: was the problem solved?",
        "causes": ("Problem solved: 52 (46 to 58)", "Answer in time: 31 (25 to 38)"),
        "path": (f"run-{number}", "report.html"),
    }
    return Listed(**(usual | told))  # type: ignore[arg-type]  # one value of each field's own type


NASTY = [listed(n, study=text, query=text, headline=text, causes=(text,) * 3, path=(text.replace("/", "\u2215"), "report.html"))
         for n, text in enumerate(HOSTILE)]  # fmt: skip
STRANGE = [listed(n, study=text, query=text, headline=text, causes=(text,) * 3) for n, text in enumerate(FOREIGN)]
SETS = {"none": [], "one": [listed()], "many": [listed(n) for n in range(40)], "hostile": NASTY, "foreign": STRANGE}


def links(text: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)">', text)


def test_every_report_stands_with_its_link_query_day_headline_and_causes() -> None:
    text = index.render([listed(3)])

    assert links(text) == ["run-3/report.html"]
    for part in (
        "kettles 3",
        "&#34;customer service&#34;",
        "4 Mar 2026",
        "One question comes up most",
        "52 (46 to 58)",
    ):
        assert part in text


def test_the_newest_stands_first_then_by_name() -> None:
    three = [listed(1, study="b"), listed(1, study="a", path=("z", "report.html")), listed(2, study="c")]

    assert links(index.render(three)) == ["run-2/report.html", "z/report.html", "run-1/report.html"]


def test_the_order_in_which_reports_are_found_means_nothing() -> None:
    many = SETS["many"]

    assert index.render(many) == index.render(many[::-1]) == index.render(many)


def test_a_report_without_page_or_headline_or_posts_says_so() -> None:
    text = index.render([listed(path=(), headline="", causes=(), posts=1)])

    assert links(text) == []
    assert all(part in text for part in ("The report does not say.", "Too few posts to say", "1 own experience<"))


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("report.html",), "report.html"),
        (("javascript:alert(1)", "report.html"), "javascript%3Aalert%281%29/report.html"),
        (("a b", "c?d#e", "report.html"), "a%20b/c%3Fd%23e/report.html"),
        (("ä\udcff", "report.html"), "%C3%A4%FF/report.html"),
        (('"><script>', "report.html"), "%22%3E%3Cscript%3E/report.html"),
    ],
)
def test_no_folder_is_read_as_a_scheme_a_query_or_markup(parts: tuple[str, ...], address: str) -> None:
    assert links(index.render([listed(path=parts)])) == [address]


def test_a_study_without_a_name_is_known_by_its_folder() -> None:
    assert listed(study="\u202e", path=("spring", "report.html")).name == "spring"
    assert listed(study="", path=("sp\udcff", "report.html")).name == "sp?"
    assert listed(study="", path=()).name == "report"


@pytest.mark.parametrize(
    ("name", "theme"), [(name, "light") for name in SETS] + [("many", "dark"), ("hostile", "dark")]
)
def test_is_accessible_and_fits_at_every_width(visit: Callable[..., Page], name: str, theme: str) -> None:
    page = visit(index.render(SETS[name]), 1280, theme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found = [violation["id"] for violation in Axe().run(page).response["violations"]] if width != 390 else []

        assert (width, found, wider <= 0) == (width, [], True)


def test_hostile_reports_do_nothing(visit: Callable[..., Page]) -> None:
    page = visit(index.render(NASTY))
    page.mouse.move(200, 400)

    assert page.evaluate("window.hacked") is None
    assert page.locator("script, img, svg, iframe").count() == 0
    assert page.locator("tbody tr").count() == len(NASTY)


def test_the_policy_allows_the_one_style_sheet_and_no_request(visit: Callable[..., Page]) -> None:
    text = index.render([listed()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    page = visit(text, scripts=False)

    assert (
        policy and "default-src &#39;none&#39;" in policy[1] and "unsafe" not in policy[1] and "http" not in policy[1]
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 241)"


def test_a_reader_reaches_every_report_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit(index.render([listed(n) for n in range(3)]))
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href')"))

    assert seen == ["#reports", "run-2/report.html", "run-1/report.html", "run-0/report.html"]
