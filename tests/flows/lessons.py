"""A few texts to train on, rows of text that occurred, and what is said where they cannot be used."""

import json
import re
from pathlib import Path

from analysis import labelled

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


def few(folder: Path) -> Path:
    """Fill a folder with a few of the texts that the project trains on."""
    for path in sorted(ALL.glob("posts_*.txt")):
        blocks = re.split(r"^(?==== )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        (folder / path.name).write_text("".join(blocks[:4]), encoding="utf-8")
    lines = (ALL / "sentences_mixed.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "sentences_mixed.txt").write_text("".join(lines[:150]), encoding="utf-8")
    (folder / "marks.tsv").write_text(MARKS, encoding="utf-8")
    return folder


def rows(folder: Path) -> Path:
    """A file with rows of six authors."""
    lines = [{**ROW, "id": f"r{number}", "author": f"author {number}"} for number in range(6)]
    path = folder / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def fault(done: tuple[int, str, str]) -> str:
    """What a command that failed said, on its one line."""
    status, out, err = done
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    return err
