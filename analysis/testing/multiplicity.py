"""Several tests at once: p values raised so that a family of claims keeps its level. nan stays nan and counts as no test."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def holm(values: Floats) -> Floats:
    """Return p values for a family in which one false claim is one too many (Holm 1979, Scand. J. Stat. 6:65).

    The k-th smallest of m becomes max over j <= k of min(1, (m - j + 1) p_j).
    """
    return _raised(values, lambda ordered: np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1)))


def hochberg(values: Floats) -> Floats:
    """Return p values for exploring, where a part of the claims may be false (Benjamini & Hochberg 1995, JRSS B 57:289).

    The k-th smallest of m becomes min over j >= k of m p_j / j: claims at or under q are false in a part q, expected.
    """
    return _raised(
        values,
        lambda ordered: np.minimum.accumulate((ordered * len(ordered) / np.arange(1, len(ordered) + 1))[::-1])[::-1],
    )


def _raised(values: Floats, rule: Callable[[Floats], Floats]) -> Floats:
    raised = np.full(len(values), np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    raised[order] = np.minimum(1.0, rule(values[order]))
    return raised
