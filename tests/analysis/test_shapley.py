import time
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.estimates import shapley

Floats = NDArray[np.float64]

# Correlations of R's data set `swiss` (Mosteller & Tukey 1977, p. 549): Agriculture, Examination, Education, Catholic,
# Infant.Mortality, and Fertility as the outcome.
SWISS = np.array(
    [
        [1.0, -0.6865422, -0.6395225, 0.4010951, -0.0608586, 0.3530792],
        [-0.6865422, 1.0, 0.6984153, -0.5727418, -0.1140216, -0.6458827],
        [-0.6395225, 0.6984153, 1.0, -0.1538589, -0.0993218, -0.6637889],
        [0.4010951, -0.5727418, -0.1538589, 1.0, 0.1754959, 0.4636847],
        [-0.0608586, -0.1140216, -0.0993218, 0.1754959, 1.0, 0.416556],
        [0.3530792, -0.6458827, -0.6637889, 0.4636847, 0.416556, 1.0],
    ]
)


def gram(columns: int, seed: int = 1, rows: int = 200) -> Floats:
    """Cross products of a constant, yes-or-no columns and an outcome that they explain in part."""
    rng = np.random.default_rng(seed)
    made = np.column_stack([np.ones(rows), rng.random((rows, columns)) < 0.3])
    table = np.column_stack([made, made @ rng.normal(size=columns + 1) + rng.normal(size=rows)])
    return np.asarray(table.T @ table)


def unexplained(table: Floats, columns: list[int]) -> float:
    """What least squares on these columns leaves."""
    square, outcome = table[np.ix_(columns, columns)], table[columns, -1]
    return float(table[-1, -1] - outcome @ np.linalg.solve(square, outcome))


def test_lmg_of_swiss_is_what_relaimpo_prints() -> None:
    # Groemping 2006, J. Stat. Softw. 17(1), section 5: calc.relimp(swiss, type = "lmg"); 70.67 % of the variance explained
    found = shapley.parts(SWISS, [1] * 5, always=0)

    assert found.tolist() == pytest.approx([0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592], abs=1e-6)
    assert found.sum() == pytest.approx(0.7067350, abs=1e-6)


def test_a_part_is_the_mean_over_all_orders_of_entry() -> None:
    table, widths = gram(7), [2, 1, 3, 1]
    starts = np.cumsum([1, *widths])
    columns = [list(range(starts[one], starts[one + 1])) for one in range(4)]
    expected = np.zeros(4)
    for order in permutations(range(4)):
        held = [0]
        for player in order:
            expected[player] += (unexplained(table, held) - unexplained(table, held + columns[player])) / 24
            held = held + columns[player]

    assert shapley.parts(table, widths, always=1).tolist() == pytest.approx(expected.tolist())


def test_parts_add_up_to_all_that_is_explained() -> None:
    table = gram(10)
    explained = unexplained(table, [0, 1]) - unexplained(table, list(range(11)))
    assert shapley.parts(table, [1, 2, 3, 3], always=2).sum() == pytest.approx(explained)


def test_many_matrices_at_once_give_what_each_gives_alone() -> None:
    tables = np.stack([gram(6, seed) for seed in range(5)])
    together = shapley.parts(tables, [2, 2, 2], always=1)
    assert together == pytest.approx(np.stack([shapley.parts(table, [2, 2, 2], always=1) for table in tables]))


def test_twins_share_evenly_and_an_empty_column_has_no_part() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.random(100) < 0.4, rng.random(100) < 0.4
    outcome = one + 0.5 * other + rng.normal(size=100)
    table = np.column_stack([np.ones(100), one, one, other, np.zeros(100), outcome])
    found = shapley.parts(table.T @ table, [1, 1, 1, 1], always=1)

    assert found[0] == pytest.approx(found[1])
    assert found[3] == 0
    assert found.sum() == pytest.approx(unexplained(table.T @ table, [0]) - unexplained(table.T @ table, [0, 1, 3]))


def test_no_players_have_no_parts() -> None:
    assert shapley.parts(gram(1), [], always=2).shape == (0,)


def test_more_players_than_can_be_counted_are_refused() -> None:
    with pytest.raises(ValueError, match="17 players; 16 are the most"):
        shapley.parts(gram(17), [1] * 17, always=1)


def test_sixteen_thousand_regressions_take_less_than_two_seconds() -> None:
    table, start = gram(28, rows=1000), time.process_time()
    shapley.parts(table, [2] * 14, always=1)
    assert time.process_time() - start < 2
