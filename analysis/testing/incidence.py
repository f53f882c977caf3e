"""Which experience tells of which cause at which level, as arrays: the form in which hypotheses are tested."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import resampling
from analysis.estimates.causes import experiences

LEVELS = ("failed", "met", "exceeded", "mixed")

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Incidence:
    """Experiences, one row a post in the order of the frame; frames without a column leave it nan or "".

    blog: number of its cluster; weight: 1 / chance to be drawn; reaction: -2..2 or nan; words: nan where not known;
    outcomes: ids joined by "|"; told: posts x causes x LEVELS, whether the post tells of the cause at that level.
    """

    blog: NDArray[np.int64]
    weight: Floats
    reaction: Floats
    words: Floats
    outcomes: NDArray[np.object_]
    causes: tuple[str, ...]
    told: Flags

    def at(self, causes: Collection[str], levels: Collection[str] = LEVELS) -> Flags:
        """Whether a post tells of any of these causes at any of these levels."""
        which = [place for place, cause in enumerate(self.causes) if cause in causes]
        how = [place for place, level in enumerate(LEVELS) if level in levels]
        return np.asarray(self.told[:, which][:, :, how].any(axis=(1, 2)))

    def named(self, outcomes: Collection[str]) -> Flags:
        """Whether a post tells any of these outcomes."""
        return np.array([not set(outcomes).isdisjoint(told.split("|")) for told in self.outcomes], dtype=bool)

    def only(self, kept: Flags) -> "Incidence":
        """The posts for which `kept` holds."""
        rows = ("blog", "weight", "reaction", "words", "outcomes", "told")
        return replace(self, **{name: getattr(self, name)[kept] for name in rows})

    def sums(self, columns: Floats) -> Floats:
        """Weighted sums over the posts of each blog that has any: posts x ... in, blogs x ... out."""
        _, codes = np.unique(self.blog, return_inverse=True)
        flat = columns.reshape(len(columns), prod(columns.shape[1:])) * self.weight[:, None]
        made = codes.max(initial=-1) + 1
        summed = [np.bincount(codes, weights=column, minlength=made) for column in flat.T]
        return np.array(summed).T.reshape(made, *columns.shape[1:])

    def blogs(self, of: Flags) -> int:
        """How many blogs the posts are from for which `of` holds."""
        return len(np.unique(self.blog[of]))


def incidence(posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str]) -> Incidence:
    """Return what the experiences among `posts` tell of these causes; codings of other posts and causes are left out."""
    own = experiences(posts)
    place = pd.Series(np.arange(len(own)), index=own["post"].to_numpy())
    kept = codings[codings["post"].isin(place.index) & codings["cause"].isin(causes) & codings["level"].isin(LEVELS)]
    told = np.zeros((len(own), len(causes), len(LEVELS)), dtype=bool)
    which = kept["cause"].map({cause: position for position, cause in enumerate(causes)}).to_numpy(dtype=int)
    how = kept["level"].map({level: position for position, level in enumerate(LEVELS)}).to_numpy(dtype=int)
    told[kept["post"].map(place).to_numpy(dtype=int), which, how] = True
    return Incidence(
        blog=resampling.clusters(own)[0],
        weight=_column(own, "weight", 1.0),
        reaction=_column(own, "reaction", np.nan),
        words=_column(own, "words", np.nan),
        outcomes=(own["outcomes"] if "outcomes" in own else pd.Series("", index=own.index)).to_numpy(dtype=object),
        causes=tuple(causes),
        told=told,
    )


def _column(own: pd.DataFrame, name: str, missing: float) -> Floats:
    if name not in own:
        return np.full(len(own), missing)
    return np.asarray(own[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan))
