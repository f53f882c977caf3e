"""Raised p values: worked examples, and what holds for any family."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.testing import multiplicity

FAMILY = st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=12).map(np.array)


def test_holm_raises_the_smallest_most() -> None:
    raised = multiplicity.holm(np.array([0.01, 0.04, 0.03, 0.005]))

    assert raised == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_hochberg_equals_scipy() -> None:
    values = np.random.default_rng(1).uniform(size=40) ** 2

    assert multiplicity.hochberg(values) == pytest.approx(stats.false_discovery_control(values))


@given(FAMILY)
def test_raising_keeps_the_order_and_what_was_not_tested(values: np.ndarray) -> None:
    order = np.argsort(values)
    for rule in (multiplicity.holm, multiplicity.hochberg):
        raised = rule(values.astype(float))

        assert (np.isnan(raised) == np.isnan(values)).all()
        assert (np.nan_to_num(raised - values) >= -1e-12).all()
        assert (np.diff(raised[order][: (~np.isnan(values)).sum()]) >= -1e-12).all()
