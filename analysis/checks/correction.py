"""How often experiences really tell of a cause: what the coder says, what people say, and the coder corrected by people.

A coder that errs gives a wrong share with a narrow interval around it, and more posts only make it narrower. People's codes
of a sample with known chances show how it errs; the corrected share needs no assumption about why, and that the errors
differ by blog or topic does no harm. Three numbers, always side by side:

automatic  the share among the posts that the coder takes for experiences; its interval knows nothing of its errors.
hand       the coded sample alone, each post counting for 1 / chance (Horvitz & Thompson 1952; ratio: Hajek 1971).
corrected  both. Every post has a pseudo-outcome l f + (R / chance) (y - l f), f the coder's word, y that of people, R whether
           they coded it (design-based supervised learning: Egami et al. 2023, arXiv 2306.04746), l a part from 0 to 1 of
           trust in the coder, tuned to the least variance (PPI++: Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453).

What is estimated is a ratio: stories that tell of the cause over stories. The coder errs in what is a story too, so
both parts are corrected; a post that people call no experience counts 0 in both. The population is all posts of the
study, copies left out. Chances are used relative to each other, so that posts that nobody got round to coding, on whose
genre people part, or that came in after the sample was drawn, are taken to be like the others. Of an experience people
may abstain from a cause: it is left out for this cause, and the experiences on which they answered stand for it. A
coder's abstention is "not told": one more error that is corrected.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks.adjudication import EXPERIENCE
from analysis.checks.handcodes import PEOPLE
from analysis.checks.powered import Coded, Share, share
from analysis.codebook import CAUSES, LEVELS, Codebook
from analysis.estimates import clustering, resampling
from analysis.estimates.causes import COMPLAINT, PRAISE

FEW, BLOGS = 30, 5  # coded posts, and blogs they come from, below which nothing is told
BY_HAND = "hand"  # the coder of a study whose posts people coded themselves
SIDES = {"told": {*LEVELS, *COMPLAINT}, "failed": set(COMPLAINT), "praised": set(PRAISE)}  # levels of each side
BOUNDED = ("automatic", "hand", "corrected")
ENDS = ("", "_low", "_high")
COLUMNS = ["cause", "side", *(name + end for name in BOUNDED for end in ENDS)]
COLUMNS += ["n_hand", "positives", "lambda", "note"]
UNTOLD = Share(nan, nan, nan, nan, nan)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Study:
    """Posts of the population with what the coder says, and what people answered on those of them that they coded.

    `posts`: post, blog, in the order of `blog` and `story`, see Coded. `answers`: code by code, missing where abstained,
    one row for each of `place` and `weight`.
    """

    posts: pd.DataFrame
    blog: NDArray[np.int64]
    story: Floats
    place: NDArray[np.int64]
    weight: Floats
    answers: pd.DataFrame


def correct(posts: pd.DataFrame, codings: pd.DataFrame, hand: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return the three shares of every cause and side, in the order of the codebook.

    posts and codings as in estimates.causes, with posts of all genres; hand as in analysis.checks.handcodes. Columns: cause; side
    ("told" at any level, "failed", "praised"; mixed is in both); automatic, hand, corrected, each with _low and _high;
    n_hand, coded posts that count for it; positives, those in which people find it; lambda, the trust in the coder; note,
    why hand and corrected are missing, else "". Without hand codes, or where people are the coder, there are no rows.
    Raises ValueError for a chance that is not above 0 and at most 1, and where people give a post two answers.
    """
    mine = hand[(hand["who"] == PEOPLE) & hand["post"].notna()]
    by_people = len(codings) > 0 and bool((codings["coder"] == BY_HAND).all())
    if by_people or not len(hand[hand["who"] == PEOPLE]):
        return pd.DataFrame(columns=COLUMNS)
    study = _study(posts, mine)
    rows = [
        {"cause": code.id, "side": side, **_row(study, codings[codings["cause"] == code.id], code.id, levels)}
        for code in book.of(*CAUSES)
        for side, levels in SIDES.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _study(posts: pd.DataFrame, mine: pd.DataFrame) -> _Study:
    first = posts[posts["duplicate_of"].isna()] if "duplicate_of" in posts else posts
    story = (first["genre"] == EXPERIENCE) if "genre" in first else pd.Series(True, index=first.index)
    known = mine[mine["post"].isin(set(first["post"]))]
    wrong = known[~((known["chance"] > 0) & (known["chance"] <= 1))]
    if len(wrong):
        raise ValueError(f"post {wrong['key'].iloc[0]} was coded with a chance of {wrong['chance'].iloc[0]}")
    answers = known.pivot(index="post", columns="code", values="answer")
    answers = answers[answers["genre"].notna()] if "genre" in answers else answers.iloc[:0]
    chances = known.drop_duplicates("post").set_index("post")["chance"].reindex(answers.index)
    return _Study(
        posts=first[["post", "blog"]].reset_index(drop=True),
        blog=resampling.clusters(first)[0],
        story=story.to_numpy(dtype=float),
        place=pd.Index(first["post"]).get_indexer(answers.index.astype("int64")),
        weight=1 / chances.to_numpy(dtype=float),
        answers=answers,
    )


def _row(study: _Study, codings: pd.DataFrame, cause: str, levels: Collection[str]) -> dict[str, object]:
    """All of a row but its cause and side; `codings` are those of the cause."""
    named = study.posts["post"].isin(set(codings.loc[codings["level"].isin(levels), "post"]))
    told = study.story * named.to_numpy()
    coded = _coded(study, told, cause, levels)
    why = _why_not(coded, study.posts["blog"].to_numpy()[coded.place])
    found = [UNTOLD, UNTOLD] if why else [share(coded, 0.0), share(coded)]
    cells = [_automatic(study, named), *((one.value, one.low, one.high) for one in found)]
    row = {
        name + end: cell
        for name, three in zip(BOUNDED, cells, strict=True)
        for end, cell in zip(ENDS, three, strict=True)
    }
    positives = int(coded.people_told.sum())
    return {**row, "n_hand": len(coded.place), "positives": positives, "lambda": found[1].trust, "note": why}


def _automatic(study: _Study, named: pd.Series) -> tuple[float, float, float]:
    """The share among the coder's own experiences; missing where it finds none."""
    given = study.posts[study.story == 1]
    if not len(given):
        return nan, nan, nan
    return float(named[given.index].mean()), *clustering.interval(given, named[given.index])


def _coded(study: _Study, told: Floats, cause: str, levels: Collection[str]) -> Coded:
    """What is known of one statement. Experiences on which people abstained are stood for by the others."""
    story = (study.answers["genre"] == EXPERIENCE).to_numpy(dtype=bool) if len(study.answers) else np.zeros(0, bool)
    answer = study.answers[cause] if cause in study.answers else pd.Series(None, index=study.answers.index, dtype="str")
    answered = answer.notna().to_numpy(dtype=bool)
    heard = study.weight[story & answered].sum()
    scale = study.weight[story].sum() / heard if heard else 1.0
    kept = answered | ~story
    said = story & answer.isin(levels).to_numpy(dtype=bool)
    return Coded(
        blog=study.blog,
        story=study.story,
        told=told,
        place=study.place[kept],
        weight=np.where(story, study.weight * scale, study.weight)[kept],
        people_story=story[kept].astype(float),
        people_told=said[kept].astype(float),
    )


def _why_not(coded: Coded, blogs: NDArray[np.object_]) -> str:
    """Why nothing is told of a statement, "" where it is."""
    count, positives = len(coded.place), int(coded.people_told.sum())
    if count < FEW:
        return f"people coded {count} posts; it takes {FEW}"
    if len(set(blogs)) < BLOGS:
        return f"the coded posts are from {len(set(blogs))} blogs; it takes {BLOGS}"
    if not positives:
        return f"people find it in none of {count} coded posts"
    if positives == coded.people_story.sum():
        return f"people find it in all {positives} coded experiences: no spread shows how sure that is"
    return ""
