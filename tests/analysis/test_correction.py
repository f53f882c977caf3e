"""Three shares side by side: of which posts, by which weights, and where nothing is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from simulated import CAUSE, Scenario, frames, study

from analysis import codebook
from analysis.checks.correction import COLUMNS, SIDES, correct
from analysis.checks.powered import share

BOOK = codebook.default()
SMALL = Scenario(400, 100, 0.20, 0.80, 0.90)
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def made(scenario: Scenario = SMALL, seed: int = 1) -> Frames:
    return frames(*study(scenario, np.random.default_rng(seed)))


def row(found: pd.DataFrame, cause: str = CAUSE, side: str = "told") -> pd.Series:
    return found[(found["cause"] == cause) & (found["side"] == side)].iloc[0]


def untold(found: pd.Series) -> bool:
    names = [name + end for name in ("hand", "corrected") for end in ("", "_low", "_high")]
    return bool(found[[*names, "lambda"]].isna().all())


def test_frames_give_what_their_arrays_give() -> None:
    coded, chance = study(SMALL, np.random.default_rng(4))
    found = row(correct(*frames(coded, chance), BOOK))
    alone, both = share(coded, 0.0), share(coded)

    assert found["automatic"] == pytest.approx(coded.told.sum() / coded.story.sum())
    assert found["hand":"hand_high"].tolist() == pytest.approx([alone.value, alone.low, alone.high])
    assert found["corrected":"corrected_high"].tolist() == pytest.approx([both.value, both.low, both.high])
    assert (found["n_hand"], found["positives"]) == (100, coded.people_told.sum())
    assert (found["lambda"], found["note"]) == (pytest.approx(both.trust), "")


def test_every_cause_has_a_row_for_each_side_in_the_order_of_the_codebook() -> None:
    found = correct(*made(), BOOK)
    causes = [code.id for code in BOOK.of("core", "secondary")]

    assert list(found.columns) == COLUMNS
    assert list(zip(found["cause"], found["side"], strict=True)) == [(one, side) for one in causes for side in SIDES]


def test_sides_take_their_levels_and_mixed_is_in_both() -> None:
    posts, codings, hand = made()
    levels = ["failed", "met", "exceeded", "mixed"]
    codings = codings.assign(level=[levels[place % 4] for place in range(len(codings))])
    tells = hand["answer"] == "failed"
    hand.loc[tells, "answer"] = [levels[place % 4] for place in range(tells.sum())]
    found = correct(posts, codings, hand, BOOK)
    counts = hand["answer"].value_counts()
    sides = {side: row(found, side=side) for side in SIDES}

    assert sides["told"]["positives"] == tells.sum()
    assert sides["failed"]["positives"] == counts["failed"] + counts["mixed"]
    assert sides["praised"]["positives"] == tells.sum() - counts["failed"]
    complaints = codings["level"].isin(["failed", "mixed"]).sum()
    assert sides["failed"]["automatic"] == pytest.approx(complaints / (posts["genre"] == "experience").sum())


def test_the_order_of_rows_means_nothing_and_no_frame_is_changed() -> None:
    given = made()
    before = [frame.copy() for frame in given]
    shuffled = [frame.sample(frac=1, random_state=3) for frame in given]

    pd.testing.assert_frame_equal(correct(*given, BOOK), correct(*shuffled, BOOK))
    for frame, old in zip(given, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)


def test_copies_strangers_and_single_persons_count_for_nothing() -> None:
    posts, codings, hand = made()
    copy = posts[posts["genre"] == "experience"].iloc[:50].assign(duplicate_of=lambda rows: rows["post"])
    copy = copy.assign(post=copy["post"] + 1000)
    stranger = hand.assign(post=pd.array([pd.NA] * len(hand), dtype="Int64"), key="x" + hand["key"])
    person = hand.assign(who="p1", answer="praise")
    of_copy = hand[hand["code"] == "genre"].iloc[:1].assign(post=int(copy["post"].iloc[0]), key="copy")
    all_posts = pd.concat([posts.astype({"duplicate_of": "Int64"}), copy.astype({"duplicate_of": "Int64"})])
    more = correct(all_posts, codings, pd.concat([hand, stranger, person, of_copy]), BOOK)

    pd.testing.assert_frame_equal(more, correct(posts, codings, hand, BOOK))


def test_experiences_on_which_people_abstain_are_stood_for_by_the_others() -> None:
    posts, codings, hand = made()
    tells = hand[hand["code"] == CAUSE]
    gaps = tells["key"].iloc[::3]
    found = row(correct(posts, codings, hand.drop(gaps.index), BOOK))
    weight = 1 / tells.drop(gaps.index)["chance"]
    said = (tells.drop(gaps.index)["answer"] == "failed").astype(float)

    assert found["n_hand"] == 100 - len(gaps)
    assert found["hand"] == pytest.approx(np.average(said, weights=weight))


def test_abstaining_at_random_does_not_make_experiences_rarer() -> None:
    """Each post is there twice, and of the second one people told only the genre: the share must not move."""
    posts, codings, hand = made(replace(SMALL, coded=400))
    whole = row(correct(posts, codings, hand, BOOK))
    twice = [pd.concat([frame, shifted(frame)]) for frame in (posts, codings)]
    genres = shifted(hand[hand["code"] == "genre"])
    halved = row(correct(*twice, pd.concat([hand, genres]), BOOK))

    assert halved["corrected"] == pytest.approx(whole["corrected"], abs=1e-9)
    assert halved["lambda"] == pytest.approx(whole["lambda"], abs=1e-9)


def shifted(frame: pd.DataFrame) -> pd.DataFrame:
    """The same again under other numbers."""
    moved = frame.assign(post=frame["post"] + 1000)
    return moved.assign(key="again" + frame["key"]) if "key" in frame else moved


def test_few_coded_posts_tell_nothing() -> None:
    posts, codings, hand = made()
    some = hand[hand["key"].isin(hand["key"].unique()[:29])]
    found = row(correct(posts, codings, some, BOOK))

    assert untold(found)
    assert found["note"] == "people coded 29 posts; it takes 30"
    assert 0 < found["automatic_low"] < found["automatic"] < found["automatic_high"]


def test_few_blogs_tell_nothing() -> None:
    posts, codings, hand = made(replace(SMALL, size=120.0))
    found = row(correct(posts, codings, hand, BOOK))
    blogs = hand["blog"].nunique()

    assert untold(found)
    assert found["note"] == f"the coded posts are from {blogs} blogs; it takes 5"


def test_a_cause_that_people_never_find_is_not_called_absent() -> None:
    posts, codings, hand = made()
    hand.loc[hand["code"] == CAUSE, "answer"] = "-"
    found = row(correct(posts, codings, hand, BOOK))

    assert untold(found)
    assert found["note"] == "people find it in none of 100 coded posts"
    assert found["automatic"] > 0


def test_a_cause_that_people_always_find_has_no_interval() -> None:
    posts, codings, hand = made()
    hand.loc[hand["code"] == CAUSE, "answer"] = "failed"
    found = row(correct(posts, codings, hand, BOOK))

    assert untold(found)
    assert "in all" in found["note"]


def test_a_coder_that_finds_nothing_is_corrected_all_the_same() -> None:
    posts, codings, hand = made()
    found = row(correct(posts, codings.iloc[:0], hand, BOOK))

    assert found["automatic"] == found["automatic_low"] == 0 < found["automatic_high"]
    assert found["corrected"] > 0.1


def test_a_coder_that_finds_no_experience_has_no_share_of_its_own() -> None:
    posts, codings, hand = made()
    found = row(correct(posts.assign(genre="news"), codings.iloc[:0], hand, BOOK))

    assert np.isnan(found["automatic"])
    assert found["corrected"] == pytest.approx(found["hand"])


def test_without_peoples_codes_or_where_they_are_the_coder_there_are_no_rows() -> None:
    posts, codings, hand = made()
    nobody = correct(posts, codings, hand[hand["who"] != "people"], BOOK)
    by_hand = correct(posts, codings.assign(coder="hand"), hand, BOOK)

    assert (len(nobody), len(by_hand)) == (0, 0)
    assert list(nobody.columns) == list(by_hand.columns) == COLUMNS


@pytest.mark.parametrize("chance", [0.0, -0.1, 1.1, np.nan])
def test_a_chance_that_is_none_is_refused_by_name(chance: float) -> None:
    posts, codings, hand = made()
    hand.loc[hand["key"] == hand["key"].iloc[5], "chance"] = chance

    with pytest.raises(ValueError, match=hand["key"].iloc[5]):
        correct(posts, codings, hand, BOOK)
