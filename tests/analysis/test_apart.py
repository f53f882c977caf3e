"""Two studies beside each other: differences are what was counted, blogs of both are drawn together, ranges cover."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import apart
from analysis.estimates.apart import FEW_BLOGS, FEW_POSTS, FIRST, NEITHER, SECOND, Apart, Coded
from analysis.testing.multiplicity import holm

CAUSES = ["resolution", "courtesy"]
Post = tuple[str, str, dict[str, str]]  # address, blog, levels by cause


def coded(posts: list[Post]) -> Coded:
    numbered = list(enumerate(posts, start=1))
    frame = pd.DataFrame(
        [(number, url, blog, "experience", pd.NA) for number, (url, blog, _) in numbered],
        columns=["post", "url", "blog", "genre", "duplicate_of"],
    )
    codings = [(number, blog, cause, level) for number, (_, blog, told) in numbered for cause, level in told.items()]
    return Coded(frame, pd.DataFrame(codings, columns=["post", "blog", "cause", "level"]))


def several(seed: int, shares: tuple[float, float], blogs: range, posts: int = 3, name: str = "a") -> list[Post]:
    """Posts of blogs that differ in how often they tell of each cause (beta, correlation 0.2)."""
    rng = np.random.default_rng(seed)
    made = []
    for blog in blogs:
        own = [rng.beta(share * 4, (1 - share) * 4) for share in shares]
        for number in range(posts):
            told = {cause: "failed" for cause, part in zip(CAUSES, own, strict=True) if rng.random() < part}
            made.append((f"https://b{blog}.example/{name}{number}", f"b{blog}.example", told))
    return made


def compared(first: list[Post], second: list[Post], draws: int = 200) -> Apart:
    return apart.apart(coded(first), coded(second), CAUSES, draws, seed=1)


def row(found: Apart, cause: str, side: str = "told") -> pd.Series:
    table = found.table
    return table[(table["cause"] == cause) & (table["side"] == side)].iloc[0]


def test_counts_and_shares_are_those_of_the_posts() -> None:
    first = [
        (f"u{n}", f"b{n}", {"resolution": level}) for n, level in enumerate(["failed", "met", "mixed", "exceeded"])
    ]
    second = [("u0", "b0", {"resolution": "failed"}), ("v", "b9", {"courtesy": "met"})]
    found = compared(first, second)

    assert (found.posts, found.blogs, found.shared_posts, found.shared_blogs) == ((4, 2), (4, 2), 1, 1)
    told, complaints, praise = (row(found, "resolution", side) for side in ("told", "complaints", "praise"))
    assert (told["posts_a"], told["posts_b"], told["share_a"], told["share_b"], told["difference"]) == (
        4,
        1,
        1,
        0.5,
        0.5,
    )
    assert (complaints["posts_a"], complaints["share_b"]) == (2, 0.5)
    assert (praise["posts_a"], praise["share_b"]) == (3, 0)


@pytest.mark.parametrize(("blogs", "posts", "why"), [(20, 1, FEW_POSTS), (9, 5, FEW_BLOGS)])
def test_nothing_is_said_of_few(blogs: int, posts: int, why: str) -> None:
    found = compared(several(1, (0.9, 0.1), range(40)), several(2, (0.1, 0.9), range(100, 100 + blogs), posts))

    assert set(found.table["reading"]) == {why}
    assert found.table[["low", "high", "p", "p_holm"]].isna().all(axis=None)


def test_a_study_beside_itself_has_no_difference() -> None:
    same = several(1, (0.5, 0.2), range(40))
    found = compared(same, same)

    assert found.shared_posts == found.posts[0] == 120
    assert (found.table["difference"] == 0).all()
    assert set(found.table["reading"]) == {NEITHER}


def test_turned_round_everything_turns_round() -> None:
    first, second = several(1, (0.6, 0.2), range(40)), several(2, (0.2, 0.2), range(20, 60), name="b")
    here, there = compared(first, second).table, compared(second, first).table

    assert np.allclose(here["difference"], -there["difference"])
    assert np.allclose(here[["low", "high"]], -there[["high", "low"]], equal_nan=True)
    assert list(there["reading"]) == [{FIRST: SECOND, SECOND: FIRST}.get(one, one) for one in here["reading"]]
    assert row(compared(first, second), "resolution")["reading"] == FIRST


def test_each_side_is_one_family() -> None:
    table = compared(several(1, (0.6, 0.4), range(40)), several(2, (0.4, 0.3), range(30, 80), name="b")).table

    for _, side in table.groupby("side"):
        assert np.allclose(side["p_holm"], holm(side["p"].to_numpy()), equal_nan=True)


def test_weights_make_shares_those_of_all_posts() -> None:
    made = coded(several(1, (0.5, 0.2), range(40)))
    hits = made.posts["post"].isin(made.codings.loc[made.codings["cause"] == "resolution", "post"])
    drawn = Coded(made.posts.assign(chance=np.where(hits, 0.5, 1.0)), made.codings)
    found = apart.apart(drawn, made, CAUSES, 50, 1)

    assert row(found, "resolution")["share_a"] == pytest.approx(2 * hits.sum() / (len(hits) + hits.sum()))
    assert row(found, "resolution")["posts_a"] == hits.sum()


def test_what_a_blog_says_everywhere_is_no_noise_of_the_difference() -> None:
    rng = np.random.default_rng(3)
    first, second, strangers = [], [], []
    for blog in range(60):
        always = rng.random() < 0.5
        for number in range(4):
            told = {"resolution": "failed"} if always == (rng.random() < 0.9) else {}
            first.append((f"a{blog}/{number}", f"b{blog}", told))
            told = {"resolution": "failed"} if always == (rng.random() < 0.9) else {}
            second.append((f"c{blog}/{number}", f"b{blog}", told))
            strangers.append((f"c{blog}/{number}", f"s{blog}", told))

    def width(one: pd.Series) -> float:
        return float(one["high"] - one["low"])

    assert width(row(compared(first, second), "resolution")) < 0.7 * width(
        row(compared(first, strangers), "resolution")
    )


def test_ranges_cover_and_claims_hold_their_level_in_simulation() -> None:
    # half of the blogs are in both studies; one cause differs by .15, the other does not
    covered, claimed, runs = [0, 0], 0, 50
    for seed in range(runs):
        first = several(seed, (0.45, 0.25), range(40))
        second = several(9000 + seed, (0.30, 0.25), range(20, 60), name="b")
        found = compared(first, second, draws=100)
        for place, (cause, truth) in enumerate(zip(CAUSES, (0.15, 0.0), strict=True)):
            one = row(found, cause)
            covered[place] += bool(one["low"] <= truth <= one["high"])
        claimed += row(found, "courtesy")["reading"] != NEITHER

    assert min(covered) / runs >= 0.9
    assert claimed / runs <= 0.08
