"""Whether complaints of a cause rise or fall: their share by month, and one test a cause on all months at once.

The blog is the unit of sampling, as in `estimates.causes`; input frames are those of that module, `published` being ISO text
or "". Posts without a date are left out and counted. Only experiences count, each story once.
A month is numbered year * 12 + month, so that a gap in the calendar is a gap on the scale.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from analysis.estimates import clustering, resampling
from analysis.estimates.causes import COMPLAINT, experiences
from analysis.estimates.resampling import BLOGS
from analysis.testing import multiplicity

FEW = 10  # posts of a month under which no share is told
MONTHS = 6  # with FEW posts or more, under which no trend is told
LEVEL = 0.05
RISE, FALL, NEITHER = "clear rise", "clear fall", "no clear change"
FEW_MONTHS, FEW_BLOGS = "too few months", "too few blogs"
MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9])")
TRENDS = ["cause", "months", "posts", "blogs", "undated", "slope", "low", "high", "p", "p_holm", "p_any", "p_any_holm"]
TRENDS += ["verdict"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def complained(told: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str]) -> Floats:
    """Return posts x causes: 1 where a post of `told` tells of a failure of the cause, mixed ones too, else 0."""
    table = np.zeros((len(told), len(causes)))
    seen = codings[codings["level"].isin(COMPLAINT)]
    place = pd.Index(told["post"]).get_indexer(seen["post"])
    column = pd.Index(list(causes)).get_indexer(seen["cause"])
    held = (place >= 0) & (column >= 0)
    table[place[held], column[held]] = 1.0
    return table


def months(posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str], draws: int, seed: int) -> pd.DataFrame:
    """Return the share of complaints of each cause in every month that has a post, months in order within a cause.

    Columns cause, month ("2026-03"), number (year * 12 + month), posts, blogs, complaints (counts), share, low, high
    (0..1; nan where a month has fewer than FEW posts). Intervals: cluster bootstrap over the blogs of all months
    (`estimates.resampling`), share = sum_b w_b told_bm / sum_b w_b posts_bm; draws without a post in a month do not count.
    Where few blogs write in a month, redraws agree too well: no interval is narrower than Wilson's with a design effect.
    """
    told = _dated(posts)[0]
    numbers, place = np.unique(told["number"].to_numpy(dtype=np.int64), return_inverse=True)
    yes, each = complained(told, codings, causes), len(causes)
    whole = pd.DataFrame(yes).groupby(place).sum().to_numpy().reshape(len(numbers), each).astype(int)
    return pd.DataFrame(
        {
            "cause": np.repeat(np.array(causes, dtype=object), len(numbers)),
            "month": [f"{(one - 1) // 12:04}-{(one - 1) % 12 + 1:02}" for one in numbers] * each,
            "number": np.tile(numbers, each),
            "posts": np.tile(np.bincount(place), each),
            "blogs": np.tile(told.groupby("number")["blog"].nunique().to_numpy(dtype=np.int64), each),
            "complaints": whole.T.ravel(),
            **{name: table.T.ravel() for name, table in _shares(told, yes, place, draws, seed).items()},
        }
    )


def _shares(told: pd.DataFrame, yes: Floats, place: Codes, draws: int, seed: int) -> dict[str, Floats]:
    """share, low and high as of `months`, each months x causes; `place` numbers the month of each post."""
    codes, count = resampling.clusters(told)
    enough = np.bincount(place) >= FEW
    kept = enough[place]
    shares, low, high = _redrawn(
        np.c_[np.ones(len(told)), yes][kept] * told["weight"].to_numpy(dtype=float)[kept, None],
        codes[kept], (np.cumsum(enough) - 1)[place[kept]], resampling.drawn(count, draws, seed),
    )  # fmt: skip
    bounds = _widened(low, high, shares, _worth(codes[kept], place[kept]))
    columns = {name: np.full((len(enough), yes.shape[1]), np.nan) for name in ("share", "low", "high")}
    for table, found in zip(columns.values(), (shares, *bounds), strict=True):
        table[enough] = found
    return columns


def _worth(codes: Codes, month: Codes) -> Floats:
    """How many independent posts those of each month are worth, in the order of the months (`clustering.effect`)."""
    found = []
    for one in np.unique(month):
        blogs = np.unique(codes[month == one], return_inverse=True)[1]
        found.append(len(blogs) / clustering.effect(np.array([np.nan]), blogs, np.ones(len(blogs)))[0])
    return np.array(found)


def _widened(low: Floats, high: Floats, shares: Floats, worth: Floats) -> tuple[Floats, Floats]:
    """Bounds (months x causes) that are no narrower than Wilson's for as many posts as a month's are worth."""
    bounds = [
        clustering.wilson(share * posts, posts) for row, posts in zip(shares, worth, strict=True) for share in row
    ]
    wilson = np.array(bounds).reshape(*shares.shape, 2)
    return np.fmin(low, wilson[..., 0]), np.fmax(high, wilson[..., 1])


def trends(posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str]) -> pd.DataFrame:
    """Return for each cause whether its share of complaints changes, by one test on all months; columns TRENDS.

    months have FEW posts or more; posts, blogs are those that entered, undated those that did not. slope is the change
    of the share per month (0.01: a point more each month) with low and high (95 %) and p, see `line`; p_any asks whether
    the months differ in any way, see `differ`. p_holm and p_any_holm allow for all causes tested, each column by itself.
    verdict is RISE or FALL where p_holm is under 5 %, else NEITHER; under MONTHS months or BLOGS blogs nothing is tested.
    """
    told, undated = _dated(posts)
    codes = resampling.clusters(told)[0]
    number, weight = (told[name].to_numpy(dtype=float) for name in ("number", "weight"))
    yes = complained(told, codings, causes)
    full = int((told.groupby("number").size() >= FEW).sum())
    blogs = int(told["blog"].nunique())
    short = FEW_MONTHS if full < MONTHS else FEW_BLOGS if blogs < BLOGS else ""
    empty = np.full((len(causes), 4), np.nan)
    lines = empty if short else np.array([line(column, number, codes, weight) for column in yes.T]).reshape(-1, 4)
    anyhow = empty[:, 0] if short else np.array([differ(column, number, codes, weight) for column in yes.T])
    frame = pd.DataFrame({"cause": list(causes)}).assign(
        months=full, posts=len(told), blogs=blogs, undated=undated,
        slope=lines[:, 0], low=lines[:, 1], high=lines[:, 2], p=lines[:, 3], p_holm=multiplicity.holm(lines[:, 3]),
        p_any=anyhow, p_any_holm=multiplicity.holm(anyhow),
    )  # fmt: skip
    clear = frame["p_holm"] < LEVEL
    words = np.where(clear & (frame["slope"] > 0), RISE, np.where(clear, FALL, NEITHER))
    return frame.assign(verdict=short or words)[TRENDS]


def line(yes: Floats, number: Floats, codes: Codes, weight: Floats) -> tuple[float, float, float, float]:
    """Return the slope of a yes or no (0/1) on the month number, its 95 % interval and the two-sided p that it is 0.

    Weighted least squares, a linear probability model: the slope is in shares. Its variance is the cluster jackknife
    CV3, (G - 1) / G * sum_g (slope without cluster g - slope)^2, with t on G - 1 degrees of freedom (MacKinnon, Nielsen &
    Webb 2023, J. Econometrics 232:272). Why not the sandwich CR1: blogs write in stretches and some write most of the
    posts; there, with 25 blogs, CR1 finds a trend in 10 of 100 sets of posts that have none.
    All nan where the outcome or the month never varies, or varies within one blog only.
    """
    clusters = int(codes.max(initial=-1)) + 1
    if clusters < 2 or np.ptp(yes) == 0:
        return (np.nan,) * 4
    number = number - (weight @ number) / weight.sum()
    terms = np.stack([np.ones(len(yes)), number, yes, number**2, number * yes]) * weight
    sums = np.stack([np.bincount(codes, weights=term, minlength=clusters) for term in terms])
    whole = sums.sum(axis=1, keepdims=True)
    slope, without = _slopes(whole)[0], _slopes(whole - sums)
    error = float(np.sqrt((clusters - 1) / clusters * ((without - slope) ** 2).sum()))
    if not error > 0:
        return (np.nan,) * 4
    half = float(stats.t.ppf((1 + resampling.LEVEL) / 2, clusters - 1)) * error
    return float(slope), slope - half, slope + half, float(2 * stats.t.sf(abs(slope) / error, clusters - 1))


def _slopes(sums: Floats) -> Floats:
    """Slopes of least squares from sums of w, wx, wy, wxx and wxy (rows); nan where x does not vary."""
    total, x, y, xx, xy = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = xx - x * x / total
        return np.asarray(np.where(spread > 1e-9 * total, (xy - x * y / total) / spread, np.nan))


def differ(yes: Floats, number: Floats, codes: Codes, weight: Floats) -> float:
    """Return the p that a yes or no (0/1) has one share in all months: the chi-square over months, for clustered posts.

    With X2 = sum_t n_t (p_t - p)^2 / p(1 - p) and V its terms' covariance between clusters if all months are alike,
    F = X2 / tr V has tr(V)^2 / tr(V^2) and (G - 1) times as many degrees of freedom (Rao & Scott 1984, Ann. Stat. 12:46;
    the F reference: Thomas & Rao 1987, JASA 82:630). With a post a cluster tr V is about T - 1, and F is Pearson's.
    nan where the outcome or the month never varies.
    """
    clusters = int(codes.max(initial=-1)) + 1
    _, month = np.unique(number, return_inverse=True)
    if clusters < 2 or np.ptp(yes) == 0 or month.max(initial=0) == 0:
        return np.nan
    size, share = np.bincount(month, weights=weight).astype(float), float(weight @ yes / weight.sum())
    away = weight * (yes - share)
    scale = np.sqrt(size * share * (1 - share))
    square = float(((np.bincount(month, weights=away) / scale) ** 2).sum())
    spread = _between(away, codes, month, size) / scale
    # the covariance of clusters and of months have the same trace; the smaller of the two is made
    spread = spread @ spread.T if spread.shape[0] < spread.shape[1] else spread.T @ spread
    spread = spread * clusters / (clusters - 1)
    trace, squared = float(np.trace(spread)), float((spread**2).sum())
    freedom = trace**2 / squared
    return float(stats.f.sf(square / trace, freedom, freedom * (clusters - 1)))


def _between(away: Floats, codes: Codes, month: NDArray[np.intp], size: Floats) -> Floats:
    """Clusters x months: what each cluster adds to a month's excess, its part in the common share taken off."""
    clusters = int(codes.max()) + 1
    table = np.zeros((clusters, len(size)))
    np.add.at(table, (codes, month), away)
    return np.asarray(table - table.sum(axis=1, keepdims=True) * (size / size.sum()))


def _redrawn(sums: Floats, codes: Codes, place: Codes, blocks: Iterator[Floats]) -> tuple[Floats, Floats, Floats]:
    """Shares of the columns of `sums` in its first one, places x columns, with bounds over draws of clusters.

    Few cells of clusters x places hold a post, so that they are kept sparse: drawing costs as much as there are posts.
    """
    places, columns = int(place.max(initial=-1)) + 1, sums.shape[1]
    if not places:
        return (np.zeros((0, columns - 1)),) * 3
    cells = (np.repeat(codes, columns), (place[:, None] * columns + np.arange(columns)).ravel())
    shape = (int(codes.max(initial=-1)) + 1, places * columns)
    table = sparse.csr_matrix((sums.ravel(), cells), shape=shape).T.tocsr()
    table.eliminate_zeros()
    whole = np.asarray(table.sum(axis=1)).reshape(places, columns)
    drawn = [_parts((table @ block[:, : shape[0]].T).T.reshape(-1, places, columns)) for block in blocks]
    low, high = resampling.bounds(np.concatenate([np.zeros((0, places, columns - 1)), *drawn]))
    return _parts(whole[None])[0], low, high


def _parts(sums: Floats) -> Floats:
    """Each column but the first as a part of the first; nan where that is 0."""
    base = sums[:, :, :1]
    return np.asarray(np.divide(sums[:, :, 1:], base, out=np.full_like(sums[:, :, 1:], np.nan), where=base > 0))


def _dated(posts: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The experiences with a month: post, blog, number, weight; and how many have none."""
    told = experiences(posts)
    written = [str(one) if MONTH.match(str(one)) else "" for one in told["published"]]
    number = [int(one[:4]) * 12 + int(one[5:7]) if one else 0 for one in written]
    weight = told["weight"].to_numpy(dtype=float) if "weight" in told else np.ones(len(told))
    frame = pd.DataFrame({"post": told["post"].to_numpy(), "blog": told["blog"].to_numpy(), "number": number})
    dated = frame["number"] > 0
    return frame.assign(weight=weight)[dated], int((~dated).sum())
