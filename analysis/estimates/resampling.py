"""Drawing blogs again: the one bootstrap that all estimates share, seeded, in blocks, flat in memory.

The blog is the unit of sampling: posts of one blogger resemble each other, so whole blogs are drawn, as many as there are,
with replacement (cluster bootstrap: Efron & Tibshirani 1993, ch. 13; blogs as clusters: Davison & Hinkley 1997, 3.8).
A statistic that is made of sums over blogs needs no copies of posts: if `sums` holds one row a blog, `block @ sums` holds
the sums of each draw. Equal seeds give equal draws whatever is computed from them, so estimates of one study move together,
and a longer run begins with the draws of a shorter one.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BLOCK = 100  # draws at a time
FEW, BLOGS = 30, 10  # posts and blogs under which nothing is said: so few cannot show how much a figure may vary
LEVEL = 0.95  # of every interval

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def clusters(told: pd.DataFrame) -> tuple[Codes, int]:
    """Return the cluster of every row, numbered from 0 in the order of names, and how many clusters there are.

    A cluster is a blog. Where all rows are of one blog, each post is a cluster of its own: one blog drawn again would
    be the same sample every time, as if there were no doubt at all.
    """
    unit = told["blog"] if told["blog"].nunique() > 1 else told["post"]
    codes, names = pd.factorize(unit, sort=True)
    return codes.astype(np.int64), len(names)


def drawn(clusters: int, draws: int, seed: int) -> Iterator[Floats]:
    """How often each draw takes each cluster, in blocks of at most BLOCK draws x clusters; every row sums to clusters.

    Multinomial with equal chances. One block is all that memory holds at a time. Without clusters there are no draws.
    """
    rng = np.random.default_rng(seed)
    for start in range(0, draws if clusters else 0, BLOCK):
        made = min(BLOCK, draws - start)
        taken = rng.integers(0, clusters, size=(made, clusters)) + np.arange(made)[:, None] * clusters
        # counting what was drawn is several times as fast as the generator's own multinomial
        yield np.bincount(taken.ravel(), minlength=made * clusters).reshape(made, clusters).astype(float)


def bounds(values: NDArray[Any], axis: int = 0) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points over the draws, which lie along `axis`: the percentile interval of the bootstrap.

    Both are values that occurred (inverse of the empirical distribution), so that ranks stay whole. Draws that leave a
    statistic undefined (nan) are left out; where no draw is left, nothing is known and both bounds are nan.
    """
    ordered = np.sort(np.moveaxis(np.asarray(values, dtype=float), axis, 0), axis=0)  # nan goes last
    count = (~np.isnan(ordered)).sum(axis=0)
    if not len(ordered):
        return np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    low, high = (_point(ordered, count, part) for part in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return low, high


def _point(ordered: Floats, count: NDArray[np.int64], part: float) -> Floats:
    """The smallest value that at least `part` of the `count` first values do not exceed."""
    place = np.maximum(np.ceil(part * count - 1e-9).astype(int) - 1, 0)
    return np.asarray(np.take_along_axis(ordered, place[None], axis=0)[0])
