"""The health page: what is the matter with each source, said once, the worst first, and safe to open."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pandas as pd
import pytest
from attacks import FOREIGN, HOSTILE
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from analysis.estimates.silence import Silence
from extract.post import Reason
from reports import conditions, health
from reports.conditions import Source, condition
from reports.health import Health, Requests

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WELL = Source("https://a.example/feed", "named", "feed", status=200, asked=NOW - DAY, succeeded=NOW - DAY, due=NOW + DAY,
              earliest=NOW, items=10, posts=40, new=3, matched=5, requests=50)  # fmt: skip
SILENT = Silence(NOW - 400 * DAY, 90 * DAY, True)
STATES = {
    "gone": replace(WELL, outcome="gone", status=410),
    "refused": replace(WELL, outcome="forbidden by robots"),
    "broken": replace(WELL, outcome="walled", detail="a page that asks for consent"),
    "failing": replace(WELL, outcome="timed out", failures=3, since=NOW - 9 * DAY),
    "silent": replace(WELL, silence=SILENT),
    "moved": replace(WELL, moved="https://b.example/feed", confirmed=8),
    "throttled": replace(WELL, outcome="throttled", status=429, failures=1, earliest=NOW + DAY),
    "late": replace(WELL, due=NOW - 3 * DAY),
    "fruitless": replace(WELL, family="search:reddit", matched=0),
    "not asked": Source("https://c.example/feed", "opml:blogs.opml"),
    "well": WELL,
}
COVERAGE = pd.DataFrame(
    [("family", "named", "named", 40, 30, 39, 38, 36, 20, 1, 20, 12), ("all", "all", "all", 40, 40, 39, 38, 36, 20, 1, 20, 12),
     ("source", WELL.url, "named", 40, 30, 39, 38, 36, 20, 1, 20, 12)],
    columns=["kind", "name", "family", "found", "only", "fetched", "readable", "framed", "matched", "duplicate", "coded",
             "experience"],
)  # fmt: skip
MISSED = pd.DataFrame(
    [("named | search:reddit", "Chapman", 20, 31.2, 24.0, 55.9, 11.2, ""),
     ("named | opml:x", "Chapman", 20, float("nan"), float("nan"), float("nan"), float("nan"), "too few to say")],
    columns=["families", "method", "found", "total", "low", "high", "missed", "why_not"],
)  # fmt: skip


def page(*sources: Source, **told: object) -> Health:
    usual: dict[str, object] = {
        "study": "kettles", "query": '"customer service"', "now": NOW, "sources": sources, "counts": {"entries": 1200},
        "day": Requests(40, 30, 1), "week": Requests(280, 250, 9),
    }  # fmt: skip
    return Health(**(usual | told))  # type: ignore[arg-type]  # one value of each field's own type


def numbered(count: int) -> list[Source]:
    kinds = list(STATES.values())
    return [replace(kinds[n % len(kinds)], url=f"https://blog-{n}.example/feed") for n in range(count)]


HOSTILE_ONES = [Source(text, text, "http", text, failures=9, moved=text, confirmed=9) for text in (*HOSTILE, *FOREIGN)]
PAGES = {
    "none": page(),
    "all": page(*STATES.values(), coverage=COVERAGE, missed=MISSED, files="a/coverage.csv"),
    "hostile": page(*HOSTILE_ONES, study=HOSTILE[0], query=HOSTILE[1]),
}


@pytest.mark.parametrize("name", STATES)
def test_a_source_is_in_one_condition_with_what_to_do(name: str) -> None:
    told = condition(STATES[name], NOW)

    assert told.name == name
    assert bool(told.advice) == bool(told.why) == (name != "well")


def test_conditions_are_ordered_from_the_worst() -> None:
    assert [
        condition(one, NOW).name for one in sorted(STATES.values(), key=lambda one: condition(one, NOW).rank)
    ] == list(STATES)


@pytest.mark.parametrize(
    "source",
    [
        replace(WELL, outcome="timed out", failures=2),
        replace(WELL, moved="https://b.example/feed", confirmed=7),
        replace(WELL, silence=Silence(NOW - 20 * DAY, 90 * DAY, False)),
        replace(WELL, due=NOW - DAY),
        replace(WELL, family="search:reddit", matched=0, requests=9),
        replace(WELL, family="named", matched=0),
    ],
)
def test_what_may_pass_is_no_matter_yet(source: Source) -> None:
    assert condition(source, NOW).name == "well"


@pytest.mark.parametrize(("code", "name"), [(404, "broken"), (403, "refused"), (500, "failing"), (0, "failing")])
def test_a_status_tells_what_to_do(code: int, name: str) -> None:
    assert condition(replace(WELL, outcome="http", status=code, failures=5), NOW).name == name


def test_every_reason_of_a_failure_is_told_in_words() -> None:
    for reason in get_args(Reason):
        assert condition(replace(WELL, outcome=reason, failures=9), NOW).advice


def test_the_page_tells_the_worst_first_and_counts() -> None:
    text = health.render(PAGES["all"])
    order = [text.index(f"</i>{name}</span>") for name in STATES if name != "well"]

    assert order == sorted(order)
    assert text.count("<!doctype html>") == 1
    for part in ("10 sources of 11 should be looked at", "left alone until 23 Nov 2026, 12:00 UTC", "89 %", "31 (24 to 56)",
                 "too few to say", 'href="a/coverage.csv"', "https://b.example/feed"):  # fmt: skip
        assert part in text


def test_same_facts_in_any_order_give_the_same_bytes() -> None:
    many = numbered(40)

    assert health.render(page(*many)) == health.render(page(*many[::-1])) == health.render(page(*many))


def test_a_search_shows_its_matching_posts_by_request() -> None:
    searched = replace(WELL, family="search:reddit", requests=200, matched=5)
    told = {one.name: one.live for one in health.families(page(WELL, searched))}

    assert told == {"named": "10.0", "search:reddit": "2.5"}


def test_the_lines_name_twenty_at_most_and_say_how_many_more() -> None:
    lines = health.lines(page(*(replace(STATES["gone"], url=f"https://{n}.example/") for n in range(30)), WELL))

    assert sum(line.startswith("gone ") for line in lines) == health.WORST
    assert "31 sources: 30 gone, 1 well" in " ".join(lines)
    assert lines[-1].endswith("and 10 more sources")


@pytest.mark.parametrize(
    ("name", "theme"), [("all", "light"), ("all", "dark"), ("hostile", "light"), ("none", "light")]
)
def test_is_accessible_and_fits_at_every_width(visit: Callable[..., Page], name: str, theme: str) -> None:
    opened = visit(health.render(PAGES[name]), 1280, theme)
    opened.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    for width in (1280, 390, 320):
        opened.set_viewport_size({"width": width, "height": 900})
        wider = opened.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found = (
            [violation["id"] for violation in Axe().run(opened).response["violations"]]
            if width == (1280 if theme == "light" else 390)
            else []
        )

        assert (width, found, wider <= 0) == (width, [], True)


def test_hostile_sources_do_nothing(visit: Callable[..., Page]) -> None:
    opened = visit(health.render(PAGES["hostile"]))
    opened.mouse.move(200, 400)

    assert opened.evaluate("window.hacked") is None
    assert opened.locator("script, img, svg, iframe").count() == 0
    links = opened.eval_on_selector_all("a", "all => all.map(link => link.getAttribute('href'))")
    assert all(re.match("https?://|#", link) for link in links)


def test_an_address_of_a_file_is_no_scheme() -> None:
    assert health.quoted("javascript:x") == "javascript%3Ax"


def test_no_condition_is_without_a_place() -> None:
    assert len(conditions.TOLD) + 1 == len(STATES)
