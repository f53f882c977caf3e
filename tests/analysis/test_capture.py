"""What was missed: figures held against published examples, against another program, and against populations of known size."""

import random
from itertools import product
from math import isnan

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.estimates import capture

# Hepatitis A at a college in Taiwan, 1995, ascertained by a serum test, hospitals and epidemiologists; Chao, Tsay, Lin, Shau
# and Chao (2001), Statistics in Medicine 20, 3123-3157: 135, 122 and 126 cases, 271 in all, 545 when all were tested.
HEPATITIS = {(1, 0, 0): 69, (0, 1, 0): 55, (0, 0, 1): 63, (1, 1, 0): 21, (1, 0, 1): 17, (0, 1, 1): 18, (1, 1, 1): 28}


def families(cells: dict[tuple[int, ...], int], names: str = "PQE") -> dict[str, set[str]]:
    """Who found what, of the counts of each pattern."""
    posts = [(pattern, f"{pattern} {number}") for pattern, count in cells.items() for number in range(count)]
    return {name: {post for pattern, post in posts if pattern[place]} for place, name in enumerate(names)}


def drawn(total: int, chances: dict[str, float], seed: int) -> dict[str, set[str]]:
    """What families find that each find every post with their own chance, independently."""
    chance = random.Random(seed)
    return {name: {str(n) for n in range(total) if chance.random() < part} for name, part in chances.items()}


def test_two_families_give_chapman_s_estimate() -> None:
    first, second = {str(n) for n in range(10)}, {str(n) for n in range(5, 20)}
    one, two = {str(n) for n in range(20)}, {str(n) for n in range(10, 40)}

    assert capture.chapman(("a", "b"), first, second).why_not.startswith("too few to say: 5 posts in both")
    assert capture.chapman(("a", "b"), one, two).total == pytest.approx(21 * 31 / 11 - 1)
    assert capture.chapman(("a", "b"), one, two).found == 40


def test_the_published_example_of_two_lists_comes_out() -> None:
    # there with Petersen's estimator: 336, 378 and 334; Chapman's differs by the known correction
    found = families(HEPATITIS)
    for (one, other), petersen in {("P", "Q"): 336, ("P", "E"): 378, ("Q", "E"): 334}.items():
        told = capture.chapman((one, other), found[one], found[other])
        both = len(found[one] & found[other])

        assert round(len(found[one]) * len(found[other]) / both) == petersen
        assert abs(told.total - petersen) < 4
        assert told.found < told.low < told.total < told.high


def test_independent_log_linear_model_of_the_published_example_comes_out() -> None:
    missed, variance, _ = capture.fit(HEPATITIS, []) or (0.0, 0.0, 0.0)
    every, _, _ = capture.fit(HEPATITIS, [(0, 1), (0, 2), (1, 2)]) or (0.0, 0.0, 0.0)

    assert round(271 + missed) == 388  # and 1,313 of the saturated model
    assert round(271 + every) == 1313
    assert 20 < (missed + missed**2 * variance) ** 0.5 < 24


@pytest.mark.parametrize("pairs", [[], [(0, 1)], [(0, 2), (1, 2)]])
def test_log_linear_fits_are_those_of_statsmodels(pairs: list[tuple[int, int]]) -> None:
    patterns, told = np.array(list(HEPATITIS)), np.array(list(HEPATITIS.values()))
    design = np.column_stack([np.ones(7), patterns, *(patterns[:, one] * patterns[:, other] for one, other in pairs)])
    peer = sm.GLM(told, design, family=sm.families.Poisson()).fit()
    missed, variance, criterion = capture.fit(HEPATITIS, pairs) or (0.0, 0.0, 0.0)
    _, _, first = capture.fit(HEPATITIS, []) or (0.0, 0.0, 0.0)
    base = sm.GLM(told, design[:, :4], family=sm.families.Poisson()).fit()

    assert missed == pytest.approx(np.exp(peer.params[0]))
    assert variance == pytest.approx(peer.cov_params()[0, 0])
    assert criterion - first == pytest.approx(2 * (base.llf - peer.llf) + len(pairs) * np.log(told.sum()), abs=1e-6)


def test_chao_s_lower_bound_follows_its_formula_and_reaches_the_truth_of_the_example_best() -> None:
    bound = capture.chao(families(HEPATITIS))

    assert bound.total == pytest.approx(271 + 2 / 3 * 187**2 / (2 * 56))
    assert bound.low < 545 < bound.high


@pytest.mark.parametrize("total", [400, 2_000])
def test_ranges_hold_the_true_number_about_as_often_as_they_say(total: int) -> None:
    runs, held = 60, {"Chapman": 0, "log-linear": 0}
    for seed in range(runs):
        made = drawn(total, {"a": 0.4, "b": 0.3, "c": 0.25}, seed)
        for told in (capture.chapman(("a", "b"), made["a"], made["b"]), capture.loglinear(made)):
            held[told.method] += told.low <= total <= told.high

    assert all(count >= 0.85 * runs for count in held.values())


def test_a_lower_bound_stays_below_the_truth_where_posts_differ() -> None:
    chance = random.Random(1)
    ease = [chance.choice((0.05, 0.6)) for _ in range(3_000)]
    made = {name: {str(n) for n, part in enumerate(ease) if chance.random() < part} for name in "abcd"}

    assert len(set().union(*made.values())) < capture.chao(made).total < 3_000


def test_too_little_overlap_gives_no_figure_and_says_so() -> None:
    apart = {name: {f"{name}{n}" for n in range(50)} for name in "abc"}
    told = capture.estimates(apart)

    assert [one.method for one in told] == ["Chao, lower bound", "log-linear", "Chapman", "Chapman", "Chapman"]
    assert all(isnan(one.total) and one.why_not.startswith("too few to say") for one in told)


def test_a_family_that_repeats_another_gives_no_figure() -> None:
    posts = {str(n) for n in range(40)}

    assert capture.chapman(("a", "b"), posts, set(list(posts)[:20])).why_not.startswith("no estimate")


def test_one_family_or_none_has_nothing_to_be_compared_with() -> None:
    assert capture.estimates({}) == capture.estimates({"a": {"1"}, "b": set()}) == []


def test_more_families_than_can_be_told_apart_are_taken_together() -> None:
    made = drawn(500, {name: 0.2 + 0.05 * place for place, name in enumerate("abcdefg")}, 1)
    kept = capture.pooled(made)

    assert list(kept) == ["e", "f", "g", "others"]
    assert kept["others"] == made["a"] | made["b"] | made["c"] | made["d"]
    assert capture.loglinear(made).low < 500 < capture.loglinear(made).high


def test_every_pattern_of_families_is_counted() -> None:
    assert capture.counts(families(HEPATITIS)) == {p: HEPATITIS[p] for p in product((0, 1), repeat=3) if any(p)}


def test_families_that_never_meet_in_some_pattern_are_still_estimated_or_refused() -> None:
    cells = {**HEPATITIS, (1, 1, 1): 0, (1, 0, 1): 0}
    told = capture.loglinear(families(cells))

    assert told.why_not or told.low < told.total < told.high
    assert capture.fit(cells, [(0, 2)]) is None
