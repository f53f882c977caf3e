"""Every format keeps every row."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import exports

FRAME = pd.DataFrame(
    {
        "post": [1, 2, 3],
        "quote": ['He said "wait",\nthen hung up', "déjà vu </script> 🙂", "=SUM(1)"],
        "share": [0.1, None, -1e-9],
        "reaction": pd.array([-2, None, 2], dtype="Int64"),
    }
)


def unguarded(cell: object) -> object:
    """What the module's docstring tells a reader of the CSV to do."""
    return exports.GUARDED.sub("", cell) if isinstance(cell, str) else cell


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
    assert exports.csv({"posts": FRAME.iloc[:0]}) == {"posts.csv": b"post,quote,share,reaction\r\n"}
    assert list(READERS["parquet"](exports.parquet({"p": FRAME.iloc[:0]})["p.parquet"])) == list(FRAME)


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "'=1",
    "''@x",
    '=HYPERLINK("http://a.example")',
)
HARMLESS = ("'tis a fine day", "a=1", " = 1", "", "1", "’-")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_like_a_formula_in_a_spreadsheet(text: str) -> None:
    body = exports.csv({"a": pd.DataFrame({"quote": [text, "x"]})})["a.csv"]
    cell = list(csv.reader(StringIO(body.decode(), newline="")))[1][0]

    assert cell[:2] == "'" + text[0]
    assert unguarded(cell) == text


@pytest.mark.parametrize("parts", [";", "\t", "\n", "\r\n"])
def test_no_spreadsheet_that_parts_cells_elsewhere_finds_a_formula(parts: str) -> None:
    # as Excel reads a CSV where ";" parts cells: our quotes are none of its, and a line ends the row
    body = exports.csv({"a": pd.DataFrame({"post": [1], "quote": [f'I said, "no"{parts}=1+1{parts}bye']})})["a.csv"]
    cells = re.split(r"[;\t\r\n]+", body.decode())

    assert "'=1+1" in cells
    assert "=1+1" not in cells


@pytest.mark.parametrize("text", HARMLESS)
def test_leaves_other_text_and_numbers_alone(text: str) -> None:
    body = exports.csv({"a": pd.DataFrame({"quote": [text], "reaction": [-2]})})["a.csv"]

    assert list(csv.reader(body.decode().splitlines()))[1] == [text, "-2"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_comes_back_from_csv(text: str) -> None:
    body = exports.csv({"a": pd.DataFrame({"quote": [text], "post": [1]})})["a.csv"].decode()
    row = list(csv.reader(StringIO(body, newline="")))[1]

    assert unguarded(row[0]) == text
    assert row[0][:1] not in set("=+-@\t\r\n")


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_any_text_comes_back_untouched_from_the_other_formats(texts: list[str]) -> None:
    frame = pd.DataFrame({"quote": texts})
    lines = exports.jsonl({"a": frame})["a.jsonl"].decode().split("\n")[:-1]

    assert [json.loads(line)["quote"] for line in lines] == texts
    assert list(pd.read_parquet(BytesIO(exports.parquet({"a": frame})["a.parquet"]))["quote"]) == texts


def test_parquet_keeps_types_and_missing_values() -> None:
    frame = FRAME.assign(at=pd.to_datetime(["2026-03-01T08:00Z", None, "2026-03-03T08:00Z"]))
    back = pd.read_parquet(BytesIO(exports.parquet({"a": frame})["a.parquet"]))

    pd.testing.assert_frame_equal(back, frame)


def digests() -> list[str]:
    made = {name: write({"a": FRAME})[f"a.{name}"] for name, write in exports.EXPORTS.items()}
    return [f"{name} {hashlib.sha256(body).hexdigest()}" for name, body in made.items()]


def test_same_frames_give_the_same_bytes_in_another_process() -> None:
    program = "import test_exports; print(*test_exports.digests(), sep='\\n')"
    environment = os.environ | {"PYTHONHASHSEED": "3"}
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parent, env=environment, capture_output=True, check=True
    )

    assert run.stdout.decode().splitlines() == digests()


@pytest.mark.parametrize("at_once", [1, 2, 3, 4])
@pytest.mark.parametrize("frame", [FRAME, FRAME.head(0), FRAME[FRAME["post"] != 2], FRAME[["post"]], pd.DataFrame()])
def test_by_parts_it_is_the_same_json(frame: pd.DataFrame, at_once: int) -> None:
    assert "".join(exports.split(frame, at_once)) == frame.to_json(orient="split")
