"""Frames made a part at a time."""

import pandas as pd

from flows.reporting import filling
from flows.reporting.filling import Filling
from reports.exports import parquet

COLUMNS, KINDS = ["post", "text", "copy", "strength", "late"], {"copy": "Int64"}


def rows(count: int) -> list[tuple[object, ...]]:
    return [
        (
            number,
            f"text {number} " * 20,
            number if number % 3 else None,
            number / 7,
            None if number < count / 2 else "late",
        )
        for number in range(count)
    ]


def filled(made: list[tuple[object, ...]]) -> pd.DataFrame:
    filling = Filling(COLUMNS, KINDS)
    for start in range(0, len(made), 7):
        filling.add(made[start : start + 7])
    return filling.frame()


def test_a_frame_made_in_parts_is_to_the_byte_the_one_made_at_once() -> None:
    for count in (0, 5, filling.AT_ONCE - 1, 4 * filling.AT_ONCE + 3):
        whole = pd.DataFrame(rows(count), columns=COLUMNS).astype(KINDS)
        made = filled(rows(count))

        pd.testing.assert_frame_equal(made, whole)
        assert parquet({"posts": made}) == parquet({"posts": whole})
