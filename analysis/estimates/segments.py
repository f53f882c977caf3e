"""Companies, search phrases and periods as segments: where is a cause complained of more, or less, than on average?

Small segments have wild shares. Each is therefore drawn towards the segments of its kind, the more the less it knows
(partial pooling), and of segments with too few posts nothing is said. All this explores: what is read out of it holds
among all comparisons that were made, with a part of at most 10 % expected to be false (Benjamini & Hochberg).
Frames as in `estimates.causes`; a kind whose column is not there has no segments. A post without a company or a date is in
no segment of that kind; a post may be in several of search phrases.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

from analysis.cues import squashed
from analysis.estimates import clustering, resampling
from analysis.estimates.causes import experiences
from analysis.estimates.resampling import BLOGS, FEW
from analysis.estimates.trend import MONTH, complained
from analysis.testing import multiplicity

FALSE = 0.10  # part of the readings that may be wrong, expected
MORE, LESS, NEITHER = "more than average", "less than average", "no clear difference"
FEW_POSTS, FEW_BLOGS = "too few posts to say", "too few blogs to say"
COMPANY, QUERY, PERIOD = "company", "query", "period"
COLUMNS = ["kind", "segment", "posts", "blogs", "cause", "share", "low", "high", "average", "reading"]
QUARTERS = 12  # more than that, and periods are years
TAILS = [(1 - resampling.LEVEL) / 2, (1 + resampling.LEVEL) / 2]
NOTHING = 1e-5  # weight of what is left out of a sum

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Beta distributions that the shares of segments may come from, each with its weight; weights sum to 1."""

    alpha: Floats
    beta: Floats
    weight: Floats


def segments(posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str]) -> pd.DataFrame:
    """Return one row per kind, segment and cause: the share of its posts that complain of the cause; columns COLUMNS.

    Kinds as they are named above, larger segments first. posts and blogs are counts; share (0..1) is pooled, see
    `pooled`, with low and high (95 %); average is the share of all experiences, of this and other segments or of none.
    reading is MORE or LESS only where the whole interval lies on one side of the average and the comparison is among
    those that hold at FALSE; of fewer than FEW posts or BLOGS blogs it says so, and there is no figure.
    """
    told = experiences(posts)
    yes = complained(told, codings, causes)
    weight = told["weight"].to_numpy(dtype=float) if "weight" in told else np.ones(len(told))
    average = weight @ yes / (weight.sum() or 1.0)
    counted = _counted(told, yes, weight)
    rows = [
        rows.assign(cause=cause, average=average[place], **_figures(rows, place, float(average[place])))
        for place, cause in enumerate(causes)
        for _, rows in counted.groupby("kind", sort=False)
    ]
    if not rows or not len(counted):
        return pd.DataFrame({name: [] for name in COLUMNS})
    frame = pd.concat(rows).rename_axis("row").reset_index().sort_values("row", kind="stable", ignore_index=True)
    return frame.assign(reading=_reading(frame))[COLUMNS]


def pooled(hits: Floats, sizes: Floats, prior: Prior) -> tuple[Floats, Floats]:
    """Return alpha and beta of what is known of each segment's share: a Beta of the same mean and spread as the mixture.

    hits, sizes: complaints and posts a segment, in posts that count as independent, so that they need not be whole.
    Given one prior the share is Beta(alpha + hits, beta + sizes - hits), whose mean lies between hits / sizes and the
    prior's mean, nearer to the latter the smaller the segment. Over the priors, means and variances are mixed (law of
    total variance), so that what is not known of the prior widens the interval: Kass & Steffey 1989, JASA 84:717.
    """
    alpha, size = prior.alpha[:, None] + hits, (prior.alpha + prior.beta)[:, None] + sizes
    each = alpha / size
    mean = prior.weight @ each
    variance = prior.weight @ (each * (1 - each) / (size + 1) + (each - mean) ** 2)
    strength = mean * (1 - mean) / variance - 1
    return mean * strength, (1 - mean) * strength


def prior(hits: Floats, sizes: Floats) -> Prior:
    """Return which Beta distributions the shares of these segments may come from: beta-binomial, over a grid.

    The likelihood is prod_j B(alpha + y_j, beta + n_j - y_j) / B(alpha, beta); before the data, mean alpha / (alpha + beta)
    and spread (alpha + beta)^-1/2 are uniform (Gelman et al., Bayesian Data Analysis, 3rd ed., 5.3). The grid is laid
    over all of it first, and then over where the weight is.
    """
    means, spreads = np.linspace(-9.0, 9.0, 49), np.linspace(0.01, 1.0, 34)
    for _ in range(2):
        grid = _grid(hits, sizes, means, spreads)
        final = means, spreads
        means, spreads = _closer(means, grid.sum(axis=1), -15.0), _closer(spreads, grid.sum(axis=0), 0.002)
    share, size = special.expit(final[0])[:, None], final[1] ** -2.0
    kept = grid > NOTHING
    weight = grid[kept] / grid[kept].sum()
    return Prior((share * size)[kept], ((1 - share) * size)[kept], weight)


def _grid(hits: Floats, sizes: Floats, means: Floats, spreads: Floats) -> Floats:
    """The weight of each mean (log odds) and spread; sums to 1."""
    share = special.expit(means)[:, None]
    alpha, beta = share * spreads**-2.0, (1 - share) * spreads**-2.0
    odds = np.log(share * (1 - share)) + np.zeros_like(alpha)  # means are uniform, their log odds are not
    for hit, size in zip(hits, sizes, strict=True):
        odds += special.betaln(alpha + hit, beta + size - hit) - special.betaln(alpha, beta)
    grid = np.exp(odds - odds.max())
    return np.asarray(grid / grid.sum())


def _closer(axis: Floats, weight: Floats, least: float) -> Floats:
    """As many points as before over the part of an axis that has weight."""
    seen = np.flatnonzero(weight > NOTHING)
    step = axis[1] - axis[0]
    return np.linspace(max(axis[seen[0]] - step, least), axis[seen[-1]] + step, len(axis))


def _figures(rows: pd.DataFrame, place: int, average: float) -> dict[str, Floats]:
    """Pooled share, bounds and the p that the segment is as the average, for each segment of a kind; nan for small ones."""
    sizes = rows["posts"].to_numpy(dtype=float) / np.stack(list(rows["deff"]))[:, place]
    hits = np.stack(list(rows["shares"]))[:, place] * sizes
    kept = (rows["lack"] == "").to_numpy()
    found = {name: np.full(len(rows), np.nan) for name in ("share", "low", "high", "p")}
    if kept.any():
        alpha, beta = pooled(hits[kept], sizes[kept], prior(hits[kept], sizes[kept]))
        found["share"][kept] = alpha / (alpha + beta)
        found["low"][kept], found["high"][kept] = stats.beta.ppf(np.array(TAILS)[:, None], alpha, beta)
        if 0 < average < 1:  # else every post is alike, and nothing can be more or less
            under = special.betainc(alpha, beta, average)
            found["p"][kept] = 2 * np.minimum(under, 1 - under)
    return found


def _reading(frame: pd.DataFrame) -> NDArray[np.object_]:
    holds = multiplicity.hochberg(frame["p"].to_numpy(dtype=float)) <= FALSE
    above, below = frame["low"] > frame["average"], frame["high"] < frame["average"]
    words = np.select([frame["lack"] != "", holds & above, holds & below], [frame["lack"], MORE, LESS], NEITHER)
    return np.asarray(words, dtype=object)


def _counted(told: pd.DataFrame, yes: Floats, weight: Floats) -> pd.DataFrame:
    """A row a segment: kind, segment, posts, blogs, lack, shares and design effects (arrays, one figure a cause)."""
    codes, count = resampling.clusters(told)
    hits = np.zeros((count, yes.shape[1]))
    np.add.at(hits, codes, yes)
    alike = clustering.correlation(hits, np.bincount(codes, minlength=count).astype(float))
    blogs = told["blog"].to_numpy()
    rows: list[tuple[object, ...]] = []
    for kind, segment, places in _members(told):
        several = len(set(blogs[places]))
        lack = FEW_POSTS if len(places) < FEW else FEW_BLOGS if several < BLOGS else ""
        shares = weight[places] @ yes[places] / weight[places].sum()
        deff = clustering.effect(alike, codes[places], weight[places]) if not lack else np.ones(len(alike))
        rows.append((kind, segment, len(places), several, lack, shares, deff))
    return pd.DataFrame(rows, columns=["kind", "segment", "posts", "blogs", "lack", "shares", "deff"])


def _members(told: pd.DataFrame) -> Iterator[tuple[str, str, NDArray[np.int64]]]:
    """Each kind and segment with the places of its posts, larger segments first."""
    for kind, names in _names(told):
        table = pd.DataFrame({"segment": names, "place": np.arange(len(told))}).explode("segment").dropna()
        found = table.groupby("segment")["place"].agg(list).to_dict()
        for segment, places in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
            yield kind, str(segment), np.array(places, dtype=np.int64)


def _names(told: pd.DataFrame) -> Iterator[tuple[str, list[list[str]]]]:
    """For each kind the names of the segments that every post is in."""
    if "company" in told:
        yield COMPANY, [[one] if one else [] for one in _spelt(told["company"].fillna("").astype(str))]
    if "matched" in told:
        yield QUERY, [phrases(str(one)) for one in told["matched"]]
    if "published" in told:
        days = [str(one) if MONTH.match(str(one)) else "" for one in told["published"]]
        quarters = [f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if day else "" for day in days]
        years = len(set(filter(None, quarters))) > QUARTERS
        yield PERIOD, [[one[:4] if years else one] if one else [] for one in quarters]


def _spelt(names: pd.Series) -> list[str]:
    """Companies as most posts spell them: "Hostquarry" and "HostQuarry" are one."""
    counts = sorted(names.value_counts().items(), key=lambda item: (item[1], item[0]))  # the last one stays
    usual = {squashed(str(name)): str(name) for name, _ in counts}
    return [usual[squashed(name)] for name in names]


def phrases(matched: str) -> list[str]:
    """Return the different phrases of a query that matched a post, in small letters, sorted.

    matched: a list joined by "; ", or as posts.parquet has it, JSON: one object with `words` for each place.
    """
    told = [str(hit["words"]) for hit in json.loads(matched)] if matched.startswith("[") else matched.split(";")
    return sorted({" ".join(one.casefold().split()) for one in told} - {""})
