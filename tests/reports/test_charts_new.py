"""The charts of estimates: importance, trend, segments, agreement. Each shows what can be told, and no more."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import nan

import pandas as pd
import pytest
from charted import CORE, NAMES, SHARES, STRANGE, charted, importance, months, segments
from lxml import etree
from playwright.sync_api import Page

from reports import charts, html
from reports.charts import agreement, trend
from reports.page import Check, Checked, Report
from reports.wording import signed

NEW = ("importance", "trend", "companies", "phrases", "agreement")
OVERLAPS = """drawing => {
    const found = [], texts = [...drawing.querySelectorAll('text')], frame = drawing.getBoundingClientRect();
    const boxes = texts.map(text => text.getBoundingClientRect());
    boxes.forEach((box, i) => {
        if (box.left < frame.left - 2 || box.right > frame.right + 2) found.push(['out', texts[i].textContent]);
        boxes.slice(i + 1).forEach((other, j) => {
            const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
            const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
            if (wide > 1 && high > 4) found.push([texts[i].textContent, texts[i + 1 + j].textContent]);
        });
    });
    return found;
}"""


@pytest.fixture
def report(report: Report) -> Report:
    return charted(report)


def told(name: str, report: Report) -> str:
    return charts.CHARTS[name][1](report)


def words(name: str, report: Report) -> list[str]:
    """The texts of the wide drawing."""
    drawings = etree.fromstring(f"<div>{charts.draw(name, report)}</div>")
    return [str(text.text) for text in drawings[0].iter("{*}text")]


def strange(report: Report) -> Report:
    """Names and figures at their worst."""
    long = ("Pneumonoultramicroscopicsilicovolcanoconiosis of promises", "Whether all of it was settled in the end")
    codes = tuple(
        replace(code, name=long[at % 2], complaint_label=long[at % 2]) for at, code in enumerate(report.codebook.codes)
    )
    rows = importance()
    rows.loc[rows["cause"] == "resolution", ["penalty", "penalty_low", "penalty_high"]] = [-0.4, -9.0, 9.0]
    rows.loc[rows["cause"] == "courtesy", ["reward", "reward_low", "reward_high"]] = [-3.1, -3.8, -2.4]
    alike = {cause: [None if at % 5 == 3 else 0.2 for at in range(60)] for cause in CORE}
    kinds = [segments((*STRANGE, "last"), kind) for kind in ("company", "query")]
    check = replace(
        charted(report).check, codes=(*report.check.codes, Checked("courtesy", "told", 9, -0.3, -0.6, 0.1, ""))
    )
    book = replace(report.codebook, codes=codes)
    return replace(report, codebook=book, importance=rows, months=months(alike), segments=pd.concat(kinds), check=check)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("worst", [False, True])
def test_no_text_leaves_the_drawing_or_meets_another(
    report: Report, visit: Callable[..., Page], width: int, worst: bool
) -> None:
    shown = strange(report) if worst else report
    figures = "".join(f'<figure class="fig">{charts.draw(name, shown)}</figure>' for name in NEW)
    page = visit(
        f'<meta charset="utf-8"><style>{html.asset("style.css")}.fig{{max-width:836px}}</style>{figures}', width
    )
    drawings = [one for one in page.query_selector_all("svg.chart") if one.is_visible()]

    assert [one.evaluate(OVERLAPS) for one in drawings] == [[]] * len(NEW)


def test_a_name_is_text_and_never_markup(report: Report) -> None:
    drawn = charts.draw("companies", strange(report))

    assert "&lt;script&gt;" in drawn
    assert {str(element.tag).split("}")[1] for element in etree.fromstring(f"<div>{drawn}</div>").iter("{*}svg")} == {
        "svg"
    }
    assert not etree.fromstring(f"<div>{drawn}</div>").findall(".//{*}script")


@pytest.mark.parametrize("name", NEW)
def test_no_sign_that_turns_text_reaches_a_drawing(report: Report, name: str) -> None:
    assert not re.search(r"[\u200f\u202a-\u202e\n\t\u2028]", charts.draw(name, strange(report)))


@pytest.mark.parametrize("name", NEW)
def test_what_is_strange_draws_the_same_bytes_twice(report: Report, name: str) -> None:
    assert charts.draw(name, strange(report)) == charts.draw(name, strange(report)) != ""


def test_dollars_are_no_formula(report: Report) -> None:
    shown = replace(report, segments=segments((r"$\nosuchthing$", "last")))

    assert r"$\nosuchthing$" in words("companies", shown)


def test_importance_stands_in_its_order_with_its_readings(report: Report) -> None:
    shown = words("importance", report)
    names = ["Problem solved", "Courtesy", "Promise kept", "Answer in time"]

    assert [text for text in shown if text in names] == names
    assert {"basic", "excitement", "performance", "one side told"} <= set(shown)


def test_importance_says_too_few_where_a_side_is_missing(report: Report) -> None:
    assert words("importance", report).count("too few") == 1
    assert "Price and value" not in words("importance", report)
    assert (
        "Promise kept: where it failed 0.9 (likely 0.5 to 1.4) lower, where it went beyond an amount that too few posts tell"
        in told("importance", report)
    )


def test_importance_is_not_drawn_where_nothing_can_be_told(report: Report) -> None:
    unknown = importance().assign(penalty=nan, reward_low=nan)

    assert charts.draw("importance", replace(report, importance=unknown)) == ""


def test_a_sign_stands_before_points_and_none_before_nothing() -> None:
    assert [signed(one) for one in (1.24, -0.3, 0.04, -0.04)] == ["+1.2", "−0.3", "0", "0"]


def test_a_trend_needs_three_months_with_shares(report: Report) -> None:
    two = {cause: (0.2, None, 0.3) for cause in CORE}
    three = {cause: (0.2, None, 0.3, 0.3) for cause in CORE}

    assert charts.draw("trend", replace(report, months=months(two))) == ""
    assert charts.draw("trend", replace(report, months=months(three))) != ""


def test_a_month_with_too_few_posts_is_a_gap_with_its_posts_told(report: Report) -> None:
    line = trend.lines(report)[0]

    assert [place for place, spread in enumerate(line.spreads) if spread is None] == [4]
    assert "n=4" in words("trend", report)
    assert "May 2026 4;" in told("trend", report)
    assert "May 2026 3" not in told("trend", report)


def test_a_month_that_no_post_was_written_in_is_a_gap_too(report: Report) -> None:
    without = report.months[report.months["month"] != "2026-03"]

    assert trend.lines(replace(report, months=without))[0].posts[:4] == [101, 102, 0, 104]


def test_a_trend_tells_each_month_and_the_change(report: Report) -> None:
    assert "Promise kept, promise broken: Jan 2026 18 (likely 10 to 27)" in told("trend", report)
    assert "18 → 30 of 100" in words("trend", report)


def test_a_date_of_another_age_does_not_press_the_months_together(report: Report) -> None:
    far = pd.concat([months({cause: (0.2,) for cause in CORE}, 9999 * 12 + 12), report.months])

    assert len(trend.lines(replace(report, months=far))[0].months) == 9


def test_lines_differ_in_more_than_colour() -> None:
    assert len({look.dash for look in trend.LOOKS}) == len({look.marker for look in trend.LOOKS}) == len(trend.LOOKS)


def test_only_core_causes_have_lines_and_panels(report: Report) -> None:
    more = months({**SHARES, "courtesy": SHARES["resolution"]})

    assert len(trend.lines(replace(report, months=more))) == 3
    assert "rude" not in told("companies", report).lower()


def test_segments_with_too_few_posts_are_not_drawn(report: Report) -> None:
    assert [name for name in NAMES if name in words("companies", report)] == list(NAMES[:-1])
    assert NAMES[-1] not in told("companies", report)


def test_eight_segments_at_most_are_drawn_those_with_most_posts(report: Report) -> None:
    names = [f"Company {letter}" for letter in "ABCDEFGHIJKLM"]
    shown = words("companies", replace(report, segments=segments(names)))

    assert [text for text in shown if text.startswith("Company")] == names[:8]


def test_a_segment_that_one_cause_lacks_keeps_its_row(report: Report) -> None:
    frame = report.segments.copy()
    frame.loc[(frame["segment"] == NAMES[0]) & (frame["cause"] == "resolution"), "share"] = nan

    assert words("companies", replace(report, segments=frame)).count(NAMES[0]) == 1


def test_phrases_are_told_with_their_posts_share_average_and_reading(report: Report) -> None:
    assert "all posts 40; customer service, 200 posts, 51 (likely 44 to 58), more than average" in told(
        "phrases", report
    )
    assert NAMES[0] not in told("phrases", report)


def test_agreement_shows_what_can_be_told_the_best_first(report: Report) -> None:
    assert [one.code for _, one in agreement.compared(report)] == [
        "resolution", "commitments", "response_time", "price_value",
    ]  # fmt: skip
    assert "Promise kept, whether it is told: 0.79 (0.71 to 0.86), usable with care." in told("agreement", report)
    assert {"weak", "usable with care", "strong", ".667", ".80"} <= set(words("agreement", report))


def test_agreement_needs_a_check(report: Report) -> None:
    untold = Check(20, 1, 0, 0.667, 30, (Checked("courtesy", "told", 3, nan, nan, nan, ""),))

    assert charts.draw("agreement", replace(report, check=None)) == ""
    assert charts.draw("agreement", replace(report, check=untold)) == ""
