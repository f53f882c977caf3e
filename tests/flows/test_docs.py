"""What docs/files.md says of a run's files is what a run writes."""

import json
import re
from itertools import takewhile
from pathlib import Path

import pandas as pd
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "files.md"
TABLES = ("posts", "codings", "evidence", "funnel", "hand", "before")
PARTS = (
    "causes",
    "courtesy",
    "delight",
    "claims",
    "levels",
    "ranks",
    "importance",
    "months",
    "trends",
    "segments",
    "outcomes",
)
TYPES = {"integer": "int64", "integer or missing": "Int64", "number": "float64", "text": "str"}
TYPES["number or missing"] = "Float64"


@pytest.fixture(scope="module")
def run(template: Path) -> Path:
    """The folder of a small real run, with a copy and a promotion in it."""
    return template / "small-report"


def rows(heading: str) -> list[list[str]]:
    """The table under a heading of the page, cell by cell, without the backticks."""
    lines = iter(PAGE.read_text(encoding="utf-8").splitlines())
    assert any(line.strip("# ") == heading for line in lines), f"no heading {heading}"
    section = takewhile(lambda line: not line.startswith("#"), lines)
    table = [line for line in section if line.startswith("|")]
    return [[cell.strip(" `") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table[2:]]


def named(heading: str) -> list[str]:
    return [cells[0] for cells in rows(heading)]


def report(run: Path) -> dict[str, list[dict[str, object]]]:
    return dict(json.loads((run / "report.json").read_text(encoding="utf-8")))


def test_every_file_is_named(run: Path) -> None:
    written = {path.name for path in run.iterdir() if path.is_file() and path.suffix != ".sqlite"}

    assert set(named("The files of a run")) == {name for name in written if not name.startswith(".")}


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_are_those_of_the_table(run: Path, name: str) -> None:
    assert named(f"`{name}.parquet`") == list(pd.read_parquet(run / f"{name}.parquet").columns)


@pytest.mark.parametrize("name", TABLES)
def test_the_types_are_those_of_the_table(run: Path, name: str) -> None:
    told = {cells[0]: TYPES[cells[1]] for cells in rows(f"`{name}.parquet`")}

    assert told == pd.read_parquet(run / f"{name}.parquet").dtypes.astype(str).to_dict()


def test_the_keys_are_those_of_the_report(run: Path) -> None:
    assert named("`report.json`") == list(report(run))


@pytest.mark.parametrize("key", PARTS)
def test_the_keys_of_a_part_are_those_of_its_objects(run: Path, key: str) -> None:
    assert [named(f"`{key}`")] * len(report(run)[key]) == [list(one) for one in report(run)[key]] != []


def test_the_keys_are_those_of_the_manifest(run: Path) -> None:
    assert named("`manifest.json`") == list(json.loads((run / "manifest.json").read_text(encoding="utf-8")))


def test_counts_add_up_as_told(run: Path) -> None:
    causes = pd.DataFrame(report(run)["causes"])

    assert (causes["posts"] == causes["complaints"] + causes["praise"] - causes["mixed"]).all()


def test_copies_and_other_genres_are_kept_out_of_the_codings(run: Path) -> None:
    posts, codings = (pd.read_parquet(run / f"{name}.parquet") for name in ("posts", "codings"))
    told = posts[(posts["genre"] == "experience") & posts["duplicate_of"].isna()]

    assert set(codings["post"]) <= set(told["post"]) < set(posts["post"])
    assert not codings.duplicated(["post", "cause"]).any()


def test_a_quote_stands_where_the_evidence_says(run: Path) -> None:
    evidence = pd.read_parquet(run / "evidence.parquet")

    assert len(evidence) > 0
    assert (evidence["quote"].str.len() == evidence["end"] - evidence["start"]).all()
