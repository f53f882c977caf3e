"""Every chart in the table draws, speaks and keeps quiet when there is too little to draw."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from reports import charts
from reports.page import Report, Step

SHARES = [name for name in charts.CHARTS if name != "funnel"]


@pytest.mark.parametrize("name", charts.CHARTS)
def test_draws_wide_and_narrow_the_same_twice(report: Report, name: str) -> None:
    drawn = charts.draw(name, report)

    assert drawn == charts.draw(name, report)
    drawings = etree.fromstring(f"<div>{drawn}</div>")
    assert [drawing.get("class") for drawing in drawings] == ["chart wide", "chart narrow"]


@pytest.mark.parametrize("name", charts.CHARTS)
def test_tells_in_words_what_it_shows(report: Report, name: str) -> None:
    label = etree.fromstring(f"<div>{charts.draw(name, report)}</div>")[0].get("aria-label")

    assert "chart" in label
    assert any(character.isdigit() for character in label)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_carries_no_style_that_the_policy_would_refuse(report: Report, name: str) -> None:
    assert "style" not in charts.draw(name, report)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_draws_in_the_colours_of_the_page_only(report: Report, name: str) -> None:
    assert "#" not in charts.draw(name, report).replace('href="#', "").replace("url(#", "")


@pytest.mark.parametrize("name", SHARES)
def test_draws_no_share_under_thirty_posts(make: Callable[[int], Report], name: str) -> None:
    assert charts.draw(name, make(29)) == ""


@pytest.mark.parametrize("name", charts.CHARTS)
def test_draws_nothing_from_nothing(empty: Report, name: str) -> None:
    assert charts.draw(name, empty) == ""


def test_draws_no_cause_that_no_post_names(report: Report) -> None:
    assert "Price and value" not in charts.draw("causes", report)


def test_draws_nothing_when_no_one_was_very_happy(report: Report) -> None:
    assert charts.draw("delight", replace(report, delight=report.delight.assign(posts=0, total=0))) == ""


def test_draws_a_thin_group_pale(report: Report) -> None:
    thin = replace(report, courtesy=report.courtesy.assign(posts=[40, 40, 5, 40, 40]))

    assert charts.draw("courtesy", thin).count('opacity="0.5"') == 2
    assert 'opacity="0.5"' not in charts.draw("courtesy", report)


def test_draws_a_funnel_that_nothing_passed(report: Report) -> None:
    dry = replace(report, funnel=[Step("Feed items", 0, "no feed answered")])

    assert "Feed items" in charts.draw("funnel", dry)
