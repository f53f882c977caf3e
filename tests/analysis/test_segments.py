"""Segments: pooled shares that keep their promise, and no words where there is too little to say them."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.estimates import segments

CAUSE = "resolution"
# tumours among groups of rats: Tarone 1982, Biometrics 38:215; the example of Gelman et al., 5.3
TUMOURS = [0] * 14 + [1] * 8 + [2] * 9 + [1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4]
TUMOURS += [5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4]
RATS = [20] * 7 + [19] * 4 + [18] * 2 + [17] + [20] * 4 + [19] * 2 + [18] * 2 + [25, 24, 23] + [20] * 6
RATS += [10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50] + [20] * 7 + [48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19]
RATS += [22, 20, 20, 20, 52, 46, 47, 24, 14]
Frames = tuple[pd.DataFrame, pd.DataFrame]


def floats(values: object) -> np.ndarray:
    return np.array(values, dtype=float)


def frames(company: list[str], told: np.ndarray, posts_a_blog: int = 1) -> Frames:
    count = len(company)
    blog = [f"b{place // posts_a_blog}" for place in range(count)]
    posts = pd.DataFrame({"post": range(count), "blog": blog, "company": company})
    return posts, pd.DataFrame({"post": np.flatnonzero(told), "cause": CAUSE, "level": "failed"})


def world(rng: np.random.Generator, spread: float) -> tuple[Frames, np.ndarray]:
    """20 companies with true shares around 0.3 in 1,500 posts of 300 blogs, whose posts are alike (correlation 0.15)."""
    blog = np.repeat(np.arange(300), rng.geometric(0.2, 300))
    company = rng.choice(20, len(blog), p=rng.dirichlet(np.ones(20)))
    true = rng.beta(0.3 / spread, 0.7 / spread, 20) if spread else np.full(20, 0.3)
    mood = np.sqrt(0.15) * rng.normal(size=300)[blog] + np.sqrt(0.85) * rng.normal(size=len(blog))
    posts, codings = frames([f"c{one:02}" for one in company], mood < stats.norm.ppf(true)[company])
    return (posts.assign(blog=[f"b{one}" for one in blog]), codings), true


@pytest.mark.parametrize("spread", [0.02, 0.1])
def test_intervals_cover_the_true_shares_of_companies(spread: float) -> None:
    rng, inside, total = np.random.default_rng(5), 0, 0
    for _ in range(50):
        made, true = world(rng, spread)
        found = segments.segments(*made, [CAUSE]).dropna(subset="share")
        right = true[found["segment"].str[1:].astype(int)]
        inside += int(((found["low"] <= right) & (right <= found["high"])).sum())
        total += len(found)

    assert total > 500
    assert inside >= 0.92 * total


def test_where_companies_do_not_differ_hardly_a_study_says_that_one_does() -> None:
    rng = np.random.default_rng(6)

    wrong = [segments.segments(*world(rng, 0.0)[0], [CAUSE])["reading"].isin([segments.MORE, segments.LESS]).any()
             for _ in range(60)]  # fmt: skip

    assert sum(wrong) <= 0.10 * 60


def test_a_published_example_is_found_again() -> None:
    prior = segments.prior(floats(TUMOURS), floats(RATS))

    assert prior.weight @ prior.alpha == pytest.approx(2.4, abs=0.05)  # Gelman et al., 5.3, below figure 5.3
    assert prior.weight @ prior.beta == pytest.approx(14.3, abs=0.05)


def test_with_a_known_prior_the_share_is_the_beta_of_the_textbook() -> None:
    prior = segments.Prior(floats([2.0]), floats([6.0]), floats([1.0]))

    alpha, beta = segments.pooled(floats([3, 0, 40]), floats([10, 50, 100]), prior)

    assert alpha == pytest.approx([5.0, 2.0, 42.0])
    assert beta == pytest.approx([13.0, 56.0, 66.0])


@given(st.integers(1, 9), st.integers(31, 60), st.integers(2, 6))
def test_small_segments_are_drawn_further_to_the_others(tenths: int, small: int, times: int) -> None:
    others, large = [30.0, 60.0, 45.0], small * times
    share = tenths / 10
    hits, sizes = floats([share * small, share * large, *others]), floats([small, large, 120, 120, 120])

    alpha, beta = segments.pooled(hits, sizes, segments.prior(hits, sizes))
    mean = alpha / (alpha + beta)

    assert abs(mean[0] - share) >= abs(mean[1] - share) - 1e-9
    assert min(share, 0.25) - 0.06 <= mean[0] <= max(share, 0.5) + 0.06


def test_a_company_that_fails_more_is_told_and_the_others_are_not() -> None:
    company = ["Vantor"] * 100 + ["Hexline"] * 100 + ["Quillnet"] * 100
    told = np.arange(300) % 10 < np.repeat([7, 3, 3], 100)

    found = segments.segments(*frames(company, told), [CAUSE]).set_index("segment")

    assert found["reading"].to_dict() == {
        "Hexline": segments.LESS,
        "Quillnet": segments.LESS,
        "Vantor": segments.MORE,
    }
    assert found["average"].to_numpy() == pytest.approx(13 / 30)
    assert found["low"]["Vantor"] > 13 / 30


def test_under_thirty_posts_or_ten_blogs_there_is_no_figure() -> None:
    company = ["Vantor"] * 29 + ["Hexline"] * 60
    posts, codings = frames(company, np.arange(89) % 2 == 0)
    few = posts.assign(blog=[*posts["blog"][:29], *(f"x{place % 9}" for place in range(60))])

    found = segments.segments(few, codings, [CAUSE]).set_index("segment")

    assert found["reading"].to_dict() == {"Hexline": segments.FEW_BLOGS, "Vantor": segments.FEW_POSTS}
    assert found[["share", "low", "high"]].isna().all(axis=None)
    assert list(found["posts"]) == [60, 29]


def test_two_spellings_of_a_company_are_one_segment() -> None:
    company = ["HostQuarry"] * 20 + ["Hostquarry"] * 15 + [""] * 9

    found = segments.segments(*frames(company, np.arange(44) % 2 == 0), [CAUSE])

    assert list(zip(found["segment"], found["posts"], strict=True)) == [("HostQuarry", 35)]


@pytest.mark.parametrize("told", [False, True])
def test_where_all_posts_agree_nothing_is_more_or_less(told: bool) -> None:
    found = segments.segments(*frames(["Vantor"] * 40 + ["Hexline"] * 40, np.full(80, told)), [CAUSE])

    assert list(found["reading"]) == [segments.NEITHER] * 2


def test_posts_of_few_blogs_make_wider_intervals() -> None:
    company, told = ["Vantor"] * 120 + ["Hexline"] * 120, np.arange(240) // 6 % 3 == 0

    alone = segments.segments(*frames(company, told), [CAUSE])
    together = segments.segments(*frames(company, told, posts_a_blog=6), [CAUSE])

    assert ((together["high"] - together["low"]) > 1.5 * (alone["high"] - alone["low"])).all()


@pytest.mark.parametrize(
    "matched",
    ["Customer  service; warranty; customer service", json.dumps([
        {"field": "title", "start": 0, "end": 8, "words": "warranty"},
        {"field": "text", "start": 9, "end": 25, "words": "Customer Service"},
    ])],
)  # fmt: skip
def test_phrases_are_told_once_however_they_are_stored(matched: str) -> None:
    assert segments.phrases(matched) == ["customer service", "warranty"]


def test_a_post_is_in_every_phrase_that_matched_it_and_in_its_quarter() -> None:
    posts, codings = frames([""] * 90, np.arange(90) % 3 == 0)
    days = ["2024-02-01"] * 40 + ["2024-05-01"] * 45 + [""] * 5
    matched = ["warranty"] * 30 + ["customer service; warranty"] * 60

    found = segments.segments(posts.assign(matched=matched, published=days), codings, [CAUSE])

    assert list(zip(found["kind"], found["segment"], found["posts"], strict=True)) == [
        ("query", "warranty", 90),
        ("query", "customer service", 60),
        ("period", "2024-Q2", 45),
        ("period", "2024-Q1", 40),
    ]


def test_many_quarters_are_told_as_years() -> None:
    posts, codings = frames(["Vantor"] * 130, np.arange(130) % 3 == 0)
    days = [f"{2010 + place // 10}-04-01" for place in range(130)]

    found = segments.segments(posts.assign(published=days), codings, [CAUSE])

    assert sorted(found.loc[found["kind"] == "period", "segment"]) == [str(year) for year in range(2010, 2023)]


def test_nothing_is_no_rows_with_all_columns() -> None:
    posts, codings = frames([], np.zeros(0, bool))

    assert list(segments.segments(posts, codings, [CAUSE]).columns) == segments.COLUMNS
    assert segments.segments(posts, codings, [CAUSE]).empty
