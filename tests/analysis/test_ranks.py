import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analysis.estimates import causes, clustering, ranks, resampling

Floats = NDArray[np.float64]

EVEN = [0.3] * 8
NEAR = [0.30, 0.295, 0.29, 0.285, 0.28, 0.275]
TIED = [0.30, 0.30, 0.30, 0.10, 0.10, 0.10]
SPREAD = [0.30, 0.29, 0.28, 0.15, 0.14, 0.05, 0.04, 0.02]
#             shares, blogs, posts a blog, correlation within a blog, whether some blogs are long
SCENARIOS = {
    "near ties": (NEAR, 200, 3, 0.15, False),
    "two groups of equals": (TIED, 100, 3, 0.15, False),
    "few blogs": (SPREAD, 20, 3, 0.20, False),
    "few blogs, all equal": (EVEN, 25, 3, 0.15, False),
    "long blogs, near ties": ([0.4, 0.3, 0.29, 0.2, 0.1, 0.09], 60, 3, 0.30, True),
}
RUNS, DRAWS = 200, 300


def redrawn(
    shares: list[float], blogs: int, mean: int, icc: float, long: bool, seed: int
) -> tuple[pd.Series, pd.DataFrame, float]:
    """Observed shares, redrawn shares in order of rank, and the blogs' worth, of one sample of blogs."""
    rng, share = np.random.default_rng(seed), np.array(shares)
    sizes = np.ceil(rng.lognormal(0, 1, blogs)).astype(int) if long else 1 + rng.poisson(mean - 1, blogs)
    spread = (1 - icc) / icc
    hits = rng.binomial(sizes[:, None], rng.beta(share * spread, (1 - share) * spread, (blogs, len(share)))).astype(
        float
    )
    draws = np.concatenate([(w @ hits) / (w @ sizes)[:, None] for w in resampling.drawn(blogs, DRAWS, seed)])
    observed = hits.sum(axis=0) / sizes.sum()
    order = np.argsort(-observed, kind="stable")
    return pd.Series(observed), pd.DataFrame(draws[:, order], columns=order), sizes.sum() ** 2 / (sizes**2).sum()


def true_ranks(shares: list[float]) -> tuple[Floats, Floats]:
    share = np.array(shares)[:, None]
    return 1 + (share < share.T).sum(axis=1), len(share) - (share > share.T).sum(axis=1)


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_true_ranks_lie_in_the_sets_at_once_and_in_redrawn_ranks_they_do_not(name: str) -> None:
    covered = naive = 0
    low, high = true_ranks(SCENARIOS[name][0])
    for seed in range(RUNS):
        shares, draws, worth = redrawn(*SCENARIOS[name], seed)
        found = ranks.sets(shares, draws, worth).set_index("cause").sort_index()
        covered += bool(((found["set_low"] <= low) & (high <= found["set_high"])).all())
        order = np.argsort(np.argsort(-draws.to_numpy(), axis=1, kind="stable"), axis=1) + 1
        bounds = [pd.Series(edge, index=draws.columns).sort_index() for edge in resampling.bounds(order)]
        naive += bool(((bounds[0] <= low) & (high <= bounds[1])).all())

    assert covered / RUNS >= 0.92
    if name != "long blogs, near ties":
        assert naive / RUNS < 0.8


def test_the_marginal_set_is_no_wider_and_the_observed_rank_is_in_both() -> None:
    shares, draws, worth = redrawn(*SCENARIOS["few blogs"], seed=3)
    found = ranks.sets(shares, draws, worth)
    place = np.arange(1, len(found) + 1)

    assert ((found["set_low"] <= found["marginal_low"]) & (found["marginal_low"] <= place)).all()
    assert ((place <= found["marginal_high"]) & (found["marginal_high"] <= found["set_high"])).all()
    assert (found["marginal_high"] < found["set_high"]).any()


def test_taking_out_what_is_sure_makes_more_pairs_sure() -> None:
    # five causes far apart; the last two by less than the largest chance difference of all pairs, and by more than that of
    # the pairs that are left once the others are told apart
    names, noise = list("abcdef"), np.random.default_rng(5).normal(size=(4000, 6))
    moved = noise[:, :, None] - noise[:, None, :]
    moved /= np.sqrt((moved**2).mean(axis=0) + np.eye(6))
    everything, below = ~np.eye(6, dtype=bool), np.tril(np.ones((6, 6), dtype=bool), -1)
    below[4, 5] = True
    at_once, left = (np.quantile(moved[:, asked].max(axis=1), 0.95) for asked in (everything, below))
    step = (at_once + left) / 2 * np.sqrt(((noise[:, 4] - noise[:, 5]) ** 2).mean())
    observed = pd.Series([90.0, 70.0, 50.0, 30.0, step, 0.0], index=names)
    found = ranks.sets(observed, pd.DataFrame(noise + observed.to_numpy(), columns=names), blogs=1e6)

    assert left < at_once - 0.1
    assert found[["set_low", "set_high"]].to_numpy().tolist() == [[place, place] for place in range(1, 7)]


def test_fewer_blogs_make_wider_sets_and_one_blog_tells_no_order() -> None:
    shares, draws, _ = redrawn([0.5, 0.4, 0.3, 0.2, 0.1, 0.05], 30, 3, 0.2, False, seed=1)
    found = [ranks.sets(shares, draws, blogs) for blogs in (1e6, 12, 8, 1)]
    widths = [int((one["set_high"] - one["set_low"]).sum()) for one in found]

    assert widths == sorted(widths)
    assert widths[0] < widths[2] < widths[3] == 6 * 5


def test_causes_that_never_differ_are_tied_and_those_that_always_do_are_not() -> None:
    draws = pd.DataFrame({"all": [1.0] * 50, "one": [0.25, 0.5] * 25, "twin": [0.25, 0.5] * 25, "none": [0.0] * 50})
    found = ranks.sets(pd.Series({"all": 1.0, "one": 0.4, "twin": 0.4, "none": 0.0}), draws, 50)

    assert found.set_index("cause").loc["all", ["set_low", "set_high"]].tolist() == [1, 1]
    assert found.set_index("cause").loc["one", ["set_low", "set_high"]].tolist() == [2, 3]
    assert found.set_index("cause").loc["none", ["set_low", "set_high"]].tolist() == [4, 4]


def test_above_is_the_part_of_draws_and_a_tie_counts_half() -> None:
    draws = pd.DataFrame({"a": [0.5, 0.5, 0.5, 0.2], "b": [0.4, 0.6, 0.5, 0.1]})
    found = ranks.above(draws)

    assert (found.loc["a", "b"], found.loc["b", "a"]) == (0.625, 0.375)
    assert np.isnan(found.loc["a", "a"])


def test_sets_of_a_study_come_from_its_frames() -> None:
    posts = pd.DataFrame({"post": range(300), "blog": [f"b{n // 3}" for n in range(300)], "reaction": 0})
    told = {"effort": range(0, 300, 2), "courtesy": range(0, 300, 12), "honesty": range(1, 300, 12)}
    rows = [(n, f"b{n // 3}", cause, "failed") for cause, named in told.items() for n in named]
    codings = pd.DataFrame(rows, columns=["post", "blog", "cause", "level"])
    ranked = causes.rank(codings, posts, draws=400)
    shares = ranked.set_index("cause")["share"]
    found = ranks.sets(shares, causes.redrawn(codings, posts, draws=400), clustering.blogs(posts))

    assert found[["cause", "set_low", "set_high"]].to_numpy().tolist() == [
        ["effort", 1, 1], ["courtesy", 2, 3], ["honesty", 2, 3],
    ]  # fmt: skip


@pytest.mark.parametrize("names", [[], ["effort"]])
def test_nothing_to_compare_is_ordered_all_the_same(names: list[str]) -> None:
    draws = pd.DataFrame(np.full((20, len(names)), 0.5), columns=names)
    found = ranks.sets(pd.Series(0.5, index=names), draws, 20)
    assert found.to_numpy().tolist() == [[name, 1, 1, 1, 1] for name in names]


def test_without_draws_no_order_is_sure() -> None:
    found = ranks.sets(pd.Series({"a": 0.9, "b": 0.1}), pd.DataFrame(columns=["a", "b"], dtype=float), 20)
    assert found[["set_low", "set_high"]].to_numpy().tolist() == [[1, 2], [1, 2]]
