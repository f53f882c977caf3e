"""The data dictionary is what docs/files.md shows, and what a data package says can be checked by its own program."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import programs
import pytest

from analysis import codebook
from reports import dictionary
from reports.columns import markdown
from reports.interchange import datapackage
from reports.interchange.datapackage import Origin

PAGE = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
BOOK = codebook.default()
ORIGIN = Origin("My_Study", "My study", '"customer service"', "0123456789ab", "default 1", BOOK)
TEXT = "=1+1 they said; \n=no refund. It's “over” 😀\r\nand \u05d4 out."
FILLED = {"text": "x", "integer": 1, "number": 1.0, "integer or missing": 1, "number or missing": 1.0}


@pytest.mark.parametrize("name", dictionary.TABLES)
def test_the_page_shows_the_dictionary(name: str) -> None:
    (section,) = re.findall(rf"^## `{name}(?:\.\w+)?`\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)

    assert "\n".join(markdown(dictionary.TABLES[name])) + "\n" in section


@pytest.mark.parametrize("name", dictionary.TABLES)
def test_keys_and_pointers_name_columns_that_are_there(name: str) -> None:
    table = dictionary.TABLES[name]
    mine = {column.name for column in table.columns}

    assert mine.issuperset(table.key)
    for columns, other, theirs in table.points:
        assert mine.issuperset(columns)
        assert {column.name for column in dictionary.TABLES[other].columns}.issuperset(theirs)


def frames() -> dict[str, pd.DataFrame]:
    """Two posts, the second a copy without a date, and one coding."""
    first: dict[str, Any] = {
        "post": 1, "url": "https://a.example/x", "title": TEXT, "blog": "a.example", "published": "2009-03-14T18:20:00Z",
        "language": "en", "genre": "experience", "genre_reason": "", "reaction": -2, "outcomes": "leaves|warns",
        "duplicate_of": None, "words": 3, "matched": '[{"field": "title", "start": 0, "end": 1, "words": ";=a"}]',
        "company": "", "chance": None,
    }  # fmt: skip
    second = first | {
        "post": 2,
        "url": "",
        "published": "",
        "reaction": None,
        "outcomes": "",
        "words": 2,
        "duplicate_of": 1,
    }
    coding = {"post": 1, "blog": "a.example", "cause": "courtesy", "level": "mixed", "coder": "default"}
    quote = {"url": "", "published": "", "start": 0, "end": 3, "quote": TEXT, "before": "", "after": "-", "rule": "r"}
    tables = {
        "posts": [first, second],
        "codings": [coding],
        "evidence": [coding | quote | {"strength": 0.5}],
        "funnel": [{"step": "found", "count": 2, "why": ""}],
        "texts": [{"post": 1, "text": TEXT}, {"post": 2, "text": "x" * 200_000}],
    }
    order = {name: [column.name for column in dictionary.TABLES[name].columns] for name in tables}
    return {name: pd.DataFrame(rows)[order[name]].convert_dtypes() for name, rows in tables.items()}


def written(folder: Path) -> Path:
    for name, content in datapackage.files(ORIGIN, frames()).items():
        (folder / name).write_bytes(content)
    return folder / "datapackage.json"


def validated(package: Path) -> dict[str, Any]:
    """What the program `frictionless` finds."""
    program = programs.folder("frictionless") / "bin" / "frictionless"
    done = subprocess.run(
        [program, "validate", package.name, "--json"], cwd=package.parent, capture_output=True, text=True, timeout=120
    )
    return dict(json.loads(done.stdout))


def test_the_package_is_valid_and_holds_every_row(tmp_path: Path) -> None:
    found = validated(written(tmp_path))

    assert found["valid"], found
    assert found["stats"]["errors"] == found["stats"]["warnings"] == 0
    assert {task["name"]: task["stats"]["rows"] for task in found["tasks"]} == {
        name: len(frame) for name, frame in frames().items()
    }


DAMAGE = {  # file, field, kind of error: what stands there, and what stands there then
    ("posts", "reaction", "constraint-error"): (b",-2,", b",-3,"),
    ("posts", "words", "type-error"): (b',3,"[', b',x,"['),
    ("posts", "published", "type-error"): (b"2009-03-14T18", b"2009-13-14T18"),
    ("posts", "outcomes", "constraint-error"): (b"leaves|warns", b"leaves|wants"),
    ("codings", "cause", "constraint-error"): (b"courtesy", b"kindness"),
    ("codings", "level", "constraint-error"): (b"mixed", b"mixes"),
    ("codings", "post", "foreign-key"): (b"1,a.example", b"7,a.example"),
    ("texts", "post", "primary-key"): (b"\n2,", b"\n1,"),
    ("funnel", "step", "constraint-error"): (b"found", b""),
}


def test_each_damaged_cell_is_found_where_it_is(tmp_path: Path) -> None:
    package = written(tmp_path)
    for (file, *_), (sound, damaged) in DAMAGE.items():
        content = (tmp_path / f"{file}.csv").read_bytes()
        assert sound in content, sound
        (tmp_path / f"{file}.csv").write_bytes(content.replace(sound, damaged, 1))
    errors = [(task["name"], error) for task in validated(package)["tasks"] for error in task["errors"]]
    found = {(file, error.get("fieldName", ""), error["type"]) for file, error in errors}

    for file, field, kind in DAMAGE:
        assert {(file, field, kind), (file, "", kind)} & found, (file, field, kind)
    assert {file for file, _, kind in found if kind == "hash-count"} == {file for file, *_ in DAMAGE}


def test_fields_tell_what_may_stand_there() -> None:
    fields = {name: field for one in described()["resources"] for name, field in fields_of(one).items()}

    assert fields["posts.reaction"]["constraints"] == {"minimum": -2, "maximum": 2}
    assert fields["codings.cause"]["constraints"]["enum"] == [code.id for code in BOOK.of(*codebook.CAUSES)]
    assert all(field["description"] for field in fields.values())


def described() -> dict[str, Any]:
    return dict(json.loads(datapackage.files(ORIGIN, frames())["datapackage.json"]))


def fields_of(resource: dict[str, Any]) -> dict[str, Any]:
    return {f"{resource['name']}.{field['name']}": field for field in resource["schema"]["fields"]}


def test_the_package_says_where_it_comes_from_and_whose_the_texts_are() -> None:
    told = described()

    assert (told["query"], told["run"], told["codebook"]["sha256"]) == (ORIGIN.query, ORIGIN.run, BOOK.digest)
    assert told["name"] == "my_study"
    assert told["sources"] == [{"title": "a.example", "path": "https://a.example/"}]
    assert "belong to the people who wrote them" in told["licenses"][0]["title"]
