"""Complaints by month: shares, what is not told, and a test that keeps its level where blogs differ."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimates import trend

CAUSE = "resolution"
Frames = tuple[pd.DataFrame, pd.DataFrame]


def drawn(rng: np.random.Generator, blogs: int = 40, rise: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Blog, month and complaint of ten posts a blog on average; each blog has its own share and stretch of 18 months."""
    blog = np.repeat(np.arange(blogs), rng.geometric(0.1, blogs))
    month = np.clip(rng.integers(0, 18, blogs)[blog] + rng.integers(-4, 5, len(blog)), 0, 17)
    chance = np.clip(rng.beta(1.7, 4.0, blogs)[blog] + rise * (month - 8.5), 0, 1)
    return blog, month, rng.random(len(blog)) < chance


def world(seed: int, blogs: int = 40, rise: float = 0.0) -> Frames:
    return frames(*drawn(np.random.default_rng(seed), blogs, rise))


def frames(blog: np.ndarray, month: np.ndarray, told: np.ndarray) -> Frames:
    days = [f"{2024 + one // 12}-{one % 12 + 1:02}-03T09:00:00+00:00" for one in month]
    posts = pd.DataFrame({"post": np.arange(len(blog)) + 7, "blog": [f"b{one:03}" for one in blog], "published": days})
    return posts, pd.DataFrame({"post": posts["post"][told], "cause": CAUSE, "level": "failed"})


def verdict(posts: pd.DataFrame, codings: pd.DataFrame) -> str:
    return str(trend.trends(posts, codings, [CAUSE])["verdict"][0])


def test_no_trend_is_found_in_no_more_than_one_in_twenty_worlds_without_one() -> None:
    rng, worlds = np.random.default_rng(11), 1000
    found = []
    for _ in range(worlds):
        blog, month, told = drawn(rng)
        given = told.astype(float), month.astype(float), blog, np.ones(len(blog))
        found.append((trend.line(*given)[3] < 0.05, trend.differ(*given) < 0.05))

    assert (np.mean(found, axis=0) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / worlds)).all()


def test_a_trend_that_is_there_is_found_with_its_direction() -> None:
    assert verdict(*world(12, 80, 0.04)) == trend.RISE
    assert verdict(*world(12, 80, -0.04)) == trend.FALL


def test_the_slope_and_its_error_are_those_of_leaving_out_each_blog() -> None:
    posts, codings = world(13)
    month = posts["published"].str[:4].astype(int) * 12 + posts["published"].str[5:7].astype(int)
    yes = posts["post"].isin(codings["post"]).astype(float)
    slope = np.polyfit(month, yes, 1)[0]
    without = [np.polyfit(month[posts["blog"] != b], yes[posts["blog"] != b], 1)[0] for b in posts["blog"].unique()]
    error = np.sqrt(39 / 40 * ((np.array(without) - slope) ** 2).sum())

    found = trend.trends(posts, codings, [CAUSE]).iloc[0]

    assert found["slope"] == pytest.approx(slope)
    assert (found["high"] - found["low"]) / 2 == pytest.approx(stats.t.ppf(0.975, 39) * error)


def test_with_a_post_a_blog_any_change_is_tested_as_pearson_does() -> None:
    rng = np.random.default_rng(14)
    month, told = rng.integers(0, 8, 4000), rng.random(4000) < 0.3
    pearson = stats.chi2_contingency(pd.crosstab(month, told)).pvalue

    found = trend.differ(told.astype(float), month.astype(float), np.arange(4000), np.ones(4000))

    assert found == pytest.approx(pearson, abs=0.01)


def test_a_gap_in_the_calendar_is_a_gap_on_the_scale() -> None:
    number = trend.months(*frames(np.arange(20), np.repeat([11, 14], 10), np.ones(20, bool)), [CAUSE], 100, 1)["number"]

    assert list(number) == [2024 * 12 + 12, 2025 * 12 + 3]


def test_a_month_of_fewer_than_ten_posts_has_counts_but_no_share() -> None:
    posts, codings = frames(np.arange(19), np.repeat([0, 1], [10, 9]), np.arange(19) % 2 == 0)

    found = trend.months(posts, codings, [CAUSE], 200, 1)

    assert list(found["month"]) == ["2024-01", "2024-02"]
    assert list(found["posts"]) == [10, 9]
    assert list(found["complaints"]) == [5, 5]
    assert list(found["share"].isna()) == [False, True]
    assert found["low"][0] <= found["share"][0] == 0.5 <= found["high"][0]
    assert found[["low", "high"]].iloc[1].isna().all()


def test_several_causes_keep_their_own_months() -> None:
    posts, codings = frames(np.arange(40), np.repeat([0, 1], 20), np.arange(40) < 15)
    both = pd.concat([codings, codings[:4].assign(cause="courtesy")])

    found = trend.months(posts, both, ["courtesy", CAUSE], 100, 1)

    assert list(zip(found["cause"], found["month"], found["share"], strict=True)) == [
        ("courtesy", "2024-01", 0.2),
        ("courtesy", "2024-02", 0.0),
        (CAUSE, "2024-01", 0.75),
        (CAUSE, "2024-02", 0.0),
    ]


def test_posts_without_a_date_are_left_out_and_counted() -> None:
    posts, codings = world(15)
    undated = posts.assign(published=["", "soon", "2024-13-01", *posts["published"][3:]])

    found = trend.trends(undated, codings, [CAUSE]).iloc[0]

    assert (found["undated"], found["posts"]) == (3, len(posts) - 3)


def test_five_full_months_or_nine_blogs_are_too_few() -> None:
    short = frames(np.arange(60), np.arange(60) % 5, np.arange(60) > 30)
    lonely = frames(np.arange(90) % 9, np.arange(90) // 10, np.arange(90) > 50)

    for made, lack in ((short, trend.FEW_MONTHS), (lonely, trend.FEW_BLOGS)):
        found = trend.trends(*made, [CAUSE]).iloc[0]
        assert found["verdict"] == lack
        assert np.isnan(found["p"])


def test_a_cause_that_nobody_tells_of_does_not_change() -> None:
    posts, codings = world(16)

    assert verdict(posts, codings[:0]) == trend.NEITHER


def test_weights_make_a_sample_speak_for_all_posts() -> None:
    posts, codings = frames(np.arange(20), np.zeros(20, int), np.arange(20) < 10)
    weighed = posts.assign(weight=np.where(np.arange(20) < 10, 3.0, 1.0))

    assert trend.months(weighed, codings, [CAUSE], 100, 1)["share"][0] == 0.75


def test_no_posts_are_no_months() -> None:
    posts, codings = frames(np.arange(0), np.arange(0), np.zeros(0, bool))

    assert trend.months(posts, codings, [CAUSE], 100, 1).empty
    assert verdict(posts, codings) == trend.FEW_MONTHS
