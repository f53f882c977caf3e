"""Every format keeps every row."""

from io import BytesIO

import pandas as pd
import pytest

from reports import exports

FRAME = pd.DataFrame(
    {
        "post": [1, 2, 3],
        "quote": ['He said "wait",\nthen hung up', "déjà vu </script> 🙂", "=SUM(1)"],
        "reaction": pd.array([-2, None, 2], dtype="Int64"),
    }
)


def unguarded(cell: object) -> object:
    """What the module's docstring tells a reader of the CSV to do."""
    return cell[1:] if isinstance(cell, str) and exports.GUARDED.match(cell) else cell


READERS = {
    "csv": lambda body: pd.read_csv(BytesIO(body), dtype={"reaction": "Int64"}).map(unguarded),
    "parquet": lambda body: pd.read_parquet(BytesIO(body)),
    "jsonl": lambda body: pd.read_json(BytesIO(body), lines=True, dtype={"reaction": "Int64"}),
}


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_keeps_every_row(name: str) -> None:
    body = exports.EXPORTS[name]({"evidence": FRAME})[f"evidence.{name}"]

    pd.testing.assert_frame_equal(READERS[name](body), FRAME, check_dtype=False)


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_same_frames_give_the_same_bytes(name: str) -> None:
    assert exports.EXPORTS[name]({"a": FRAME, "b": FRAME}) == exports.EXPORTS[name]({"a": FRAME, "b": FRAME})


def test_no_rows_are_no_lines() -> None:
    assert exports.jsonl({"posts": FRAME.iloc[:0]}) == {"posts.jsonl": b""}


def test_a_table_without_rows_keeps_its_columns() -> None:
    assert exports.csv({"posts": FRAME.iloc[:0]}) == {"posts.csv": b"post,quote,reaction\n"}
    assert list(READERS["parquet"](exports.parquet({"p": FRAME.iloc[:0]})["p.parquet"])) == list(FRAME)
