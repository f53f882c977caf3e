"""What people do next is told as far as the numbers hold, and no further."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from complete import OUTCOMES, complete
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimates import outcomes
from reports.page import Report
from reports.sections import afterwards


@pytest.fixture(scope="module")
def whole(report: Report) -> Report:
    return complete(report)


def drawn(report: Report, told: list[str]) -> Report:
    """The report with these outcomes told, by turns."""
    texts = [told[number % len(told)] for number in range(len(report.posts))]
    posts = report.posts.assign(outcomes=texts)
    return replace(report, posts=posts, outcomes=outcomes.outcomes(posts, OUTCOMES))


def test_tells_each_outcome_with_its_range_and_how_many_tell_none(whole: Report) -> None:
    assert afterwards.lead(whole) == (
        "Out of 100 posts 40 (31 to 50) warn others, 20 (14 to 28) leave, 20 (14 to 28) recommend the company and 20 (14 to 28) "
        "stay or come back; 20 (14 to 28) tell none of these."
    )


def test_names_the_most_told_only_if_its_range_is_clear(whole: Report) -> None:
    assert afterwards.title(whole) == "What people most often say they do next: warn others"
    assert afterwards.title(drawn(whole, ["warns", "stays"])).endswith("no answer is clearly the most common")
    assert afterwards.title(drawn(whole, [""])).endswith("no answer is clearly the most common")


def test_says_how_endings_differ_only_if_the_ranges_of_both_are_clear(whole: Report) -> None:
    assert afterwards.contrast(whole) == (
        "Those who ended badly clearly more often warn others and leave and those who ended well clearly more often "
        "recommend the company and stay or come back."
    )
    assert afterwards.contrast(drawn(whole, ["warns"])) == "By ending the answers do not clearly differ."


def test_a_group_of_few_posts_has_counts_only(make: Callable[[int], Report]) -> None:
    few = complete(make(60))
    warns = next(one for one in afterwards.told(few) if one.id == "warns")

    assert afterwards.contrast(few).startswith("Too few posts ended badly and ended well to say")
    assert [afterwards.figure(cell) for cell in warns.cells][1:] == ["of 24 posts", "of 24 posts"]


@pytest.mark.parametrize("count", [0, 8, 29])
def test_too_few_posts_make_no_sentence(make: Callable[[int], Report], count: int) -> None:
    few = complete(make(count)) if count else replace(make(0), outcomes=outcomes.outcomes(make(0).posts, OUTCOMES))

    assert afterwards.title(few) == "Too few posts to say what people do next"
    assert " of 100" not in afterwards.lead(few) + afterwards.contrast(few)


def test_a_codebook_without_outcomes_says_so(report: Report) -> None:
    assert afterwards.title(report) == afterwards.LACKING
    assert afterwards.told(report) == []
    assert afterwards.lead(report) == afterwards.contrast(report) == ""


@settings(max_examples=40, deadline=None)
@given(
    bounds=st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted), min_size=15, max_size=15),
    totals=st.lists(st.integers(0, 90), min_size=3, max_size=3),
)
def test_no_numbers_make_an_answer_say_more_than_they_hold(
    whole: Report, bounds: list[list[float]], totals: list[int]
) -> None:
    low, share, high = zip(*bounds, strict=True)
    made = whole.outcomes.assign(low=low, share=share, high=high, total=totals * 5)
    said = replace(whole, outcomes=made)
    every = made[(made["ended"] == "all") & (made["outcome"] != "none")]
    top: pd.Series = every.sort_values(["posts", "outcome"], ascending=[False, True]).iloc[0]
    others = every[every["outcome"] != top["outcome"]]

    assert ("most often" in afterwards.title(said)) <= (top["low"] > others["high"].max() and totals[0] >= 30)
    assert ("clearly more often" in afterwards.contrast(said)) <= (min(totals[1:]) >= 30)
