import numpy as np
import pandas as pd
import pytest

from analysis.estimates import importance, shapley

COLUMNS = ["post", "blog", "cause", "level"]
Effects = dict[str, tuple[float, float]]


def made(
    count: int, blogs: int, effects: Effects, seed: int = 1, noise: float = 0.5
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Posts and codings in which a failure costs the first number and a surplus gains the second, on the average."""
    rng = np.random.default_rng(seed)
    blog = rng.integers(0, blogs, count)
    score, rows = rng.normal(0, 0.3, blogs)[blog] + rng.normal(0, noise, count), []
    for cause, (penalty, reward) in effects.items():
        level = rng.choice(["", "failed", "met", "exceeded"], count, p=[0.4, 0.25, 0.15, 0.2])
        score += reward * (level == "exceeded") - penalty * (level == "failed")
        rows += [(post, f"b{blog[post]}", cause, level[post]) for post in np.flatnonzero(level != "")]
    reaction = pd.array(np.clip(np.rint(score), -2, 2).astype(int), dtype="Int64")
    names = [f"b{number}" for number in blog]
    return pd.DataFrame({"post": range(count), "blog": names, "reaction": reaction}), pd.DataFrame(
        rows, columns=COLUMNS
    )


EFFECTS = {"price": (1.2, 0.2), "courtesy": (0.1, 1.0), "effort": (0.7, 0.7), "access": (0.0, 0.0)}
POSTS, CODINGS = made(1500, 200, EFFECTS)


def found(posts: pd.DataFrame, codings: pd.DataFrame, causes: list[str], draws: int = 20) -> pd.DataFrame:
    return importance.importance(posts, codings, causes, draws, seed=1).set_index("cause")


def test_causes_are_told_apart_by_what_they_cost_and_what_they_gain() -> None:
    read = found(POSTS, CODINGS, list(EFFECTS))["reading"]
    assert read.to_dict() == {
        "price": "basic", "courtesy": "excitement", "effort": "performance", "access": "unclear",
    }  # fmt: skip


def test_coefficients_are_those_of_least_squares_on_failed_and_exceeded() -> None:
    result = found(POSTS, CODINGS, list(EFFECTS))
    given = CODINGS.pivot(index="post", columns="cause", values="level").reindex(POSTS["post"])
    columns = [np.ones(len(POSTS))] + [given[cause] == level for cause in EFFECTS for level in ("failed", "exceeded")]
    table, reaction = np.column_stack(columns).astype(float), POSTS["reaction"].to_numpy(dtype=float)
    value, left = np.linalg.lstsq(table, reaction)[:2]
    expected = value[1:].reshape(-1, 2) * [-1, 1]

    assert result.loc[list(EFFECTS), ["penalty", "reward"]].to_numpy() == pytest.approx(expected)
    assert result["r2"].tolist() == pytest.approx([1 - left[0] / (len(POSTS) * reaction.var())] * 4)
    assert (result["penalty_low"] < result["penalty"]).all() and (result["reward"] < result["reward_high"]).all()


def test_shares_sum_to_one_and_order_the_causes() -> None:
    result = importance.importance(POSTS, CODINGS, list(EFFECTS), draws=100)
    assert result["share"].sum() == pytest.approx(1)
    assert result["rank"].tolist() == [1, 2, 3, 4]
    assert result["share"].is_monotonic_decreasing
    assert result["cause"].iloc[-1] == "access"
    assert (result["share_low"] <= result["share"]).all() and (result["share"] <= result["share_high"]).all()


def test_impact_is_the_points_that_the_average_post_moves() -> None:
    result = importance.importance(POSTS, CODINGS, list(EFFECTS), draws=100)
    points = result["failed"] * result["penalty"].abs() + result["exceeded"] * result["reward"].abs()

    assert result["impact"].tolist() == pytest.approx((points / len(POSTS)).tolist())
    assert (result["impact_low"] <= result["impact"]).all() and (result["impact"] <= result["impact_high"]).all()
    assert result.sort_values("impact", ascending=False)["impact_rank"].tolist() == [1, 2, 3, 4]


def test_a_mixed_cause_is_a_failed_one_and_no_surplus() -> None:
    mixed = CODINGS.assign(level=CODINGS["level"].replace("failed", "mixed"))
    pd.testing.assert_frame_equal(found(POSTS, mixed, list(EFFECTS)), found(POSTS, CODINGS, list(EFFECTS)))


def test_a_side_of_nine_posts_is_missing_and_not_nothing() -> None:
    failed = CODINGS.index[(CODINGS["cause"] == "price") & (CODINGS["level"] == "failed")]
    result = found(POSTS, CODINGS.drop(failed[9:]), list(EFFECTS)).loc["price"]

    assert (result["failed"], result["reading"]) == (9, "too few")
    assert result[["penalty", "penalty_low", "penalty_high"]].isna().all()
    assert result[["reward", "reward_low", "reward_high", "share", "impact"]].notna().all()
    assert found(POSTS, CODINGS.drop(failed[10:]), list(EFFECTS)).loc["price", "reading"] != "too few"


def test_a_cause_that_no_post_tells_of_explains_nothing() -> None:
    result = found(POSTS, CODINGS, [*EFFECTS, "honesty"]).loc["honesty"]
    assert result[["failed", "exceeded", "share"]].tolist() == [0, 0, 0]
    assert np.isnan(result["impact"]) and result["impact_rank"] is pd.NA


def test_causes_of_the_very_same_posts_share_what_they_explain_and_have_no_effect_of_their_own() -> None:
    twin = CODINGS[CODINGS["cause"] == "price"].assign(cause="value")
    result = found(POSTS, pd.concat([CODINGS, twin]), [*EFFECTS, "value"])

    assert result.loc["price", "share"] == pytest.approx(result.loc["value", "share"])
    assert result.loc[["price", "value"], ["penalty", "reward", "impact"]].isna().all(axis=None)
    assert result.loc["effort", "penalty"] == pytest.approx(
        found(POSTS, CODINGS, list(EFFECTS)).loc["effort", "penalty"]
    )


def test_long_posts_that_tell_of_everything_do_not_make_a_cause_costly() -> None:
    rng = np.random.default_rng(4)
    words = np.exp(rng.normal(6, 1, 2000))
    long = np.log(words) - 6
    told = rng.random(2000) < 1 / (1 + np.exp(-2 * long))
    reaction = pd.array(np.clip(np.rint(-long + rng.normal(0, 0.5, 2000)), -2, 2).astype(int), dtype="Int64")
    posts = pd.DataFrame({"post": range(2000), "blog": [f"b{n % 300}" for n in range(2000)], "reaction": reaction})
    coded = pd.DataFrame([(n, f"b{n % 300}", "effort", "failed") for n in np.flatnonzero(told)], columns=COLUMNS)
    held, plain = (found(frame, coded, ["effort"]).loc["effort"] for frame in (posts.assign(words=words), posts))

    assert plain["penalty_low"] > 0.5
    assert abs(held["penalty"]) < 0.1
    assert held["r2"] < 0.01 < plain["r2"]


def test_posts_drawn_with_a_small_chance_count_more() -> None:
    weighed = POSTS.assign(weight=[3.0 if post < 500 else 1.0 for post in POSTS["post"]])
    again = [POSTS["post"] < 500, POSTS["post"] < 500]
    copies = [POSTS[rows].assign(post=POSTS["post"] + 10_000 * (n + 1)) for n, rows in enumerate(again)]
    coded = [CODINGS[CODINGS["post"] < 500].assign(post=lambda f, n=n: f["post"] + 10_000 * (n + 1)) for n in range(2)]
    result = found(weighed, CODINGS, list(EFFECTS))
    expected = found(pd.concat([POSTS, *copies]), pd.concat([CODINGS, *coded]), list(EFFECTS))
    figures = ["penalty", "penalty_low", "reward", "reward_high", "share", "r2", "impact"]

    assert result[figures].to_numpy() == pytest.approx(expected.loc[result.index, figures].to_numpy())
    assert result["failed"].to_dict() == found(POSTS, CODINGS, list(EFFECTS))["failed"].to_dict()


def test_only_experiences_with_a_reaction_that_are_told_for_the_first_time_enter() -> None:
    few = POSTS.assign(genre="experience", duplicate_of=None)
    few.loc[few["post"] % 5 == 0, "genre"] = "promo"
    few.loc[few["post"] % 5 == 1, "duplicate_of"] = 2
    few.loc[few["post"] % 5 == 2, "reaction"] = pd.NA
    result = found(few, CODINGS, list(EFFECTS))

    pd.testing.assert_frame_equal(result, found(POSTS[POSTS["post"] % 5 > 2], CODINGS, list(EFFECTS)))


def test_above_sixteen_causes_the_rarest_are_one_player_and_a_row_says_so() -> None:
    causes = {f"c{n:02d}": (0.3, 0.2) for n in range(18)}
    posts, codings = made(1200, 150, causes, seed=7)
    rare = codings[~codings["cause"].isin(["c04", "c09", "c11"]) | (codings["post"] % 3 == 0)]
    result = importance.importance(posts, rare, list(causes), draws=2)
    pooled = result.set_index("cause").loc[["c04", "c09", "c11"]]
    last = result.iloc[-1]

    assert len(result) == 19
    assert (last["cause"], last["reading"], last["rank"]) == (importance.REST, "pooled", pd.NA)
    assert last["failed"] <= pooled["failed"].sum()
    assert pooled["share"].isna().all() and pooled["penalty"].notna().all()
    assert result["share"].count() == shapley.MOST
    assert result["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "posts", [POSTS.iloc[:0], POSTS.iloc[:9], POSTS.assign(reaction=1)], ids=["no posts", "nine posts", "one reaction"]
)
def test_where_nothing_can_be_told_figures_are_missing(posts: pd.DataFrame) -> None:
    result = importance.importance(posts, CODINGS, list(EFFECTS), draws=10)
    assert sorted(result["cause"]) == sorted(EFFECTS)
    assert set(result["reading"]) == {"too few"}
    assert result[["penalty", "reward", "share", "r2", "rank", "impact"]].isna().all(axis=None)


def test_no_causes_give_an_empty_frame_of_the_same_columns() -> None:
    result = importance.importance(POSTS, CODINGS, [], draws=10)
    assert result.empty
    assert list(result) == list(importance.importance(POSTS, CODINGS, ["price"], draws=10))


def test_the_same_posts_in_another_order_and_the_same_seed_give_the_same_frame() -> None:
    before = POSTS.copy(), CODINGS.copy()
    one = importance.importance(POSTS, CODINGS, list(EFFECTS), draws=30)
    other = importance.importance(POSTS.iloc[::-1], CODINGS.iloc[::-1], list(EFFECTS)[::-1], draws=30)

    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(POSTS, before[0])
    pd.testing.assert_frame_equal(CODINGS, before[1])
