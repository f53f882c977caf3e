"""No finding is worded unless its precondition holds."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reports.claimed import claims
from reports.page import Report

COUNTS = (0, 1, 29)


def first(report: Report, **cells: float) -> Report:
    """The report with other numbers in the row of its top cause."""
    ranked = report.ranked.astype({name: float for name in cells})
    ranked.loc[ranked["rank"] == 1, list(cells)] = list(cells.values())
    return replace(report, ranked=ranked)


def everything(report: Report) -> str:
    """Every generated sentence of the page."""
    cards = [f"{card.title} {card.split} {card.stability}" for card in claims.answers(report)]
    sentences = (claims.headline, claims.summary, claims.coverage, claims.complaints, claims.firmness)
    return " | ".join([*(say(report) for say in sentences), claims.courtesy(report), claims.delight(report), *cards])


def test_names_the_question_that_more_than_half_come_back_to(report: Report) -> None:
    assert claims.headline(report) == "More than half of the posts come back to one question: was the problem solved?"


def test_speaks_of_half_only_when_the_whole_range_lies_above_it(report: Report) -> None:
    assert claims.headline(first(report, low=0.5)) == "One question comes up most: was the problem solved?"


@pytest.mark.parametrize("held", [0.0, 0.5, 0.9499])
def test_headline_is_neutral_when_first_place_does_not_hold(report: Report, held: float) -> None:
    unsure = first(report, held=held)

    assert claims.headline(unsure) == "No single cause comes first for certain in these 120 posts"
    assert "read the top causes as close" in claims.summary(unsure)


def test_calls_a_lead_clear_only_when_no_range_touches_it(report: Report) -> None:
    touching = first(report, low=0.5)

    assert "clear of every other cause" in claims.summary(report)
    assert "its range overlaps with another" in claims.summary(touching)


@pytest.mark.parametrize("count", COUNTS)
def test_claims_nothing_under_thirty_posts(make: Callable[[int], Report], count: int) -> None:
    said = everything(make(count))

    assert claims.TOO_FEW in claims.headline(make(count))
    assert claims.answers(make(count)) == []
    assert not any(word in said for word in ("most about", "clear", "mainly", "comes up most", "half", "of 100"))


def test_speaks_from_thirty_posts_upwards(make: Callable[[int], Report]) -> None:
    assert len(claims.answers(make(30))) == 3


def test_says_so_when_no_post_names_a_cause(report: Report) -> None:
    silent = replace(report, ranked=report.ranked.iloc[:0], codings=report.codings.iloc[:0])

    assert "None of them names a cause" in claims.summary(silent)
    assert claims.coverage(silent) == "No post names a cause of the codebook."
    assert claims.firmness(silent) == ""
    assert claims.complaints(silent) == "What people complain of and what they praise"


def test_warns_when_few_blogs_carry_the_ranges(make: Callable[[int], Report]) -> None:
    assert "fewer than 10 blogs" in claims.coverage(replace(make(60), posts=make(60).posts.assign(blog="one.example")))
    assert "fewer than 10 blogs" not in claims.coverage(make(60))


def test_counts_posts_that_both_complain_and_praise_out_of_a_hundred_too(report: Report) -> None:
    assert claims.answers(report)[0].split == (
        "Complaints (problem not solved) in 60, praise (problem solved) in 60, both in 20."
    )


def test_leaves_out_the_overlap_that_is_not_there(report: Report) -> None:
    assert claims.answers(first(report, mixed=0))[0].split == (
        "Complaints (problem not solved) in 60, praise (problem solved) in 60."
    )


def test_tells_between_which_ranks_an_unsure_cause_moved(report: Report) -> None:
    card = claims.answers(first(report, held=0.6, rank_high=2))[0]

    assert card.stability.endswith("First in 60 of 100 redraws; all causes counted, ranks 1 to 2.")


def test_names_the_most_common_complaint_only_when_its_range_is_clear(report: Report) -> None:
    assert claims.complaints(report).startswith("“Problem not solved” is the most common complaint")
    assert claims.complaints(first(report, complaint_low=0.3)) == "What people complain of and what they praise"


def test_counts_the_ranks_that_held(report: Report) -> None:
    assert claims.firmness(report) == "Ranks 1, 2, 3 and 4 are certain in 95 of 100 cases, all causes counted."
    assert claims.firmness(first(report, rank_high=3)).startswith("Ranks 2, 3 and 4 are certain")
    assert claims.firmness(first(report, rank_high=3)).endswith("Read the others as close to their neighbours.")


def test_finds_courtesy_at_the_extremes_only_when_both_ends_are_clear(report: Report) -> None:
    ends = report.courtesy.assign(low=[0.34, 0.04, 0.02, 0.04, 0.16])

    assert claims.courtesy(report) == "Courtesy comes up mainly when a matter ended very badly or very well"
    assert claims.courtesy(replace(report, courtesy=ends)).startswith("Courtesy does not clearly")


@pytest.mark.parametrize("rows", [[0, 4], [0, 1, 2, 3]])
def test_needs_both_ends_and_a_middle_to_speak_of_extremes(report: Report, rows: list[int]) -> None:
    assert "too few posts in some groups" in claims.courtesy(replace(report, courtesy=report.courtesy.iloc[rows]))


def test_needs_thirty_posts_in_every_group_to_speak_of_extremes(report: Report) -> None:
    thin = report.courtesy.assign(posts=[40, 40, 29, 40, 40])

    assert "too few posts in some groups" in claims.courtesy(replace(report, courtesy=thin))


def test_names_what_delights_only_when_it_is_clear_of_the_rest(report: Report) -> None:
    close = report.delight.assign(low=0.1)

    assert claims.delight(report) == "The happiest write most about one thing: more than the problem asked"
    assert claims.delight(replace(report, delight=close)).endswith("none clearly ahead")
    assert claims.delight(replace(report, delight=report.delight.assign(total=29))).startswith(claims.TOO_FEW)


def test_says_that_none_of_the_happiest_tells_of_a_reason(report: Report) -> None:
    silent = replace(report, delight=report.delight.assign(posts=0, low=0.0, high=0.1))

    assert claims.delight(silent) == "None of the happiest posts tells of one of these"


def test_titles_the_extremes_with_what_was_found_there(report: Report) -> None:
    flat = report.courtesy.assign(low=0.0, high=1.0)
    close = report.delight.assign(low=0.1)

    assert claims.extremes(report) == "Courtesy is noticed at the extremes"
    assert claims.extremes(replace(report, courtesy=flat)) == "One thing stands out among the happiest"
    assert claims.extremes(replace(report, courtesy=flat, delight=close)).startswith("Courtesy, and what")


@pytest.mark.parametrize(
    ("rows", "title", "lead"),
    [
        (0, "No post names a cause", "No post names"),
        (1, "The only cause people name", "It comes up in 100 of"),
        (2, "The causes people name most", "At least one of them comes up in 100 of"),
    ],
)
def test_titles_the_cards_by_how_many_there_are(report: Report, rows: int, title: str, lead: str) -> None:
    some = replace(report, ranked=report.ranked.iloc[:rows])

    assert claims.answer(some) == title
    assert claims.coverage(some).startswith(lead)
    assert len(claims.answers(some)) == rows


def test_a_lone_cause_is_not_said_to_be_clear_of_others(report: Report) -> None:
    assert claims.summary(replace(report, ranked=report.ranked.iloc[:1])).endswith("; no other cause comes up.")


def test_names_no_leader_on_nine_blogs_and_one_on_ten(make: Callable[[int], Report]) -> None:
    nine, ten = (
        replace(make(60), posts=make(60).posts.assign(blog=[f"{n % blogs}.example" for n in range(67)]))
        for blogs in (9, 10)
    )

    assert claims.headline(nine) == "Too few blogs to say what people react to most"
    assert claims.firmness(nine) == ""
    assert "so no cause is put first" in claims.summary(nine)
    assert not any(word in everything(nine) for word in ("clear", "mainly", "comes up most", "most about", "half"))
    assert claims.headline(ten).startswith("More than half")


def test_says_that_no_rank_held(report: Report) -> None:
    loose = replace(report, ranked=report.ranked.assign(rank_high=9))

    assert claims.firmness(loose) == "No rank is certain, so read neighbouring causes as equal."
    assert claims.firmness(first(loose, rank_high=1)).startswith("Rank 1 is certain")


def test_tells_of_one_writer_in_the_singular(make: Callable[[int], Report]) -> None:
    assert claims.summary(make(1)).startswith("In 1 blog post somebody tells how they were served")
    assert claims.summary(make(2)).startswith("In 2 blog posts people tell how they were served")


def test_a_lead_that_rank_sets_leave_open_is_told_as_open(report: Report) -> None:
    assert claims.summary(first(report, held=1.0, rank_high=3)).endswith(
        ". Once all causes are counted, ranks 1 to 3 are open to it, so read the top causes as close."
    )
