"""Numbers become words without saying more than they hold."""

from datetime import date

import pytest

from reports import wording
from reports.page import Range


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0"), (0.001, "under 1"), (0.005, "1"), (0.565, "57"), (0.9949, "99"), (0.999, "over 99"), (1, "100")],
)
def test_rounds_something_neither_to_nothing_nor_to_everything(share: float, words: str) -> None:
    assert wording.per_hundred(share) == words


def test_says_a_range_as_two_whole_numbers() -> None:
    assert wording.likely(Range(0.57, 0.541, 0.597)) == "54 to 60"


@pytest.mark.parametrize(
    ("held", "words"), [(1.0, "all redraws"), (0.999, "99 of 100 redraws"), (0.29, "29 of 100 redraws")]
)
def test_says_all_only_when_it_is_all(held: float, words: str) -> None:
    assert wording.redraws(held) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 9), date(2026, 9, 30), "9 Jan 2026 to 30 Sep 2026"),
        (date(2026, 1, 9), date(2026, 1, 9), "9 Jan 2026"),
        (None, date(2026, 1, 9), "9 Jan 2026"),
        (None, None, "dates unknown"),
    ],
)
def test_names_the_days_that_are_known(first: date | None, last: date | None, words: str) -> None:
    assert wording.period(first, last) == words


@pytest.mark.parametrize(
    ("text", "words"), [("2026-03-04T09:00:00+00:00", "4 Mar 2026"), ("", "undated"), ("yesterday", "undated")]
)
def test_takes_what_is_no_timestamp_for_undated(text: str, words: str) -> None:
    assert wording.published(text) == words


@pytest.mark.parametrize(("words", "said"), [([1], "1"), ([1, 2], "1 and 2"), ([1, 2, 5], "1, 2 and 5")])
def test_lists_with_an_and(words: list[int], said: str) -> None:
    assert wording.listed(words) == said


def test_shows_text_on_one_line_without_what_would_hide_or_turn_it() -> None:
    assert wording.visible(" a\u202eb\n\tc\x00\u2067 ") == "ab c"
    assert wording.visible("👩\u200d👧 می\u200cخواهم") == "👩\u200d👧 می\u200cخواهم"


def test_counts_one_in_the_singular() -> None:
    assert (wording.amount(1, "post"), wording.amount(1284, "post")) == ("1 post", "1,284 posts")
