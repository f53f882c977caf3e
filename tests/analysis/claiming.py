"""Studies drawn at random, in which it is known what goes together: posts of alike blogs, long posts that tell more of all."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import codebook

BOOK = codebook.default()
CAUSES = tuple(code.id for code in BOOK.of("core", "secondary"))
CORE, HEARD, PERSONAL = CAUSES[:3], ("empathy", "honesty"), ("personal_attention", "flexibility", "follow_up")
LEVELS = np.array(["failed", "met", "exceeded", "mixed"])

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """Chances to be mentioned by cause (others: `other`), and what goes with what, in logits or points of reaction.

    Each is 0 where nothing goes together. courtesy: with an extreme core cause; surplus: with a core cause exceeded;
    solved: with a problem solved; heard: with empathy or honesty praised; loyal: outcomes with personal praise;
    penalties: points of reaction that a failed core cause goes with; service: part of very happy posts led by service.
    """

    core: tuple[float, float, float] = (0.5, 0.4, 0.4)
    other: float = 0.2
    courtesy: float = 0.0
    surplus: float = 0.0
    solved: float = 0.0
    heard: float = 0.0
    loyal: float = 0.0
    penalties: tuple[float, float, float] = (0.0, 0.0, 0.0)
    service: float | None = None


def study(truth: Truth, blogs: int, seed: int, alike: float = 0.6) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Posts and codings of `blogs` blogs of 1 to 20 posts (mean 5). `alike`: how far blogs differ in everything, in sd."""
    rng = np.random.default_rng(seed)
    blog = np.repeat(np.arange(blogs), np.minimum(rng.geometric(0.2, blogs), 20))
    posts, talk = len(blog), rng.normal(size=len(blog)) * 0.8

    def own(columns: int = 1) -> Floats:  # what the posts of a blog share
        return alike * rng.normal(size=(blogs, columns))[blog]

    chance = np.full(len(CAUSES), truth.other)
    chance[:3] = truth.core
    level = np.digitize(rng.normal(size=(posts, len(CAUSES))) + own(len(CAUSES)), [-0.2, 0.7, 1.9])
    told = _logit(np.log(chance / (1 - chance)) + 0.5 * talk[:, None] + own(len(CAUSES))) > rng.random(level.shape)
    extreme = (told[:, :3] & (level[:, :3] != 1)).any(axis=1)
    courtesy = _logit(-1.2 + 0.5 * talk + truth.courtesy * extreme + own()[:, 0]) > rng.random(posts)
    told[:, CAUSES.index("courtesy")] = courtesy
    if truth.service is not None:
        told[:] = False
        leads = _logit(np.log(truth.service / (1 - truth.service)) + 1.5 * own()[:, 0]) > rng.random(posts)
        told[np.arange(posts), np.where(leads, CAUSES.index("effort"), CAUSES.index("product_quality"))] = True
        level[:] = 1
    at = {name: told & (level == place) for place, name in enumerate(LEVELS)}
    praised = at["met"] | at["exceeded"]
    mood = own()[:, 0] + rng.normal(size=posts) + truth.surplus * at["exceeded"][:, :3].any(axis=1)
    mood += truth.solved * praised[:, 0] - at["failed"][:, :3] @ np.array(truth.penalties)
    mood += truth.heard * praised[:, _places(HEARD)].any(axis=1)
    loyal = truth.loyal * praised[:, _places(PERSONAL)].any(axis=1)
    said = _logit(-1.3 + 0.5 * talk[:, None] + loyal[:, None] + own(2)) > rng.random((posts, 2))
    return _frames(blog, told, level, (np.digitize(mood, [-1.2, -0.4, 0.4, 1.2]) - 2, talk, said))


def _frames(
    blog: NDArray[np.int64],
    told: NDArray[np.bool_],
    level: NDArray[np.int64],
    rest: tuple[NDArray[np.int64], Floats, Floats],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    reaction, talk, said = rest
    names = np.array([f"blog{one}" for one in blog], dtype=object)
    outcomes = ["|".join(name for name, yes in zip(("stays", "recommends"), row, strict=True) if yes) for row in said]
    words = np.round(np.exp(5 + 0.6 * talk)).astype(int)
    posts = {"post": np.arange(len(blog)), "blog": names, "reaction": pd.array(reaction, dtype="Int64")}
    which, cause = np.nonzero(told)
    codings = {"post": which, "blog": names[which], "cause": np.array(CAUSES, dtype=object)[cause]}
    return (
        pd.DataFrame({**posts, "words": words, "outcomes": outcomes, "genre": "experience"}),
        pd.DataFrame({**codings, "level": LEVELS[level[which, cause]].astype(object), "coder": "drawn"}),
    )


def _logit(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))


def _places(causes: tuple[str, ...]) -> list[int]:
    return [CAUSES.index(cause) for cause in causes]
