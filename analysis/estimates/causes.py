"""From codings to estimates: how often each cause is told of, in what order, and how sure that order is.

The blog is the unit of sampling: posts of one blogger resemble each other, so whole blogs are drawn.
Frames are never changed in place. Columns of the input frames:
posts: post, blog, reaction (-2..2 or missing) and, if there, genre, duplicate_of and weight; codings: post, blog, cause, level.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import clustering, resampling
from analysis.estimates.clustering import Z as Z
from analysis.estimates.clustering import wilson as wilson

COMPLAINT = ("failed", "mixed")
PRAISE = ("met", "exceeded", "mixed")
LEVELS = ("failed", "mixed", "met", "exceeded")  # from worst to best
REACTIONS = {-2: "Very bad", -1: "Bad", 0: "Mixed", 1: "Good", 2: "Very good"}
DELIGHT = {
    "Went beyond the problem": "resolution",
    "Did more than was promised": "commitments",
    "Answered sooner than expected": "response_time",
}
POLITE = "Was polite, and none of these three"
COURTESY = "courtesy"
FOR_COURTESY, FOR_DELIGHT = (COURTESY,), (*DELIGHT.values(), COURTESY)  # causes without which there is no such table
ORDER = ["cause", "complaints", "praise", "mixed", "posts", "share", "low", "high"]
ORDER += ["complaint_share", "complaint_low", "complaint_high", "praise_share", "praise_low", "praise_high"]
ORDER += ["rank", "rank_low", "rank_high", "held", "deff", "icc", "wilson_low", "wilson_high"]
SIDES = {"": "posts", "complaint_": "complaints", "praise_": "praise"}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Study:
    """Experiences with cluster and weight (1 where there is none), and one row per post and cause that it tells of."""

    weight: Floats
    cluster: NDArray[np.int64]
    clusters: int
    mentioned: (
        pd.DataFrame
    )  # place (row of weight and cluster), cause; booleans: complaints, praise, posts, one of LEVELS


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
    Intervals are percentile intervals of the cluster bootstrap (`analysis.estimates.resampling`): with blog b drawn w_b times,
    share = sum_b w_b * told_b / sum_b w_b * posts_b. low and high
    are the 2.5 % and 97.5 % points over the draws: they bound what other blogs of this kind would have given, not
    what the coder may have got wrong. Where all posts come from one blog, posts are drawn in its place.
    Where posts were drawn with unequal chances, a column weight (1 / chance) makes shares and ranks those of all posts:
    sums over posts then count each by its weight (Horvitz & Thompson 1952). Counts are never weighted.
    rank starts at 1; ties go by the name of the cause, and in a draw by the observed order, so the same frames and
    seed give the same ranks. rank_low and rank_high bound 95 % of the draws. held is the stability of a rank: the
    part (0..1) of the draws in which the cause has the very rank that it has in the posts themselves.
    The closed-form check of share: icc, how alike posts of a blog are in telling of the cause (nan where that cannot be
    measured), deff, the design effect, and wilson_low and wilson_high, Wilson's interval of n / deff posts; formulas and
    their sources in `analysis.estimates.clustering`. Where they and low and high disagree, blogs are few or a cause is rare.
    """
    study = _study(codings, posts)
    counts = _counts(study)
    drawn = _shares(study, list(SIDES.values()), list(counts["cause"]), draws, seed)
    columns: dict[str, object] = {name: counts[name] for name in ("cause", "complaints", "praise", "mixed", "posts")}
    for prefix, side in SIDES.items():
        columns[f"{prefix}share"] = counts[f"weighed_{side}"] / (study.weight.sum() or 1.0)
        columns[f"{prefix}low"], columns[f"{prefix}high"] = resampling.bounds(drawn[side])
    columns |= _ranks(drawn["posts"]) | _check(study, counts)
    return pd.DataFrame(columns)[ORDER]


def redrawn(codings: pd.DataFrame, posts: pd.DataFrame, draws: int = 1000, seed: int = 1) -> pd.DataFrame:
    """Return the share of experiences that tell of each cause in each draw: one row a draw, causes in order of rank.

    The very draws that `rank` takes its intervals from, for what compares causes with each other (`analysis.estimates.ranks`).
    """
    study = _study(codings, posts)
    names = list(_counts(study)["cause"])
    return pd.DataFrame(_shares(study, ["posts"], names, draws, seed)["posts"], columns=names)


def levels(codings: pd.DataFrame, posts: pd.DataFrame, draws: int = 1000, seed: int = 1) -> pd.DataFrame:
    """Return how often each cause is told of at each level: cause, level, posts, share (0..1), low, high.

    One row per cause, in order of rank, and level, in the order of LEVELS. A post has one level of a cause, so that its
    four rows add up to the posts of `rank`: mixed where it tells of a failure and of praise, exceeded before met.
    Intervals as in `rank`. Where no post has a level, all draws say 0: there low is 0 and high is Wilson's for 0 posts.
    """
    study = _study(codings, posts)
    causes = list(_counts(study)["cause"])
    drawn = _shares(study, LEVELS, causes, draws, seed)
    sums = [_sums(study, level, causes).sum(axis=0) for level in LEVELS]
    counted = study.mentioned.groupby("cause")[list(LEVELS)].sum().reindex(causes).astype(int).to_numpy().ravel()
    low, high = resampling.bounds(np.stack([drawn[level] for level in LEVELS], axis=2))
    unseen = clustering.effect(np.array([np.nan]), study.cluster, study.weight)[0]
    columns = {
        "cause": np.repeat(np.array(causes, dtype=object), len(LEVELS)),
        "level": LEVELS * len(causes),
        "posts": counted,
        "share": np.stack(sums, axis=1).ravel() / (study.weight.sum() or 1.0),
        "low": low.ravel(),
        "high": np.where(counted > 0, high.ravel(), wilson(0, len(study.weight) / unseen)[1]),
    }
    return pd.DataFrame(columns)


def courtesy(posts: pd.DataFrame, codings: pd.DataFrame, known: Collection[str] = FOR_COURTESY) -> pd.DataFrame:
    """Return, for each reaction from -2 to 2, the experiences with it and how many mention courtesy at all.

    Columns level_name, reaction, posts, mentions, low, high; the last two bound the share of mentions by Wilson's
    interval with the design effect of blogs (95 %, `clustering.interval`, which says why blogs are not redrawn here).
    Without rows if courtesy is not among the `known` causes of the codebook.
    """
    told = experiences(posts)
    polite = set(codings.loc[codings["cause"] == COURTESY, "post"])
    rows = []
    for reaction, name in REACTIONS.items() if set(FOR_COURTESY) <= set(known) else ():
        here = told[(told["reaction"] == reaction).fillna(False).astype(bool)]
        named = here["post"].isin(polite)
        rows.append((name, reaction, len(here), int(named.sum()), *clustering.interval(here, named)))
    return pd.DataFrame(rows, columns=["level_name", "reaction", "posts", "mentions", "low", "high"])


def delight(posts: pd.DataFrame, codings: pd.DataFrame, known: Collection[str] = FOR_DELIGHT) -> pd.DataFrame:
    """Return what the very happy experiences (reaction 2) tell of: each surplus, or politeness without any of them.

    Columns reason, posts, total (very happy experiences), low, high (of posts / total, 95 %, as in `courtesy`). Without
    rows if one of its causes is not among the `known` ones of the codebook.
    """
    told = experiences(posts)
    happy = told[(told["reaction"] == 2).fillna(False).astype(bool)]
    seen = codings[codings["post"].isin(set(happy["post"]))]
    beyond = seen[seen["level"] == "exceeded"]
    found = {reason: set(beyond.loc[beyond["cause"] == cause, "post"]) for reason, cause in DELIGHT.items()}
    polite = set(seen.loc[(seen["cause"] == COURTESY) & seen["level"].isin(PRAISE), "post"])
    found[POLITE] = polite.difference(*found.values())
    rows = [
        (why, len(named), len(happy), *clustering.interval(happy, happy["post"].isin(named)))
        for why, named in found.items()
        if set(FOR_DELIGHT) <= set(known)
    ]
    return pd.DataFrame(rows, columns=["reason", "posts", "total", "low", "high"])


def _study(codings: pd.DataFrame, posts: pd.DataFrame) -> _Study:
    told = experiences(posts)
    cluster, clusters = resampling.clusters(told)
    weight = told["weight"] if "weight" in told else pd.Series(1.0, index=told.index)
    place = pd.Series(np.arange(len(told)), index=told["post"].to_numpy())
    seen = codings[codings["post"].isin(place.index)]
    marked = {level: seen["level"] == level for level in LEVELS}
    marked |= {"complaints": seen["level"].isin(COMPLAINT), "praise": seen["level"].isin(PRAISE), "posts": True}
    every = pd.DataFrame({"place": seen["post"].map(place), "cause": seen["cause"], **marked})
    one = every.groupby(["place", "cause"], as_index=False)[list(marked)].any()
    mixed = one["complaints"] & one["praise"]
    failed, exceeded = one["failed"] & ~mixed, one["exceeded"] & ~mixed
    one = one.assign(mixed=mixed, failed=failed, exceeded=exceeded, met=~(mixed | failed | exceeded))
    return _Study(weight.to_numpy(dtype=float), cluster, clusters, one)


def _counts(study: _Study) -> pd.DataFrame:
    """One row a cause, in order of rank: posts on each side, as counted and by weight."""
    names = ["complaints", "praise", "mixed", "posts"]
    weight = study.weight[study.mentioned["place"].to_numpy(dtype=int)]
    weighed = {f"weighed_{side}": study.mentioned[side] * weight for side in SIDES.values()}
    summed = study.mentioned.assign(**weighed).groupby("cause", as_index=False)[[*names, *weighed]].sum()
    counts = summed.astype({name: int for name in names})
    return counts.sort_values(["weighed_posts", "cause"], ascending=[False, True], ignore_index=True)


def _sums(study: _Study, side: str, causes: list[str], weighed: bool = True) -> Floats:
    """Clusters x causes: posts, by weight or as counted, for which `side` holds."""
    held = study.mentioned[study.mentioned[side].astype(bool)]
    place = held["place"].to_numpy(dtype=int)
    column = pd.Index(causes).get_indexer(held["cause"])
    cell = study.cluster[place] * len(causes) + column
    weights = study.weight[place] if weighed else np.ones(len(place))
    shape = (study.clusters, len(causes))
    return np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _shares(study: _Study, sides: Sequence[str], causes: list[str], draws: int, seed: int) -> dict[str, Floats]:
    """For each side, the share (draws x causes) of the redrawn experiences."""
    tables = np.concatenate([_sums(study, side, causes) for side in sides], axis=1)
    sizes = np.bincount(study.cluster, weights=study.weight, minlength=study.clusters)
    blocks = [(w @ tables) / (w @ sizes)[:, None] for w in resampling.drawn(study.clusters, draws, seed)]
    found = np.concatenate([np.zeros((0, tables.shape[1])), *blocks])
    return dict(zip(sides, np.split(found, len(sides), axis=1), strict=True))


def _ranks(shares: Floats) -> dict[str, object]:
    """The observed rank (columns come in its order), its bounds over the draws, and how often it is held."""
    place = np.arange(1, shares.shape[1] + 1)
    ranks = np.argsort(np.argsort(-shares, axis=1, kind="stable"), axis=1, kind="stable") + 1
    low, high = (edge.astype(int) for edge in resampling.bounds(ranks))
    return {
        "rank": place,
        "rank_low": low,
        "rank_high": high,
        "held": (ranks == place).sum(axis=0) / max(len(ranks), 1),
    }


def _check(study: _Study, counts: pd.DataFrame) -> dict[str, object]:
    """The closed-form interval of the share of each cause, and what it rests on."""
    sizes = np.bincount(study.cluster, minlength=study.clusters).astype(float)
    icc = clustering.correlation(_sums(study, "posts", list(counts["cause"]), weighed=False), sizes)
    deff = clustering.effect(icc, study.cluster, study.weight)
    part = counts["weighed_posts"].to_numpy() / (study.weight.sum() or 1.0)
    reach = len(study.weight) / deff
    edges = [wilson(share * posts, posts) for share, posts in zip(part, reach, strict=True)]
    low, high = np.array(edges, dtype=float).reshape(-1, 2).T
    return {"deff": deff, "icc": icc, "wilson_low": low, "wilson_high": high}
