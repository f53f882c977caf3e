"""Every chart in the table draws, speaks and keeps quiet when there is too little to draw."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from charted import charted
from lxml import etree

from reports import charts
from reports.page import Report, Step

SHARES = [name for name in charts.CHARTS if name not in ("funnel", "agreement")]


@pytest.fixture
def report(report: Report) -> Report:
    return charted(report)


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
    assert "nan" not in label
    assert any(character.isdigit() for character in label)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_carries_no_style_that_the_policy_would_refuse(report: Report, name: str) -> None:
    assert "style" not in charts.draw(name, report)


@pytest.mark.parametrize("name", charts.CHARTS)
def test_draws_in_the_colours_of_the_page_only(report: Report, name: str) -> None:
    assert "#" not in charts.draw(name, report).replace('href="#', "").replace("url(#", "")


@pytest.mark.parametrize("name", SHARES)
def test_draws_no_share_under_thirty_posts(make: Callable[[int], Report], name: str) -> None:
    assert charts.draw(name, charted(make(29))) == ""


@pytest.mark.parametrize("name", charts.CHARTS)
def test_draws_nothing_from_nothing(empty: Report, name: str) -> None:
    assert charts.draw(name, empty) == ""


def test_draws_no_cause_that_no_post_names(report: Report) -> None:
    assert "Price and value" not in charts.draw("causes", report)


def test_draws_nothing_when_no_one_was_very_happy(report: Report) -> None:
    assert charts.draw("delight", replace(report, delight=report.delight.assign(posts=0, total=0))) == ""


def test_draws_a_thin_group_hollow_and_with_counts(report: Report) -> None:
    thin = replace(report, courtesy=report.courtesy.assign(posts=[40, 40, 29, 40, 40]))

    assert charts.draw("courtesy", thin).count('fill="none" stroke="var(--mid)" stroke-width="1.5"') == 2
    assert charts.draw("courtesy", thin).count(">3 of 29<") == 2
    assert " of 40<" not in charts.draw("courtesy", thin)


def test_keeps_the_place_of_an_ending_that_no_post_had(report: Report) -> None:
    gone = charts.draw("courtesy", replace(report, courtesy=report.courtesy.assign(posts=[0, 40, 40, 40, 40])))

    assert gone.count(">Very<") == charts.draw("courtesy", report).count(">Very<")
    assert " of 0<" not in gone


def test_speaks_of_thin_groups_in_counts(report: Report) -> None:
    label = charts.CHARTS["courtesy"][1](replace(report, courtesy=report.courtesy.assign(posts=[0, 29, 1, 40, 40])))

    assert "Very bad: no post. Bad: 4 of 29 posts. Mixed: 3 of 1 post. Good: 10 of 100, likely 4 to 17, of 40" in label


def test_counts_the_happiest_when_they_are_few(report: Report) -> None:
    few = charts.draw("delight", replace(report, delight=report.delight.assign(posts=[3, 2, 1], total=5)))

    assert few.count(">3 of 5<") == 2
    assert ">50 of 100<" in charts.draw("delight", report)


def test_sets_the_core_causes_apart_only_when_they_come_first(report: Report) -> None:
    mixed = report.ranked.assign(rank=[1, 2, 4, 3, 5])

    assert charts.draw("causes", report).count("Also mentioned") == 2
    assert "Also mentioned" not in charts.draw("causes", replace(report, ranked=mixed))
    assert "Also mentioned" not in charts.draw("causes", replace(report, ranked=report.ranked.iloc[:2]))


@pytest.mark.parametrize("why", ["short", "a reason of very many words that no chart has room for " * 4])
def test_gives_the_reason_of_each_step_in_two_lines_at_most(report: Report, why: str) -> None:
    drawn = charts.draw("funnel", replace(report, funnel=[Step("Feed items", 4, why)]))

    assert ("…" in drawn) == (len(why) > 92)
    assert "Feed items" in drawn


@pytest.mark.parametrize("name", charts.CHARTS)
def test_keeps_all_text_inside_the_drawing(report: Report, name: str) -> None:
    for drawing in etree.fromstring(f"<div>{charts.draw(name, report)}</div>"):
        width, height = map(float, drawing.get("viewBox").split()[2:])
        places = [(float(text.get("x", 0)), float(text.get("y", 0))) for text in drawing.iter("{*}text")]

        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


def test_draws_a_funnel_that_nothing_passed(report: Report) -> None:
    dry = replace(report, funnel=[Step("Feed items", 0, "no feed answered")])

    assert "Feed items" in charts.draw("funnel", dry)
