"""Why a hypothesis stays undecided, in words."""

import re
from math import isnan

import numpy as np
import pandas as pd
import pytest
from claiming import BOOK, CORE, Truth, study

from analysis.testing import hypotheses
from analysis.testing.hypotheses import CONTRADICTED, SUPPORTED, UNDECIDED, Finding


def by_id(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.id: one for one in found}


@pytest.fixture(scope="module")
def strong() -> tuple[pd.DataFrame, pd.DataFrame]:
    return study(Truth(courtesy=2, surplus=2, solved=2, heard=2, loyal=2), 120, seed=2)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (slice(0, 20), "Too few posts to say: there are 20, and 30 are needed"),
        (slice(0, 0), "Too few posts to say: there are 0, and 30 are needed"),
    ],
)
def test_too_few_posts_are_said_to_be_too_few(strong: tuple, rows: slice, why: str) -> None:
    posts, codings = strong
    found = by_id(hypotheses.test(posts[rows], codings, BOOK, 50, 1))

    assert {one.verdict for one in found.values()} == {UNDECIDED}
    assert found["H1"].why == found["H2"].why == why


def test_too_few_blogs_and_sides_that_hang_on_few_blogs_are_said(strong: tuple) -> None:
    posts, codings = strong
    narrow = posts.assign(blog=[f"blog{number % 9}" for number in range(len(posts))])
    exceeded = codings.loc[codings["level"].eq("exceeded") & codings["cause"].isin(CORE), "post"]
    owned = posts.assign(blog=np.where(posts["post"].isin(exceeded), "one", posts["blog"]))

    assert {one.why for one in hypotheses.test(narrow, codings, BOOK, 50, 1)} == {
        "Too few blogs to say: there are 9, and 10 are needed"
    }
    third = hypotheses.test(owned, codings, BOOK, 50, 1)[2]
    assert re.fullmatch(
        r"Too few posts to say: \d+ tell that one was exceeded, of 1 blogs; 5 of 5 blogs are needed", third.why
    )


def test_lengths_that_are_not_known_leave_the_odds_undecided_and_the_others_tested(strong: tuple) -> None:
    posts, codings = strong
    found = by_id(hypotheses.test(posts.drop(columns="words"), codings, BOOK, 50, 1))

    assert found["H2"].why == "The lengths of posts are not known"
    assert found["H6"].verdict == SUPPORTED


def test_what_does_not_vary_is_said_not_to_vary(strong: tuple) -> None:
    posts, codings = strong
    found = by_id(hypotheses.test(posts.assign(words=100, reaction=1), codings, BOOK, 50, 1))

    assert found["H2"].why.startswith("The model has no solution: length")
    assert found["H4"].why == found["H7"].why
    assert found["H4"].why.startswith("The posts do not vary in what is compared")


def test_causes_met_or_exceeded_but_never_both_are_not_pooled(strong: tuple) -> None:
    posts, codings = strong
    first, others = codings["cause"] == CORE[0], codings["cause"] != CORE[0]
    apart = codings[(first & (codings["level"] == "exceeded")) | (others & (codings["level"] == "met"))]
    half = codings[first | (others & (codings["level"] == "met"))]

    assert (
        hypotheses.test(posts, apart, BOOK, 50, 1)[2].why
        == "No cause is both met and exceeded in posts enough to compare"
    )
    third = hypotheses.test(posts, half, BOOK, 50, 1)[2]
    assert [isnan(part.estimate) for part in third.parts] == [False, True, True]
    assert third.estimate == pytest.approx(third.parts[0].estimate)


def test_one_measure_that_contradicts_an_order_is_enough() -> None:
    posts, codings = study(Truth(core=(0.2, 0.5, 0.8), other=0.05, penalties=(3.0, 2.0, 0.3)), 100, seed=1)
    found = hypotheses.test(posts.assign(reaction=pd.NA), codings, BOOK, 100, 1)[0]

    assert found.verdict == CONTRADICTED
    assert len(found.parts) == 1


def test_very_happy_posts_that_all_praise_service_still_have_an_interval() -> None:
    posts, codings = study(Truth(service=0.5), 80, seed=1)
    told = by_id(hypotheses.test(posts, codings.assign(cause="effort"), BOOK, 50, 1))["H5"]

    assert told.verdict == SUPPORTED
    assert 0.8 < told.low < told.estimate == told.high == 1


def test_what_is_clear_alone_but_not_in_the_family_stays_undecided_with_its_reason() -> None:
    for seed in range(60):
        found = hypotheses.test(*study(Truth(surplus=0.35), 60, seed), BOOK, 20, 1)[2]
        if found.p <= 0.05 < found.p_holm:
            break

    assert found.verdict == UNDECIDED
    assert found.why.startswith("It is clear alone but not among all hypotheses (p 0.0")


def test_an_interval_within_what_is_too_small_to_matter_is_told_as_such() -> None:
    found = hypotheses.test(*study(Truth(), 1200, seed=3), BOOK, 20, 1)[3]

    assert (found.verdict, found.needed is None or found.needed > found.posts) == (UNDECIDED, True)
    assert found.why == "The interval is within what was stated as too small to be of interest"
