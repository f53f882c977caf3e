"""Whom to write to: raving customers to thank and ask for a testimonial, unhappy ones to answer first.

Lists of posts, not of people: no column names an author, and whoever is asked may refuse. Frames are never changed in place.
posts: post, url, title, blog, published (ISO 8601 or ""), genre, reaction, outcomes (ids joined by "|"), duplicate_of and, if
there, company; codings: post, cause, level. Both lists keep those columns of a post and tell causes as "courtesy exceeded".
"""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from analysis.estimates.causes import COMPLAINT, experiences

RECENT = 90  # days for which an answer still reaches somebody who waits for one
AHEAD = -1  # days: a post may be dated a day after the newest entry, for clocks and zones
SOLVED = "resolution"
WORST_FIRST, BEST_FIRST = ("failed", "mixed"), ("exceeded", "met", "mixed")
LOST = {"warns": "warns others", "leaves": "leaves"}  # what an answer in time might still prevent
UNSOLVED = {"failed": "problem not solved", "mixed": "problem solved in part"}
UNTOLD = "very unhappy, and nothing told of a solution"
POST = ["post", "url", "title", "blog", "published"]
THANKS = ["causes", "reaction", "outcomes", "recommends"]
ANSWERS = ["causes", "reaction", "outcomes", "reasons"]


def to_thank(posts: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the very happy experiences (reaction 2) that praise something, newest first, undated ones last.

    One that tells of as many failures as things done well is left out: its reaction or its causes were misread.

    causes: what they praise, exceeded first, then by name; recommends: whether they say so outright.
    """
    happy = _told(posts, 2, 2)
    praise = _causes(codings, BEST_FIRST)
    made = happy.assign(
        causes=[praise.get(post, "") for post in happy["post"]],
        recommends=pd.Series(["recommends" in _outcomes(told) for told in happy["outcomes"]], happy.index, dtype=bool),
        day=[_day(text) for text in happy["published"]],
    )
    balance = _balance(codings)
    made = made[pd.Series([balance.get(post, 0) > 0 for post in made["post"]], made.index, dtype=bool)]
    ordered = made.sort_values(
        ["day", "published", "post"], ascending=[False, False, True], kind="stable", ignore_index=True
    )
    return ordered[_columns(ordered, THANKS)]


def to_answer(posts: pd.DataFrame, codings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return recent, unresolved experiences of unhappy customers (reaction -2 or -1), the unhappiest first.

    Recent: dated at most RECENT days before as_of, or undated, which is put after the dated of the same reaction. Unresolved:
    resolution failed or mixed; or nothing told of it and reaction -2. Then the newest first.
    causes: what they complain of, failed first, then by name. reasons: why they are on the list, and what they will do.
    """
    unhappy = _told(posts, -2, -1)
    told = codings[codings["cause"] == SOLVED] if len(codings) else pd.DataFrame(columns=["post", "level"])
    solved = dict(zip(told["post"], told["level"], strict=True))
    complaints = _causes(codings, WORST_FIRST)
    rows = zip(unhappy["post"], unhappy["reaction"], unhappy["outcomes"], strict=True)
    made = unhappy.assign(
        causes=[complaints.get(post, "") for post in unhappy["post"]],
        reasons=[_reasons(solved.get(post), int(reaction), outcomes) for post, reaction, outcomes in rows],
        day=[_day(text) for text in unhappy["published"]],
    )
    recent = pd.Series([_is_recent(day, as_of) for day in made["day"]], index=made.index, dtype=bool)
    waiting = made[recent & made["reasons"].astype(bool)]
    ordered = waiting.sort_values(
        ["reaction", "day", "published", "post"],
        ascending=[True, False, False, True],
        kind="stable",
        ignore_index=True,
    )
    return ordered[_columns(ordered, ANSWERS)]


def _told(posts: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Experiences with a reaction from low to high, with every column that a list shows."""
    whole = posts.reindex(columns=list(dict.fromkeys([*posts.columns, *POST, "reaction", "outcomes"])))
    told = experiences(whole)
    told = told[told["reaction"].astype("Int64").between(low, high).fillna(False).astype(bool)]
    texts = [name for name in ("url", "title", "blog", "published", "outcomes", "company") if name in told]
    return told.assign(
        reaction=told["reaction"].astype("Int64"), **{name: told[name].fillna("").astype(str) for name in texts}
    )


def _columns(frame: pd.DataFrame, more: Collection[str]) -> list[str]:
    return [*POST, *(["company"] if "company" in frame else []), *more]


def _causes(codings: pd.DataFrame, levels: Collection[str]) -> Mapping[int, str]:
    """By post, its causes at these levels, in the order of the levels."""
    if codings.empty:
        return {}
    order = {level: place for place, level in enumerate(levels)}
    kept = codings[codings["level"].isin(list(levels))]
    ranked = kept.assign(place=kept["level"].map(order)).sort_values(["post", "place", "cause"], kind="stable")
    return dict((ranked["cause"] + " " + ranked["level"]).groupby(ranked["post"]).agg("; ".join))


def _balance(codings: pd.DataFrame) -> Mapping[int, int]:
    """By post, how many more causes went well than failed; mixed ones count for neither."""
    if codings.empty:
        return {}
    good, bad = codings["level"].isin(["met", "exceeded"]), codings["level"] == "failed"
    return dict((good.astype(int) - bad.astype(int)).groupby(codings["post"]).sum())


def _reasons(solved: str | None, reaction: int, outcomes: str) -> str:
    """Why a post waits for an answer; "" where it does not."""
    if solved is not None and solved not in COMPLAINT:
        return ""
    if solved is None and reaction > -2:
        return ""
    why = UNSOLVED[solved] if solved else UNTOLD
    return "; ".join([why, *(LOST[told] for told in _outcomes(outcomes) if told in LOST)])


def _is_recent(day: str, as_of: date) -> bool:
    return not day or AHEAD <= (as_of - date.fromisoformat(day)).days <= RECENT


def _outcomes(text: str) -> list[str]:
    return text.split("|") if text else []


def _day(published: str) -> str:
    """The day of an ISO 8601 time; "" for a text that holds none, which a feed may bring."""
    try:
        return date.fromisoformat(published[:10]).isoformat()
    except ValueError:
        return ""
