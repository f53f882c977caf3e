"""Figures that other libraries compute as well are theirs."""

from dataclasses import replace
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from claiming import BOOK, CAUSES, Truth, study
from scipy import stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.genmod import cov_struct, families
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.estimates import causes, contrast, regression
from analysis.estimates.contrast import Contrast
from analysis.estimates.importance import importance
from analysis.testing import gee, hypotheses, odds, reactions
from analysis.testing.incidence import incidence

RNG = np.random.default_rng(4)
BLOGS = np.repeat(np.arange(60), RNG.integers(1, 9, 60))
COLUMNS = np.column_stack([np.ones(len(BLOGS)), RNG.random(len(BLOGS)) < 0.4, RNG.normal(size=len(BLOGS))]).astype(
    float
)
YES = RNG.random(len(BLOGS)) < 1 / (1 + np.exp(-(COLUMNS @ [-0.5, 0.6, 0.3] + RNG.normal(size=60)[BLOGS])))
EVEN = np.ones(len(BLOGS))


def test_the_regression_is_that_of_statsmodels_with_its_bias_reduced_covariance() -> None:
    theirs = GEE(
        YES.astype(float), COLUMNS, groups=BLOGS, family=families.Binomial(), cov_struct=cov_struct.Exchangeable()
    ).fit(cov_type="bias_reduced", ctol=1e-12, maxiter=200)
    ours = gee.logit(COLUMNS, YES, BLOGS, EVEN)

    assert ours is not None
    assert ours.alike == pytest.approx(theirs.cov_struct.dep_params, abs=1e-8)
    assert ours.alike > 0.05
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-8)
    assert ours.covariance == pytest.approx(theirs.cov_params(), abs=1e-8)


def test_weighted_posts_are_fitted_as_statsmodels_does_with_independence() -> None:
    weight = RNG.uniform(1, 5, len(BLOGS))
    theirs = GEE(YES.astype(float), COLUMNS, groups=BLOGS, family=families.Binomial(), weights=weight).fit(ctol=1e-12)
    ours = gee.logit(COLUMNS, YES, BLOGS, weight)

    assert ours is not None
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-7)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=0.1)  # theirs without blogs' leverage


@pytest.mark.parametrize("columns", [np.column_stack([EVEN, YES]), np.column_stack([EVEN, EVEN * 2])])
def test_a_regression_that_parts_yes_from_no_or_has_no_solution_is_none(columns: np.ndarray) -> None:
    assert gee.logit(columns.astype(float), YES, BLOGS, EVEN) is None


def test_a_column_that_one_blog_alone_holds_has_no_error() -> None:
    blogs = np.concatenate([BLOGS, np.full(6, 60)])
    fit = gee.logit(
        np.column_stack([np.ones(len(blogs)), blogs == 60]).astype(float),
        np.concatenate([YES, np.arange(6) % 2 > 0]),
        blogs,
        np.ones(len(blogs)),
    )

    assert fit is not None
    assert np.isnan(fit.covariance).all()


def test_with_one_post_a_blog_the_coefficients_are_those_of_plain_logistic_regression() -> None:
    ours = gee.logit(COLUMNS, YES, np.arange(len(YES)), EVEN)

    assert ours is not None
    assert ours.alike == 0
    assert ours.coefficients == pytest.approx(Logit(YES.astype(float), COLUMNS).fit(disp=0).params, abs=1e-7)


def test_a_figure_that_many_redrawn_samples_leave_undefined_has_no_error() -> None:
    sums = np.column_stack([np.arange(12) == 0, np.ones(12)]).astype(float)
    value, error = contrast.redrawn(sums, lambda made: np.where(made[:, 0] > 0, made[:, 1], np.nan), 200, 1)

    assert value == 12
    assert np.isnan(error)


@pytest.mark.parametrize(("first", "second"), [((9, 30), (4, 41)), ((0, 12), (5, 9)), ((20, 20), (33, 50))])
def test_the_interval_of_one_difference_is_newcombes(first: tuple[int, int], second: tuple[int, int]) -> None:
    theirs = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")

    assert odds.newcombe(first, second) == pytest.approx(theirs, abs=1e-9)


TABLES = np.array([[12, 40, 7, 55], [3, 9, 20, 80], [5, 5, 0, 0], [15, 22, 11, 30]], dtype=float)


def test_the_pooled_odds_ratio_is_that_of_mantel_and_haenszel() -> None:
    theirs = StratifiedTable([np.array([[a, n - a], [c, m - c]]) for a, n, c, m in TABLES[[0, 1, 3]]])

    assert odds.ratio(TABLES) == pytest.approx(theirs.oddsratio_pooled)


def test_the_pooled_difference_weighs_strata_by_what_they_tell() -> None:
    a, n, c, m = TABLES[[0, 1, 3]].T

    assert odds.difference(TABLES) == pytest.approx(np.average(a / n - c / m, weights=n * m / (n + m)))
    assert odds.difference(TABLES[0][None]) == pytest.approx(12 / 40 - 7 / 55)
    assert np.isnan(odds.difference(TABLES[2][None]))


def test_shuffled_mentions_have_the_p_of_the_hypergeometric_distribution() -> None:
    a, n, c, m = TABLES[0].astype(int)
    law = stats.hypergeom(n + m, n, a + c)
    hits = np.arange(a + c + 1)
    exact = law.pmf(hits)[np.abs(hits - law.mean()) >= abs(a - law.mean()) - 1e-9].sum()

    assert odds.permuted(TABLES[:1], 40_000, 1) == pytest.approx(exact, abs=0.005)


def test_dominance_is_mann_and_whitneys_u() -> None:
    first, second = RNG.integers(-2, 3, 40), RNG.integers(-1, 3, 55)
    sums = np.array(
        [[(values == point).sum() for point in reactions.POINTS] for values in (first, second)], dtype=float
    )
    u = stats.mannwhitneyu(first, second).statistic

    assert reactions.dominance(sums[None])[0] == pytest.approx(2 * u / (40 * 55) - 1)


def test_the_jackknife_error_of_a_mean_is_its_standard_error() -> None:
    values = RNG.normal(size=30)
    found = contrast.jackknife(np.column_stack([values, np.ones(30)]), lambda sums: sums[:, 0] / sums[:, 1], 29)
    theirs = stats.ttest_1samp(values, 0.1)
    shifted = replace(found, neutral=0.1)

    assert found.error == pytest.approx(stats.sem(values))
    assert shifted.p == pytest.approx(theirs.pvalue)
    assert (found.bound(-1), found.bound(1)) == pytest.approx(tuple(theirs.confidence_interval()))


def test_a_difference_by_whole_blogs_has_the_error_of_least_squares_by_whole_blogs() -> None:
    group = COLUMNS[:, 1] > 0
    grams = regression.grams(np.column_stack([EVEN, group, YES]).astype(float), EVEN, BLOGS, 60)
    fit = regression.fit(grams)
    tables = odds.tables(YES, group[:, None], np.ones((len(YES), 1), dtype=bool))
    sums = np.array([tables[blog == BLOGS].sum(axis=0) for blog in range(60)])
    ours = contrast.jackknife(sums, odds.difference, 59)

    assert ours.value == pytest.approx(fit.value[1])
    assert ours.error == pytest.approx(sqrt(fit.covariance[1, 1]))


def test_redrawn_blogs_vary_as_much_as_the_jackknife_says() -> None:
    values = np.column_stack([RNG.normal(size=80), np.ones(80)])
    value, error = contrast.redrawn(values, lambda sums: sums[:, 0] / sums[:, 1], 4000, 1)
    jackknifed = contrast.jackknife(values, lambda sums: sums[:, 0] / sums[:, 1], 79)

    assert (float(value), float(error)) == pytest.approx((jackknifed.value, jackknifed.error), rel=0.04)


@pytest.mark.parametrize("family", [1, 7])
def test_needed_posts_are_those_of_the_power_of_a_normal_test(family: int) -> None:
    theirs = 2 * NormalIndPower().solve_power(effect_size=0.3, alpha=0.05 / family, power=0.8)
    seen = Contrast(0.05, sqrt(4 / 100), 98)  # two groups of 50, sd 1

    assert contrast.needed(seen, 0.3, 100, family) == pytest.approx(theirs, abs=1.5)


def test_needed_posts_are_none_where_they_cannot_be_told_and_those_of_what_was_seen_where_many_are_there() -> None:
    precise = Contrast(0.01, 0.02, 900)

    assert contrast.needed(Contrast(), 0.3, 100, 1) is None
    assert contrast.needed(Contrast(0.0, 0.02, 900), 0.3, 1000, 1) is None
    assert contrast.needed(Contrast(1e-6, 0.02, 900), 0.3, 1000, 1) is None
    assert 30_000 < (contrast.needed(precise, 0.3, 1000, 1) or 0) < 33_000


def test_adjusted_p_values_are_holms_over_all_that_were_asked() -> None:
    posts, codings = study(Truth(courtesy=0.8, loyal=0.5), 40, seed=3)
    found = hypotheses.test(posts.drop(columns="words"), codings, BOOK, 300, 1)
    theirs = multipletests([1.0 if np.isnan(one.p) else one.p for one in found], method="holm")[1]

    tested = [place for place, one in enumerate(found) if not np.isnan(one.p)]

    assert np.isnan(found[1].p_holm)
    assert len(tested) >= 5
    assert [found[place].p_holm for place in tested] == pytest.approx(theirs[tested])


def test_leads_are_those_of_the_ranking_and_of_importance() -> None:
    posts, codings = study(Truth(core=(0.8, 0.6, 0.4), penalties=(2.0, 1.5, 1.0)), 200, seed=1)
    first = hypotheses.test(posts, codings, BOOK, 100, 1)[0]
    shares = causes.rank(codings, posts, 10).set_index("cause")["share"]
    impacts = importance(posts, codings, CAUSES, 10).set_index("cause")["impact"]

    assert [part.estimate for part in first.parts] == pytest.approx([_smallest(shares), _smallest(impacts)])


def _smallest(values: pd.Series) -> float:
    core, others = values[list(CAUSES[:3])], values.drop(list(CAUSES[:3]))
    return float(min(core.iloc[0] - core.iloc[1], core.iloc[1] - core.iloc[2], core.iloc[2] - others.max()))


def test_the_odds_ratio_is_that_of_the_model_with_length_and_other_causes() -> None:
    posts, codings = study(Truth(courtesy=1.0), 80, seed=5)
    found = incidence(posts, codings, CAUSES)
    others = found.told.any(axis=2).sum(axis=1) - found.at(["courtesy"])
    columns = [np.ones(len(posts)), found.at(CAUSES[:3], ["failed", "exceeded", "mixed"]), np.log(found.words), others]
    fit = GEE(
        found.at(["courtesy"]).astype(float),
        np.column_stack(columns).astype(float),
        groups=found.blog,
        family=families.Binomial(),
        cov_struct=cov_struct.Exchangeable(),
    ).fit()

    assert log(hypotheses.test(posts, codings, BOOK, 50, 1)[1].estimate) == pytest.approx(fit.params[1], abs=1e-5)
