"""The most common complaint is named with its range, and with those that may be as common."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.page import Report
from reports.sections import complaints


def shared(report: Report, rows: list[tuple[float, float, float]]) -> Report:
    """The report with these shares of complaints, low, share and high."""
    low, share, high = (list(column) for column in zip(*rows, strict=True))
    return replace(
        report, ranked=report.ranked.assign(complaint_low=low, complaint_share=share, complaint_high=high, complaints=9)
    )


CLEAR = [(0.5, 0.6, 0.7), (0.2, 0.3, 0.4), (0.1, 0.2, 0.3), (0.1, 0.2, 0.3), (0.0, 0.0, 0.1)]


def test_says_that_a_complaint_is_clear_of_every_other(report: Report) -> None:
    assert complaints.most_common(shared(report, CLEAR)) == (
        "The most common complaint is “problem not solved”, in 60 of 100 posts (likely 50 to 70), clear of every other."
    )


def test_names_those_that_may_be_as_common(report: Report) -> None:
    close = [CLEAR[0], (0.4, 0.5, 0.6), (0.4, 0.45, 0.5), (0.3, 0.4, 0.55), (0.3, 0.4, 0.55)]

    assert complaints.most_common(shared(report, close)) == (
        "The most common complaint is “problem not solved”, in 60 of 100 posts (likely 50 to 70); “promise broken” (50, likely "
        "40 to 60), “too slow” (45, likely 40 to 50) and 2 others may be as common."
    )


@pytest.mark.parametrize("count", [0, 1, 29])
def test_few_posts_have_no_most_common_complaint(make: Callable[[int], Report], count: int) -> None:
    assert complaints.most_common(make(count)) == "Too few posts to say which complaint is the most common."


def test_one_blog_and_no_complaint_have_none_either(report: Report) -> None:
    one = replace(report, posts=report.posts.assign(blog="one.example"))
    content = replace(report, ranked=report.ranked.assign(complaints=0))

    assert complaints.most_common(one).startswith("Too few blogs to say")
    assert complaints.most_common(content) == "No post complains of a cause of the codebook."


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(*[st.floats(0, 1)] * 3).map(lambda row: tuple(sorted(row))), min_size=5, max_size=5))
def test_no_numbers_make_a_complaint_clear_that_is_not(report: Report, rows: list[tuple[float, float, float]]) -> None:
    said = complaints.most_common(shared(report, rows))
    top = max(range(5), key=lambda row: (rows[row][1], -row))

    assert ("clear of every other" in said) == (rows[top][0] > max(row[2] for at, row in enumerate(rows) if at != top))
    assert ("may be as common" in said) == ("clear of every other" not in said)
