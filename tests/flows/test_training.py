"""`rootfeed train`: labelled texts in, the weights of the trained coders out. Never on all texts: that takes minutes."""

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from zlib import crc32

import lessons
import pytest
from lessons import ALL, ROW

from analysis.coders import weights as weighing
from flows import cli
from flows.coding import training

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def trained(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What was trained on these texts, and what was said of it."""
    out = tmp_path_factory.mktemp("trained")
    said = io.StringIO()
    with redirect_stdout(said):
        assert cli.main(["train", "--texts", str(texts), "--out", str(out)]) == 0
    return out, said.getvalue()


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return lessons.rows(tmp_path)


def made(out: Path, name: str = "default") -> dict[str, Any]:
    return dict(weighing.load((out / f"{name}.npz").read_bytes()).made)


def test_trains_both_coders_and_says_on_what(trained: tuple[Path, str], texts: Path) -> None:
    out, said = trained
    found = {path.name: weighing.load(path.read_bytes()) for path in out.iterdir()}

    assert sorted(found) == ["default.npz", "linear.npz"]
    assert re.search(r"written posts +32\n", said)
    assert re.search(r"default.npz +\d+ bytes\n", said)
    kinds = {name: {feature.partition(":")[0] for feature in weights.vocabulary} for name, weights in found.items()}
    assert kinds["default.npz"] - kinds["linear.npz"] == {"r", "i"}
    assert made(out, "linear") == {
        "written posts": 32,
        "written sentences": len(training.singles(texts)),
        "posts that occurred": 0,
        "rows": {},
        "without part": None,
    }


def test_the_same_texts_give_the_same_files_everywhere(trained: tuple[Path, str], texts: Path, tmp_path: Path) -> None:
    """Another process has its sets in another order, another machine has more or fewer processors."""
    out, _ = trained
    command = [sys.executable, "-m", "flows.cli", "train", "--texts", str(texts), "--out", str(tmp_path)]
    threads = {name: str(1 if (os.cpu_count() or 1) > 1 else 2) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **threads, "PYTHONHASHSEED": "1"})

    for path in out.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_rows_are_named_in_the_weights_and_a_third_of_their_authors_can_be_left_out(
    rootfeed: Run, texts: Path, rows: Path, tmp_path: Path
) -> None:
    status, said, _ = rootfeed("train", "--texts", texts, "--rows", rows, "--without", 1, "--out", tmp_path, "--json")
    left = [number for number in range(6) if crc32(f"author {number}".encode()) % training.PARTS != 1]

    assert status == 0
    assert 0 < len(left) < 6
    assert made(tmp_path)["posts that occurred"] == json.loads(said)["posts that occurred"] == len(left)
    assert made(tmp_path)["without part"] == 1
    assert [*made(tmp_path)["rows"]] == ["rows.jsonl"]
    assert re.fullmatch("[0-9a-f]{16}", made(tmp_path)["rows"]["rows.jsonl"])


def test_all_posts_of_an_author_are_left_out_together() -> None:
    owner = [{"origin": "ann/kettles 2019"}, {"origin": "ann/toasters"}, {"author": "ann"}]

    assert {training.author_of({"id": number, **row}) for number, row in enumerate(owner)} == {"ann"}
    assert training.author_of({"id": 7}) == "7"
    assert training.author_of({"id": 7, "origin": " "}) == " "


def test_rows_have_their_labels_marks_and_weight(rows: Path, texts: Path) -> None:
    found = list(training.occurred(rows, training.marks(texts / "marks.tsv")))

    assert [example.id for example in found] == [f"r{number}" for number in range(6)]
    assert [set(mark) for mark in found[1].marks] == [set(), {("courtesy", "failed")}, set()]
    assert [set(mark) for mark in found[2].marks][2] == {("commitments", "failed"), ("resolution", "failed")}
    assert {(example.weight, example.natural) for example in found} == {(training.MOST, True)}


def test_a_source_of_many_rows_counts_no_more_than_its_share(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    size = 2 * int(training.SHARE)
    lines = [json.dumps({**ROW, "id": number, "source": "big", "text": "It broke."}) for number in range(size)]
    path.write_text("\n".join([*lines, json.dumps({**ROW, "source": "small"})]), encoding="utf-8")
    weights = [example.weight for example in training.occurred(path, {})]

    assert sum(weights[:-1]) == training.SHARE
    assert weights[-1] == training.MOST


def test_a_row_is_read_as_far_as_coders_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({**ROW, "text": "It broke. " * 30_000}), encoding="utf-8")
    (example,) = training.occurred(path, {})

    assert len(example.text) == 200_000
    assert len(example.marks) == 20_000


def test_a_folder_without_marks_has_none(tmp_path: Path) -> None:
    assert training.marks(tmp_path / "marks.tsv") == {}


def test_texts_to_train_on_are_not_in_the_wheel() -> None:
    root = Path(__file__).parents[2]
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]

    assert ALL.relative_to(root).as_posix() in wheel["exclude"]
