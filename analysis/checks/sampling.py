"""Which posts people code to check a coder, each with its exact chance to be drawn, and how many it takes.

The design is randomised systematic sampling with unequal chances (Hartley & Rao 1962, Ann. Math. Stat. 33:350): the posts
are put in random order, each takes a stretch of a line as long as its chance, and a comb with teeth one apart is laid on
the line at a random place. So the sample has exactly the wished size, and each post's chance is exactly what is recorded.
Half of the sample falls on all posts alike; the other half on posts with rare predicted codes, so that each code has
enough posts to be judged by. No chance is zero: a post with no predicted code shows what the coder overlooks.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.causes import Z
from analysis.estimates.clustering import ALIKENESS

ALIKE = 0.5  # part of the sample that falls on all posts alike
WANTED = 30  # posts that a code needs to be judged by
TYPICAL = 0.75  # alpha that is expected of a good coder; a better one needs fewer posts
STEPS = 60  # of a bisection, more than a float holds
RANDOM = "random"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """A post's chance to be drawn, above 0 and at most 1; `stratum` is the rare code that raised it, or "random"."""

    post: str
    chance: float
    stratum: str


@dataclass(frozen=True, slots=True)
class Needed:
    """Posts, all of them experiences, for a wished half-width of a code's share and of a coder's alpha on it."""

    share: int
    alpha: int


def chances(predicted: Mapping[str, Collection[str]], size: int) -> list[Chance]:
    """Return the chance of every post, sorted by post; they sum to `size`, or to all posts where there are fewer.

    `predicted` holds the codes that a coder gave each post. A code of c posts wishes each of them a chance of
    WANTED / c; a post gets the largest wish among its codes, scaled so that all of them fit, or the chance that all
    posts have alike if that is larger.
    """
    posts = sorted(predicted)
    if size >= len(posts):
        return [Chance(post, 1.0, RANDOM) for post in posts]
    count = Counter(code for post in posts for code in set(predicted[post]))
    rarest = [min(set(predicted[post]), key=lambda code: (count[code], code), default="") for post in posts]
    wishes = np.array([min(1.0, WANTED / count[code]) if code else 0.0 for code in rarest])
    alike = ALIKE * size / len(posts)
    if np.maximum(wishes, alike).sum() >= size:
        scale = _solve(lambda scale: float(np.maximum(wishes * scale, alike).sum()), size)
        found = np.maximum(wishes * scale, alike)
    else:  # every code has its fill: the rest falls on all posts alike
        alike = _solve(lambda level: float(np.maximum(wishes, level).sum()), size)
        found = np.maximum(wishes, alike)
    raised = found > alike * (1 + 1e-9)
    return [
        Chance(post, float(chance), code if rare else RANDOM)
        for post, chance, code, rare in zip(posts, found, rarest, raised, strict=True)
    ]


def _solve(total: Callable[[float], float], wished: float) -> float:
    """The number from 0 to 1 at which a growing total is as wished."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if total(middle) < wished else (low, middle)
    return high


def draw(frame: Collection[Chance], seed: int) -> list[Chance]:
    """Draw a sample: as many posts as the chances sum to, in random order. The same frame and seed give the same."""
    rng = np.random.default_rng(seed)
    posts = sorted(frame, key=lambda one: one.post)
    order = rng.permutation(len(posts))
    ends = np.cumsum([posts[place].chance for place in order])
    size = round(float(ends[-1])) if posts else 0
    if not size:
        return []
    ends *= size / ends[-1]
    teeth = np.floor(ends - rng.random())  # the comb stands at random; a tooth lies in a stretch where this grows
    taken = np.diff(teeth, prepend=-1.0) > 0
    drawn = [posts[place] for place in order[taken]]
    return [drawn[place] for place in rng.permutation(len(drawn))]


def together(frames: Collection[Mapping[str, float]], post: str) -> float:
    """The chance of a post to be in any of several samples that were drawn independently: 1 - product of (1 - chance)."""
    missed = 1.0
    for frame in frames:
        missed *= 1 - frame.get(post, 0.0)
    return 1 - missed


def clustering(posts: float, blogs: int) -> float:
    """How many times more posts it takes because blogs have several: 1 + (m - 1) * correlation, m posts a blog.

    Kish 1965, Survey Sampling, 5.4.
    """
    return 1 + (max(posts / blogs, 1.0) - 1) * ALIKENESS if blogs else 1.0


def share_half_width(posts: float, share: float, factor: float = 1.0) -> float:
    """Half of the 95 % interval of a code's share, from `posts` experiences: z sqrt(p (1 - p) factor / n)."""
    return Z * sqrt(share * (1 - share) * factor / posts)


def alpha_half_width(posts: float, share: float, alpha: float = TYPICAL, factor: float = 1.0) -> float:
    """Half of the 95 % interval of alpha between two coders, for a code that a part `share` of the posts tell of.

    From the large-sample variance of the chance-corrected agreement of two equal coders on a yes or no, to which alpha
    tends: (1 - a) / n * ((1 - a) (1 - 2 a) + a (2 - a) / (2 p (1 - p))) (Bloch & Kraemer 1989, Biometrics 45:269).
    """
    spread = (1 - alpha) * (1 - 2 * alpha) + alpha * (2 - alpha) / (2 * share * (1 - share))
    return Z * sqrt((1 - alpha) * spread * factor / posts)


def needed(half_width: float, share: float, alpha: float = TYPICAL, factor: float = 1.0) -> Needed:
    """How many experiences give the half-width (0..1) for a code told of in a part `share` of them.

    Both intervals shrink with the square root of the number of posts. Posts drawn alike are assumed: those that
    are drawn for a rare predicted code make its interval narrower than this.
    """
    return Needed(
        share=ceil((share_half_width(1, share, factor) / half_width) ** 2 - 1e-9),
        alpha=ceil((alpha_half_width(1, share, alpha, factor) / half_width) ** 2 - 1e-9),
    )
