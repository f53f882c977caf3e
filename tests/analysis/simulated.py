"""Studies whose truth is known: posts of blogs that are alike, a coder that errs by blog, a sample drawn by what it says.

Everything follows from the generator that is handed in, so equal seeds give equal studies.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks.powered import Coded

CAUSE = "courtesy"
LEVEL = "failed"

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a study is made. All but counts are parts of 1.

    posts of blogs with `size` posts in the mean (geometric: many with one, few with many); `stories` of them are
    experiences, and `share` of these tell of the cause; both resemble each other within a blog with intraclass correlation
    `alike` (beta-binomial). The coder finds a cause that is there with `sensitivity` and finds none where none is with
    `specificity`, and likewise tells stories from other posts (`story_sensitivity`, `story_specificity`); the log odds of
    all four differ by blog with standard deviation `drift`. `coded` posts are drawn for people, `wished` of them among
    those in which the coder finds the cause, if there are as many; the rest falls on all posts alike.
    """

    posts: int
    coded: int
    share: float
    sensitivity: float
    specificity: float
    wished: int = 60
    stories: float = 0.7
    story_sensitivity: float = 0.9
    story_specificity: float = 0.85
    alike: float = 0.15
    drift: float = 0.6
    size: float = 3.0


def study(made: Scenario, rng: np.random.Generator) -> tuple[Coded, Floats]:
    """One study: what is known of it, and every post's chance to be drawn."""
    blog, story, true = _posts(made, rng)
    said = _coder(made, rng, blog, story, true)
    chance = chances(said[1], made)
    place = np.flatnonzero(drawn(chance, rng))
    known = [part.astype(float) for part in (*said, story[place], true[place])]
    return Coded(blog, known[0], known[1], place, 1 / chance[place], known[2], known[3]), chance


def _posts(made: Scenario, rng: np.random.Generator) -> tuple[NDArray[np.int64], Booleans, Booleans]:
    """Every post's blog, whether it is a story, and whether it tells of the cause."""
    sizes = rng.geometric(1 / made.size, size=made.posts)
    blog = np.repeat(np.arange(made.posts), sizes)[: made.posts]
    common = (1 - made.alike) / made.alike
    stories, tells = (
        rng.beta(part * common, (1 - part) * common, size=blog[-1] + 1)[blog] for part in (made.stories, made.share)
    )
    story = rng.random(made.posts) < stories
    return blog, story, story & (rng.random(made.posts) < tells)


def _coder(
    made: Scenario, rng: np.random.Generator, blog: NDArray[np.int64], story: Booleans, true: Booleans
) -> tuple[Booleans, Booleans]:
    """What the coder takes for a story, and what for one that tells of the cause."""

    def right(part: float) -> Booleans:
        odds = np.log(part / (1 - part)) + made.drift * rng.standard_normal(blog[-1] + 1)
        return np.asarray(rng.random(made.posts) < 1 / (1 + np.exp(-odds))[blog])

    found = np.where(story, right(made.story_sensitivity), ~right(made.story_specificity))
    return found, found & np.where(true, right(made.sensitivity), ~right(made.specificity))


def chances(told: Booleans, made: Scenario) -> Floats:
    """Chances that sum to `coded`: the same for all posts, but at least wished / count where the cause is found."""
    wish = np.where(told, min(1.0, made.wished / max(told.sum(), 1)), 0.0)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(wish, middle).sum() < made.coded else (low, middle)
    return np.asarray(np.maximum(wish, high))


def drawn(chance: Floats, rng: np.random.Generator) -> Booleans:
    """Which posts are drawn: randomised systematic sampling, the design of analysis.checks.sampling."""
    order = rng.permutation(len(chance))
    ends = np.cumsum(chance[order])
    teeth = np.floor(ends * round(ends[-1]) / ends[-1] - rng.random())
    taken = np.zeros(len(chance), dtype=bool)
    taken[order] = np.diff(teeth, prepend=-1.0) > 0
    return taken


def frames(known: Coded, chance: Floats) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The same study as the frames posts, codings and hand."""
    number = np.arange(len(known.blog)) + 1
    blog = np.array([f"b{one:04}" for one in known.blog])
    posts = pd.DataFrame({"post": number, "blog": blog, "reaction": pd.array([-1] * len(number), dtype="Int64")})
    posts = posts.assign(genre=np.where(known.story == 1, "experience", "news"), duplicate_of=pd.NA)
    told = posts[known.told == 1]
    codings = told[["post", "blog"]].assign(cause=CAUSE, level=LEVEL, coder="default")
    coded = posts.loc[known.place, ["post", "blog"]].assign(chance=chance[known.place], who="people")
    genre = coded.assign(code="genre", answer=np.where(known.people_story == 1, "experience", "news"))
    cause = coded.assign(code=CAUSE, answer=np.where(known.people_told == 1, LEVEL, "-"))[known.people_story == 1]
    hand = pd.concat([genre, cause]).assign(key=lambda rows: "p" + rows["post"].astype("str"))
    return posts, codings, hand.astype({"post": "Int64"})[["key", "post", "blog", "chance", "who", "code", "answer"]]
