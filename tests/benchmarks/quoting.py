"""The figures of a dated file that README quotes, as the table that stands there: made, never typed."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import dated

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^\| measured \|.*(?:\n\|.*)*", re.MULTILINE)  # the table in README
FILE = re.compile(r"\((docs/benchmarks/[\d-]+\.md)")
HEAD = "| measured | figure | table |\n| --- | --- | --- |"
# by table, how its row begins, and what is told of it: columns of the table by their names
QUOTES = (
    ("reading", "reading, fast", "{times as fast} times as fast as {peer}, {MiB} MiB"),
    ("reading", "reading, default", "{times as fast} times as fast as {peer}, {MiB} MiB"),
    ("reading", "reading, best", "{times as fast} times as fast as {peer}, {MiB} MiB"),
    ("coding", "coding", "{ratio} times the time of {peer}, {MiB} MiB"),
    ("collecting", "fetching", "{times as fast} of the speed of {peer}"),
    ("estimating", "ranking", "{times as fast} times as fast as {peer}"),
    ("rendering", "the page", "{ratio} times the time of {peer}"),
    ("whole", "500 posts through Prefect", "{wall}, archive to report, with Prefect's start"),
    ("whole", "1,000 posts through Prefect", "{ratio} times the time of plain functions"),
    ("cores", "extract", "{times as fast} times as fast by two workers; a worker takes {MiB after all} MiB"),
    ("cores", "code", "{times as fast} times as fast by two workers; a worker takes {MiB after all} MiB"),
)


def put(file: Path, readme: Path = README) -> None:
    """Bring README's table to what a dated file says."""
    table = quoted(file.stem, file.read_text(encoding="utf-8"))
    text = BLOCK.sub(lambda _: table, readme.read_text(encoding="utf-8"), count=1)
    readme.write_text(text, encoding="utf-8")


def quoted(day: str, text: str) -> str:
    """README's table for the file of a day; a table that is not in the file is not quoted."""
    sections = dated.sections(text)
    told = (
        f"| {row['']} | {words.format(**row)} | [{name}](docs/benchmarks/{day}.md#{name}) |"
        for name, begin, words in QUOTES
        for row in _rows(sections.get(name, ""))
        if row[""].startswith(begin)
    )
    return "\n".join([HEAD, *dict.fromkeys(told)])


def _rows(section: str) -> Iterator[dict[str, str]]:
    """The rows of a section's table by their columns, the first of which is also called nothing."""
    lines = [line[2:-2].split(" | ") for line in section.splitlines() if line.startswith("|")]
    for cells in lines[2:]:
        yield {"": cells[0], **dict(zip(lines[0], cells, strict=False))}
