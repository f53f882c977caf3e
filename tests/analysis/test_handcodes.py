"""People's codes as a table and back."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import codebook
from analysis.checks import adjudication, handcodes
from analysis.codebook import CAUSES, LEVELS
from analysis.coding import Coding

BOOK = codebook.default()
IDS = sorted(code.id for code in BOOK.of(*CAUSES))
OUTCOMES = sorted(code.id for code in BOOK.of("outcome"))
OTHERS = sorted(code.id for code in BOOK.of("genre") if code.id != "experience")
STORY = Coding("experience", "", (("courtesy", "failed"),), -1, ("warns",))
NEWS = Coding(OTHERS[0], "")


@st.composite
def stories(draw: st.DrawFn) -> Coding:
    """Experiences as people leave them, some codes abstained from."""
    levels = draw(st.dictionaries(st.sampled_from(IDS), st.sampled_from([*LEVELS, "mixed"])))
    reaction = draw(st.none() | st.integers(-2, 2))
    outcomes = draw(st.sets(st.sampled_from(OUTCOMES)))
    free = sorted({*IDS, *OUTCOMES} - set(levels) - outcomes)
    left = draw(st.sets(st.sampled_from(free))) if free else set()
    left |= {"reaction"} if reaction is None else set()
    left |= {"genre"} if draw(st.booleans()) else set()
    told = tuple(sorted(levels.items()))
    return Coding("experience", "", told, reaction, tuple(sorted(outcomes)), abstained=tuple(sorted(left)))


def table(columns: dict[str, dict[str, Coding]], posts: dict[str, int] | None = None) -> pd.DataFrame:
    keys = sorted(set().union(*columns.values()))
    chances = {key: (place + 1) / 8 for place, key in enumerate(keys)}
    return handcodes.long(columns, chances, {key: f"blog of {key}" for key in keys}, posts or {}, BOOK)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["people", "coder", "p1", "p2"]),
        st.dictionaries(
            st.sampled_from("abcde"), stories() | st.sampled_from(OTHERS).map(lambda genre: Coding(genre, ""))
        ),
        min_size=1,
    )
)
def test_codings_come_back_as_they_went_in(columns: dict[str, dict[str, Coding]]) -> None:
    hand = table(columns)

    assert {who: handcodes.column(hand, who, BOOK) for who in columns} == columns


def test_a_row_is_one_answer_of_one_coder() -> None:
    hand = table({"people": {"a": STORY, "b": NEWS}, "p1": {"a": STORY}}, {"a": 7})
    people = hand[hand["who"] == "people"]
    answers = dict(zip(people["code"], people["answer"], strict=True))

    assert list(hand.columns) == ["key", "post", "blog", "chance", "who", "code", "answer"]
    assert len(hand) == 2 * len(adjudication.answers(STORY, BOOK)) + 1
    assert (answers["courtesy"], answers["warns"], answers["reaction"]) == ("failed", "told", "-1")
    assert set(people.loc[people["key"] == "b", "code"]) == {"genre"}
    assert set(hand.loc[hand["key"] == "a", "chance"]) == {1 / 8}


def test_a_post_that_is_not_in_the_study_has_no_number() -> None:
    hand = table({"people": {"a": STORY, "b": NEWS}}, {"b": 3})

    assert str(hand["post"].dtype) == "Int64"
    assert hand.loc[hand["key"] == "a", "post"].isna().all()
    assert hand.loc[hand["key"] == "b", "post"].tolist() == [3]


def test_what_was_abstained_from_has_no_row() -> None:
    unsure = Coding("experience", "", (), -1, (), abstained=("courtesy",))
    hand = table({"people": {"a": unsure}})

    assert "courtesy" not in set(hand["code"])
    assert handcodes.column(hand, "people", BOOK) == {"a": unsure}


def test_rows_come_in_one_order_whatever_the_order_of_codings() -> None:
    forth = table({"people": {"a": STORY, "b": NEWS}, "p1": {"b": STORY}})
    back = table({"p1": {"b": STORY}, "people": {"b": NEWS, "a": STORY}})

    pd.testing.assert_frame_equal(forth, back)


def test_nobodys_codes_are_a_table_of_the_same_columns_and_types() -> None:
    full, empty = table({"people": {"a": STORY}}), table({})

    assert empty.dtypes.equals(full.dtypes)
    assert handcodes.column(empty, "people", BOOK) == {}


def test_only_the_asked_coders_codings_come_back() -> None:
    hand = table({"people": {"a": STORY}, "coder": {"a": NEWS, "b": NEWS}})

    assert handcodes.column(hand, "coder", BOOK) == {"a": NEWS, "b": NEWS}
    assert handcodes.column(hand, "p1", BOOK) == {}
