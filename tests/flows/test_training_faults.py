"""`rootfeed train` on texts that cannot be used: the fault is named with its place, and nothing is written."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lessons
import pytest
from lessons import ROW, fault

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def faulty(texts: Path, tmp_path: Path) -> Path:
    """A folder of texts that a test may spoil."""
    return Path(shutil.copytree(texts, tmp_path / "faulty"))


@pytest.fixture
def refused(rootfeed: Run, faulty: Path, tmp_path: Path) -> Callable[[], str]:
    """Trains on that folder and on rows; gives what is said of the fault."""

    def train() -> str:
        rows, out = lessons.rows(tmp_path), tmp_path / "out"
        said = fault(rootfeed("train", "--texts", faulty, "--rows", rows, "--out", out))
        assert not out.exists()
        return said

    return train


def test_a_folder_that_is_missing_is_named(rootfeed: Run, tmp_path: Path) -> None:
    said = fault(rootfeed("train", "--texts", tmp_path / "nowhere", "--out", tmp_path))

    assert "nowhere: no texts to train on; name their folder with --texts" in said


@pytest.mark.parametrize("name", ["posts_plain.txt", "sentences_mixed.txt", "marks.tsv"])
def test_a_file_that_cannot_be_read_is_named(refused: Callable[[], str], faulty: Path, name: str) -> None:
    (faulty / name).write_bytes(b"\xff\xfe")

    assert f"{name}: cannot be read" in refused()


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("sentences_mixed.txt", "no bar", "sentences_mixed.txt:2: no ' | ' between codes and sentence"),
        ("sentences_mixed.txt", "rse- | It broke.", "sentences_mixed.txt:2: unknown code 'rse-'"),
        ("marks.tsv", "r1\t1", "marks.tsv:2: not a row, the number of a sentence and codes, parted by tabs"),
        ("marks.tsv", "r1\tone\tcou-", "marks.tsv:2: invalid literal"),
        ("marks.tsv", "r1\t1\tuoc-", "marks.tsv:2: unknown code 'uoc-'"),
        ("posts_plain.txt", "=== a\ngenre: news\ntitle:\nIt broke. {rse-}", "posts_plain.txt:2: unknown code 'rse-'"),
        ("posts_plain.txt", "=== a\ngenre: news\n", "posts_plain.txt:2: title is missing"),
        ("posts_plain.txt", "=== a\ngenre: tale\ntitle:\n", "posts_plain.txt: post a: unknown genre 'tale'"),
        ("posts_plain.txt", "=== a\ngenre: news\noutcomes: flees\ntitle:\n", "post a: unknown outcome 'flees'"),
        ("posts_plain.txt", "=== a\ngenre: news\ncauses: feel-1\ntitle:\n", "post a: unknown cause 'reaction'"),
        (
            "posts_plain.txt",
            "=== a\ngenre: news\nreaction: 3\ntitle:\n",
            "posts_plain.txt:2: the reaction is",
        ),
        (
            "posts_plain.txt",
            "=== a\ngenre: news\nreaction: sad\ntitle:\n",
            "posts_plain.txt:2: the reaction is",
        ),
    ],
)
def test_a_fault_in_the_texts_is_named_with_its_place(
    refused: Callable[[], str], faulty: Path, name: str, line: str, said: str
) -> None:
    (faulty / name).write_text(f"# said\n{line}\n", encoding="utf-8")

    assert said in refused()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "rows.jsonl:2: not JSON"),
        ('{"id": 1}', "rows.jsonl:2: a row needs id and text"),
        ({"genre": None}, "row r1: unknown genre None"),
        ({"genre": "tale"}, "row r1: unknown genre 'tale'"),
        ({"causes": {"weather": "failed"}}, "unknown cause 'weather'"),
        ({"causes": {"courtesy": "awful"}}, "unknown level 'awful'"),
        ({"causes": ["courtesy"]}, "row r1: no usable labels"),
        ({"outcomes": ["flees"]}, "unknown outcome 'flees'"),
        ({"outcomes": 3}, "row r1: no usable labels"),
        ({"reaction": 3}, "a reaction is -2 to 2, not 3"),
        ({"reaction": True}, "a reaction is -2 to 2, not True"),
        ({"reaction": "-1"}, "a reaction is -2 to 2, not '-1'"),
    ],
)
def test_a_fault_in_a_row_is_named_with_file_and_row(
    rootfeed: Run, texts: Path, tmp_path: Path, row: str | dict[str, object], said: str
) -> None:
    bad = row if isinstance(row, str) else json.dumps(ROW | row)
    (tmp_path / "rows.jsonl").write_text(json.dumps({**ROW, "id": "r0"}) + "\n" + bad + "\n", encoding="utf-8")

    err = fault(rootfeed("train", "--texts", texts, "--rows", tmp_path / "rows.jsonl", "--out", tmp_path / "out"))
    assert said in err
    assert "rows.jsonl:" in err


@pytest.mark.parametrize("gone", ["genre", "causes", "reaction", "outcomes"])
def test_a_label_that_is_missing_is_named(rootfeed: Run, texts: Path, tmp_path: Path, gone: str) -> None:
    row = {name: value for name, value in ROW.items() if name != gone}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")

    said = fault(rootfeed("train", "--texts", texts, "--rows", tmp_path / "rows.jsonl", "--out", tmp_path / "out"))
    assert f"rows.jsonl: row r1: '{gone}' is missing" in said


def test_rows_that_are_no_file_are_named(rootfeed: Run, texts: Path, tmp_path: Path) -> None:
    said = fault(rootfeed("train", "--texts", texts, "--rows", tmp_path / "none.jsonl", "--out", tmp_path / "out"))

    assert "none.jsonl: cannot be read" in said


def test_too_few_stories_are_refused(refused: Callable[[], str], faulty: Path) -> None:
    for path in faulty.iterdir():
        path.unlink()

    assert "by 6 authors are too few to train on; 20 are needed" in refused()


def test_training_without_its_library_says_what_to_install(texts: Path, tmp_path: Path) -> None:
    start = "import sys; sys.modules['sklearn'] = None; from flows import cli; sys.exit(cli.main(sys.argv[1:]))"
    command = [sys.executable, "-c", start, "train", "--texts", str(texts), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True)

    assert fault((done.returncode, done.stdout, done.stderr)).endswith(
        "pip install '.[train]' in rootfeed's checkout\n"
    )
