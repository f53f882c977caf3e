import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimates import causes

LEVELS = ("failed", "met", "exceeded", "mixed")
POSTS = pd.DataFrame({"post": [1, 2, 3, 4], "blog": ["a", "a", "b", "b"], "reaction": [-2, 2, 2, None]})


def codings(*rows: tuple[int, str, str]) -> pd.DataFrame:
    blogs = dict(zip(POSTS["post"], POSTS["blog"], strict=True))
    return pd.DataFrame(
        [(post, blogs.get(post, "c"), cause, level) for post, cause, level in rows],
        columns=["post", "blog", "cause", "level"],
    )


TOLD = codings(
    (1, "resolution", "failed"),
    (2, "resolution", "exceeded"),
    (3, "resolution", "mixed"),
    (1, "courtesy", "met"),
    (3, "effort", "failed"),
)


def row(frame: pd.DataFrame, cause: str) -> pd.Series:
    return frame.set_index("cause").loc[cause]


def test_a_post_is_counted_once_and_a_mixed_one_on_both_sides() -> None:
    found = row(causes.rank(TOLD, POSTS, draws=10), "resolution")
    assert found[["complaints", "praise", "mixed", "posts"]].tolist() == [2, 2, 1, 3]
    assert found[["share", "complaint_share", "praise_share"]].tolist() == [0.75, 0.5, 0.5]


def test_two_levels_of_one_cause_in_one_post_are_one_mixed_mention() -> None:
    twice = codings((1, "effort", "failed"), (1, "effort", "met"))
    found = row(causes.rank(twice, POSTS, draws=10), "effort")
    assert found[["complaints", "praise", "mixed", "posts"]].tolist() == [1, 1, 1, 1]


def test_ties_in_rank_go_by_name_whatever_the_order_of_rows() -> None:
    ordered = causes.rank(TOLD, POSTS, draws=50)
    shuffled = causes.rank(TOLD.iloc[::-1], POSTS.iloc[::-1], draws=50)
    assert ordered["cause"].tolist() == ["resolution", "courtesy", "effort"]
    pd.testing.assert_frame_equal(ordered, shuffled)


def test_the_bootstrap_draws_blogs_and_not_posts() -> None:
    # blog a always tells of it, blog b never: two blogs drawn give 0, 1/2 or 1, so the interval is all of 0..1
    told = codings((1, "effort", "failed"), (2, "effort", "failed"))
    found = row(causes.rank(told, POSTS, draws=500), "effort")
    assert (found["share"], found["low"], found["high"]) == (0.5, 0.0, 1.0)


def test_one_blog_draws_its_posts() -> None:
    alone = POSTS.assign(blog="a")
    found = row(causes.rank(TOLD, alone, draws=500), "resolution")
    assert 0 <= found["low"] < 0.75 < found["high"] <= 1


def test_a_cause_that_every_post_tells_of_is_certain() -> None:
    told = codings(*[(post, "resolution", "failed") for post in (1, 2, 3, 4)], (1, "effort", "met"))
    found = row(causes.rank(told, POSTS, draws=200), "resolution")
    assert found[["low", "high", "rank_low", "rank_high", "held"]].tolist() == [1, 1, 1, 1, 1]


def test_held_is_the_part_of_draws_with_the_observed_rank() -> None:
    # effort (blogs a and b) and courtesy (a, b): one post each way; by hand, draws aa, bb, ab, ba with equal chances
    posts = pd.DataFrame({"post": [1, 2, 3], "blog": ["a", "b", "b"], "reaction": [0, 0, 0]})
    told = pd.DataFrame(
        [(1, "a", "x", "met"), (2, "b", "y", "met"), (3, "b", "y", "met")], columns=["post", "blog", "cause", "level"]
    )
    found = causes.rank(told, posts, draws=4000, seed=3)
    # y leads unless blog a is drawn twice (chance 1/4)
    assert found["cause"].tolist() == ["y", "x"]
    assert found["held"].tolist() == pytest.approx([0.75, 0.75], abs=0.03)
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_equal_seeds_give_equal_intervals_and_others_do_not_change_the_counts() -> None:
    one, two, other = (causes.rank(TOLD, POSTS, draws=99, seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one, two)
    assert one["posts"].tolist() == other["posts"].tolist()


def test_only_experiences_told_for_the_first_time_enter() -> None:
    posts = POSTS.assign(genre=["experience", "promo", "experience", "experience"], duplicate_of=[None, None, 1, None])
    assert causes.experiences(posts)["post"].tolist() == [1, 4]
    assert row(causes.rank(TOLD, posts, draws=10), "resolution")["posts"] == 1


def test_no_codings_give_an_empty_ranking() -> None:
    ranked = causes.rank(TOLD.iloc[:0], POSTS)
    assert ranked.empty
    assert "held" in ranked


def test_no_posts_give_an_empty_ranking() -> None:
    assert causes.rank(TOLD, POSTS.iloc[:0]).empty


def test_frames_are_not_changed_in_place() -> None:
    before = (TOLD.copy(), POSTS.copy())
    causes.rank(TOLD, POSTS, draws=10)
    causes.courtesy(POSTS, TOLD)
    causes.delight(POSTS, TOLD)
    pd.testing.assert_frame_equal(TOLD, before[0])
    pd.testing.assert_frame_equal(POSTS, before[1])


def test_courtesy_is_counted_for_each_reaction() -> None:
    found = causes.courtesy(POSTS, TOLD).set_index("reaction")
    assert found["posts"].tolist() == [1, 0, 0, 0, 2]
    assert found["mentions"].tolist() == [1, 0, 0, 0, 0]
    assert found.loc[0, ["low", "high"]].tolist() == [0, 1]


def test_delight_counts_each_surplus_and_politeness_only_alone() -> None:
    told = codings(
        (2, "resolution", "exceeded"), (2, "courtesy", "met"), (3, "courtesy", "met"), (1, "commitments", "exceeded")
    )
    found = causes.delight(POSTS, told).set_index("reason")
    assert found["posts"].to_dict() == {
        "Went beyond the problem": 1,
        "Did more than was promised": 0,
        "Answered sooner than expected": 0,
        "Was polite, and none of these three": 1,
    }
    assert set(found["total"]) == {2}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from(["resolution", "effort", "courtesy"]), st.sampled_from(LEVELS)),
        max_size=40,
    ),
    st.integers(1, 5),
)
def test_any_ranking_is_ordered_bounded_and_numbered(rows: list[tuple[int, str, str]], blogs: int) -> None:
    posts = pd.DataFrame({"post": range(1, 13), "blog": [f"b{post % blogs}" for post in range(1, 13)]})
    told = pd.DataFrame([(p, f"b{p % blogs}", c, v) for p, c, v in rows], columns=["post", "blog", "cause", "level"])
    ranked = causes.rank(told, posts, draws=60)
    assert ranked["rank"].tolist() == list(range(1, len(ranked) + 1))
    assert ranked["posts"].is_monotonic_decreasing
    assert (ranked["posts"] == ranked["complaints"] + ranked["praise"] - ranked["mixed"]).all()
    assert ((ranked["low"] >= 0) & (ranked["low"] <= ranked["high"]) & (ranked["high"] <= 1)).all()
    assert (ranked["rank_low"] <= ranked["rank_high"]).all()
    assert np.isclose(ranked["share"], ranked["posts"] / 12).all()


def test_posts_drawn_with_unequal_chances_count_by_their_weight() -> None:
    # 100 posts tell of one cause, 20 of the other; of the first a tenth is drawn, of the second all
    posts = [(n, f"b{n % 15}", 10.0 if n < 10 else 1.0) for n in range(30)]
    told = pd.DataFrame(posts, columns=["post", "blog", "weight"]).assign(reaction=0)
    rows = [(n, f"b{n % 15}", "effort" if n < 10 else "honesty", "failed") for n in range(30)]
    coded = pd.DataFrame(rows, columns=["post", "blog", "cause", "level"])
    weighed = causes.rank(coded, told).set_index("cause")
    plain = causes.rank(coded, told.drop(columns="weight")).set_index("cause")

    assert (weighed.loc["effort", "rank"], plain.loc["effort", "rank"]) == (1, 2)
    assert weighed.loc["effort", "share"] == pytest.approx(100 / 120)
    assert weighed.loc["effort", "low"] < 100 / 120 < weighed.loc["effort", "high"]
    assert (weighed.loc["effort", "posts"], plain.loc["effort", "share"]) == (10, pytest.approx(1 / 3))


MANY = pd.DataFrame(
    [(post, f"b{post // 4}", -1) for post in range(200)], columns=["post", "blog", "reaction"]
)  # fifty blogs of four posts


def test_the_closed_form_agrees_with_the_bootstrap_where_blogs_are_many() -> None:
    rng = np.random.default_rng(7)
    loud = np.repeat(rng.beta(0.9, 2.1, 50), 4) > rng.random(200)
    told = pd.DataFrame([(n, f"b{n // 4}", "effort", "failed") for n in np.flatnonzero(loud)], columns=list(TOLD))
    found = row(causes.rank(told, MANY, draws=2000), "effort")

    assert found["deff"] == pytest.approx(1 + 3 * found["icc"])
    assert found["icc"] > 0.1
    assert found[["wilson_low", "wilson_high"]].tolist() == pytest.approx(found[["low", "high"]].tolist(), abs=0.02)


def test_posts_that_are_alone_in_their_blogs_have_no_design_effect() -> None:
    alone = pd.DataFrame({"post": range(20), "blog": [f"b{n}" for n in range(20)], "reaction": 0})
    told = pd.DataFrame([(n, f"b{n}", "effort", "met") for n in range(5)], columns=list(TOLD))
    found = row(causes.rank(told, alone, draws=10), "effort")

    assert (found["deff"], np.isnan(found["icc"])) == (1, True)
    assert found[["wilson_low", "wilson_high"]].tolist() == pytest.approx(causes.wilson(5, 20))


def test_redrawn_shares_are_those_that_the_ranking_takes_its_intervals_from() -> None:
    ranked = causes.rank(TOLD, POSTS, draws=150, seed=4)
    drawn = causes.redrawn(TOLD, POSTS, draws=150, seed=4)

    assert list(drawn) == ranked["cause"].tolist()
    assert len(drawn) == 150
    assert np.quantile(drawn, 0.975, axis=0, method="inverted_cdf").tolist() == ranked["high"].tolist()


def test_levels_of_a_cause_add_up_to_its_posts() -> None:
    told = codings(
        (1, "effort", "failed"), (2, "effort", "met"), (2, "effort", "exceeded"), (3, "effort", "mixed"),
        (4, "effort", "failed"), (4, "effort", "met"), (4, "courtesy", "met"),
    )  # fmt: skip
    found = causes.levels(told, POSTS, draws=100).set_index(["cause", "level"])

    assert found.index.tolist() == [(cause, level) for cause in ("effort", "courtesy") for level in causes.LEVELS]
    assert found["posts"].tolist() == [1, 2, 0, 1, 0, 0, 1, 0]
    assert found["share"].tolist() == [0.25, 0.5, 0, 0.25, 0, 0, 0.25, 0]
    assert (found["low"] <= found["share"]).all() and (found["share"] <= found["high"]).all()


def test_a_level_that_no_post_has_is_not_called_impossible() -> None:
    found = causes.levels(TOLD, POSTS, draws=100).set_index(["cause", "level"])
    assert found.loc[("effort", "met"), ["posts", "low"]].tolist() == [0, 0]
    assert 0.3 < found.loc[("effort", "met"), "high"] < 1


def test_no_codings_have_no_levels() -> None:
    assert causes.levels(TOLD.iloc[:0], POSTS).empty
    assert causes.redrawn(TOLD.iloc[:0], POSTS).shape[1] == 0


def test_one_loud_blog_does_not_settle_when_courtesy_comes_up() -> None:
    posts = MANY.assign(reaction=2)
    loud = pd.DataFrame([(n, f"b{n // 4}", "courtesy", "exceeded") for n in range(40)], columns=list(TOLD))
    spread = loud.assign(post=range(0, 160, 4))
    wide, narrow = (causes.courtesy(posts, told).iloc[-1] for told in (loud, spread))

    assert wide["mentions"] == narrow["mentions"] == 40
    assert wide["high"] - wide["low"] > 1.5 * (narrow["high"] - narrow["low"])
    assert (narrow["low"], narrow["high"]) == pytest.approx(causes.wilson(40, 200))


def test_delight_allows_for_blogs_and_keeps_width_where_nobody_tells_of_a_reason() -> None:
    posts = MANY.assign(reaction=2)
    told = pd.DataFrame([(n, f"b{n // 4}", "resolution", "exceeded") for n in range(40)], columns=list(TOLD))
    found = causes.delight(posts, told).set_index("reason")

    assert (found.loc["Went beyond the problem", ["low", "high"]].tolist()) == pytest.approx(causes.wilson(10, 50))
    assert found.loc["Did more than was promised", "high"] > causes.wilson(0, 200)[1]
