"""Logistic regression where posts of one blog are alike: generalized estimating equations, exchangeable by blog.

The estimates are statsmodels' to eight digits (a test says so). It is written out here since all blogs are summed at once:
statsmodels goes blog by blog and takes two seconds for 10,000 posts of 3,000 blogs, and three more to be imported.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 60
CLOSE = 1e-10  # change of a coefficient at which it has settled


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of the columns, their covariance, and the correlation of two posts of one blog."""

    coefficients: Floats
    covariance: Floats
    alike: float


@dataclass(frozen=True, slots=True)
class _Clusters:
    """Posts x columns, yes or no (0, 1), weights, and each post's cluster, numbered from 0 without gaps."""

    columns: Floats
    yes: Floats
    weight: Floats
    codes: NDArray[np.int64]
    sizes: Floats

    def sums(self, values: Floats) -> Floats:
        """Sums of the posts of each cluster: posts x k in, clusters x k out."""
        return np.array([np.bincount(self.codes, weights=column, minlength=len(self.sizes)) for column in values.T]).T


def logit(columns: Floats, yes: NDArray[np.bool_], codes: NDArray[np.int64], weight: Floats) -> Fit | None:
    """Return the fit, or None where it does not settle, as where a column parts yes from no.

    columns: posts x columns, with the constant among them.

    Liang & Zeger 1986, Biometrika 73:13: sum_i D_i' V_i^-1 (y_i - mu_i) = 0 with V_i exchangeable in correlation alpha,
    estimated from Pearson residuals. The covariance is the sandwich with each blog's residuals corrected for its own
    leverage (Mancl & DeRouen 2001, Biometrics 57:126): with few blogs the plain one is too small.
    Where weights differ, posts are taken as independent within a blog while fitting, which the sandwich makes good.
    """
    _, numbers = np.unique(codes, return_inverse=True)
    posts = _Clusters(columns, yes.astype(float), weight, numbers, np.bincount(numbers).astype(float))
    even = bool(np.allclose(weight, weight[:1]))
    found, alike = np.zeros(columns.shape[1]), 0.0
    for _ in range(ROUNDS):
        score, bread = _equations(posts, found, alike)
        if np.linalg.cond(bread.sum(axis=0)) > 1e12:
            return None
        step = np.linalg.solve(bread.sum(axis=0), score.sum(axis=0))
        found = found + np.clip(step, -5, 5)
        before, alike = alike, _alike(posts, found) if even else 0.0
        if np.abs(step).max() < CLOSE and abs(alike - before) < CLOSE:
            return Fit(found, _sandwich(*_equations(posts, found, alike)), alike)
    return None


def _equations(posts: _Clusters, found: Floats, alike: float) -> tuple[Floats, Floats]:
    """Scores (clusters x columns) and information (clusters x columns x columns).

    With Z = A^1/2 X and e the Pearson residuals, V^-1 = A^-1/2 (I - c 11') A^-1/2 / (1 - alpha) where
    c = alpha / (1 + (m - 1) alpha) for m posts, so that sums over posts are all that is needed.
    """
    mean = _mean(posts, found)
    root = np.sqrt(posts.weight * mean * (1 - mean))
    scaled = posts.columns * root[:, None]
    residual = posts.weight * (posts.yes - mean) / root
    shrink = alike / (1 + (posts.sizes - 1) * alike)
    along, whole = posts.sums(scaled), posts.sums(residual[:, None])
    score = posts.sums(scaled * residual[:, None]) - shrink[:, None] * along * whole
    width = scaled.shape[1]
    squares = posts.sums((scaled[:, :, None] * scaled[:, None, :]).reshape(len(scaled), -1)).reshape(-1, width, width)
    bread = squares - shrink[:, None, None] * along[:, :, None] * along[:, None, :]
    return score / (1 - alike), bread / (1 - alike)


def _mean(posts: _Clusters, found: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(posts.columns @ found, -30, 30))))


def _alike(posts: _Clusters, found: Floats) -> float:
    """The correlation of Pearson residuals within blogs: moments with N - p and pairs - p, as in Liang & Zeger."""
    mean = _mean(posts, found)
    residual = (posts.yes - mean) / np.sqrt(mean * (1 - mean))
    squares, width = (residual**2).sum(), posts.columns.shape[1]
    products = ((posts.sums(residual[:, None])[:, 0] ** 2).sum() - squares) / 2
    pairs = (posts.sizes * (posts.sizes - 1)).sum() / 2
    if pairs <= width or len(residual) <= width:
        return 0.0
    scale = squares / (len(residual) - width)
    return float(np.clip(products / (pairs - width) / scale, -1 / posts.sizes.max() * 0.9, 0.95))


def _sandwich(score: Floats, bread: Floats) -> Floats:
    """B^-1 (sum_i u_i u_i') B^-1, u_i = B (B - M_i)^-1 score_i, M_i the blog's part of B, which undoes its leverage.

    (I - H_i)^-1 of Mancl & DeRouen, H_i = D_i B^-1 D_i' V_i^-1, is never formed: by Woodbury's identity the columns do.
    """
    total = bread.sum(axis=0)
    rest = total[None] - bread
    if np.linalg.cond(rest).max() > 1e12:  # without one blog a column would be empty
        return np.full_like(total, np.nan)
    corrected = np.linalg.solve(rest, score[:, :, None])[:, :, 0]  # already B^-1 u_i
    return np.asarray(corrected.T @ corrected)
