"""The page says how the coder was checked, and ranks only what passed."""

from collections.abc import Callable
from dataclasses import replace
from math import nan

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reports import html
from reports.claimed import claims
from reports.page import Check, Checked, Report, ranking
from reports.sections import checked

GOOD = Checked("resolution", "sign", 40, 0.83, 0.7, 0.92, "")
WEAK = Checked("courtesy", "told", 20, 0.41, 0.2, 0.6, "alpha 0.41 is below 0.667")
RARE = Checked("price_value", "told", 3, nan, nan, nan, "people find it in 3 of 60 experiences; it takes 10")


def check(*codes: Checked, disputed: int = 0) -> Check:
    return Check(60, 2, disputed, 0.667, 10, codes)


def judged(report: Report, *codes: Checked) -> Report:
    """The report with the causes that did not pass kept out of its ranking."""
    out = report.ranked["cause"].isin([code.code for code in codes if code.why_not])
    ranked = report.ranked[~out].assign(rank=range(1, int((~out).sum()) + 1))
    return replace(report, ranked=ranked, unranked=report.ranked[out], check=check(*codes))


def test_without_hand_codes_the_page_says_that_nobody_checked_and_how_to(report: Report) -> None:
    text = html.render(report)

    assert "A program that looks for fixed phrases read the posts, and nobody has compared it with people" in text
    assert "rootfeed hand sample kettles.toml" in text
    assert "Not ranked." not in text


def test_what_did_not_pass_is_shown_with_the_reason_and_not_ranked(report: Report) -> None:
    some = judged(report, GOOD, WEAK, RARE)
    text = html.render(some)

    assert [cause.code.id for cause in ranking(some)] == ["resolution", "commitments", "response_time"]
    assert "People coded 60 posts by hand" in text
    assert WEAK.why_not in text and RARE.why_not in text
    assert "0.83 (0.70 to 0.92)" in text and "cannot be told" in text


def test_sentences_on_the_first_cause_say_that_some_are_not_ranked(report: Report) -> None:
    some = judged(report, GOOD, WEAK)

    assert "among those that could be ranked" in claims.answer(some)
    assert "among those that could be ranked" not in claims.answer(report)


def test_tone_is_not_judged_by_a_cause_that_did_not_pass(report: Report) -> None:
    some = judged(report, GOOD, WEAK)

    assert claims.courtesy(some) == "Nothing is claimed, because “Courtesy” did not pass the check against people"
    assert claims.extremes(some) == "Courtesy, and what the happiest wrote about"


def test_where_nothing_passed_nothing_is_first(report: Report) -> None:
    none = replace(report, ranked=report.ranked.iloc[:0], unranked=report.ranked, check=check(WEAK))

    assert claims.headline(none) == checked.UNSURE
    assert checked.UNSURE in claims.summary(none) and claims.answer(none) == checked.UNSURE
    every = check(*(replace(WEAK, code=cause) for cause in none.unranked["cause"]))
    assert "No post names a cause" not in html.render(replace(none, check=every))


def test_what_people_part_on_is_told_for_it_flatters_the_coder(report: Report) -> None:
    told = checked.method(replace(report, check=check(GOOD, disputed=7)))

    assert "On 7 posts people part" in told and "flatters the coder" in told


def test_people_as_the_coder_are_called_so(report: Report) -> None:
    text = html.render(replace(report, check=Check(1, 1, 0, 0.667, 10)))

    assert "People are the coder here: 1 post was coded by hand, by one person." in text
    assert "People err as well" in text and "An automatic coder errs" not in text


def test_posts_that_were_drawn_with_unequal_chances_count_by_their_weight(report: Report) -> None:
    top = [cause.code.id for cause in ranking(report)][:3]
    named = set(report.codings.loc[report.codings["cause"].isin(top), "post"])
    some = replace(report, codings=report.codings[report.codings["post"] < 60])  # half of all posts name a cause

    assert named == set(range(120))
    assert "comes up in 50 of 100" in claims.coverage(some)
    assert "comes up in 75 of 100" in claims.coverage(replace(some, weights={post: 3.0 for post in range(60)}))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lists_are_accessible_and_fit(visit: Callable[..., Page], report: Report, theme: str) -> None:
    page = visit(html.render(judged(report, GOOD, WEAK, RARE)), 390, theme)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")

    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
