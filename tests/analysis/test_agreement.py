"""Agreement: against nltk, against examples worked by hand and in the literature, and as an interval."""

from collections.abc import Hashable
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import interval_distance

from analysis.checks.agreement import Agreement, Sampled, agreement

# Four observers, twelve units, with gaps: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part C
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = list(zip(*OBSERVERS, strict=True))


def yes(count: int, first: bool, second: bool) -> list[tuple[bool, bool]]:
    return [(first, second)] * count


def score(pairs: list[tuple[Hashable, Hashable]], interval: bool = False) -> float:
    """Alpha of two coders without gaps, computed pair by pair."""
    values = [value for pair in pairs for value in pair]
    n = len(values)

    def distance(a: Hashable, b: Hashable) -> float:
        return (a - b) ** 2 if interval else float(a != b)  # type: ignore[operator]  # numbers, where interval

    observed = sum(distance(a, b) for a, b in pairs) / len(pairs)
    expected = sum(distance(a, b) for a in values for b in values) / (n * (n - 1))
    return 1 - observed / expected if expected else nan


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_krippendorff_s_own_example(metric: str, alpha: float) -> None:
    assert agreement(UNITS, metric=metric).alpha.value == pytest.approx(alpha, abs=0.0005)


def test_a_post_that_one_coder_judged_tells_nothing() -> None:
    with_lone, without = agreement(UNITS), agreement([row for row in UNITS if sum(v is not None for v in row) > 1])

    assert with_lone.alpha.value == without.alpha.value
    assert with_lone.posts == 11


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=3, max_size=12))
def test_nominal_alpha_of_three_coders_is_nltk_s(rows: list[tuple[str, str, str]]) -> None:
    task = AnnotationTask([(f"c{c}", f"u{u}", value) for u, row in enumerate(rows) for c, value in enumerate(row)])
    mine = agreement(rows, Sampled([1.0] * len(rows), ["b"] * len(rows), draws=1)).alpha.value
    if len({value for row in rows for value in row}) == 1:
        assert isnan(mine)
    else:
        assert mine == pytest.approx(task.alpha())


@given(st.lists(st.tuples(*[st.integers(-2, 2)] * 2), min_size=2, max_size=12))
def test_interval_alpha_and_kappa_of_two_coders_are_nltk_s(rows: list[tuple[int, int]]) -> None:
    data = [(f"c{c}", f"u{u}", value) for u, row in enumerate(rows) for c, value in enumerate(row)]
    once = Sampled([1.0] * len(rows), ["b"] * len(rows), draws=1)
    if len({value for row in rows for value in row}) > 1:
        task = AnnotationTask(data, distance=interval_distance)
        assert agreement(rows, once, "interval").alpha.value == pytest.approx(task.alpha())
        assert agreement(rows, once).kappa.value == pytest.approx(AnnotationTask(data).kappa())


def test_kappa_and_f1_and_share_of_a_table_worked_by_hand() -> None:
    # 20 both yes, 5 only the first, 10 only the second, 15 both no: p_o = .7, p_e = .5 * .6 + .5 * .4 = .5
    found = agreement(yes(20, True, True) + yes(5, True, False) + yes(10, False, True) + yes(15, False, False))

    assert found.kappa.value == pytest.approx(0.4)
    assert found.f1.value == pytest.approx(40 / 55)
    assert found.share.value == pytest.approx(0.7)
    assert (found.posts, found.positives, found.negatives) == (50, 35, 15)


def test_with_a_reference_only_its_own_yes_is_a_positive() -> None:
    pairs = yes(4, True, False) + yes(3, False, True) + yes(2, False, False)

    assert (agreement(pairs).positives, agreement(pairs, reference=True).positives) == (7, 4)


def test_a_code_that_nothing_varies_in_has_no_alpha() -> None:
    nothing = agreement(yes(9, False, False))

    assert isnan(nothing.alpha.value) and isnan(nothing.kappa.value) and isnan(nothing.f1.value)
    assert nothing.share.value == 1
    assert agreement(yes(9, True, True)).f1.value == 1


def test_no_post_at_all_is_no_error() -> None:
    assert agreement([]).posts == 0
    assert isnan(agreement([(None, True)]).alpha.value)


def test_the_share_of_many_coders_is_that_of_their_pairs() -> None:
    # one of three pairs agrees, then the only pair
    assert agreement([("a", "a", "b"), ("c", None, "c")]).share.value == pytest.approx((1 / 3 + 1) / 2)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_a_post_of_twice_the_weight_counts_as_two(metric: str) -> None:
    rows: list[tuple[int, int]] = [(1, 1), (2, 3), (3, 3), (5, 4), (1, 2)]
    doubled = agreement([*rows, rows[1]], metric=metric)
    weighted = agreement(rows, Sampled([1.0, 0.5, 1.0, 1.0, 1.0], list("abcde")), metric=metric)

    assert weighted.share.value == pytest.approx(doubled.share.value)
    # n stays the number of values that were really judged, so that alpha's (n - 1) / n differs a little
    n, more = 10, 12
    shrunk = (1 - weighted.alpha.value) * n / (n - 1) * (more - 1) / more
    assert 1 - doubled.alpha.value == pytest.approx(shrunk)


def test_weights_undo_oversampling() -> None:
    # In 1,000 posts coders agree on 90 % of those with the code predicted and on 99 % of the others.
    rng = np.random.default_rng(4)
    predicted = rng.random(4000) < 0.1
    first = predicted ^ (rng.random(4000) < 0.03)
    second = first ^ (rng.random(4000) < np.where(predicted, 0.2, 0.01))
    chance = np.where(predicted, 0.9, 0.3)
    drawn = rng.random(4000) < chance
    rows = [(bool(a), bool(b)) for a, b in zip(first, second, strict=True)]
    sample = [row for row, taken in zip(rows, drawn, strict=True) if taken]
    whole = agreement(rows).share.value

    weighted = agreement(sample, Sampled(list(chance[drawn]), [str(n) for n in range(len(sample))])).share.value
    assert weighted == pytest.approx(whole, abs=0.006)
    assert agreement(sample).share.value < whole - 0.02


def _clustered(seed: int) -> tuple[list[tuple[bool, bool]], list[str]]:
    """40 blogs of 5 posts; blogs differ in how often the coders part."""
    rng = np.random.default_rng(seed)
    rows, blogs = [], []
    for blog in range(40):
        error = rng.choice([0.02, 0.3])
        for _ in range(5):
            truth = rng.random() < 0.4
            rows.append((bool(truth), bool(truth ^ (rng.random() < error))))
            blogs.append(f"b{blog}")
    return rows, blogs


def test_intervals_cover_what_they_should_and_blogs_widen_them() -> None:
    # share of agreement: 1 - (.02 + .3) / 2; alpha of that channel, from its cells: p_o = .84, margins .4 and .4288
    error = 0.16
    second = 0.4 * (1 - error) + 0.6 * error
    mean = (0.4 + second) / 2
    truth = 1 - error / (2 * mean * (1 - mean))
    held = {"alpha": 0, "share": 0}
    wider = 0
    for seed in range(100):
        rows, blogs = _clustered(seed)
        found = agreement(rows, Sampled([1.0] * 200, blogs, draws=200, seed=seed))
        alone = agreement(rows, Sampled([1.0] * 200, list(map(str, range(200))), draws=200, seed=seed))
        held["alpha"] += found.alpha.low <= truth <= found.alpha.high
        held["share"] += found.share.low <= 1 - error <= found.share.high
        wider += found.share.high - found.share.low > alone.share.high - alone.share.low

    assert held["alpha"] >= 90 and held["share"] >= 90
    assert wider > 80


def test_the_same_seed_gives_the_same_interval() -> None:
    rows, blogs = _clustered(1)

    def once(seed: int) -> Agreement:
        return agreement(rows, Sampled([1.0] * 200, blogs, draws=100, seed=seed))

    assert once(3) == once(3) != once(4)


def test_too_few_positives_give_a_figure_without_an_interval() -> None:
    rows = yes(1, True, True) + yes(30, False, False)
    found = agreement(rows)

    assert found.alpha.value == 1
    assert isnan(found.alpha.low)
