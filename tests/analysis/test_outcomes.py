"""How often posts tell what their writers do next."""

import pandas as pd
import pytest

from analysis.estimates import clustering, outcomes
from analysis.estimates.outcomes import ALL, BADLY, NONE, WELL

NAMES = ("recommends", "warns")


def posts(count: int = 60) -> pd.DataFrame:
    """Own experiences, each on a blog of its own; of five, two recommend, one of them warns as well."""
    rows = [
        {
            "post": number,
            "blog": f"b{number}",
            "genre": "experience",
            "duplicate_of": None,
            "reaction": (-2, -1, 0, 1, 2)[number % 5],
            "outcomes": ("warns", "leaves", "", "recommends|warns", "recommends")[number % 5],
        }
        for number in range(count)
    ]
    return pd.DataFrame(rows).astype({"reaction": "Int64", "duplicate_of": "Int64"})


def cell(frame: pd.DataFrame, outcome: str, ended: str) -> pd.Series:
    (row,) = frame[(frame["outcome"] == outcome) & (frame["ended"] == ended)].to_dict("records")
    return pd.Series(row)


def test_counts_each_outcome_by_how_matters_ended() -> None:
    found = outcomes.outcomes(posts(), NAMES)
    counts = {(row.outcome, row.ended): (row.posts, row.total) for row in found.itertuples()}

    assert counts == {
        ("recommends", ALL): (24, 60), ("recommends", BADLY): (0, 24), ("recommends", WELL): (24, 24),
        ("warns", ALL): (24, 60), ("warns", BADLY): (12, 24), ("warns", WELL): (12, 24),
        (NONE, ALL): (24, 60), (NONE, BADLY): (12, 24), (NONE, WELL): (0, 24),
    }  # fmt: skip


def test_posts_of_one_each_blog_have_the_interval_of_wilson() -> None:
    found = cell(outcomes.outcomes(posts(), NAMES), "recommends", ALL)

    assert found["share"] == pytest.approx(0.4)
    assert (found["low"], found["high"]) == pytest.approx(clustering.wilson(24, 60))


def test_posts_that_are_alike_within_their_blogs_tell_less() -> None:
    same = posts().assign(blog=[f"b{number % 5}" for number in range(60)])
    alone, alike = (cell(outcomes.outcomes(one, NAMES), "recommends", ALL) for one in (posts(), same))

    assert alike["high"] - alike["low"] > 1.5 * (alone["high"] - alone["low"])


def test_posts_that_were_drawn_rarely_count_for_more() -> None:
    weighed = posts().assign(weight=[3.0 if number % 5 > 2 else 1.0 for number in range(60)])

    assert cell(outcomes.outcomes(weighed, NAMES), "recommends", ALL)["share"] == pytest.approx(72 / 108)


def test_a_name_within_another_is_not_that_other() -> None:
    odd = posts().assign(outcomes="warns_not")

    assert cell(outcomes.outcomes(odd, NAMES), "warns", ALL)["posts"] == 0


def test_what_nobody_tells_is_bounded_above() -> None:
    nothing = cell(outcomes.outcomes(posts().assign(outcomes=""), NAMES), "warns", ALL)

    assert (nothing["share"], nothing["low"]) == (0, 0)
    assert 0.01 < nothing["high"] < 0.1


def test_copies_and_other_genres_do_not_count() -> None:
    fewer = posts().assign(
        genre=["promo"] * 10 + ["experience"] * 50, duplicate_of=[None] * 50 + [0] * 10
    ).astype({"duplicate_of": "Int64"})  # fmt: skip

    assert cell(outcomes.outcomes(fewer, NAMES), "warns", ALL)["total"] == 40


def test_a_codebook_without_outcomes_and_posts_without_the_column_have_none() -> None:
    assert outcomes.outcomes(posts(), ()).empty
    assert outcomes.outcomes(posts().drop(columns="outcomes"), NAMES).empty


def test_nobody_has_no_share() -> None:
    good = posts().assign(reaction=2).astype({"reaction": "Int64"})

    assert list(cell(outcomes.outcomes(good, NAMES), "warns", BADLY)[["posts", "total", "low", "high"]]) == [0, 0, 0, 1]
