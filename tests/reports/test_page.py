"""The typed views on the frames of a report."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.estimates import causes
from reports import page
from reports.page import Report


def test_orders_causes_by_rank_whatever_the_order_of_rows(report: Report) -> None:
    shuffled = replace(report, ranked=report.ranked.iloc[::-1])

    assert [cause.code.id for cause in page.ranking(shuffled)] == [
        "resolution",
        "commitments",
        "response_time",
        "courtesy",
        "price_value",
    ]


def test_refuses_a_cause_the_codebook_does_not_know(report: Report) -> None:
    unknown = replace(report, ranked=report.ranked.assign(cause="weather"))

    with pytest.raises(KeyError, match="weather"):
        page.ranking(unknown)


def test_reads_what_the_analysis_ranks(report: Report) -> None:
    counted = causes.rank(report.codings, report.posts, draws=50)

    ranking = page.ranking(replace(report, ranked=counted))

    assert [(cause.code.id, cause.posts) for cause in ranking][:2] == [("resolution", 120), ("commitments", 60)]
    assert all(cause.all.low <= cause.all.share <= cause.all.high for cause in ranking)


def test_reads_what_the_analysis_finds_of_courtesy_and_delight(report: Report) -> None:
    found = replace(
        report,
        courtesy=causes.courtesy(report.posts, report.codings),
        delight=causes.delight(report.posts, report.codings),
    )

    assert [group.reaction for group in page.groups(found)] == [-2, -1, 0, 1, 2]
    assert page.reasons(found)[0].posts >= page.reasons(found)[-1].posts


def test_gives_a_group_of_nobody_no_share(make: Callable[[int], Report]) -> None:
    nobody = make(0).courtesy.assign(low=float("nan"))

    assert {group.spread for group in page.groups(replace(make(0), courtesy=nobody))} == {page.Range(0, 0, 0)}


def test_finds_nothing_in_bare_frames(empty: Report) -> None:
    assert (page.ranking(empty), page.groups(empty), page.reasons(empty)) == ([], [], [])
    assert isinstance(empty.ranked, pd.DataFrame)
