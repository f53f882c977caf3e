"""Least squares on posts of blogs, and how sure its coefficients are when whole blogs might have been others.

Everything comes from one matrix of cross products a blog, so that posts are gone through once and a redrawn or a left out
blog costs a sum of small matrices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-9  # of a column's own sum of squares, below which it counts as explained by others
CHUNK = 1000  # blogs left out at a time

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients (nan where the posts do not determine one), their covariance, and the degrees of freedom of t."""

    value: Floats
    covariance: Floats
    freedom: int


def grams(columns: Floats, weight: Floats, codes: NDArray[np.int64], clusters: int) -> Floats:
    """Return clusters x q x q: weighted cross products of the columns (posts x q) in each cluster; none may be empty."""
    order = np.argsort(codes, kind="stable")
    sorted_columns, starts = columns[order], np.searchsorted(codes[order], np.arange(clusters))
    weighed = sorted_columns * weight[order, None]
    found = np.empty((clusters, columns.shape[1], columns.shape[1]))
    for place in range(columns.shape[1]):  # a column at a time: all products of all posts would not fit into memory
        sums = np.add.reduceat(weighed[:, place, None] * sorted_columns[:, place:], starts, axis=0)
        found[:, place, place:] = found[:, place:, place] = sums
    return found


def fit(grams: Floats) -> Fit:
    """Return the least-squares fit of the last column on the others; grams as from `grams`.

    The covariance is the jackknife over blogs, CV3: (G - 1) / G * sum_g (b_g - b)(b_g - b)', b_g fitted without blog g
    (Bell & McCaffrey 2002, Survey Methodology 28:169; in this form MacKinnon, Nielsen & Webb 2023, J. Appl. Econometrics
    38:671, who find it the most reliable with few or unequal blogs), to be read by t with G - 1 degrees of freedom.
    Where a coefficient rests on one blog, it is 0 without it, so that its interval holds 0.
    """
    whole = grams.sum(axis=0)
    kept, known = _determined(whole[:-1, :-1])
    square, outcome = whole[np.ix_(kept, kept)], whole[kept, -1]
    value = solved(square[None], outcome[None])[0]
    covariance = np.zeros((len(kept), len(kept)))
    for start in range(0, len(grams), CHUNK):
        some = grams[start : start + CHUNK]
        moved = solved(square - some[:, kept][:, :, kept], outcome - some[:, kept, -1]) - value
        covariance += moved.T @ moved
    size = len(whole) - 1
    values, spread = np.full(size, np.nan), np.full((size, size), np.nan)
    values[kept], spread[np.ix_(kept, kept)] = value, covariance * (len(grams) - 1) / len(grams)
    values[~known] = spread[~known] = spread[:, ~known] = np.nan
    return Fit(values, spread, len(grams) - 1)


def solved(squares: Floats, outcomes: Floats) -> Floats:
    """Return the coefficients (n x p) of n regressions: squares n x p x p, outcomes n x p.

    A coefficient that the posts of a regression do not determine is 0 where its column is empty, else shared evenly.
    """
    size = np.diagonal(squares, axis1=1, axis2=2)
    scale = np.where(size > 0, 1 / np.sqrt(np.where(size > 0, size, 1.0)), 0.0)
    left, right = squares * scale[:, :, None] * scale[:, None, :], outcomes * scale
    lost = np.linalg.det(left) < 1e-15  # only sorts out what needs the slower way, which gives the same elsewhere
    found = np.empty_like(right)
    found[~lost] = np.linalg.solve(left[~lost], right[~lost, :, None])[..., 0]
    found[lost] = (np.linalg.pinv(left[lost], rcond=TOLERANCE, hermitian=True) @ right[lost, :, None])[..., 0]
    return found * scale


def _determined(square: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Columns that are no sum of those before them, and whether each column's coefficient is determined.

    It is not where the column has nothing of its own: two causes that the same posts tell of share one effect.
    """
    rest, kept = square.copy(), []
    for place in range(len(square)):
        if rest[place, place] > TOLERANCE * square[place, place]:
            kept.append(place)
            rest = rest - np.outer(rest[:, place], rest[place]) / rest[place, place]
    order = np.array(kept, dtype=np.int64)
    known = np.zeros(len(square), dtype=bool)
    known[order] = True
    others = np.setdiff1d(np.arange(len(square)), order)
    if len(order) and len(others):
        made_of = np.linalg.solve(square[np.ix_(order, order)], square[np.ix_(order, others)])
        size = np.sqrt(np.diagonal(square))
        known[order] = (np.abs(made_of) * size[order, None] <= 1e-6 * size[others]).all(axis=1)
    return order, known
