"""One share of all experiences, from a coder's word on every post and people's word on some of them.

Every post has a pseudo-outcome l f + (R / chance) (y - l f): f is the coder's word, y that of people, R whether they coded
the post (design-based supervised learning: Egami et al. 2023, arXiv 2306.04746); l, from 0 to 1, is the trust in the coder,
tuned to the least variance (PPI++: Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453). With known chances the share
is consistent whatever the coder's errors depend on; a better coder only makes it more precise.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimates.resampling import LEVEL

ROUNDS = 3  # of tuning; trust and share settle after the second

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A part (0..1) of all experiences, its standard error, its 95 % bounds, and the trust in the coder (0..1)."""

    value: float
    error: float
    low: float
    high: float
    trust: float


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A statement about the N posts of a study, by the coder, and about n of them by people.

    Of all: `blog` numbers their blogs from 0; the coder says 1 or 0 to `story` (is an experience) and `told` (is one, and
    the statement holds). Of the n: `place` among the N, `weight` (1 / chance), and what people say in place of the coder.
    """

    blog: NDArray[np.int64]
    story: Floats
    told: Floats
    place: NDArray[np.int64]
    weight: Floats
    people_story: Floats
    people_told: Floats


def share(coded: Coded, trust: float | None = None) -> Share:
    """Return the corrected share; with `trust` 0 that of people's codes alone, with None the tuned one.

    With v = weight / sum of weights, score u = y - s x of people and g = f - s h of the coder for story (x, h) and told:
    s solves l mean_N(g) + sum v (u - l g) = 0, and l is the slope of u on g under v, between 0 and 1. A share that is not
    between 0 and 1, as few coded posts can make it, is given up for that of people alone.
    Interval: logit s -+ t error / (s (1 - s)), t of the coded blogs less one; error as in `_error`. In simulation
    (tests/analysis/test_coverage.py) it covers where the percentile interval of drawn blogs and plain Wald intervals fall
    to 90 % and less: with rare causes and posts of heavy weight.
    """
    weight = coded.weight / coded.weight.sum()
    value = _solved(coded, weight, 0.0)
    tuned = 0.0 if trust is None else trust
    for _ in range(ROUNDS if trust is None else 0):
        tuned = _slope(weight, *_scores(coded, value))
        value = _solved(coded, weight, tuned)
    value = _solved(coded, weight, tuned)
    if tuned and not 0 < value < 1:
        return share(coded, 0.0)
    error = _error(coded, weight, value, tuned)
    return Share(value, error, *_bounds(value, error, len(np.unique(coded.blog[coded.place])) - 1), tuned)


def _parts(coded: Coded, weight: Floats, trust: float) -> tuple[float, float]:
    """Stories that tell, and stories, each as a part of all posts: trust * mean_N(f) + sum v (y - trust * f)."""
    of_all = ((coded.told, coded.people_told), (coded.story, coded.people_story))
    told, story = (trust * said.mean() + weight @ (true - trust * said[coded.place]) for said, true in of_all)
    return float(told), float(story)


def _solved(coded: Coded, weight: Floats, trust: float) -> float:
    told, story = _parts(coded, weight, trust)
    return told / story if story > 0 else nan


def _scores(coded: Coded, value: float) -> tuple[Floats, Floats]:
    """Of the coded posts: how much each says for a higher share than `value`, by people and by the coder."""
    machine = coded.told[coded.place] - value * coded.story[coded.place]
    return coded.people_told - value * coded.people_story, machine


def _slope(weight: Floats, people: Floats, machine: Floats) -> float:
    """cov(people, machine) / var(machine), weighted, from 0 to 1: the trust of least variance; 0 if nothing varies."""
    apart = machine - weight @ machine
    spread = weight @ apart**2
    return float(np.clip(weight @ (people * apart) / spread, 0.0, 1.0)) if spread > 1e-12 else 0.0


def _error(coded: Coded, weight: Floats, value: float, trust: float) -> float:
    """The cluster-robust standard error of a solved share.

    error^2 = m / (m - 1) sum_b (sum_i in b psi_i)^2 + c^2 over blogs b, m of them with coded posts, where psi_i =
    (l (g_i - mean g) / N + v_i (e_i - sum v e)) / stories and e = u - l g (sandwich: Liang & Zeger 1986, Biometrika 73:13).
    c is what one coded post more, of the largest weight and against the trend, would move the share by: a sample in which
    no story that the coder overlooks happens to be has no spread that could tell of them. It is the correction of Fay &
    Feuer (1997, Stat. Med. 16:791) for weighted sums of rare events.
    """
    people, machine = _scores(coded, value)
    rest = people - trust * machine
    scores = coded.told - value * coded.story
    sums = np.bincount(coded.blog, weights=trust * (scores - scores.mean()) / len(scores))
    sums += np.bincount(coded.blog[coded.place], weights=weight * (rest - weight @ rest), minlength=len(sums))
    blogs = len(np.unique(coded.blog[coded.place]))
    one_more = weight.max() * max(value, 1 - value)
    spread = sums @ sums * blogs / (blogs - 1) + one_more**2
    return float(np.sqrt(spread)) / _parts(coded, weight, trust)[1]


def _bounds(value: float, error: float, freedom: int) -> tuple[float, float]:
    """The 95 % interval, on the scale of log odds: it stays between 0 and 1, and reaches farther where there is room."""
    if not 0 < value < 1:
        return nan, nan
    half = float(special.stdtrit(freedom, (1 + LEVEL) / 2)) * error / (value * (1 - value))
    low, high = (float(special.expit(special.logit(value) + step)) for step in (-half, half))
    return low, high
