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

import pytest

from analysis import labelled
from analysis.coders import weights as weighing
from flows import cli
from flows.coding import training

Run = Callable[..., tuple[int, str, str]]
ALL = Path(labelled.__file__).parent / "training"
TEXT = "I rang the shop. The clerk was rude to me. They never called back."
ROW = {
    "id": "r1",
    "author": "ann",
    "text": TEXT,
    "genre": "experience",
    "causes": {"courtesy": "failed"},
    "reaction": -1,
    "outcomes": [],
}
MARKS = "# row, sentence, codes\nr1\t1\tcou-\nr2\t2\tcom- res-\n"


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few of the texts that the project trains on."""
    folder = tmp_path_factory.mktemp("texts")
    for path in sorted(ALL.glob("posts_*.txt")):
        blocks = re.split(r"^(?==== )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        (folder / path.name).write_text("".join(blocks[:4]), encoding="utf-8")
    lines = (ALL / "sentences_mixed.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "sentences_mixed.txt").write_text("".join(lines[:150]), encoding="utf-8")
    (folder / "marks.tsv").write_text(MARKS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def trained(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What was trained on these texts, and what was said of it."""
    out = tmp_path_factory.mktemp("trained")
    said = io.StringIO()
    with redirect_stdout(said):
        assert cli.main(["train", "--texts", str(texts), "--out", str(out)]) == 0
    return out, said.getvalue()


@pytest.fixture
def faulty(texts: Path, tmp_path: Path) -> Path:
    """A folder of texts that a test may spoil."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    for path in texts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Rows of six authors."""
    lines = [{**ROW, "id": f"r{number}", "author": f"author {number}"} for number in range(6)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def fault(done: tuple[int, str, str]) -> str:
    """What a command that failed said, on its one line."""
    status, out, err = done
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    return err


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


def test_a_folder_that_is_missing_is_named(rootfeed: Run, tmp_path: Path) -> None:
    said = fault(rootfeed("train", "--texts", tmp_path / "nowhere", "--out", tmp_path))

    assert "nowhere: no texts to train on; name their folder with --texts" in said


@pytest.mark.parametrize("name", ["posts_plain.txt", "sentences_mixed.txt", "marks.tsv"])
def test_a_file_that_cannot_be_read_is_named(
    rootfeed: Run, faulty: Path, rows: Path, tmp_path: Path, name: str
) -> None:
    (faulty / name).write_bytes(b"\xff\xfe")

    assert f"{name}: cannot be read" in fault(rootfeed("train", "--texts", faulty, "--rows", rows, "--out", tmp_path))


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
    rootfeed: Run, faulty: Path, rows: Path, tmp_path: Path, name: str, line: str, said: str
) -> None:
    (faulty / name).write_text(f"# said\n{line}\n", encoding="utf-8")

    assert said in fault(rootfeed("train", "--texts", faulty, "--rows", rows, "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


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


def test_too_few_stories_are_refused(rootfeed: Run, rows: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = fault(rootfeed("train", "--texts", tmp_path / "empty", "--rows", rows, "--out", tmp_path / "out"))

    assert "by 6 authors are too few to train on; 20 are needed" in said


def test_texts_to_train_on_are_not_in_the_wheel() -> None:
    root = Path(__file__).parents[2]
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]

    assert ALL.relative_to(root).as_posix() in wheel["exclude"]


def test_training_without_its_library_says_what_to_install(texts: Path, tmp_path: Path) -> None:
    start = "import sys; sys.modules['sklearn'] = None; from flows import cli; sys.exit(cli.main(sys.argv[1:]))"
    command = [sys.executable, "-c", start, "train", "--texts", str(texts), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True)

    assert fault((done.returncode, done.stdout, done.stderr)).endswith("pip install 'rootfeed[train]'\n")
