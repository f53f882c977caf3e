"""What the test of one hypothesis found in the posts, before the family of tests is judged, and what it takes to say anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.contrast import Contrast
from analysis.estimates.resampling import BLOGS, FEW
from analysis.testing.incidence import Incidence

CELL = 5  # posts, and blogs, of each side of a comparison under which it would hang on single ones

UNTOLD = Contrast()

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that belongs to a finding: what it is, its 95 % interval, its own p if it has one, the posts behind it."""

    name: str
    estimate: float
    low: float
    high: float
    posts: int
    p: float = nan


@dataclass(frozen=True, slots=True)
class Measured:
    """`unit` says what the number is. Where `why` tells why nothing can be said, figures are nan.

    `neutral` is the number at which the claim is neither right nor wrong; above it speaks for the claim. `contrast` is
    the same on the scale of the test, on which errors are symmetric.
    """

    unit: str
    posts: int
    blogs: int
    why: str = ""
    estimate: float = nan
    low: float = nan
    high: float = nan
    p: float = nan
    neutral: float = 0.0
    contrast: Contrast = UNTOLD
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Draws:
    """How often blogs are drawn anew, and from which seed."""

    number: int
    seed: int


def lacking(found: Incidence, groups: Mapping[str, Flags]) -> str:
    """Why too little is there to compare these groups of posts, or "". `found` holds the compared posts only."""
    if reason := few(found):
        return reason
    for name, group in groups.items():
        posts, blogs = int(group.sum()), found.blogs(group)
        if posts < CELL or blogs < CELL:
            return f"Too few posts to say: {posts} {name}, of {blogs} blogs; {CELL} of {CELL} blogs are needed"
    return ""


def few(found: Incidence) -> str:
    """Why too little is there to say anything of these posts, or ""."""
    posts, blogs = len(found.blog), len(np.unique(found.blog))
    if posts < FEW:
        return f"Too few posts to say: there are {posts}, and {FEW} are needed"
    return f"Too few blogs to say: there are {blogs}, and {BLOGS} are needed" if blogs < BLOGS else ""


def freedom(found: Incidence, *groups: Flags) -> float:
    """Degrees of freedom: the effective number of blogs of the group that has fewest, less one; all posts without groups.

    (sum m)^2 / sum m^2 of blogs with m posts in the group (Kish 1965, 11.2): where a few blogs hold most posts, it is they
    that decide. In simulations the plain number of blogs finds too much in small studies (tests/analysis).
    """
    sizes = [np.unique(found.blog[group], return_counts=True)[1] for group in groups or (found.blog >= 0,)]
    return max(1.0, min(float(size.sum() ** 2 / (size**2).sum()) for size in sizes) - 1)


def untold(unit: str, found: Incidence, why: str) -> Measured:
    """What is left to say where nothing can be said."""
    return Measured(unit, len(found.blog), len(np.unique(found.blog)), why)


def told(unit: str, found: Incidence, contrast: Contrast, parts: tuple[Part, ...] = ()) -> Measured:
    """A finding on the scale of its test."""
    if not contrast.told:
        return untold(unit, found, "The posts do not vary in what is compared, so nothing shows how far chance goes")
    return Measured(
        unit=unit, posts=len(found.blog), blogs=len(np.unique(found.blog)), estimate=contrast.value,
        low=contrast.bound(-1), high=contrast.bound(1), p=contrast.p, neutral=contrast.neutral, contrast=contrast,
        parts=parts,
    )  # fmt: skip


def part(name: str, contrast: Contrast, posts: int) -> Part:
    """A figure beside a finding; nan where nothing varies or it does not exist."""
    if not contrast.told:
        return Part(name, contrast.value if isfinite(contrast.value) else nan, nan, nan, posts)
    return Part(name, contrast.value, contrast.bound(-1), contrast.bound(1), posts, contrast.p)
