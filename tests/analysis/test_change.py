"""What changed between two reports: counts, parts that sum up exactly, ranges, and no rise that is made by coding."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimates import change
from analysis.estimates.change import CODED, FALL, RISE, SAME, TOO_FEW
from reports import page
from reports.claimed import claims

CAUSES = ["resolution", "courtesy"]
Told = dict[str, tuple[str, str, dict[str, str]]]  # address: blog, genre, level of each cause


def frame(told: Told) -> pd.DataFrame:
    rows = [
        (url, place, blog, genre, 0, cause, level)
        for place, (url, (blog, genre, levels)) in enumerate(told.items())
        for cause, level in (levels or {"": ""}).items()
    ]
    return pd.DataFrame(rows, columns=["url", "post", "blog", "genre", "reaction", "cause", "level"])


def compared(before: Told, now: Told, draws: int = 200) -> change.Change:
    return change.change(frame(before), frame(now), CAUSES, draws, 1)


def row(made: change.Change, cause: str = "resolution") -> dict[str, float]:
    return dict(made.causes.set_index("cause").loc[cause])


def study(seed: int, posts: int = 200, share: float = 0.3, start: int = 0) -> Told:
    """Posts of blogs that have three each, of which `share` complain that the problem was not solved."""
    rng = np.random.default_rng(seed)
    level = {True: {"resolution": "failed"}, False: {"resolution": "met", "courtesy": "met"}}
    return {
        f"https://b{n // 3}.example/{n}": (f"b{n // 3}.example", "experience", level[bool(rng.random() < share)])
        for n in range(start, start + posts)
    }


def posts(most: int) -> st.SearchStrategy[Told]:
    level = st.sampled_from(["failed", "met", "mixed", "exceeded"])
    post = st.tuples(
        st.sampled_from(["a.example", "b.example", "c.example"]),
        st.sampled_from(["experience", "experience", "promo"]),
        st.dictionaries(st.sampled_from(CAUSES), level),
    )
    return st.dictionaries(st.sampled_from([f"https://x.example/{n}" for n in range(most)]), post)


def share(told: Told, cause: str = "resolution") -> float:
    own = [levels for _, genre, levels in told.values() if genre == "experience"]
    return sum(levels.get(cause) in ("failed", "mixed") for levels in own) / len(own) if own else np.nan


@given(posts(9), posts(9))
@settings(max_examples=60, deadline=None)
def test_the_parts_sum_to_the_difference_exactly(before: Told, now: Told) -> None:
    table = compared(before, now, draws=0).causes
    parts = table["from_new"] + table["from_removed"] + table["from_recoded"]

    assert np.allclose(parts, table["now"] - table["was"], rtol=0, atol=1e-12, equal_nan=True)
    assert table["was"].tolist() == pytest.approx([share(before, cause) for cause in CAUSES], nan_ok=True)
    assert table["now"].tolist() == pytest.approx([share(now, cause) for cause in CAUSES], nan_ok=True)


@given(posts(9), posts(9))
@settings(max_examples=40, deadline=None)
def test_looking_back_gives_the_same_parts_with_the_sign_turned(before: Told, now: Told) -> None:
    there, back = (compared(*pair, draws=0).causes for pair in ((before, now), (now, before)))

    assert np.allclose(there["from_recoded"], -back["from_recoded"], equal_nan=True)
    assert np.allclose(there["from_new"], -back["from_removed"], equal_nan=True)


@given(posts(6), posts(6))
@settings(max_examples=40, deadline=None)
def test_each_part_is_the_mean_effect_over_all_orders_of_the_moves(before: Told, now: Told) -> None:
    half = (share(before) + share(now)) / 2

    def at(moved: frozenset[str]) -> float:
        common = {url: (now if "recoded" in moved else before)[url] for url in before if url in now}
        gone = {} if "removed" in moved else {url: before[url] for url in before if url not in now}
        come = {url: now[url] for url in now if url not in before} if "new" in moved else {}
        found = share(common | gone | come)
        return half if np.isnan(found) else found

    effects: dict[str, list[float]] = {"recoded": [], "removed": [], "new": []}
    for order in permutations(effects):
        for place, move in enumerate(order):
            effects[move].append(at(frozenset(order[: place + 1])) - at(frozenset(order[:place])))
    found = row(compared(before, now, draws=0))

    for move, steps in effects.items():
        assert found[f"from_{move}"] == pytest.approx(np.mean(steps), nan_ok=True)


def test_posts_are_counted_by_what_became_of_them() -> None:
    before = study(1, 100)
    now = dict(before) | study(2, 30, start=300)
    gone = list(before)[:5]
    for url in gone:
        del now[url]
    for url, changed in zip(
        list(before)[10:13], [("genre", "promo"), ("levels", {}), ("levels", {"price_value": "failed"})], strict=True
    ):
        blog, genre, levels = now[url]
        now[url] = (blog, changed[1], levels) if changed[0] == "genre" else (blog, genre, changed[1])  # type: ignore[assignment]
    made = compared(before, now)

    assert (made.new, made.removed, made.recoded, made.kept) == (30, 5, 3, 95)
    assert (made.was, made.now) == (100, 124)


def test_another_reaction_is_another_coding() -> None:
    before = frame(study(1, 60))
    made = change.change(before, before.assign(reaction=[2] + [0] * (len(before) - 1)), CAUSES, 50, 1)

    assert made.recoded == 1
    assert made.causes["from_recoded"].tolist() == [0, 0]


def test_a_missing_reaction_is_equal_to_itself_and_to_no_other() -> None:
    before = frame(study(1, 60)).astype({"reaction": "Int64"})
    unknown = before.assign(reaction=before["reaction"].where(before["post"] > 3))

    assert change.change(unknown, unknown, CAUSES, 50, 1).recoded == 0
    assert change.change(before, unknown, CAUSES, 50, 1).recoded == 4


def test_posts_without_address_are_known_by_their_key() -> None:
    before = frame(study(1, 60)).assign(url="")
    now = before.assign(post=before["post"] + 10)
    made = change.change(before, now, CAUSES, 50, 1)

    assert (made.new, made.removed, made.kept) == (10, 10, 50)


def test_a_move_without_posts_has_no_effect() -> None:
    before = study(1, 200)
    found = row(compared(before, before | study(2, 100, 0.9, start=300)))

    assert found["from_recoded"] == found["from_removed"] == 0
    assert found["from_new"] == pytest.approx(found["now"] - found["was"])


def test_new_posts_that_complain_are_a_rise_and_gone_ones_a_fall() -> None:
    calm, angry = study(1, 200, 0.2), study(2, 100, 0.9, start=300)

    assert row(compared(calm, calm | angry))["reading"] == RISE
    assert row(compared(calm | angry, calm))["reading"] == FALL


def test_recoding_alone_is_never_a_rise() -> None:
    before = study(1, 200, 0.2)
    now = {url: (blog, genre, {**levels, "resolution": "failed"}) for url, (blog, genre, levels) in before.items()}
    found = row(compared(before, now))

    assert found["reading"] == CODED
    assert found["from_recoded"] == pytest.approx(found["now"] - found["was"]) == pytest.approx(1 - share(before))
    assert found["from_new"] == found["from_removed"] == 0


def test_a_difference_that_is_mainly_recoding_is_no_rise_though_new_posts_complain_too() -> None:
    before = study(1, 300, 0.1)
    strict = {
        url: (blog, genre, {"resolution": "failed"} if place % 2 else levels)
        for place, (url, (blog, genre, levels)) in enumerate(before.items())
    }
    found = row(compared(before, strict | study(2, 90, 0.9, start=600)))

    assert found["from_new"] > 0.05 and found["from_recoded"] > found["from_new"]
    assert found["reading"] == CODED


def test_a_rise_that_recoding_hides_in_part_is_still_a_rise() -> None:
    before = study(1, 300, 0.3)
    mild = {
        url: (blog, genre, {"resolution": "met"} if place < 30 else levels)
        for place, (url, (blog, genre, levels)) in enumerate(before.items())
    }
    found = row(compared(before, mild | study(2, 200, 0.95, start=600)))

    assert found["from_recoded"] < 0 < found["from_new"]
    assert found["reading"] == RISE


def test_equal_reports_show_no_change() -> None:
    made = compared(study(1), study(1))

    assert (made.new, made.removed, made.recoded) == (0, 0, 0)
    assert (made.causes[["from_new", "from_removed", "from_recoded", "low", "high"]] == 0).all(axis=None)
    assert set(made.causes["reading"]) == {SAME}


@pytest.mark.parametrize("few", ["posts", "blogs"])
def test_nothing_is_said_of_too_few(few: str) -> None:
    before = study(1, 29 if few == "posts" else 60, 0.0)
    if few == "blogs":
        before = {url: (f"b{place % 9}.example", *rest[1:]) for place, (url, rest) in enumerate(before.items())}
    now = {url: (blog, genre, {"resolution": "failed"}) for url, (blog, genre, _) in before.items()}

    assert set(compared(before, now | study(2, 200, 1.0, start=600)).causes["reading"]) == {TOO_FEW}
    assert set(compared(study(2, 200, 1.0, start=600) | now, before).causes["reading"]) == {TOO_FEW}


def test_too_few_means_the_same_as_on_the_page() -> None:
    assert (change.FEW, change.BLOGS) == (page.FEW, claims.BLOGS)


@pytest.mark.parametrize("lacking", ["before", "now", "both"])
def test_a_report_without_experiences_has_no_shares(lacking: str) -> None:
    none: Told = {"https://p.example/": ("p.example", "promo", {})}
    made = compared(
        none if lacking in ("before", "both") else study(1), none if lacking in ("now", "both") else study(1)
    )

    assert np.isnan(row(made)["from_new"])
    assert set(made.causes["reading"]) == {TOO_FEW}


def test_frames_without_rows_are_compared_too() -> None:
    bare = frame({})
    made = change.change(bare, bare, CAUSES, 10, 1)

    assert (made.new, made.removed, made.kept, made.was) == (0, 0, 0, 0)
    assert made.causes["now"].isna().all()


def test_weights_make_shares_those_of_all_posts() -> None:
    before = frame(study(1))
    complains = before["level"] == "failed"
    weighed = before.assign(weight=complains.map({True: 3.0, False: 1.0}))
    made = change.change(before, weighed, CAUSES, 50, 1).causes
    few, many = int(complains.sum()), before["url"].nunique() - int(complains.sum())

    assert made["now"][0] == pytest.approx(3 * few / (3 * few + many))
    assert made["was"][0] == pytest.approx(few / (few + many))
