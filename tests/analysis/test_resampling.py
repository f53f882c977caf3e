import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates import resampling


def test_a_draw_takes_as_many_clusters_as_there_are() -> None:
    blocks = list(resampling.drawn(7, 250, seed=1))
    assert [block.shape for block in blocks] == [(100, 7), (100, 7), (50, 7)]
    assert all((block.sum(axis=1) == 7).all() for block in blocks)


def test_every_cluster_has_the_same_chance_and_the_spread_of_a_multinomial() -> None:
    taken = np.concatenate(list(resampling.drawn(5, 20_000, seed=2)))
    assert taken.mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)
    expected = np.where(np.eye(5) == 1, 0.8, -0.2)  # n p (1 - p) and -n p^2 for n = 5, p = 1/5
    assert np.cov(taken.T) == pytest.approx(expected, abs=0.04)


def test_a_longer_run_begins_with_the_draws_of_a_shorter_one() -> None:
    short, long = (np.concatenate(list(resampling.drawn(9, draws, seed=3))) for draws in (130, 300))
    assert (long[:130] == short).all()
    assert (np.concatenate(list(resampling.drawn(9, 130, seed=4))) != short).any()


def test_without_clusters_there_are_no_draws() -> None:
    assert list(resampling.drawn(0, 100, seed=1)) == []


def test_a_cluster_is_a_blog_whatever_the_order_of_rows() -> None:
    told = pd.DataFrame({"post": [4, 1, 2, 3], "blog": ["b", "a", "c", "a"]})
    codes, count = resampling.clusters(told)
    assert (codes.tolist(), count) == ([1, 0, 2, 0], 3)


def test_posts_of_one_blog_are_clusters_of_their_own() -> None:
    codes, count = resampling.clusters(pd.DataFrame({"post": [30, 10, 20], "blog": ["a", "a", "a"]}))
    assert (codes.tolist(), count) == ([2, 0, 1], 3)


def test_no_rows_have_no_clusters() -> None:
    codes, count = resampling.clusters(pd.DataFrame({"post": [], "blog": []}))
    assert (codes.tolist(), count) == ([], 0)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=120))
def test_bounds_are_the_points_that_numpy_finds(values: list[int]) -> None:
    low, high = resampling.bounds(np.array(values))
    expected = np.quantile(values, [0.025, 0.975], method="inverted_cdf")
    assert [float(low), float(high)] == expected.tolist()


def test_bounds_run_along_the_axis_that_is_asked_for() -> None:
    values = np.random.default_rng(5).normal(size=(40, 3, 200))
    low, high = resampling.bounds(values, axis=-1)
    assert low.shape == high.shape == (40, 3)
    assert (low == np.quantile(values, 0.025, axis=-1, method="inverted_cdf")).all()


def test_draws_that_leave_a_figure_undefined_are_left_out_of_its_bounds() -> None:
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    low, high = resampling.bounds(values)
    assert (low[0], high[0]) == (1, 3)
    assert np.isnan([low[1], high[1]]).all()


def test_no_draws_bound_nothing() -> None:
    low, high = resampling.bounds(np.zeros((0, 2)))
    assert np.isnan(low).all() and np.isnan(high).all()
