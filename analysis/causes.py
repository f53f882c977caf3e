"""From codings to estimates: how often each cause is told of, in what order, and how sure that order is.

The blog is the unit of sampling: posts of one blogger resemble each other, so whole blogs are drawn.
Frames are never changed in place. Columns of the input frames:
posts: post, blog, reaction (-2..2 or missing) and, if there, genre, duplicate_of and weight; codings: post, blog, cause, level.
"""

from collections.abc import Collection, Iterator, Sequence
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COMPLAINT = ("failed", "mixed")
PRAISE = ("met", "exceeded", "mixed")
REACTIONS = {-2: "Very bad", -1: "Bad", 0: "Mixed", 1: "Good", 2: "Very good"}
DELIGHT = {
    "Went beyond the problem": "resolution",
    "Did more than was promised": "commitments",
    "Answered sooner than expected": "response_time",
}
POLITE = "Was polite, and none of these three"
COURTESY = "courtesy"
FOR_COURTESY, FOR_DELIGHT = (COURTESY,), (*DELIGHT.values(), COURTESY)  # causes without which there is no such table
WEIGHED = ("complaints", "praise", "posts")
ORDER = ["cause", "complaints", "praise", "mixed", "posts", "share", "low", "high"]
ORDER += ["complaint_share", "complaint_low", "complaint_high", "praise_share", "praise_low", "praise_high"]
ORDER += ["rank", "rank_low", "rank_high", "held"]
BLOCK = 100  # draws at a time
Z = 1.959963984540054  # two-sided 95 %

Floats = NDArray[np.float64]


def experiences(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts that enter an estimate: experiences, each story once. Frames without those columns pass whole."""
    kept = pd.Series(True, index=posts.index)
    if "genre" in posts:
        kept &= posts["genre"] == "experience"
    if "duplicate_of" in posts:
        kept &= posts["duplicate_of"].isna()
    return posts[kept]


def rank(codings: pd.DataFrame, posts: pd.DataFrame, draws: int = 1000, seed: int = 1) -> pd.DataFrame:
    """Return the causes in order of the share of experiences that tell of them, with intervals from drawn blogs.

    One row per cause. Counts: complaints, praise, mixed (in both of them, once in posts), posts. share,
    complaint_share and praise_share are parts (0..1) of all experiences.
    Intervals are percentile intervals of the cluster bootstrap (Efron & Tibshirani 1993, ch. 13; blogs as clusters:
    Davison & Hinkley 1997, 3.8): each draw takes as many blogs as there are, with replacement, so that blog b has
    weight w_b, multinomial with equal chances, and share = sum_b w_b * told_b / sum_b w_b * posts_b. low and high
    are the 2.5 % and 97.5 % points over the draws: they bound what other blogs of this kind would have given, not
    what the coder may have got wrong. Where all posts come from one blog, posts are drawn in its place.
    Where posts were drawn with unequal chances, a column weight (1 / chance) makes shares and ranks those of all posts:
    sums over posts then count each by its weight (Horvitz & Thompson 1952). Counts are never weighted.
    rank starts at 1; ties go by the name of the cause, and in a draw by the observed order, so the same frames and
    seed give the same ranks. rank_low and rank_high bound 95 % of the draws. held is the stability of a rank: the
    part (0..1) of the draws in which the cause has the very rank that it has in the posts themselves.
    """
    told = experiences(posts)
    told = told if "weight" in told else told.assign(weight=1.0)
    mentioned = _mentions(codings, told)
    counts = _counts(mentioned)
    shares, made = _draws(mentioned, told, list(counts["cause"]), draws, seed)
    return pd.DataFrame(
        {**_shares(counts, shares, float(told["weight"].sum()), made), **_ranks(shares["posts"], made)}
    )[ORDER]


def _shares(counts: pd.DataFrame, shares: dict[str, Floats], total: float, made: int) -> dict[str, object]:
    """The counts and, for posts, complaints and praise, the share of all experiences with its bounds."""
    columns: dict[str, object] = {name: counts[name] for name in ("cause", "complaints", "praise", "mixed", "posts")}
    for prefix, name in (("", "posts"), ("complaint_", "complaints"), ("praise_", "praise")):
        columns[f"{prefix}share"] = counts[f"weighed_{name}"] / (total or 1.0)
        columns[f"{prefix}low"], columns[f"{prefix}high"] = _bounds(shares[name], made)
    return columns


def _ranks(shares: Floats, made: int) -> dict[str, object]:
    """The observed rank (columns come in its order), its bounds over the draws, and how often it is held."""
    place = np.arange(1, shares.shape[1] + 1)
    ranks = np.argsort(np.argsort(-shares, axis=1, kind="stable"), axis=1, kind="stable") + 1
    low, high = (edge.astype(int) for edge in _bounds(ranks, made))
    held = (ranks == place).mean(axis=0) if made else np.zeros(len(place))
    return {"rank": place, "rank_low": low, "rank_high": high, "held": held}


def courtesy(posts: pd.DataFrame, codings: pd.DataFrame, known: Collection[str] = FOR_COURTESY) -> pd.DataFrame:
    """Return, for each reaction from -2 to 2, the experiences with it and how many mention courtesy at all.

    Columns level_name, reaction, posts, mentions, low, high; the last two bound the share of mentions
    (Wilson, 95 %). Without rows if courtesy is not among the `known` causes of the codebook.
    """
    told = experiences(posts)
    polite = set(codings.loc[codings["cause"] == COURTESY, "post"])
    rows = []
    for reaction, name in REACTIONS.items() if set(FOR_COURTESY) <= set(known) else ():
        here = told.loc[(told["reaction"] == reaction).fillna(False), "post"]
        mentions = int(here.isin(polite).sum())
        rows.append((name, reaction, len(here), mentions, *wilson(mentions, len(here))))
    return pd.DataFrame(rows, columns=["level_name", "reaction", "posts", "mentions", "low", "high"])


def delight(posts: pd.DataFrame, codings: pd.DataFrame, known: Collection[str] = FOR_DELIGHT) -> pd.DataFrame:
    """Return what the very happy experiences (reaction 2) tell of: each surplus, or politeness without any of them.

    Columns reason, posts, total (very happy experiences), low, high (Wilson, 95 %, of posts / total). Without rows if
    one of its causes is not among the `known` ones of the codebook.
    """
    told = experiences(posts)
    happy = set(told.loc[(told["reaction"] == 2).fillna(False), "post"])
    seen = codings[codings["post"].isin(happy)]
    beyond = seen[seen["level"] == "exceeded"]
    found = {reason: set(beyond.loc[beyond["cause"] == cause, "post"]) for reason, cause in DELIGHT.items()}
    polite = set(seen.loc[(seen["cause"] == COURTESY) & seen["level"].isin(PRAISE), "post"])
    found[POLITE] = polite.difference(*found.values())
    whole = set(FOR_DELIGHT) <= set(known)
    rows = [(why, len(named), len(happy), *wilson(len(named), len(happy))) for why, named in found.items() if whole]
    return pd.DataFrame(rows, columns=["reason", "posts", "total", "low", "high"])


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of hits / total; with no observation it is 0 to 1.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n) with p = hits/n, n = total (Wilson 1927, JASA 22:209).
    It takes posts as independent: where one blog has many of them it is too narrow.
    """
    if total == 0:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return (0.0 if hits == 0 else centre - half), (1.0 if hits == total else centre + half)


def _mentions(codings: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """One row per post and cause: booleans complaints, praise, mixed, posts."""
    seen = codings[codings["post"].isin(set(told["post"]))]
    marked = pd.DataFrame(
        {
            "post": seen["post"],
            "cause": seen["cause"],
            "complaints": seen["level"].isin(COMPLAINT),
            "praise": seen["level"].isin(PRAISE),
            "posts": True,
        }
    )
    merged = marked.groupby(["post", "cause"], as_index=False)[["complaints", "praise", "posts"]].any()
    weight = merged["post"].map(pd.Series(told["weight"].to_numpy(), index=told["post"].to_numpy()))
    weighed = {f"weighed_{name}": merged[name] * weight for name in WEIGHED}
    return merged.assign(mixed=merged["complaints"] & merged["praise"], **weighed)


def _counts(mentioned: pd.DataFrame) -> pd.DataFrame:
    names = ["complaints", "praise", "mixed", "posts"]
    summed = [*names, *(f"weighed_{name}" for name in WEIGHED)]
    counts = mentioned.groupby("cause", as_index=False)[summed].sum().astype({name: int for name in names})
    return counts.sort_values(["weighed_posts", "cause"], ascending=[False, True], ignore_index=True)


def _draws(
    mentioned: pd.DataFrame, told: pd.DataFrame, causes: Sequence[str], draws: int, seed: int
) -> tuple[dict[str, Floats], int]:
    """Shares (draws x causes) of complaints, praise and posts in resampled blogs, and how many draws there are."""
    unit = told["blog"] if told["blog"].nunique() > 1 else told["post"]
    clusters = pd.Series(unit.to_numpy(), index=told["post"].to_numpy())
    names = sorted(clusters.unique())
    sizes = told.groupby(unit)["weight"].sum().reindex(names).to_numpy(dtype=float)
    made = draws if len(names) else 0
    placed = mentioned.assign(cluster=mentioned["post"].map(clusters))
    tables: dict[str, Floats] = {}
    for what in WEIGHED:
        values = f"weighed_{what}"
        table = placed.pivot_table(index="cluster", columns="cause", values=values, aggfunc="sum", observed=False)
        tables[what] = table.reindex(index=names, columns=list(causes)).fillna(0).to_numpy(dtype=float)
    drawn = [
        {what: (w @ table) / (w @ sizes)[:, None] for what, table in tables.items()}
        for w in _weights(len(names), made, seed)
    ]
    empty = np.zeros((0, len(causes)))
    return {what: np.concatenate([empty, *(block[what] for block in drawn)]) for what in tables}, made


def _weights(blogs: int, draws: int, seed: int) -> Iterator[Floats]:
    """How often each draw takes each blog, in blocks of draws: one block is all that memory holds at a time."""
    rng = np.random.default_rng(seed)
    for start in range(0, draws, BLOCK):
        chances = np.full(blogs, 1 / blogs)
        yield rng.multinomial(blogs, chances, size=min(BLOCK, draws - start)).astype(float)


def _bounds(values: NDArray[np.float64] | NDArray[np.int64], made: int) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % points of each column; observed values, so that ranks stay whole."""
    if not made or not values.shape[1]:
        return np.zeros(values.shape[1]), np.zeros(values.shape[1])
    low, high = np.quantile(values, [0.025, 0.975], axis=0, method="inverted_cdf")
    return low.astype(float), high.astype(float)
