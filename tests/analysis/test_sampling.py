"""Samples: exact size, exact chances, unbiased totals, and the number of posts that a width takes."""

from collections import Counter
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks import sampling
from analysis.checks.agreement import Sampled, agreement
from analysis.checks.sampling import chances, draw

SEEDS = 4000


def frame(count: int = 300) -> dict[str, list[str]]:
    """Posts with a common code, a rare one, a very rare one and none."""
    codes = {1: "common", 2: "common", 3: "common", 4: "rare"}
    predicted = {f"p{n:03}": [codes[n % 10]] if n % 10 in codes else [] for n in range(count)}
    return predicted | {"p007": ["rare", "single"], "p008": ["common", "rare"]}


def test_each_post_is_drawn_as_often_as_its_recorded_chance_says() -> None:
    posts = chances(frame(), 60)
    drawn = Counter(one.post for seed in range(SEEDS) for one in draw(posts, seed))
    far = [
        abs(drawn[one.post] / SEEDS - one.chance) / sqrt(max(one.chance * (1 - one.chance), 1e-9) / SEEDS)
        for one in posts
        if one.chance < 1
    ]

    assert max(far) < 4.5  # standard errors; of 300 normal ones the largest is above 4.5 once in 500
    assert sum(z * z for z in far) / len(far) == pytest.approx(1, abs=0.3)
    assert all(drawn[one.post] == SEEDS for one in posts if one.chance == 1)


def test_totals_weighted_by_chance_are_those_of_all_posts() -> None:
    posts = chances(frame(), 60)
    value = {one.post: 1.0 + 3.0 * (one.stratum != "random") + (int(one.post[1:]) % 7) / 7 for one in posts}
    totals = np.array([sum(value[one.post] / one.chance for one in draw(posts, seed)) for seed in range(SEEDS)])
    naive = np.array([np.mean([value[one.post] for one in draw(posts, seed)]) for seed in range(200)]) * len(posts)
    truth = sum(value.values())

    assert abs(totals.mean() - truth) < 4 * totals.std() / sqrt(SEEDS)
    assert abs(naive.mean() - truth) > 10 * naive.std() / sqrt(200)  # unweighted, rare posts count too often


@given(st.integers(1, 400), st.integers(0, 10_000))
def test_a_sample_has_the_wished_size_and_no_post_twice(size: int, seed: int) -> None:
    drawn = [one.post for one in draw(chances(frame(), size), seed)]

    assert len(drawn) == len(set(drawn)) == min(size, 300)


@given(st.integers(1, 299))
def test_every_post_has_a_chance(size: int) -> None:
    found = chances(frame(), size)

    assert {one.post for one in found} == set(frame())
    assert all(sampling.ALIKE * size / 300 * (1 - 1e-9) <= one.chance <= 1 for one in found)
    assert sum(one.chance for one in found) == pytest.approx(size)


def test_rare_predicted_codes_are_drawn_more_often_and_the_sample_says_why() -> None:
    found = {one.post: one for one in chances(frame(), 60)}

    assert found["p007"].stratum == "single"
    assert found["p004"].stratum == "rare"
    assert found["p000"].stratum == "random"
    assert found["p007"].chance > 3 * found["p000"].chance


def test_codes_beyond_their_fill_leave_the_rest_to_all_posts() -> None:
    found = {one.post: one.chance for one in chances(frame(), 200)}

    assert found["p004"] == pytest.approx(30 / 32)
    assert found["p000"] == pytest.approx(found["p001"], rel=1e-6) and found["p000"] > 0.6


def test_the_same_seed_draws_the_same_posts_and_another_one_others() -> None:
    posts = chances(frame(), 60)

    assert draw(posts, 3) == draw(list(reversed(posts)), 3) != draw(posts, 4)


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw(chances({}, 10), 1) == []


def test_two_samples_together_have_the_chance_of_either() -> None:
    first, second = {"a": 0.5, "b": 0.2}, {"a": 0.5}

    assert sampling.together([first, second], "a") == 0.75
    assert sampling.together([first, second], "b") == pytest.approx(0.2)
    assert sampling.together([first], "c") == 0


@pytest.mark.parametrize(("share", "half"), [(0.3, 0.10), (0.08, 0.17), (0.04, 0.24)])
def test_200_posts_give_the_width_that_the_command_tells(share: float, half: float) -> None:
    assert sampling.alpha_half_width(200, share) == pytest.approx(half, abs=0.005)


@pytest.mark.parametrize("share", [0.3, 0.1])
def test_the_width_of_alpha_is_that_of_simulated_coders(share: float) -> None:
    # Two equal coders: with chance sqrt(alpha) each reads the truth, else guesses at the code's share.
    rng, found = np.random.default_rng(8), []
    for _ in range(300):
        truth = rng.random(200) < share
        codes = [np.where(rng.random(200) < sqrt(0.75), truth, rng.random(200) < share) for _ in range(2)]
        found.append([(bool(a), bool(b)) for a, b in zip(*codes, strict=True)])
    once = Sampled([1.0] * 200, ["b"] * 200, draws=1)
    values = [agreement(rows, once).alpha.value for rows in found]

    assert np.mean(values) == pytest.approx(0.75, abs=0.02)
    assert 1.96 * np.std(values) == pytest.approx(sampling.alpha_half_width(200, share), rel=0.15)


@given(st.floats(0.01, 0.5), st.floats(0.02, 0.98), st.floats(0.1, 0.95), st.floats(1, 3))
def test_what_is_needed_gives_the_wished_width_and_one_post_less_does_not(
    half: float, share: float, alpha: float, factor: float
) -> None:
    needed = sampling.needed(half, share, alpha, factor)

    assert sampling.share_half_width(needed.share, share, factor) <= half * (1 + 1e-6)
    assert sampling.alpha_half_width(needed.alpha, share, alpha, factor) <= half * (1 + 1e-6)
    if needed.alpha > 1:
        assert sampling.alpha_half_width(needed.alpha - 1, share, alpha, factor) > half * (1 - 1e-6)


def test_a_share_of_a_third_within_ten_takes_81_posts_and_more_from_few_blogs() -> None:
    assert sampling.needed(0.1, 0.3).share == 81
    assert sampling.needed(0.1, 0.3).alpha == 203
    assert sampling.clustering(60, 20) == pytest.approx(1.3)
    assert sampling.clustering(5, 20) == sampling.clustering(5, 0) == 1
