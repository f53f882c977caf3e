"""Logistic regressions on tables, their cross-fits, agreement and thresholds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis.coders.portrait import NAMES
from analysis.fitting import logistic
from analysis.fitting.logistic import FOLDS, NEVER, Rows, crossed, nominal, threshold

Floats = logistic.Floats


def table(
    numbers: Sequence[Sequence[float]], truth: Sequence[object], cause: Sequence[int] | None = None, parts: int = FOLDS
) -> Rows:
    size = len(truth)
    return Rows(
        names=tuple(f"n{number}" for number in range(len(numbers[0]))),
        table=np.array(numbers, dtype=float),
        truth=np.array([str(one) for one in truth]),
        weight=np.ones(size),
        judged=np.ones(size),
        part=np.arange(size) % parts,
        cause=None if cause is None else np.array(cause),
    )


def test_no_row_of_a_table_is_judged_by_a_model_that_has_seen_its_part() -> None:
    numbers = [[float(number % 3), float(number % 7)] for number in range(60)]
    truth = [number % 3 == 0 for number in range(60)]
    rows = table(numbers, truth)
    here = rows.part == 2
    lied = replace(rows, truth=np.where(here, np.where(rows.truth == "True", "False", "True"), rows.truth))
    before, after = (crossed(one, ("True",), 1.0, ())[:, 0] for one in (rows, lied))

    np.testing.assert_array_equal(before[here], after[here])
    assert (before[~here] != after[~here]).all()


def test_parts_that_no_row_is_in_are_passed() -> None:
    rows = table([[float(number)] for number in range(20)], [number > 9 for number in range(20)], parts=2)

    assert (crossed(rows, ("True",), 1.0, ()) > 0).all()


@pytest.mark.parametrize(("always", "odds"), [(True, -NEVER), (False, NEVER)])
def test_where_all_rows_say_the_same_the_numbers_say_nothing(always: bool, odds: float) -> None:
    matrix, bias = logistic.logistic(table([[1.0], [2.0]], [always, always]), ("True",), 1.0, ())

    assert (matrix.tolist(), bias.tolist()) == ([[0.0]], [odds])


def test_of_two_classes_each_has_half_of_what_parts_them() -> None:
    rows = table([[float(number)] for number in range(10)], ["b" if number > 4 else "a" for number in range(10)])
    matrix, bias = logistic.logistic(rows, ("a", "never", "b"), 1.0, ())

    assert matrix[0, 0] == -matrix[2, 0] < 0
    assert bias[0] == pytest.approx(-bias[2])
    assert (matrix[1, 0], bias[1]) == (0, NEVER)
    assert crossed(rows, ("a", "never", "b"), 1.0, ())[:, 1].max() < 1e-6


def test_a_single_class_is_certain() -> None:
    chances = crossed(table([[1.0]] * 6, ["a"] * 6), ("a", "b"), 1.0, ())

    np.testing.assert_allclose(chances, [[1, 0]] * 6, atol=1e-6)


def test_weights_are_for_numbers_as_they_are() -> None:
    """Numbers of another size and place give other weights and the same chances."""
    numbers = [[float(number % 5), float(number % 7)] for number in range(70)]
    truth = [(number % 5) + (number % 3) > 3 for number in range(70)]
    usual, moved = (table(one, truth) for one in (numbers, [[100 * a + 9, b] for a, b in numbers]))
    first, second = (logistic.logistic(one, ("True",), 1.0, ()) for one in (usual, moved))

    assert first[0][0, 0] == pytest.approx(100 * second[0][0, 0], rel=1e-3)
    for row, (matrix, bias) in ((usual, first), (moved, second)):
        np.testing.assert_allclose(
            1 / (1 + np.exp(-(row.table @ matrix.T + bias)))[:, 0], crossed_with(first, usual.table), atol=1e-3
        )


def crossed_with(found: tuple[Floats, Floats], numbers: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(numbers @ found[0].T + found[1])))[:, 0])


def test_each_cause_has_its_own_bias_and_leans_on_the_others() -> None:
    size = 40
    cause = [number % 2 for number in range(size)]
    numbers = [[float(number % 4 > 1)] for number in range(size)]
    truth = [number % 4 > 1 if number % 2 else number % 8 > 5 for number in range(size)]
    rows = table(numbers, truth, cause)
    matrix, bias = logistic.logistic(rows, ("True",), 1.0, ("n0", "no such number"))

    assert matrix.shape == (len(NAMES), 1)
    assert matrix[1, 0] > matrix[0, 0] > 0  # the number says more of the second cause
    assert matrix[2, 0] > 0  # a cause that never occurred has the common weight
    assert len(set(bias[:3].round(6))) == 3
    chances = crossed(rows, ("True",), 1.0, ("n0",))[:, 0]
    assert nominal(rows.truth == "True", chances > 0.5, rows.weight) > 0.5


def test_causes_and_classes_have_a_row_each() -> None:
    cause = [number % 2 for number in range(60)]
    truth = [("failed", "met", "mixed")[number % 3] for number in range(60)]
    rows = table([[float(number % 3)] for number in range(60)], truth, cause)
    matrix, bias = logistic.logistic(rows, ("failed", "met", "mixed"), 1.0, ("n0",))

    assert matrix.shape == (3 * len(NAMES), 1)
    assert bias.shape == (3 * len(NAMES),)
    chances = crossed(rows, ("failed", "met", "mixed"), 10.0, ("n0",))
    assert (chances.argmax(axis=1) == np.arange(60) % 3).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1)


def test_agreement_is_1_where_all_agree_and_0_where_it_is_chance() -> None:
    truth, even = np.array([0, 0, 1, 1]), np.ones(4)

    assert nominal(truth, truth, even) == pytest.approx(1)
    assert nominal(truth, np.array([0, 1, 0, 1]), even) == pytest.approx(0)
    assert nominal(truth, 1 - truth, even) == pytest.approx(-1)
    assert nominal(np.zeros(4, int), np.zeros(4, int), even) == 0


def test_a_weight_of_two_is_two_posts() -> None:
    truth, said = np.array([0, 1, 2, 2, 1]), np.array([0, 2, 2, 1, 1])
    double = nominal(truth, said, np.array([1.0, 2, 1, 1, 1]))

    assert double == pytest.approx(nominal(np.append(truth, 1), np.append(said, 2), np.ones(6)))
    assert double < nominal(truth, said, np.ones(5))


def test_the_threshold_parts_yes_from_no() -> None:
    chances = np.concatenate([np.linspace(0.05, 0.25, 50), np.linspace(0.45, 0.65, 50)])
    yes = np.arange(100) >= 50

    assert 0.25 < threshold(chances, yes, np.ones(100)) < 0.45


def test_rows_of_no_weight_have_no_say_in_a_threshold() -> None:
    chances, yes = np.array([0.1, 0.2, 0.7, 0.8]), np.array([False, False, True, True])
    more = threshold(np.append(chances, [0.9] * 9), np.append(yes, [False] * 9), np.array([1.0] * 4 + [0.0] * 9))

    assert more == threshold(chances, yes, np.ones(4))
