"""How far coders agree on the same posts, corrected for chance, with intervals from drawn blogs.

Values come as one row a post and one column a coder; None is a gap, and a post that fewer than two coders judged tells
nothing. All figures rest on one table of coincidences a post (Krippendorff 2004, Content Analysis, 2nd ed., ch. 11):
for each ordered pair of coders of a post, the cell of their two values grows by 1 / (m - 1), m coders having judged it.

Weights. Posts of a validation sample are drawn with unequal chances, those with rare predicted codes more often. Unweighted
figures would speak of the sample; weighted by 1 / chance, each post stands for the posts it was drawn from (Horvitz &
Thompson 1952, JASA 47:663), so that the figures speak of all posts of the study. What is weighted is the post's whole
table; only the ratios of weights count. Counts of posts and positives are never weighted.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import nan

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
DEFINED = 0.95  # part of the draws in which a figure must exist for its interval to be told
UNTOLD = (nan, nan, nan)

Floats = NDArray[np.float64]
Values = Sequence[Sequence[Hashable | None]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the bounds of its 95 % interval; nan where it cannot be told."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures of one code. kappa is for two coders, f1 for two coders of a yes or no; else they are nan.

    `posts` were judged by two or more; on `positives` of them somebody (the reference, if there is one) said True, on
    `negatives` nobody did. Both are 0 for values that are no booleans.
    """

    posts: int
    positives: int
    negatives: int
    alpha: Estimate
    kappa: Estimate
    f1: Estimate
    share: Estimate


@dataclass(frozen=True, slots=True)
class Sampled:
    """How the posts came into the comparison: chance of each to be drawn, its blog, and the bootstrap's size and seed."""

    chances: Sequence[float]
    blogs: Sequence[str]
    draws: int = DRAWS
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Tables:
    """Sums over posts, along any leading axes: confusions (K x K) of the first two coders, coincidences (K x K), and
    the weight of posts and of their agreement."""

    confusions: Floats
    coincidences: Floats
    weight: Floats
    agreed: Floats

    def drawn(self, times: Floats) -> "_Tables":
        """The sums when each leading item is taken so many times, one row of `times` a draw."""
        return _Tables(*(np.tensordot(times, getattr(self, name), axes=1) for name in self.__slots__))


def agreement(
    values: Values, sampled: Sampled | None = None, metric: str = "nominal", reference: bool = False
) -> Agreement:
    """Return how far the columns of `values` agree. With `reference`, the first column is what others are held against.

    The interval is the percentile interval of the cluster bootstrap over blogs (Davison & Hinkley 1997, 3.8): posts of
    one blog resemble each other. Where all posts come from one blog, posts are drawn. Draws in which a figure does not
    exist, as alpha where nothing varies, are left out; with more than 5 % of them there is no interval.
    """
    sampled = sampled or Sampled([1.0] * len(values), [str(place) for place in range(len(values))])
    kept = [place for place, row in enumerate(values) if sum(value is not None for value in row) > 1]
    rows = [values[place] for place in kept]
    found = {value for row in rows for value in row if value is not None}
    yes_or_no = all(isinstance(value, bool) for value in found)
    labels = [False, True] if yes_or_no else sorted(found, key=_order)
    weights = 1 / np.array([sampled.chances[place] for place in kept], dtype=float)
    tables = _tables(rows, labels, weights / weights.mean() if kept else weights)
    told = [row[0] is True if reference else True in row for row in rows]
    pair = all(len(row) == 2 for row in rows)
    times = _times(tuple(sampled.blogs), sampled.draws, sampled.seed)[:, kept] if kept else np.zeros((0, 0))
    estimates = _estimates(tables, times, labels, metric)
    return Agreement(
        posts=len(rows),
        positives=sum(told) if yes_or_no else 0,
        negatives=len(told) - sum(told) if yes_or_no else 0,
        alpha=estimates["alpha"],
        kappa=estimates["kappa"] if pair and metric == "nominal" else Estimate(*UNTOLD),
        f1=estimates["f1"] if pair and yes_or_no else Estimate(*UNTOLD),
        share=estimates["share"],
    )


def _order(value: Hashable) -> tuple[str, object]:
    return ("", value) if isinstance(value, int | float) else (type(value).__name__, str(value))


def _tables(rows: Values, labels: Sequence[Hashable], weights: Floats) -> _Tables:
    """Tables of each post, weighted; the leading axis counts posts."""
    place = {label: position for position, label in enumerate(labels)}
    shape = (len(rows), len(labels), len(labels))
    confusions, coincidences, agreed = np.zeros(shape), np.zeros(shape), np.zeros(len(rows))
    for post, row in enumerate(rows):
        if row[0] is not None and row[1] is not None:
            confusions[post, place[row[0]], place[row[1]]] = weights[post]
        counts = np.bincount([place[value] for value in row if value is not None], minlength=len(labels))
        judged = counts.sum()
        pairs = np.outer(counts, counts) - np.diag(counts)
        coincidences[post] = weights[post] * pairs / (judged - 1)
        agreed[post] = weights[post] * np.trace(pairs) / (judged * (judged - 1))
    return _Tables(confusions, coincidences, weights, agreed)


@lru_cache(maxsize=4)
def _times(blogs: tuple[str, ...], draws: int, seed: int) -> Floats:
    """How often each draw takes each post: as often as its blog, drawn with replacement. Draws x posts.

    Many codes are measured on the same posts, so that the draws are kept.
    """
    if not blogs:
        return np.zeros((0, 0))
    names, cluster = np.unique(blogs, return_inverse=True)
    if len(names) == 1:
        cluster = np.arange(len(blogs))
    clusters = int(cluster.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(clusters, np.full(clusters, 1 / clusters), draws)
    return drawn[:, cluster].astype(float)


def _estimates(tables: _Tables, times: Floats, labels: Sequence[Hashable], metric: str) -> dict[str, Estimate]:
    seen = tables.drawn(np.ones((1, len(tables.weight))))
    draws = tables.drawn(times) if len(times) else seen
    values = np.array([float(label) if isinstance(label, int | float) else nan for label in labels])
    figures: dict[str, Callable[[_Tables], Floats]] = {
        "alpha": lambda sums: _alpha(sums.coincidences, values, metric),
        "kappa": lambda sums: _kappa(sums.confusions),
        "f1": lambda sums: _f1(sums.confusions),
        "share": lambda sums: _ratio(sums.agreed, sums.weight),
    }
    return {name: _estimate(float(figure(seen)[0]), figure(draws)) for name, figure in figures.items()}


def _estimate(value: float, draws: Floats) -> Estimate:
    defined = draws[~np.isnan(draws)]
    if np.isnan(value) or len(defined) < DEFINED * len(draws):
        return Estimate(value, nan, nan)
    low, high = np.quantile(defined, [0.025, 0.975])
    return Estimate(value, float(low), float(high))


def _alpha(coincidences: Floats, values: Floats, metric: str) -> Floats:
    """alpha = 1 - D_o / D_e: D_o the mean difference within posts, D_e that of all values paired at random.

    D_o = sum o_ck d_ck / n, D_e = sum n_c n_k d_ck / (n (n - 1)), d the squared difference of the metric: nominal 0 or
    1; interval (c - k)^2; ordinal (sum of n_g for g from c to k - (n_c + n_k) / 2)^2 (Krippendorff 2004, 11.3).
    """
    totals = coincidences.sum(axis=-1)
    n = totals.sum(axis=-1)
    if metric == "nominal":
        difference = np.broadcast_to(1 - np.eye(len(values)), coincidences.shape)
    else:
        places = (
            np.cumsum(totals, axis=-1) - totals / 2 if metric == "ordinal" else np.broadcast_to(values, totals.shape)
        )
        difference = (places[..., :, None] - places[..., None, :]) ** 2
    observed = (coincidences * difference).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * difference).sum(axis=(-2, -1))
    return np.asarray(1 - (n - 1) * _ratio(observed, expected))


def _kappa(confusions: Floats) -> Floats:
    """kappa = (p_o - p_e) / (1 - p_e), p_e from each coder's own margins (Cohen 1960, Educ. Psychol. Meas. 20:37)."""
    total = confusions.sum(axis=(-2, -1))
    observed = _ratio(np.trace(confusions, axis1=-2, axis2=-1), total)
    expected = _ratio((confusions.sum(axis=-1) * confusions.sum(axis=-2)).sum(axis=-1), total**2)
    return _ratio(observed - expected, 1 - expected)


def _f1(confusions: Floats) -> Floats:
    """F1 = 2 TP / (2 TP + FP + FN): harmonic mean of precision and recall of the second coder against the first.

    The table is that of a yes or no, False before True.
    """
    if confusions.shape[-1] != 2:
        return np.full(len(confusions), nan)
    hits, wrong = confusions[..., 1, 1], confusions[..., 0, 1] + confusions[..., 1, 0]
    return _ratio(2 * hits, 2 * hits + wrong)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where the whole is nothing (up to rounding)."""
    empty = np.abs(whole) < 1e-12
    return np.asarray(np.where(empty, nan, part / np.where(empty, 1.0, whole)), dtype=float)
