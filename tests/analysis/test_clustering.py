from math import nan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.estimates import clustering


def alike(*blogs: list[int]) -> float:
    hits = np.array([[sum(blog)] for blog in blogs], dtype=float)
    return float(clustering.correlation(hits, np.array([len(blog) for blog in blogs], dtype=float))[0])


def test_the_correlation_is_that_of_the_analysis_of_variance() -> None:
    blogs = [[1, 1, 0], [0, 0, 0, 0, 1], [1, 1], [1, 0, 1, 1], [0]]
    sizes = np.array([len(blog) for blog in blogs])
    usual = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
    ratio = stats.f_oneway(*blogs).statistic  # MSB / MSW

    assert alike(*blogs) == pytest.approx((ratio - 1) / (ratio + usual - 1))


def test_blogs_of_one_mind_correlate_fully_and_evenly_split_ones_less_than_not_at_all() -> None:
    assert alike([1, 1, 1], [0, 0, 0], [1, 1, 1]) == pytest.approx(1)
    assert alike([1, 0], [1, 0], [1, 0]) == pytest.approx(-1)


def test_where_nothing_differs_or_repeats_no_correlation_is_told() -> None:
    assert np.isnan([alike([0, 0], [0, 0, 0]), alike([1, 1], [1, 1]), alike([1], [0], [1]), alike([1, 0, 1])]).all()


def test_the_design_effect_grows_with_the_size_of_blogs_and_never_falls_below_one() -> None:
    codes = np.repeat([0, 1, 2], [1, 2, 5])
    found = clustering.effect(np.array([0.0, 0.2, 1.0, -0.3]), codes, np.ones(8))
    size = (1 + 4 + 25) / 8

    assert found.tolist() == pytest.approx([1, 1 + (size - 1) * 0.2, size, 1])


def test_an_unknown_correlation_counts_as_a_usual_one_and_costs_nothing_where_no_blog_has_two_posts() -> None:
    unknown = np.array([nan])
    assert clustering.effect(unknown, np.array([0, 0, 1, 1]), np.ones(4)).tolist() == [1 + clustering.ALIKENESS]
    assert clustering.effect(unknown, np.arange(4), np.ones(4)).tolist() == [1]
    assert clustering.effect(unknown, np.arange(0), np.ones(0)).tolist() == [1]


def test_unequal_weights_cost_precision_as_kish_says() -> None:
    weight = np.array([1.0, 1.0, 4.0, 2.0])
    expected = 4 * (weight**2).sum() / weight.sum() ** 2
    assert clustering.effect(np.array([0.0]), np.arange(4), weight).tolist() == pytest.approx([expected])


def test_ten_blogs_of_which_one_has_nearly_all_posts_are_hardly_more_than_one() -> None:
    even = pd.DataFrame({"post": range(20), "blog": [f"b{post // 2}" for post in range(20)]})
    uneven = pd.DataFrame({"post": range(100), "blog": [f"b{min(post, 9)}" for post in range(100)]})

    assert clustering.blogs(even) == 10
    assert clustering.blogs(uneven) == pytest.approx(100**2 / (9 + 91**2))
    assert clustering.blogs(even.assign(weight=[9.0, 9.0] + [1.0] * 18)) == pytest.approx(36**2 / (18**2 + 9 * 4))
    assert clustering.blogs(even.iloc[:0]) == 0


# Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: score interval without continuity correction
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_published_figures(hits: int, total: int, low: float, high: float) -> None:
    assert clustering.wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    hits, total = pair
    low, high = clustering.wilson(hits, total)
    assert 0 <= low <= hits / total <= high <= 1
    assert clustering.wilson(total - hits, total) == pytest.approx((1 - high, 1 - low))


def test_sums_of_weights_that_exceed_their_whole_by_a_rounding_stay_a_share() -> None:
    assert clustering.wilson(10 + 1e-12, 10)[1] == 1


def test_a_blog_that_tells_the_same_each_time_widens_the_interval() -> None:
    posts = pd.DataFrame({"post": range(40), "blog": [f"b{post // 4}" for post in range(40)]})
    loud = posts["post"] < 12  # three blogs say it in all of their posts
    spread = posts["post"] % 4 == 0  # every blog says it in one of four
    low, high = clustering.interval(posts, loud)

    assert (low, high) == pytest.approx(clustering.wilson(12 / 4, 40 / 4))
    assert clustering.interval(posts, spread) == pytest.approx(clustering.wilson(10, 40))


def test_where_no_post_says_it_the_interval_has_width() -> None:
    posts = pd.DataFrame({"post": range(20), "blog": [f"b{post // 2}" for post in range(20)]})
    low, high = clustering.interval(posts, posts["post"] < 0)
    assert (low, high) == (0, clustering.wilson(0, 20 / (1 + clustering.ALIKENESS))[1])
    assert clustering.interval(posts.iloc[:0], posts["post"].iloc[:0] < 0) == (0, 1)


@pytest.mark.parametrize(("blogs", "mean", "share", "icc"), [(15, 3, 0.1, 0.2), (30, 4, 0.3, 0.4), (60, 3, 0.05, 0.2)])
def test_the_interval_covers_where_the_one_that_ignores_blogs_does_not(
    blogs: int, mean: int, share: float, icc: float
) -> None:
    rng, plain, allowed, runs = np.random.default_rng(1), 0, 0, 400
    for _ in range(runs):
        sizes = 1 + rng.poisson(mean - 1, blogs)
        spread = (1 - icc) / icc
        yes = np.repeat(rng.beta(share * spread, (1 - share) * spread, blogs), sizes) > rng.random(sizes.sum())
        told = pd.DataFrame({"post": range(len(yes)), "blog": np.repeat(np.arange(blogs), sizes)})
        low, high = clustering.interval(told, pd.Series(yes))
        allowed += low <= share <= high
        low, high = clustering.wilson(int(yes.sum()), len(yes))
        plain += low <= share <= high
    error = 2 * sqrt(0.95 * 0.05 / runs)

    assert allowed / runs >= 0.95 - error
    assert plain / runs < 0.95 - error
