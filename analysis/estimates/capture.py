"""How many posts were missed: capture-recapture from the overlap of independent ways in which posts were found.

Each family of sources (named feeds, a search template, ...) is one attempt to catch the posts that match.  How many of
them several families bring tells how many none brought, if what `ASSUMPTIONS` says holds.  Where the overlap is too small
to say, `why_not` says so and the figures are nan.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product
from math import exp, log, nan, sqrt

import numpy as np
from numpy.typing import NDArray

# Robson and Regier (1964), as in Seber (1982), section 3.1: from seven items in both samples on, the bias of Chapman's
# estimate is negligible with 95 % certainty.
ENOUGH = 7
MOST = 4  # families that a log-linear model tells apart; the smaller ones are taken together
Z = 1.959964  # of a 95 % range
STEPS, CLOSE = 60, 1e-9  # of the fit
Floats = NDArray[np.float64]
ASSUMPTIONS = (
    "All posts of the period could have been found by every family: a post that no family can reach is not counted.",
    "Families find posts independently of each other, or (log-linear) depend in pairs only. Where families tend to "
    "find the same posts, as well-linked blogs are, the true number is higher than the estimate.",
    "Within a family every post is equally likely to be found. Where some are easier to find, the true number is higher; "
    "Chao's figure is a lower bound for that reason.",
    "The same post is known as the same in every family, by its identity in the store.",
    "The set of posts did not change while they were collected.",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many posts there are: `found` of about `total`, within `low` to `high` (95 %); nan where `why_not` says why.

    `of` names the families, `method` is "Chapman", "Chao, lower bound" or "log-linear".
    """

    method: str
    of: tuple[str, ...]
    found: int
    total: float
    low: float
    high: float
    why_not: str = ""

    @property
    def missed(self) -> float:
        """Posts that no family found."""
        return self.total - self.found


def estimates(families: Mapping[str, Set[str]]) -> list[Estimate]:
    """Estimates from the posts that each family found: of all families first, then of each pair.

    With three families or more Chao's lower bound and log-linear models; with two Chapman's estimate; with fewer none.
    """
    known = {name: posts for name, posts in sorted(families.items()) if posts}
    pairs = [chapman((one, other), known[one], known[other]) for one, other in combinations(known, 2)]
    return pairs if len(known) < 3 else [chao(known), loglinear(known), *pairs]


def chapman(of: tuple[str, str], first: Set[str], second: Set[str]) -> Estimate:
    """Chapman's (1951) estimate from two families, with the variance of Seber (1982, p. 60)."""
    one, other, both = len(first), len(second), len(first & second)
    found = one + other - both
    if both < ENOUGH:
        return _unsaid("Chapman", of, found, f"too few to say: {both} posts in both, {ENOUGH} are needed")
    if both in (one, other):
        return _unsaid("Chapman", of, found, "no estimate: one family holds all that the other does")
    total = (one + 1) * (other + 1) / (both + 1) - 1
    variance = (one + 1) * (other + 1) * (one - both) * (other - both) / ((both + 1) ** 2 * (both + 2))
    return _ranged("Chapman", of, found, (total, variance))


def chao(families: Mapping[str, Set[str]]) -> Estimate:
    """Chao's (1987) lower bound for t families: found + (t - 1)/t f1**2 / (2 f2), where f1 posts are in one family, f2 in two.

    The variance is that of Chao2 for replicated incidence data, as in Chao and Chiu (2016) and their program SpadeR.
    """
    method, of, lists = "Chao, lower bound", tuple(families), len(families)
    often = Counter(Counter(post for posts in families.values() for post in posts).values())
    found, once, twice = sum(often.values()), often[1], often[2]
    if twice < ENOUGH:
        return _unsaid(method, of, found, f"too few to say: {twice} posts in just two families, {ENOUGH} are needed")
    if not once:
        return _ranged(method, of, found, (found, 0.0))
    part, ratio = (lists - 1) / lists, once / twice
    variance = twice * (part * ratio**2 / 2 + part**2 * ratio**3 + part**2 * ratio**4 / 4)
    return _ranged(method, of, found, (found + part * once**2 / (2 * twice), variance))


def loglinear(families: Mapping[str, Set[str]]) -> Estimate:
    """Log-linear models of who found what (Fienberg 1972; Bishop, Fienberg and Holland 1975, chapter 6), averaged.

    The counts of the 2**k - 1 patterns of families are Poisson; a model says which pairs of families depend, and the posts
    that nobody saw follow from its intercept, with the variance of Rivest and Levesque (2001). No one model is trusted: all
    but a saturated one, which nothing could contradict, are weighed by their Bayesian information criterion, and what they
    differ in counts as uncertainty (Buckland, Burnham and Augustin 1997, equations 3 and 9).
    """
    kept = pooled(families)
    of, found = tuple(kept), len(set().union(*kept.values()))
    overlap = sum(count > 1 for count in Counter(post for posts in kept.values() for post in posts).values())
    if overlap < ENOUGH:
        why_not = f"too few to say: {overlap} posts in more than one family, {ENOUGH} are needed"
        return _unsaid("log-linear", of, found, why_not)
    cells = counts(kept)
    models = [model for pairs in _models(len(of)) if (model := fit(cells, pairs)) is not None]
    if not models:
        return _unsaid("log-linear", of, found, "no estimate: too few posts in some combination of families")
    missed, variances, criteria = (np.array(told) for told in zip(*models, strict=True))
    weights = np.exp((criteria.min() - criteria) / 2)
    weights = weights / weights.sum()
    mean = float(weights @ missed)
    spread = float(weights @ np.sqrt(missed + missed**2 * variances + (missed - mean) ** 2))
    return _ranged("log-linear", of, found, (found + mean, spread**2))


def _models(families: int) -> list[Sequence[tuple[int, int]]]:
    """Every set of pairs of families but one that would leave nothing of the counts to be explained."""
    pairs = list(combinations(range(families), 2))
    free = 2**families - 1 - 1 - families  # patterns, less the intercept and the families
    return [chosen for size in range(min(len(pairs), free - 1) + 1) for chosen in combinations(pairs, size)]


def pooled(families: Mapping[str, Set[str]]) -> dict[str, Set[str]]:
    """At most MOST families: the largest, and the posts of all smaller ones as one, called "others"."""
    ordered = sorted(families, key=lambda name: (-len(families[name]), name))
    if len(ordered) <= MOST:
        return {name: families[name] for name in sorted(ordered)}
    large = {name: families[name] for name in sorted(ordered[: MOST - 1])}
    return large | {"others": set().union(*(families[name] for name in ordered[MOST - 1 :]))}


def counts(families: Mapping[str, Set[str]]) -> dict[tuple[int, ...], int]:
    """How many posts have each pattern of families, 1 for found; every pattern but that of nobody is there."""
    every = sorted(set().union(*families.values()))
    seen = Counter(tuple(int(post in posts) for posts in families.values()) for post in every)
    return {pattern: seen[pattern] for pattern in product((0, 1), repeat=len(families)) if any(pattern)}


def fit(cells: Mapping[tuple[int, ...], int], pairs: Sequence[tuple[int, int]]) -> tuple[float, float, float] | None:
    """The missed posts, the variance of their logarithm and the BIC of a model, by iteratively reweighted least squares.

    None where the counts do not determine it.
    """
    patterns = np.array(list(cells), dtype=float)
    told = np.array(list(cells.values()), dtype=float)
    columns = [np.ones(len(told)), *patterns.T, *(patterns[:, one] * patterns[:, other] for one, other in pairs)]
    design = np.column_stack(columns)
    if any(told[column > 0].sum() == 0 for column in columns):
        return None
    solved = _solve(design, told)
    if solved is None:
        return None
    weights, variances = solved
    mean = np.exp(design @ weights)
    likelihood = float(np.sum(told * np.log(mean) - mean))
    return exp(weights[0]), float(variances[0, 0]), len(weights) * log(told.sum()) - 2 * likelihood


def _solve(design: Floats, told: Floats) -> tuple[Floats, Floats] | None:
    """Weights and their covariance, or None where the counts do not determine them."""
    mean: Floats = told + 0.5
    weights: Floats = np.zeros(design.shape[1])
    for _ in range(STEPS):
        scaled = design * mean[:, None]
        information = design.T @ scaled
        if np.linalg.cond(information) > 1 / CLOSE:
            return None
        new: Floats = np.asarray(np.linalg.solve(information, scaled.T @ (np.log(mean) + (told - mean) / mean)), float)
        if np.max(np.abs(new - weights)) < CLOSE:
            return new, np.asarray(np.linalg.inv(information), float)
        weights, mean = new, np.exp(np.clip(design @ new, -30, 30))
    return None


def _ranged(method: str, of: tuple[str, ...], found: int, told: tuple[float, float]) -> Estimate:
    """The 95 % range of Chao (1987): the missed posts are taken as log-normal, so that it never lies below what was found."""
    total, variance = told
    missed = total - found
    if missed <= 0 or variance <= 0:
        return Estimate(method, of, found, max(total, found), found, max(total, found))
    factor = exp(Z * sqrt(log(1 + variance / missed**2)))
    return Estimate(method, of, found, total, found + missed / factor, found + missed * factor)


def _unsaid(method: str, of: tuple[str, ...], found: int, why_not: str) -> Estimate:
    return Estimate(method, of, found, nan, nan, nan, why_not)
