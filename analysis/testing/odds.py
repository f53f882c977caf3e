"""Tables of two by two: pooled over strata, one alone, and by permutation.

A table is told by four sums: hits and posts of those who tell of something, hits and posts of the others.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.clustering import wilson

Floats = NDArray[np.float64]


def tables(hit: NDArray[np.bool_], group: NDArray[np.bool_], strata: NDArray[np.bool_]) -> Floats:
    """Return each post's part of the tables: posts x strata x (hits of the group, its posts, hits of others, posts).

    hit: posts; group: posts x strata, or posts x 1 where it is the same in all; strata: posts x strata.
    """
    cells = np.stack([hit[:, None] & group, group, hit[:, None] & ~group, ~group], axis=2)
    return (strata[:, :, None] & cells).astype(float)


def difference(sums: Floats) -> Floats:
    """Return the Mantel-Haenszel pooled difference of shares (-1..1). sums: ... x strata x 4 as from `tables`.

    sum_k (a_k m_k - c_k n_k) / N_k over sum_k n_k m_k / N_k: hits a of n posts of the group, c of m others, N = n + m
    (Greenland & Robins 1985, Biometrics 41:55). A stratum with one side only tells nothing and adds nothing.
    """
    a, n, c, m = np.moveaxis(sums, -1, 0)
    whole = np.where(n + m > 0, n + m, 1.0)
    return _ratio(((a * m - c * n) / whole).sum(axis=-1), (n * m / whole).sum(axis=-1))


def ratio(sums: Floats) -> Floats:
    """Return the Mantel-Haenszel pooled odds ratio (Mantel & Haenszel 1959, JNCI 22:719). sums as for `difference`.

    sum_k a_k (m_k - c_k) / N_k over sum_k c_k (n_k - a_k) / N_k.
    """
    a, n, c, m = np.moveaxis(sums, -1, 0)
    whole = np.where(n + m > 0, n + m, 1.0)
    return _ratio((a * (m - c) / whole).sum(axis=-1), (c * (n - a) / whole).sum(axis=-1))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.where(below > 1e-12, above / np.where(below > 1e-12, below, 1.0), np.nan))


def newcombe(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two shares, each told as (hits, posts), for independent posts.

    d -+ sqrt of squared distances to the Wilson bounds of each (Newcombe 1998, Stat. Med. 17:873, method 10).
    """
    (p, low, high), (q, lower, upper) = ((hits / posts, *wilson(hits, posts)) for hits, posts in (first, second))
    return p - q - sqrt((p - low) ** 2 + (upper - q) ** 2), p - q + sqrt((high - p) ** 2 + (q - lower) ** 2)


def permuted(sums: Floats, draws: int, seed: int) -> float:
    """Return the two-sided p of hits shuffled among the posts of each stratum. sums: strata x 4, unweighted counts.

    The hits that fall to the group are hypergeometric in each stratum, so they are drawn directly. p is the part of the
    shuffles in which their sum is at least as far from what is expected as it is (with the one observed counted among
    them: Phipson & Smyth 2010, SAGMB 9:39).
    """
    a, n, c, m = (column.astype(np.int64) for column in sums.T)
    rng = np.random.default_rng(seed)
    drawn = rng.hypergeometric(n, m, a + c, size=(draws, len(n))).sum(axis=1)
    expected = (n * (a + c) / np.maximum(n + m, 1)).sum()
    far = abs(drawn - expected) >= abs(a.sum() - expected) - 1e-9
    return float((far.sum() + 1) / (draws + 1))
