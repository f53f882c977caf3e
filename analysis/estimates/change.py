"""What is new since the last report: changes of the world told apart from changes of the coding.

Two reports differ because posts came, because posts went, and because posts that both hold are coded otherwise than before.
A new codebook or a better coder moves shares without anything having happened to customers, so that part is never called
a rise. What changed in a post that both hold, its text or its coder, is not told apart: both count as coded otherwise.

Frames have one row a post and cause, "" for a post without causes: url, post, blog, genre, reaction, cause, level and, if
there, weight (1 / chance to be drawn). They hold different posts of every genre, so that a post can become an experience.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimates import resampling
from analysis.estimates.causes import COMPLAINT
from analysis.estimates.resampling import BLOGS as BLOGS
from analysis.estimates.resampling import FEW as FEW
from analysis.estimates.trend import FALL as FALL
from analysis.estimates.trend import NEITHER as SAME
from analysis.estimates.trend import RISE as RISE

CODED, TOO_FEW = "coded differently", "too few posts to say"
COLUMNS = ["cause", "was", "now", "from_new", "from_removed", "from_recoded", "low", "high", "reading"]
# What of a post is compared or names it; the rest would be carried along for each of its causes.
KNOWN_BY = ("post", "url", "blog", "title", "published", "genre", "reaction", "chance")
CODED_AS = ["post", "cause", "level"]
COMPARED = {
    "url": "str", "post": "str", "blog": "str", "genre": "str", "reaction": "Int64", "cause": "str", "level": "str",
    "weight": "float64",
}  # fmt: skip
PLAYERS = ("from_recoded", "from_removed", "from_new")  # one axis of the table of states each
ALONE = np.array([[1 / 3, 1 / 6], [1 / 6, 1 / 3]])  # chance that exactly these others of three moved first

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two reports.

    Counts of different posts of any genre: `new` only now, `removed` only before, `kept` in both, `recoded` those of them
    whose genre, reaction, causes or levels differ; `was` and `now` count experiences. causes: one row a cause, see `change`.
    """

    new: int
    removed: int
    recoded: int
    kept: int
    was: int
    now: int
    causes: pd.DataFrame


def change(before: pd.DataFrame, now: pd.DataFrame, causes: Sequence[str], draws: int, seed: int) -> Change:
    """Return what changed between two reports; `causes` gives the rows of the frame and their order.

    was, now: experiences that complain of the cause (failed or mixed) as a part (0..1) of all experiences; nan where a
    report has none. from_recoded, from_removed and from_new sum to now - was exactly: they are the Shapley values of three
    moves that lead from the one report to the other, to code the common posts anew, to drop the removed and to add the new
    ones (Shapley 1953; for differences of an index: Shorrocks 2013, J. Econ. Inequal. 11:99). Each is the mean effect of its
    move over all 6 orders. A fixed order sums up as well, but then the effect of a move depends on a choice that nobody can
    defend, and looking back from now to before would not give the same parts with the sign turned. A move without posts has
    no effect. Where dropping leaves no experience at all, that state counts as half way between was and now.
    low, high: 95 % range of now - was, cluster bootstrap over the blogs of both reports (estimates.resampling), paired: a
    draw takes a blog as often before as now, so that what a blog says in both does not count as noise.
    reading: see `_readings`.
    """
    was, is_now = _posts(before), _posts(now)
    sums = _sums(was, is_now, causes)
    seen = _shares(sums.sum(axis=-2, keepdims=True))
    parts = {name: values[0] for name, values in _parts(seen).items()}
    total, world = _drawn(sums, draws, seed)
    low, high = resampling.bounds(total)
    enough = _enough(was) and _enough(is_now)
    reading = _readings(parts, total, world) if enough else [TOO_FEW] * len(causes)
    ends = {"cause": list(causes), "was": seen[0, 0, 0, 0], "now": seen[1, 1, 1, 0]}
    frame = pd.DataFrame({**ends, **parts, "low": low, "high": high, "reading": reading})[COLUMNS]
    kept = was.index.intersection(is_now.index)
    recoded = int((was.loc[kept, "codes"] != is_now.loc[kept, "codes"]).sum())
    new, removed = len(is_now) - len(kept), len(was) - len(kept)
    return Change(new, removed, recoded, len(kept), int(was["told"].sum()), int(is_now["told"].sum()), frame)


def coded(posts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the different posts of a report and what was coded of them, in the form that `change` compares.

    Posts are numbered anew in every run. Those without an address are known by blog, title and time instead.
    """
    different = posts.loc[posts["duplicate_of"].isna(), [name for name in KNOWN_BY if name in posts]]
    known = different[["blog", "title", "published"]].fillna("").astype(str)
    names = known["blog"] + "\n" + known["title"] + "\n" + known["published"]
    keys = names + "\n" + names.groupby(names).cumcount().astype(str)
    chances = different["chance"].astype(float).fillna(1) if "chance" in different else 1.0
    keyed = different.assign(key=keys, weight=1 / chances).merge(codings[CODED_AS], on="post", how="left")
    told = keyed.assign(post=keyed["key"], cause=keyed["cause"].fillna(""), level=keyed["level"].fillna(""))
    return told[list(COMPARED)].astype(COMPARED)


def nothing() -> pd.DataFrame:
    """The same of no report at all."""
    return pd.DataFrame(columns=list(COMPARED)).astype(COMPARED)


def _drawn(sums: Floats, draws: int, seed: int) -> tuple[Floats, Floats]:
    """now - was in every draw, and what of it does not come from recoding; draws x causes."""
    blocks = [np.zeros((2, 0, sums.shape[-1] - 1))]
    for block in resampling.drawn(sums.shape[-2], draws, seed):
        shares = _shares(np.einsum("db,xyzbc->xyzdc", block, sums, optimize=True))
        total = shares[1, 1, 1] - shares[0, 0, 0]
        blocks.append(np.stack([total, total - _parts(shares)["from_recoded"]]))
    total, world = np.concatenate(blocks, axis=1)
    return total, world


def _posts(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a post, by identity: blog, told (an experience), weight, complaints (set of causes), codes (all, comparable)."""
    name = frame["url"].fillna("").astype(str)
    keys = ("url " + name).where(name != "", "post " + frame["post"].astype(str))
    levels = frame["cause"].fillna("") + "=" + frame["level"].fillna("")
    reaction = frame["reaction"].astype("Int64").astype("string").fillna("none").astype(str)
    rows = pd.DataFrame(
        {
            "blog": frame["blog"],
            "told": frame["genre"] == "experience",
            "weight": frame["weight"].astype(float) if "weight" in frame else 1.0,
            "head": frame["genre"].astype(str) + " " + reaction,
            "codes": levels.where(frame["cause"].fillna("") != "", ""),
            "complaint": frame["cause"].where(frame["level"].isin(COMPLAINT), ""),
        }
    )
    by_post = rows.groupby(keys.to_numpy(dtype=object), sort=True)
    posts = by_post[["blog", "told", "weight", "head"]].first()
    listed = by_post["codes"].agg(lambda codes: " ".join(sorted(set(codes) - {""})))
    return posts.assign(
        codes=posts["head"].astype(str) + " " + listed.astype(str), complaints=by_post["complaint"].agg(frozenset)
    )


def _enough(posts: pd.DataFrame) -> bool:
    told = posts[posts["told"]]
    return len(told) >= FEW and told["blog"].nunique() >= BLOGS


def _sums(was: pd.DataFrame, now: pd.DataFrame, causes: Sequence[str]) -> Floats:
    """Weights of experiences by state, cluster and cause, the last column of all: recoded x removed x added x b x c + 1."""
    both = pd.concat([now, was])
    union = both[~both.index.duplicated()].sort_index()  # a blog's name as it is now
    codes, count = resampling.clusters(union[["blog"]].assign(post=union.index))
    cluster = pd.Series(codes, index=union.index)
    kept = was.index.intersection(now.index)
    groups = (was.loc[kept], now.loc[kept], was.drop(kept), now.drop(kept))
    old, recoded, gone, come = (_table(posts, cluster, count, causes) for posts in groups)
    without = np.zeros(old.shape)
    states = [[[x + y + z for z in (without, come)] for y in (gone, without)] for x in (old, recoded)]
    return np.array(states, dtype=np.float64)


def _table(posts: pd.DataFrame, cluster: "pd.Series[int]", count: int, causes: Sequence[str]) -> Floats:
    """Weights of a part's experiences: clusters x (those that complain of each cause, and all)."""
    told = posts[posts["told"]]
    of, weight = cluster.loc[told.index].to_numpy(), told["weight"].to_numpy(dtype=float)
    columns = [told["complaints"].map(lambda found, cause=cause: cause in found) for cause in causes]
    marks = [column.to_numpy(dtype=float) * weight for column in columns]
    return np.stack([np.bincount(of, mark, minlength=count) for mark in [*marks, weight]], axis=1)


def _shares(sums: Floats) -> Floats:
    """Shares of complaints in every state, from sums whose last column counts all; states x rows x causes."""
    whole = sums[..., -1:]
    shares = np.divide(sums[..., :-1], whole, out=np.full(sums[..., :-1].shape, np.nan), where=whole > 0)
    half = (shares[0, 0, 0] + shares[1, 1, 1]) / 2
    return np.asarray(np.where(np.isnan(shares), half, shares))


def _parts(shares: Floats) -> dict[str, Floats]:
    """The Shapley value of each move, rows x causes: its effect in each state of the two others, by how often that is met."""
    found = {}
    for axis, name in enumerate(PLAYERS):
        effect = np.moveaxis(shares, axis, 0)
        found[name] = np.einsum("yz,yzrc->rc", ALONE, effect[1] - effect[0])
    return found


def _readings(parts: dict[str, Floats], total: Floats, world: Floats) -> list[str]:
    """What may be said of each cause, where there are posts enough.

    A difference is clear if it is so beside those of all other causes: one table of fourteen causes would else show a
    change where there is none every second time. Clear is what lies outside the joint band of the draws (`_clear`).
    A clear difference of which at least half comes from recoding is "coded differently"; another is a rise or a fall if
    what posts that came and went make of it is clear by itself and on the same side.
    """
    moved = parts["from_new"] + parts["from_removed"]
    whole = moved + parts["from_recoded"]
    found = []
    for clear, real, step, by_posts, by_codes in zip(
        _clear(whole, total), _clear(moved, world), whole, moved, parts["from_recoded"], strict=True
    ):
        if not clear:
            found.append(SAME)
        elif by_codes / step >= 0.5:
            found.append(CODED)
        else:
            found.append((RISE if step > 0 else FALL) if real and by_posts * step > 0 else SAME)
    return found


def _clear(observed: Floats, drawn: Floats) -> NDArray[np.bool_]:
    """Whether 0 lies outside the joint 95 % band: observed +- c se, with c the 95 % point of the largest |z| of a draw.

    z = (drawn - observed) / se, se the standard deviation over the draws (studentized maximum: Romano & Wolf 2005,
    Econometrica 73:1237).
    """
    drawn = drawn[~np.isnan(drawn).any(axis=1)]
    if not drawn.size:
        return np.zeros(len(observed), dtype=bool)
    spread = drawn.std(axis=0)
    z = np.divide(np.abs(drawn - observed), spread, out=np.zeros(drawn.shape), where=spread > 1e-12)
    limit = np.quantile(z.max(axis=1), resampling.LEVEL, method="inverted_cdf")
    return np.asarray(np.abs(observed) > np.maximum(limit * spread, 1e-12))
