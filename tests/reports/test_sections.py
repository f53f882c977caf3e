"""The sentences of the sections on weight, time, segments, change, trust and claims say no more than their numbers hold."""

from collections.abc import Callable
from dataclasses import replace
from math import nan

import pandas as pd
import pytest
from charted import CORE, importance, segments
from complete import changed, complete, finding, trends

from analysis.estimates import segments as segmenting
from reports import html
from reports.claimed import claims, proofs
from reports.page import Report, ranking
from reports.sections import compared, since, tested, timeline, trust, weight


@pytest.fixture
def report(report: Report) -> Report:
    return complete(report)


def test_every_numeral_of_a_complete_page_is_a_claims(report: Report) -> None:
    text, made = html.rendered(report)

    assert proofs.unproved(text) == []
    assert set(proofs.claims(text)) == set(made)
    assert "nan" not in " ".join(said.words for said in proofs.claims(text).values()).split()


def test_a_failure_stands_apart_only_if_its_range_is_clear_of_all_others(report: Report) -> None:
    apart = importance().assign(
        penalty_high=lambda frame: frame["penalty_high"].where(frame["cause"] == "resolution", 0.9)
    )
    apart.loc[apart["cause"] == "resolution", "penalty_low"] = 1.35
    apart.loc[apart["cause"] != "resolution", ["penalty", "penalty_low", "penalty_high"]] /= 2

    assert weight.title(report) == (
        "Posts that complain of “problem not solved” end 1.42 points worse (1.10 to 1.74) than comparable ones"
    )
    assert weight.title(replace(report, importance=apart)).endswith("than this: problem not solved")


def test_weight_says_nothing_of_few_posts_or_blogs(make: Callable[[int], Report], report: Report) -> None:
    few = complete(make(29))
    one = replace(report, posts=report.posts.assign(blog="one.example"))

    assert weight.title(few) == "Too few posts to say what weighs most"
    assert weight.title(one) == "Too few blogs to say what weighs most"
    assert weight.weights(few) == weight.weights(one) == []


def test_a_side_of_too_few_posts_is_a_dash(report: Report) -> None:
    told = {one.cause: one for one in weight.weights(report)}

    assert weight.higher(told["commitments"]) == "–"
    assert weight.lower(told["resolution"]) == "−1.42 (−1.74 to −1.10)"


def test_a_rise_is_named_only_where_its_test_passed(report: Report) -> None:
    quiet = replace(report, trends=trends(*["no clear change"] * 3))
    short = replace(report, trends=trends(*["too few months"] * 3))

    assert timeline.title(report) == (
        "Complaints of “problem not solved” rose, and of “too slow” fell over these months"
    )
    assert timeline.title(quiet) == "No complaint clearly rose or fell over these months"
    assert timeline.title(short) == "Too few months or blogs to say what changes over time"


def test_a_slope_is_told_in_posts_out_of_100_a_month(report: Report) -> None:
    assert timeline.slope({"slope": 0.012, "low": 0.004, "high": 0.02}) == "+1.2 (+0.4 to +2.0)"
    assert timeline.slope({"slope": nan, "low": nan, "high": nan}) == "–"


def test_companies_are_named_only_where_a_reading_names_them(report: Report) -> None:
    quiet = replace(report, segments=segments(["A", "B", "C"]).assign(reading=segmenting.NEITHER))
    few = replace(report, segments=segments(["A", "B"]))

    assert compared.title(report, "company") == (
        "More complaints than on average: Northwind Mobile (problem not solved, promise broken, too slow and rude) and "
        "Larkspur Air (problem not solved, promise broken, too slow and rude)"
    )
    assert compared.title(quiet, "company") == "No company differs clearly from the average"
    assert compared.title(few, "company") == "No two companies have posts enough to be compared"
    assert compared.title(report, "period") == "Too few posts to say how periods differ"


def test_a_long_list_of_companies_is_cut(report: Report) -> None:
    many = segments([f"Company {letter}" for letter in "ABCDEFGH"]).assign(reading=segmenting.MORE)

    assert compared.title(replace(report, segments=many), "company").endswith(" and others")


def test_a_change_by_coding_is_never_a_rise(report: Report) -> None:
    coded = replace(report, change=changed(*["coded differently"] * 3))
    few = replace(report, change=changed(*["too few posts to say"] * 3))

    assert since.title(report) == "Since the last report complaints of “problem not solved” rose"
    assert since.title(coded) == "No clear change since the last report"
    assert since.title(few) == "Too few posts to say what changed since the last report"
    assert since.title(replace(report, change=None)) == "This is the first report of the study"


def test_trust_counts_the_causes_that_passed(report: Report) -> None:
    assert trust.title(report) == "3 of 5 causes are coded reliably enough to be ranked"
    assert trust.title(replace(report, check=None)) == "Nobody has compared the coder with people yet"


def test_what_cannot_be_corrected_says_why(report: Report) -> None:
    *told, last = trust.threes(report)

    assert [one.cause for one in told] == list(CORE[:2])
    assert trust.figure(told[0].corrected) == "50 (40 to 60)"
    assert last.corrected is None and last.note.startswith("people find it in none")


def test_verdicts_are_counted(report: Report) -> None:
    assert tested.title(report) == "Of 4 claims tested: 1 supported, 1 contradicted, 1 undecided and 1 not asked"
    assert tested.title(replace(report, findings=())) == "This codebook states no hypotheses"
    assert tested.title(replace(report, findings=report.findings[:1])) == "One claim: supported"


def test_an_open_claim_tells_what_would_decide_it() -> None:
    assert tested.lacking(finding(1, "undecided")).endswith("About 410 such posts would decide it.")
    assert tested.lacking(finding(1, "supported")) == tested.basis(finding(1, "not asked")) == ""
    assert tested.number(finding(1, "supported")) == "2.10 (1.20 to 3.40)"
    assert tested.basis(finding(1, "supported")) == (
        "120 posts of 60 blogs; p below 0.001, with all claims counted 0.012"
    )


def test_a_forecast_of_posts_feigns_no_precision() -> None:
    assert "About 23,000 such posts" in tested.lacking(replace(finding(1, "undecided"), needed=22_851, posts=2000))
    assert tested.lacking(replace(finding(1, "undecided"), needed=22_851)).endswith(
        "far more such posts than were found."
    )


def test_what_is_left_out_of_a_comparison_is_counted(report: Report) -> None:
    assert compared.others(report, "company") == (
        "1 company with too few posts or blogs to compare; with the most posts: Tidewater (9)"
    )
    assert len(compared.told(report, "company")) == 6


def test_two_causes_that_may_be_first_are_named(report: Report) -> None:
    sets = pd.DataFrame(
        {"cause": ["resolution", "commitments", "response_time"], "set_low": [1, 1, 3], "set_high": [2, 2, 3]}
    )
    close = replace(report, sets=sets, ranked=report.ranked.assign(held=0.6), unranked=pd.DataFrame())

    assert claims.headline(close) == (
        "Two questions lead, and which comes first is open: was the problem solved and was the promise kept"
    )
    assert "comes first for certain" in claims.headline(replace(close, sets=sets.assign(set_low=2)))


def test_ranks_that_hold_at_once_stand_in_the_table(report: Report) -> None:
    sets = pd.DataFrame({"cause": ["resolution", "commitments"], "set_low": [1, 2], "set_high": [1, 4]})
    first, second, *_ = ranking(replace(report, sets=sets, check=None, unranked=pd.DataFrame()))

    assert (claims.moved(first), claims.moved(second)) == ("rank 1", "ranks 2 to 4")
    assert claims.leads([first]) and not claims.leads([replace(first, set_high=2)])


def test_sections_without_data_say_so(empty: Report) -> None:
    text = html.render(empty)

    assert "This is the first report of the study" in text
    assert compared.of_kind(empty, "company") == [] == trust.threes(empty)
    assert pd.DataFrame().equals(empty.importance)


def test_a_reading_says_what_the_figures_beside_it_hold(report: Report) -> None:
    told = {one.cause: one.reading for one in weight.weights(report)}
    unclear = importance().assign(penalty_low=-0.2)
    rare = importance().assign(penalty=nan, penalty_low=nan, penalty_high=nan)

    assert (
        told["commitments"] == "endings clearly differ where it failed; too few posts where it went beyond to compare"
    )
    assert told["price_value"] == "too few posts to say"
    assert told["resolution"].startswith("basic")
    for frame, words in ((unclear, "no clear difference where it failed"), (rare, "too few posts to say")):
        shown = {one.cause: one.reading for one in weight.weights(replace(report, importance=frame))}
        assert shown["commitments"].startswith(words)


def test_the_heading_gives_an_effect_the_range_of_its_row(report: Report) -> None:
    (row,) = (one for one in weight.weights(report) if one.complaint and one.complaint in weight.title(report))

    assert row.penalty is not None
    assert f"({row.penalty.low:.2f} to {row.penalty.high:.2f})" in weight.title(report)
    assert weight.lower(row) == f"−{row.penalty.points:.2f} (−{row.penalty.high:.2f} to −{row.penalty.low:.2f})"


def test_a_share_has_the_range_of_the_ranking_wherever_it_stands(report: Report) -> None:
    ranges = {cause.code.id: cause.all for cause in ranking(report)}

    assert [one.automatic for one in trust.threes(report)] == [ranges[one.cause] for one in trust.threes(report)]
