from math import sqrt

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.special import stdtrit

from analysis.estimates import regression

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def made(blogs: int, columns: int, seed: int, chance: float = 0.15) -> tuple[Floats, Codes]:
    """A constant, yes-or-no columns that blogs differ in, and an outcome (effects -.8 and .5 in turn) that they differ in."""
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(blogs), 1 + rng.poisson(2, blogs))
    likely = rng.beta(3 * chance, 3 * (1 - chance), (blogs, columns))[codes]
    told = (rng.random(likely.shape) < likely).astype(float)
    drift, moved = (
        rng.normal(0, 0.5, blogs)[codes],
        rng.normal(0, 0.4, blogs)[codes],
    )  # of blogs, and in the first effect
    outcome = told @ np.tile([-0.8, 0.5], columns)[:columns] + drift + told[:, 0] * moved
    return np.column_stack([np.ones(len(codes)), told, outcome + rng.normal(0, 0.9, len(codes))]), codes


def fitted(table: Floats, codes: Codes, weight: Floats | None = None) -> regression.Fit:
    weights = np.ones(len(table)) if weight is None else weight
    return regression.fit(regression.grams(table, weights, codes, int(codes.max()) + 1))


def test_cross_products_are_those_of_each_blog() -> None:
    table, codes = made(12, 3, seed=1)
    shuffled = np.random.default_rng(2).permutation(len(table))
    weight = np.random.default_rng(3).random(len(table))
    found = regression.grams(table[shuffled], weight[shuffled], codes[shuffled], 12)

    for blog in range(12):
        own = table[codes == blog]
        assert found[blog] == pytest.approx(own.T @ (own * weight[codes == blog, None]))


def test_the_covariance_is_that_of_refitting_without_each_blog() -> None:
    table, codes = made(15, 3, seed=4)
    fit = fitted(table, codes)
    whole = np.linalg.lstsq(table[:, :-1], table[:, -1])[0]
    without = [np.linalg.lstsq(table[codes != blog, :-1], table[codes != blog, -1])[0] - whole for blog in range(15)]

    assert fit.value == pytest.approx(whole)
    assert fit.covariance == pytest.approx(np.array(without).T @ np.array(without) * 14 / 15)
    assert fit.freedom == 14


@pytest.mark.parametrize("weighed", [False, True])
def test_coefficients_are_those_of_statsmodels_and_with_many_blogs_so_are_standard_errors(weighed: bool) -> None:
    table, codes = made(1500, 3, seed=5)
    weight = 0.5 + np.random.default_rng(6).random(len(table)) if weighed else np.ones(len(table))
    fit = fitted(table, codes, weight)
    theirs = sm.WLS(table[:, -1], table[:, :-1], weights=weight).fit(
        cov_type="cluster", cov_kwds={"groups": codes}, use_t=True
    )  # CR1: the same estimand, without the correction for blogs that pull the line to themselves

    assert fit.value == pytest.approx(theirs.params)
    assert np.sqrt(np.diagonal(fit.covariance)) == pytest.approx(theirs.bse, rel=0.01)
    assert stdtrit(fit.freedom, 0.975) == pytest.approx((theirs.conf_int()[:, 1] - theirs.params) / theirs.bse)


def test_with_one_post_a_blog_it_is_the_jackknife_that_statsmodels_calls_hc3() -> None:
    table, _ = made(80, 3, seed=7)
    fit = fitted(table, np.arange(len(table)))
    theirs = sm.OLS(table[:, -1], table[:, :-1]).fit(cov_type="HC3")

    assert fit.covariance * len(table) / (len(table) - 1) == pytest.approx(theirs.cov_params())


def test_columns_of_the_very_same_posts_have_no_coefficient_of_their_own() -> None:
    table, codes = made(20, 3, seed=8)
    doubled = np.column_stack([table[:, :-1], table[:, 1], np.zeros(len(table)), table[:, -1]])
    fit, plain = fitted(doubled, codes), fitted(table, codes)

    assert np.isnan(fit.value).tolist() == [False, True, False, False, True, True]
    assert fit.value[[0, 2, 3]] == pytest.approx(plain.value[[0, 2, 3]])
    assert fit.covariance[[0, 2, 3]][:, [0, 2, 3]] == pytest.approx(plain.covariance[[0, 2, 3]][:, [0, 2, 3]])
    assert np.isnan(fit.covariance[1]).all()


def test_a_coefficient_that_rests_on_one_blog_is_not_clear() -> None:
    table, codes = made(20, 2, seed=9)
    loud = (codes == 3).astype(float)
    fit = fitted(np.column_stack([table[:, :-1], loud, table[:, -1] - 5 * loud]), codes)

    assert fit.value[-1] < -3
    assert stdtrit(19, 0.975) * sqrt(fit.covariance[-1, -1]) > abs(fit.value[-1])


@pytest.mark.parametrize(("blogs", "columns", "chance"), [(15, 4, 0.2), (60, 12, 0.1)])
def test_intervals_cover_the_effect_with_few_blogs_and_a_rare_cause(blogs: int, columns: int, chance: float) -> None:
    covered, runs = 0, 400
    for seed in range(runs):
        fit = fitted(*made(blogs, columns, seed, chance))
        covered += abs(fit.value[1] + 0.8) <= stdtrit(fit.freedom, 0.975) * sqrt(fit.covariance[1, 1])

    assert covered / runs >= 0.95 - 2 * sqrt(0.95 * 0.05 / runs)
