"""The share itself: what other programs say of the same numbers, and what must hold whatever the coder says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import Scenario, study

from analysis.checks.powered import Coded, share

SMALL = Scenario(400, 100, 0.20, 0.80, 0.90)
# ppi-python 0.2.3 on `independent`: trust, then ppi_mean_pointestimate and the standard error in ppi_mean_ci (alpha .05):
PUBLISHED = {
    (200, 2000): [
        (None, 0.2888152976686512, 0.024960331673876953),
        (0.0, 0.27, 0.03139267430468453),
        (0.5, 0.2875, 0.025043337437330504),
        (1.0, 0.305, 0.02885610853874791),
    ],
    (500, 1500): [
        (None, 0.3007297559003626, 0.01623626097813741),
        (0.0, 0.284, 0.020166506886419362),
        (0.5, 0.301, 0.016232826823035684),
        (1.0, 0.318, 0.019926330988585587),
    ],
}
CASES = [(counts, *row) for counts, rows in PUBLISHED.items() for row in rows]


def independent(coded: int, others: int) -> Coded:
    """One post a blog, all of them experiences, the first `coded` by people."""
    count, rng = coded + others, np.random.default_rng(2311)
    true = rng.random(count) < 0.3
    told = np.where(true, rng.random(count) < 0.8, rng.random(count) < 0.1).astype(float)
    every = np.ones(count)
    place = np.arange(coded)
    return Coded(np.arange(count), every, told, place, every[:coded], every[:coded], true[:coded].astype(float))


def known(scenario: Scenario = SMALL, seed: int = 1) -> Coded:
    return study(scenario, np.random.default_rng(seed))[0]


@pytest.mark.parametrize(("counts", "trust", "value", "error"), CASES)
def test_equals_prediction_powered_inference_where_posts_are_independent(
    counts: tuple[int, int], trust: float | None, value: float, error: float
) -> None:
    """Its others do not hold the coded posts, ours do: the same trust counts for N / (N - n) as much."""
    coded, others = counts
    found = share(independent(coded, others), None if trust is None else trust * (coded + others) / others)
    one_more = max(found.value, 1 - found.value) / coded
    sandwich = np.sqrt((found.error**2 - one_more**2) * (coded - 1) / coded)  # theirs divides by n, ours by n - 1

    assert found.value == pytest.approx(value, abs=1e-12 if trust is not None else 1.2e-3)
    assert sandwich == pytest.approx(error, rel=3e-4 if trust is not None else 2e-3)


def test_full_trust_is_the_ratio_of_mean_pseudo_outcomes() -> None:
    """Design-based supervised learning (arXiv 2306.04746, eq. 4), weights brought to the number of posts."""
    coded = known()
    weight = coded.weight * len(coded.blog) / coded.weight.sum()
    told, story = coded.told.copy(), coded.story.copy()
    told[coded.place] += weight * (coded.people_told - coded.told[coded.place])
    story[coded.place] += weight * (coded.people_story - coded.story[coded.place])

    assert share(coded, 1.0).value == pytest.approx(told.mean() / story.mean(), abs=1e-12)


def test_no_trust_is_the_weighted_share_of_the_sample() -> None:
    coded = known()
    expected = np.average(coded.people_told, weights=coded.weight) / np.average(
        coded.people_story, weights=coded.weight
    )

    assert share(coded, 0.0).value == pytest.approx(expected)


@pytest.mark.parametrize("trust", [0.0, 0.5, 1.0])
def test_the_error_is_that_of_leaving_out_one_blog_after_the_other(trust: float) -> None:
    coded = known(Scenario(2000, 500, 0.20, 0.80, 0.90))
    found = share(coded, trust)
    blogs = len(set(coded.blog.tolist()))
    left = np.array([share(without(coded, blog), trust).value for blog in range(blogs)])
    jackknife = np.sqrt((blogs - 1) / blogs * ((left - left.mean()) ** 2).sum())
    one_more = coded.weight.max() / coded.weight.sum() * max(found.value, 1 - found.value) / story_part(coded, trust)

    assert np.sqrt(found.error**2 - one_more**2) == pytest.approx(jackknife, rel=0.03)


def story_part(coded: Coded, trust: float) -> float:
    rest = coded.people_story - trust * coded.story[coded.place]
    return float(trust * coded.story.mean() + np.average(rest, weights=coded.weight))


def without(coded: Coded, blog: int) -> Coded:
    """The same study had a blog not been found."""
    stays = coded.blog != blog
    kept = stays[coded.place]
    place = (np.cumsum(stays) - 1)[coded.place[kept]]
    parts = {name: getattr(coded, name)[kept] for name in ("weight", "people_story", "people_told")}
    return Coded(coded.blog[stays], coded.story[stays], coded.told[stays], place, **parts)


def test_a_coder_that_never_errs_is_trusted_wholly_and_left_as_it_is() -> None:
    coded = known()
    right = replace(coded, people_story=coded.story[coded.place], people_told=coded.told[coded.place])

    assert share(right).trust == pytest.approx(1.0)
    assert share(right).value == pytest.approx(coded.told.sum() / coded.story.sum())


def test_a_coder_that_says_the_same_of_all_is_not_trusted() -> None:
    coded = known()
    dull = replace(coded, story=np.ones_like(coded.story), told=np.zeros_like(coded.told))

    assert share(dull) == share(coded, 0.0)


def test_where_people_coded_every_post_their_word_holds_whatever_the_coder_says() -> None:
    coded = known(replace(SMALL, coded=400))
    truth = coded.people_told.sum() / coded.people_story.sum()

    assert len(coded.place) == 400
    assert [share(coded, trust).value for trust in (0.0, None, 1.0)] == pytest.approx([truth] * 3)


def test_a_share_below_nothing_is_given_up_for_peoples_codes_alone() -> None:
    coded = known()
    many = coded.told.copy()
    many[coded.place] = 1.0
    many[np.setdiff1d(np.arange(len(many)), coded.place)] = 0.0

    assert share(replace(coded, told=many), 1.0) == share(coded, 0.0)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_bounds_lie_around_the_share_and_between_0_and_1(seed: int) -> None:
    for trust in (0.0, None):
        found = share(known(Scenario(100, 40, 0.3, 0.7, 0.9), seed), trust)

        assert 0 < found.low < found.value < found.high < 1 and 0 <= found.trust <= 1


def test_a_share_of_nothing_or_of_all_has_no_bounds() -> None:
    coded = known()
    every = share(replace(coded, people_told=coded.people_story), 0.0)
    none = share(replace(coded, people_told=np.zeros_like(coded.people_told)), 0.0)

    assert (every.value, none.value) == (pytest.approx(1), 0)
    assert np.isnan([every.low, every.high, none.low, none.high]).all()
