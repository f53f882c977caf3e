"""What people say they did or will do afterwards: how often posts tell each outcome, by how the matter ended.

Frames are never changed in place. posts: post, blog, reaction (-2..2 or missing), outcomes (ids joined by "|", "" for none)
and, if there, genre, duplicate_of and weight.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import clustering, resampling
from analysis.estimates.causes import experiences

ALL, BADLY, WELL = "all", "badly", "well"
ENDINGS = {ALL: (-2, 2), BADLY: (-2, -1), WELL: (1, 2)}  # reactions from, to; ALL takes those without one as well
NONE = "none"  # posts that tell no outcome at all
COLUMNS = ["outcome", "ended", "posts", "total", "blogs", "share", "low", "high"]

Flags = NDArray[np.bool_]


def outcomes(posts: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return how often experiences tell each of `names`, and NONE of them: a row an outcome and ending, in that order.

    posts of `total` experiences with that ending tell it, on `blogs` blogs; share (0..1) is weighted where posts are.
    low and high (95 %): Wilson's interval of n / deff posts (`estimates.clustering` gives formulas and sources); not redrawn
    blogs, for few posts tell an outcome, and where none does all draws agree. A post may tell several. Without rows if
    there are no names.
    """
    told = experiences(posts)
    lists = [set(str(one).split("|")) - {""} for one in told["outcomes"].fillna("")] if "outcomes" in told else []
    known = set(names)
    rows = []
    for name in (*names, NONE) if len(lists) else ():
        said = np.array([not known & one if name == NONE else name in one for one in lists], dtype=bool)
        for ended in ENDINGS:
            here = _ended(told, ended)
            rows.append((name, ended, *_share(told[here], said[here])))
    return pd.DataFrame(rows if names else [], columns=COLUMNS)


def _ended(told: pd.DataFrame, ended: str) -> Flags:
    if ended == ALL:
        return np.ones(len(told), dtype=bool)
    return np.asarray(told["reaction"].between(*ENDINGS[ended]).fillna(False).to_numpy(dtype=bool))


def _share(here: pd.DataFrame, said: Flags) -> tuple[int, int, int, float, float, float]:
    """posts, total, blogs, share and its bounds; share 0 of nobody, bounded by 0 and 1."""
    if here.empty:
        return 0, 0, 0, 0.0, 0.0, 1.0
    codes, count = resampling.clusters(here)
    weight = here["weight"].to_numpy(dtype=float) if "weight" in here else np.ones(len(here))
    hits = np.bincount(codes, weights=said.astype(float), minlength=count)[:, None].astype(float)
    alike = clustering.correlation(hits, np.bincount(codes, minlength=count).astype(float))
    reach = len(here) / float(clustering.effect(alike, codes, weight)[0])
    share = float(weight @ said / weight.sum())
    low, high = clustering.wilson(share * reach, reach)
    return int(said.sum()), len(here), int(here["blog"].nunique()), share, low, high
