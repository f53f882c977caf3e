"""A difference with its uncertainty, allowing for posts of one blog being alike: error, interval, p, posts to decide.

Both errors treat the blog as the unit of sampling. Intervals take the t distribution with as many degrees of freedom as
the smaller of the compared groups has blogs in effect, less one: with few blogs the normal one finds what is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, isfinite, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from analysis.estimates import resampling

ALPHA = 0.05  # of a family of tests and of every interval
POWER = 0.8
MANY = 1_000_000  # posts; beyond that nobody will read, and no number is told

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]  # sums (... x what is summed) to figures (...)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A figure on a scale on which `neutral` means no difference, its standard error and the degrees of freedom."""

    value: float = nan
    error: float = nan
    freedom: float = 1
    neutral: float = 0.0

    @property
    def told(self) -> bool:
        """Whether value and error could be computed; an error of 0 says that nothing varied, not that all is known."""
        return isfinite(self.value) and isfinite(self.error) and self.error > 0

    def bound(self, side: int, parts: int = 1) -> float:
        """The lower (-1) or upper (1) bound; each of `parts` bounds is widened so that all hold together (Bonferroni)."""
        return float(self.value + side * stdtrit(self.freedom, 1 - ALPHA / 2 / parts) * self.error)

    def tail(self, side: int) -> float:
        """One-sided p: how likely a value at least as far above (1) or below (-1) `neutral` is where none differs."""
        return float(stdtr(self.freedom, -side * (self.value - self.neutral) / self.error))

    @property
    def p(self) -> float:
        """Two-sided p."""
        return min(1.0, 2 * min(self.tail(-1), self.tail(1))) if self.told else nan


def jackknife(sums: Floats, statistic: Statistic, freedom: float) -> Contrast:
    """Return the statistic of all blogs with its delete-one-blog error. sums: blogs x ...; statistic is made of sums.

    error^2 = (G - 1) / G * sum_i (s_(i) - s)^2, s_(i) without blog i of G (Efron & Tibshirani 1993, ch. 11; for whole
    clusters: Shao & Tu 1995, 6.2; in regressions it is known as CR3). It errs on the careful side with few blogs.
    """
    total = sums.sum(axis=0)
    value = float(statistic(total[None])[0])
    left = statistic(total[None] - sums)
    count = len(sums)
    return Contrast(value, sqrt(((left - value) ** 2).sum() * (count - 1) / count) if count else nan, freedom)


def redrawn(sums: Floats, statistic: Statistic, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return the statistic (one or several figures) of all blogs and its bootstrap error. sums: blogs x what is summed.

    The error is the spread over `draws` redrawn samples of whole blogs (estimates/resampling.py) times sqrt(G / (G - 1)),
    which makes good that a redrawn sample varies around G blogs and not around all (Davison & Hinkley 1997, 2.3).
    """
    value = statistic(sums.sum(axis=0)[None])[0]
    made = np.concatenate([statistic(block @ sums) for block in resampling.drawn(len(sums), draws, seed)])
    whole = made.reshape(len(made), -1)
    kept = whole[~np.isnan(whole).any(axis=1)]
    if len(kept) < max(2, 0.95 * len(whole)):
        return value, np.full(np.shape(value), nan)
    return value, kept.std(axis=0, ddof=1).reshape(np.shape(value)) * sqrt(len(sums) / (len(sums) - 1))


def needed(contrast: Contrast, smallest: float, posts: int, family: int) -> int | None:
    """Return how many posts would decide with 80 % power, or None where that cannot be told.

    n (z_(1 - a/2) + z_power)^2 (error / effect)^2: the error shrinks with the root of the posts (Chow, Shao & Wang 2008,
    ch. 3, solved for what was measured). a = .05 / family, the first and hardest step of Holm. The effect is `smallest`,
    the smallest one of interest; if so many posts are already there, the effect must be smaller, and what was seen counts.
    """
    seen = abs(contrast.value - contrast.neutral)
    if not contrast.told:
        return None
    normal = NormalDist()
    reach = normal.inv_cdf(1 - ALPHA / 2 / family) + normal.inv_cdf(POWER)
    for effect in (smallest, seen):
        enough = posts * (reach * contrast.error / effect) ** 2 if effect > 0 else nan
        if posts < enough <= MANY:
            return ceil(enough)
    return None
