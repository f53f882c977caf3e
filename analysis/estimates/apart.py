"""Two studies beside each other: which causes does one tell of more often than the other, and how sure is that?

Studies may share blogs and posts. Blogs are the unit that is drawn, and one that is in both is drawn for both at once, so that
what a blog says everywhere does not count as noise of the difference. All causes of a side are one family of tests (Holm).
Frames as in `analysis.estimates.causes`; posts may have url, by which posts of both are known, and chance, that of being drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import clustering, resampling
from analysis.estimates.causes import COMPLAINT, PRAISE, experiences
from analysis.estimates.contrast import ALPHA, Contrast, redrawn
from analysis.estimates.resampling import BLOGS, FEW
from analysis.testing import multiplicity
from analysis.testing.incidence import LEVELS, incidence

SIDES = {"told": LEVELS, "complaints": COMPLAINT, "praise": PRAISE}
FIRST, SECOND, NEITHER = "more in A", "more in B", "no clear difference"
FEW_POSTS, FEW_BLOGS = "too few posts to say", "too few blogs to say"
COLUMNS = ["cause", "side", "posts_a", "share_a", "posts_b", "share_b", "difference", "low", "high", "p", "p_holm"]
COLUMNS += ["reading"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coded:
    """A study: its posts and what was coded of them."""

    posts: pd.DataFrame
    codings: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Apart:
    """Experiences and blogs of each study and of both, and the table, see `apart`. A post is in both by its address."""

    posts: tuple[int, int]
    blogs: tuple[int, int]
    shared_posts: int
    shared_blogs: int
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Side:
    """One study's experiences: their weights by cluster and by side and cause (the last column is all), and how many."""

    sums: Floats
    counts: NDArray[np.int64]
    posts: int
    blogs: int
    effective: float

    @property
    def lack(self) -> str:
        """Why nothing can be said, or ""."""
        return FEW_POSTS if self.posts < FEW else FEW_BLOGS if self.blogs < BLOGS else ""


def apart(first: Coded, second: Coded, causes: Sequence[str], draws: int, seed: int) -> Apart:
    """Return how often both studies tell of each cause, with the differences; one row a side and cause, COLUMNS.

    side: of an experience that tells of the cause at any level, that complains (failed, mixed) or praises (met, exceeded,
    mixed). posts_a, posts_b: such experiences; share_a, share_b: the same as parts (0..1) of all, weighed by 1 / chance
    where posts were drawn. difference is share_a - share_b; low and high bound it (95 %), p is two-sided: t, with the
    error over `draws` draws of whole blogs (`contrast.redrawn`) and as many degrees of freedom as the study with fewer
    blogs has blogs in effect, less one. nan where a study has fewer than FEW posts or BLOGS blogs, or nothing varies.
    p_holm counts all causes of the side. reading is FIRST or SECOND only where p_holm is at most 5 %.
    """
    told = [_told(study.posts) for study in (first, second)]
    codes, count = resampling.clusters(pd.concat([_named(posts, place) for place, posts in enumerate(told)]))
    own = np.split(codes, [len(told[0])])
    a, b = (_side(told[at], study.codings, causes, own[at], count) for at, study in enumerate((first, second)))
    addresses = [set(posts["url"]) - {""} if "url" in posts else set() for posts in told]
    return Apart(
        posts=(a.posts, b.posts),
        blogs=(a.blogs, b.blogs),
        shared_posts=len(addresses[0] & addresses[1]),
        shared_blogs=len(set(told[0]["blog"]) & set(told[1]["blog"])),
        table=_table(a, b, causes, draws, seed),
    )


def _told(posts: pd.DataFrame) -> pd.DataFrame:
    own = experiences(posts)
    return own.assign(weight=1 / own["chance"].astype(float).fillna(1)) if "chance" in own else own


def _named(posts: pd.DataFrame, place: int) -> pd.DataFrame:
    """Blogs, and posts under names by which those of both studies are one: `clusters` goes by them if there is one blog."""
    numbers = f"{place} " + posts["post"].astype(str)
    names = posts["url"].where(posts["url"] != "", numbers) if "url" in posts else numbers
    return pd.DataFrame({"blog": posts["blog"], "post": names})


def _side(
    told: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str], codes: NDArray[np.int64], count: int
) -> _Side:
    found = incidence(told, codings, causes)
    flags = np.concatenate([[found.at([cause], levels) for cause in causes] for levels in SIDES.values()]).T
    marks = np.column_stack([flags.reshape(len(told), -1), np.ones(len(told))])
    sums = np.zeros((count, marks.shape[1]))
    np.add.at(sums, codes, marks * found.weight[:, None])
    counts = marks[:, :-1].sum(axis=0).astype(np.int64)
    return _Side(sums, counts, len(told), told["blog"].nunique(), clustering.blogs(told))


def _table(a: _Side, b: _Side, causes: Sequence[str], draws: int, seed: int) -> pd.DataFrame:
    both = np.stack([a.sums, b.sums], axis=1)
    ends = _shares(both.sum(axis=0))
    lack = a.lack or b.lack
    difference, error = ends[0] - ends[1], np.full(ends.shape[1], np.nan)
    if not lack:
        error = redrawn(both.reshape(len(both), -1), _differences, draws, seed)[1]
    freedom = max(min(a.effective, b.effective) - 1, 1.0)
    found = [Contrast(float(d), float(e), freedom) for d, e in zip(difference, error, strict=True)]
    bounds = [[one.bound(-1), one.bound(1)] if one.told else [np.nan, np.nan] for one in found]
    low, high = np.clip(np.array(bounds).reshape(-1, 2).T, -1, 1)
    p = np.array([one.p for one in found])
    raised = np.concatenate([multiplicity.holm(part) for part in np.split(p, len(SIDES))])
    clear = raised <= ALPHA
    words = np.select([clear & (difference > 0), clear & (difference < 0)], [FIRST, SECOND], lack or NEITHER)
    cells = (
        list(causes) * len(SIDES), np.repeat(list(SIDES), len(causes)), a.counts, ends[0], b.counts, ends[1], difference,
        low, high, p, raised, words,
    )  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS, cells, strict=True)))


def _shares(sums: Floats) -> Floats:
    """Parts of all, from sums whose last column counts all; nan where there is nothing."""
    whole = sums[..., -1:]
    return np.asarray(np.divide(sums[..., :-1], whole, out=np.full(sums[..., :-1].shape, np.nan), where=whole > 0))


def _differences(sums: Floats) -> Floats:
    """The share in A less that in B, of each row of sums of both."""
    shares = _shares(sums.reshape(*sums.shape[:-1], 2, -1))
    return np.asarray(shares[..., 0, :] - shares[..., 1, :])
