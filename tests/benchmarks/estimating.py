"""Ranking causes by drawn blogs: ranks and three shares of each cause with their intervals."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Rival, compared

NOTE = "The peer bounds the same shares one by one; it knows no ranks."
DRAWS, POSTS = 1_000, 1_000
SIDES = (
    ("failed", "met", "exceeded", "mixed"),
    ("failed", "mixed"),
    ("met", "exceeded", "mixed"),
)  # as ours counts them


def rows() -> Iterator[tuple[str, ...]]:
    """One row."""
    from tests.benchmarks import voices  # not above: the memory of the peer is to be its own

    made = voices.frames(POSTS)
    peer = Rival("scipy.stats.bootstrap of the same shares", partial(theirs, *made))
    yield compared(f"ranking {POSTS:,} posts by {DRAWS:,} draws", partial(ours, *made), peer, turns=15)


def ours(posts: pd.DataFrame, codings: pd.DataFrame) -> Job:
    """Ranks and shares, all causes at once."""
    from analysis.estimates import causes

    return lambda: causes.rank(codings, posts, draws=DRAWS)


def theirs(posts: pd.DataFrame, codings: pd.DataFrame) -> Job:
    """The share of each cause in all, bad and good posts of the drawn blogs, one after the other."""
    import numpy as np
    from scipy import stats

    sizes = posts.groupby("blog").size()
    kept = [codings[codings["level"].isin(levels)] for levels in SIDES]
    tables = [part.groupby(["blog", "cause"])["post"].nunique().unstack(fill_value=0) for part in kept]
    hits = [table.reindex(sizes.index).fillna(0)[cause].to_numpy(float) for table in tables for cause in table]
    known = sizes.to_numpy(float)

    def share(count: np.ndarray, total: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.asarray(count.sum(axis=axis) / total.sum(axis=axis))

    keys = {"n_resamples": DRAWS, "paired": True, "method": "percentile", "rng": 1}
    return lambda: [stats.bootstrap((counts, known), share, **keys) for counts in hits]
