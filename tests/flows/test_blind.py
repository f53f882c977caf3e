"""Blind exports: the posts of the hand sample for people who code in another program, without what anybody made of them."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from by_hand import CODER, Run, rows, sheet_of, stored

from flows import settings
from flows.reporting import exporting
from flows.workspace import opened
from reports.interchange import refi
from reports.interchange.project import Project

SIZE = 10


@pytest.fixture
def sampled(rootfeed: Run, finished: Path) -> Path:
    rootfeed("hand", "sample", finished, "--size", SIZE)
    return finished


def exported(rootfeed: Run, study: Path, form: str, seed: int = 1) -> Path:
    out = study.parent / f"{form}-{seed}"
    status, _, told = rootfeed("export", study, "--format", form, "--blind", "--seed", seed, "--out", out)

    assert status == 0, told
    return out


def blind(study: Path, seed: int = 1) -> Project:
    with opened(settings.load(study), study.parent) as space:
        return exporting.blinded(space, seed)


def tasks(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / "labelstudio.json").read_text(encoding="utf-8")))


def test_only_the_posts_of_the_sample_are_there(rootfeed: Run, sampled: Path) -> None:
    found = {
        (task["data"]["title"], task["data"]["text"]) for task in tasks(exported(rootfeed, sampled, "labelstudio"))
    }

    assert len(found) > 0
    assert found == {(row["title"].lstrip("'"), row["text"]) for row in rows(sheet_of(sampled, "coder"))}


def test_nothing_tells_what_anybody_made_of_them_or_where_they_stood(rootfeed: Run, sampled: Path) -> None:
    shown = tasks(exported(rootfeed, sampled, "labelstudio"))
    with zipfile.ZipFile(exported(rootfeed, sampled, "refi") / "small.qdpx") as packed:
        whole = packed.read("project.qde").decode()

    assert all(task["predictions"] == [] and task["data"]["told"] == "" for task in shown)
    assert whole.count("<TextSource") == len(shown)
    for tag in ("Selection", "<Coding ", "<Variable", "<User", "creatingUser"):
        assert tag not in whole


def test_each_seed_has_an_order_of_its_own_and_the_same_bytes_twice(rootfeed: Run, sampled: Path) -> None:
    first = (exported(rootfeed, sampled, "refi") / "small.qdpx").read_bytes()
    again = (exported(rootfeed, sampled, "refi") / "small.qdpx").read_bytes()
    numbers = [one.number for one in blind(sampled).documents]
    rootfeed("hand", "sample", sampled, "--size", SIZE, "--seed", 2)
    others = [one.number for one in blind(sampled, 2).documents]

    assert first == again
    assert numbers != sorted(numbers)
    assert [number for number in numbers if number in others] != [number for number in others if number in numbers]


def test_what_is_coded_blind_comes_back(rootfeed: Run, sampled: Path, tmp_path: Path) -> None:
    study = blind(sampled)
    coded = [replace(one, codings={"Anna": CODER(one.title, one.text)}) for one in study.documents]
    (tmp_path / "coded.qdpx").write_bytes(refi.qdpx(replace(study, coders=("Anna",), documents=tuple(coded))))

    status, _, told = rootfeed("hand", "import", sampled, tmp_path / "coded.qdpx", "--coder", "anna")

    assert status == 0, told
    assert stored(sampled)["hand:anna"] == len(coded)


def test_it_needs_a_sample_and_a_program_to_code_in(rootfeed: Run, finished: Path) -> None:
    status, _, told = rootfeed("export", finished, "--format", "refi", "--blind")
    refused, _, why = rootfeed("export", finished, "--format", "csv", "--blind")

    assert (status, refused) == (4, 2)
    assert "run first: rootfeed hand sample" in told
    assert "with --format refi or labelstudio" in why


def test_a_blind_export_does_not_lie_over_the_other(rootfeed: Run, sampled: Path) -> None:
    rootfeed("export", sampled, "--format", "refi")
    rootfeed("export", sampled, "--format", "refi", "--blind")

    assert (sampled.parent / "small-export" / "small.qdpx").stat().st_size > (
        sampled.parent / "small-blind" / "small.qdpx"
    ).stat().st_size
