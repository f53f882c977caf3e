"""Whom to thank and whom to answer first: the right posts in the right order, and nobody's name."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.estimates.outreach import RECENT, to_answer, to_thank

TODAY = date(2026, 3, 31)
Codes = dict[str, str]


def posts(*told: dict[str, object]) -> pd.DataFrame:
    """Experiences, numbered from 1, with what is said of them; the rest as usual."""
    usual = {
        "title": "A kettle", "blog": "a.example", "published": "2026-03-01T08:00:00Z", "language": "en", "author": "Ada Person",
        "genre": "experience", "reaction": 2, "outcomes": "", "duplicate_of": None,
    }  # fmt: skip
    rows = [{**usual, "post": n, "url": f"https://a.example/{n}", **post} for n, post in enumerate(told, start=1)]
    return pd.DataFrame(rows).astype({"reaction": "Int64", "duplicate_of": "Int64"})


def codings(*levels: Codes) -> pd.DataFrame:
    rows = [(n, "a.example", cause, level) for n, one in enumerate(levels, start=1) for cause, level in one.items()]
    return pd.DataFrame(rows, columns=["post", "blog", "cause", "level"])


def praising(count: int) -> pd.DataFrame:
    """Codings of so many posts, each of which praises one thing."""
    return codings(*[{"resolution": "met"}] * count)


def numbers(frame: pd.DataFrame) -> list[int]:
    return list(frame["post"])


def test_thanks_go_to_the_very_happy_who_tell_their_own_story_once() -> None:
    told = posts({}, {"reaction": 1}, {"genre": "promo"}, {"duplicate_of": 1}, {"reaction": None}, {"reaction": -2}, {})

    assert numbers(to_thank(told, praising(7))) == [1, 7]


def test_thanks_name_the_newest_first_and_the_undated_last() -> None:
    days = [
        "2026-01-05T08:00:00Z",
        "",
        "2026-02-01T08:00:00Z",
        "someday",
        "2026-02-01T09:00:00Z",
        "2026-02-01T08:00:00Z",
    ]
    told = posts(*({"published": day} for day in days))

    assert numbers(to_thank(told, praising(6)))[:4] == [5, 3, 6, 1]
    assert set(numbers(to_thank(told, praising(6)))[4:]) == {2, 4}


def test_thanks_tell_what_is_praised_the_surplus_first_and_no_complaint() -> None:
    praise = {"courtesy": "met", "effort": "failed", "resolution": "exceeded", "honesty": "mixed", "access": "met"}

    (row,) = to_thank(posts({}), codings(praise)).to_dict("records")
    assert row["causes"] == "resolution exceeded; access met; courtesy met; honesty mixed"


def test_thanks_pass_over_who_tells_of_as_many_failures_as_of_praise() -> None:
    sour = {"response_time": "met", "courtesy": "failed", "honesty": "failed"}

    assert numbers(to_thank(posts({}, {}), codings(sour, {**sour, "effort": "met", "resolution": "exceeded"}))) == [2]


def test_thanks_pass_over_who_praises_nothing() -> None:
    assert numbers(
        to_thank(posts({}, {}, {}), codings({"courtesy": "failed"}, {"effort": "mixed"}, {"courtesy": "met"}))
    ) == [3]


def test_thanks_tell_who_recommends_outright() -> None:
    told = posts({"outcomes": "stays|recommends"}, {"outcomes": "stays"}, {"outcomes": ""}, {"outcomes": None})

    assert list(to_thank(told, praising(4))["recommends"]) == [True, False, False, False]


@pytest.mark.parametrize(
    ("reaction", "codes", "reasons"),
    [
        (-2, {"resolution": "failed"}, "problem not solved"),
        (-1, {"resolution": "failed"}, "problem not solved"),
        (-1, {"resolution": "mixed"}, "problem solved in part"),
        (-2, {"courtesy": "failed"}, "very unhappy, and nothing told of a solution"),
        (-1, {"courtesy": "failed"}, None),
        (-2, {"resolution": "met"}, None),
        (-2, {"resolution": "exceeded"}, None),
        (0, {"resolution": "failed"}, None),
        (2, {"resolution": "failed"}, None),
        (None, {"resolution": "failed"}, None),
    ],
)
def test_answers_go_to_the_unhappy_whose_matter_is_open(
    reaction: int | None, codes: Codes, reasons: str | None
) -> None:
    found = to_answer(posts({"reaction": reaction}), codings(codes), TODAY)

    assert list(found["reasons"]) == ([reasons] if reasons else [])


def test_an_answer_is_more_urgent_where_somebody_warns_or_leaves() -> None:
    told = posts({"reaction": -2, "outcomes": "leaves|stays|warns"})

    assert list(to_answer(told, codings({"resolution": "failed"}), TODAY)["reasons"]) == [
        "problem not solved; leaves; warns others"
    ]


@pytest.mark.parametrize(
    ("age", "waits"), [(0, True), (RECENT, True), (RECENT + 1, False), (-1, True), (-2, False), (None, True)]
)
def test_answers_reach_for_ninety_days_back_and_for_undated_posts(age: int | None, waits: bool) -> None:
    day = "" if age is None else f"{TODAY - timedelta(days=age)}T23:00:00Z"
    told = posts({"reaction": -2, "published": day})

    assert bool(len(to_answer(told, codings(), TODAY))) == waits


def test_the_unhappiest_come_first_then_the_newest_then_the_undated() -> None:
    told = posts(
        {"reaction": -1, "published": "2026-03-30T08:00:00Z"},
        {"reaction": -2, "published": ""},
        {"reaction": -2, "published": "2026-02-01T08:00:00Z"},
        {"reaction": -2, "published": "2026-03-01T08:00:00Z"},
        {"reaction": -2, "published": "2026-03-01T08:00:00Z"},
    )
    open_ = codings(*[{"resolution": "failed"}] * 5)

    assert numbers(to_answer(told, open_, TODAY)) == [4, 5, 3, 2, 1]


def test_answers_name_the_failures_first() -> None:
    codes = {"courtesy": "mixed", "resolution": "failed", "access": "met", "effort": "failed"}

    (row,) = to_answer(posts({"reaction": -2}), codings(codes), TODAY).to_dict("records")
    assert row["causes"] == "effort failed; resolution failed; courtesy mixed"


def test_no_list_holds_a_name_and_both_hold_the_company_where_it_is_known() -> None:
    told = posts({"reaction": 2, "company": "Kettle & Co"}, {"reaction": -2, "company": None})
    head = ["post", "url", "title", "blog", "published"]

    thanked, answered = to_thank(told, praising(1)), to_answer(told, codings(), TODAY)
    assert list(thanked) == [*head, "company", "causes", "reaction", "outcomes", "recommends"]
    assert list(answered) == [*head, "company", "causes", "reaction", "outcomes", "reasons"]
    assert (list(thanked["company"]), list(answered["company"])) == (["Kettle & Co"], [""])
    assert "company" not in to_thank(told.drop(columns="company"), codings())
    assert not thanked.astype(str).apply(lambda column: column.str.contains("Ada")).any(axis=None)


@pytest.mark.parametrize("bare", [pd.DataFrame(), posts({"genre": "promo"})])
def test_a_study_without_such_posts_gives_lists_without_rows(bare: pd.DataFrame) -> None:
    thanked, answered = to_thank(bare, pd.DataFrame()), to_answer(bare, pd.DataFrame(), TODAY)

    assert (len(thanked), len(answered)) == (0, 0)
    assert {"post", "url", "causes"} <= set(thanked) & set(answered)


def test_the_order_of_rows_means_nothing_and_frames_stay_as_they_are() -> None:
    told = posts(*({"reaction": n % 5 - 2, "published": f"2026-03-{n % 9 + 1:02d}T08:00:00Z"} for n in range(60)))
    coded = codings(*({"resolution": ("failed", "mixed")[n % 2], "effort": "exceeded"} for n in range(60)))
    before = told.copy(), coded.copy()
    shuffled = told.sample(frac=1, random_state=1), coded.sample(frac=1, random_state=2)

    assert to_thank(told, coded).equals(to_thank(*shuffled))
    assert to_answer(told, coded, TODAY).equals(to_answer(*shuffled, TODAY))
    assert told.equals(before[0]) and coded.equals(before[1])
