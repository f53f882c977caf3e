"""How alike the posts of one blog are, what that costs in precision, and the interval of a share that allows for it.

The closed-form check beside the bootstrap. Posts of one blogger say less than as many posts of strangers: with the design
effect `deff`, n posts bound a share as n / deff independent ones would. Unlike redrawn blogs, which all say 0 where no
post tells of something, the score interval keeps its width there.
"""

from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import resampling

Z = 1.959963984540054  # two-sided 95 %
ALIKENESS = 0.15  # correlation within a blog that is allowed for where all posts agree, so that none can be measured

Floats = NDArray[np.float64]


def correlation(hits: Floats, sizes: Floats) -> Floats:
    """Return the intraclass correlation of a yes or no in clusters of unequal size; one figure a column of `hits`.

    hits: clusters x statements, how many posts of a cluster say yes; sizes: posts of each cluster.
    ANOVA estimator (Donner 1986, Int. Stat. Rev. 54:67; for yes or no: Ridout, Demetrio & Firth 1999, Biometrics 55:137):
    (MSB - MSW) / (MSB + (n0 - 1) MSW), k clusters of n_i posts, N in all, n0 = (N - sum n_i^2 / N) / (k - 1),
    MSB = (sum h_i^2 / n_i - H^2 / N) / (k - 1), MSW = (H - sum h_i^2 / n_i) / (N - k). It may be below 0. It is nan where
    all posts agree, where each cluster has one post, or where there is one cluster: then nothing shows how alike they are.
    """
    count, total, told = len(sizes), sizes.sum(), hits.sum(axis=0)
    if count < 2 or total <= count:
        return np.full(hits.shape[1], np.nan)
    explained = (hits**2 / sizes[:, None]).sum(axis=0)
    between, within = (explained - told**2 / total) / (count - 1), (told - explained) / (total - count)
    usual = (total - (sizes**2).sum() / total) / (count - 1)
    spread = between + (usual - 1) * within
    varies = spread > 1e-12
    return np.asarray(np.where(varies, (between - within) / np.where(varies, spread, 1.0), np.nan))


def effect(alike: Floats, codes: NDArray[np.int64], weight: Floats) -> Floats:
    """Return how many times more posts the same precision takes than independent posts of equal weight would.

    alike: correlations; codes, weight: cluster and weight of every post.
    deff = n sum w^2 / (sum w)^2 * (1 + (m - 1) ICC) with m = sum_i (sum_j w_ij)^2 / sum w^2 (Gabler, Haeder & Lahiri 1999,
    Survey Methodology 25:105); with equal weights 1 + (m - 1) ICC, m = sum n_i^2 / N, the size of the cluster that the
    average post is in (Kish 1965, 5.4). Never below 1 for the clusters: that blogs differ less than chance makes them is
    itself chance. An unknown correlation counts as ALIKENESS, which costs nothing where each cluster has one post.
    """
    if not len(weight):
        return np.ones(len(alike))
    square = (weight**2).sum()
    size = (np.bincount(codes, weights=weight) ** 2).sum() / square
    known = np.where(np.isnan(alike), ALIKENESS, np.maximum(alike, 0.0))
    return np.asarray(len(weight) * square / weight.sum() ** 2 * (1 + (size - 1) * known))


def blogs(posts: pd.DataFrame) -> float:
    """Return how many blogs of equal size tell as much as those of the posts do: (sum n_i)^2 / sum n_i^2.

    n_i: posts of a blog, or their weights; 0 without posts. Ten blogs of which one has nearly all posts are hardly more
    than one: what t needs for degrees of freedom (Carter, Schnepel & Steigerwald 2017, Rev. Econ. Stat. 99:698).
    """
    codes, count = resampling.clusters(posts)
    weight = posts["weight"].to_numpy(dtype=float) if "weight" in posts else np.ones(len(posts))
    sizes = np.bincount(codes, weights=weight, minlength=count)
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if count else 0.0


def interval(told: pd.DataFrame, named: pd.Series) -> tuple[float, float]:
    """Return the 95 % interval of the share of posts (told: post, blog) that `named` says yes of: Wilson with n / deff.

    Why not by redrawing blogs: where no post, or each, says yes, all draws agree, and the interval would be a point.
    """
    codes, count = resampling.clusters(told)
    yes = named.to_numpy(dtype=float)
    hits = np.bincount(codes, weights=yes, minlength=count)[:, None].astype(float)
    alike = correlation(hits, np.bincount(codes, minlength=count).astype(float))
    deff = float(effect(alike, codes, np.ones(len(told)))[0])
    return wilson(yes.sum() / deff, len(told) / deff)


def wilson(hits: float, total: float) -> tuple[float, float]:
    """Return the 95 % score interval of hits / total; with no observation it is 0 to 1.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n) with p = hits/n, n = total (Wilson 1927, JASA 22:209).
    It takes posts as independent: for posts of several a blog, divide hits and total by the design effect
    (Franco, Little, Louis & Slud 2019, J. Surv. Stat. Methodol. 7:334, who find it among the best for surveys).
    """
    if total == 0:
        return 0.0, 1.0
    share, spread = min(hits / total, 1.0), Z * Z / total  # sums of weights may exceed their whole by a rounding
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return (0.0 if hits == 0 else centre - half), (1.0 if share == 1 else centre + half)
