"""What README says of speed and memory is what was measured: its table is made of the dated file that it links to."""

from pathlib import Path

import pytest

from tests.benchmarks import dated, quoting
from tests.benchmarks.__main__ import ASKED_FOR, TABLES

ROOT = Path(__file__).parents[2]
CODING = """## coding

| stage | peer | rootfeed | peer takes | ratio | of turns | times as fast | MiB | MiB of the peer |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| coding 9 posts | a peer | 3.0 s | 1.0 s | 3.01 | 2.90 to 3.10 | 0.33 | 180 | 20 |
"""


def test_readme_quotes_what_stands_in_the_dated_file() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [table] = quoting.BLOCK.findall(readme)
    [file] = set(quoting.FILE.findall(table))

    assert table == quoting.quoted(Path(file).stem, (ROOT / file).read_text(encoding="utf-8"))


def test_a_quote_has_the_figures_of_its_row_and_links_to_its_table() -> None:
    lines = quoting.quoted("2026-01-05", CODING).splitlines()

    assert lines[2:] == [
        "| coding 9 posts | 3.01 times the time of a peer, 180 MiB | [coding](docs/benchmarks/2026-01-05.md#coding) |"
    ]


def test_readme_changes_with_the_file_and_nowhere_else(tmp_path: Path) -> None:
    file, readme = tmp_path / "2026-01-05.md", tmp_path / "README.md"
    file.write_text(CODING, encoding="utf-8")
    readme.write_text(f"Fast.\n\n{quoting.HEAD}\n| old | 1 | none |\n\nMore.\n", encoding="utf-8")

    quoting.put(file, readme)

    quoted = quoting.quoted("2026-01-05", CODING)
    assert readme.read_text(encoding="utf-8") == f"Fast.\n\n{quoted}\n\nMore.\n"


def test_a_table_that_is_made_again_takes_the_place_of_its_older_self(tmp_path: Path) -> None:
    order = ("reading", "coding")
    dated.put("coding", "## coding\n\nold\n", order, tmp_path)
    dated.put("reading", "## reading\n\nkept\n", order, tmp_path)
    file = dated.put("coding", "## coding\n\nnew\n", order, tmp_path)

    assert list(dated.sections(file.read_text(encoding="utf-8")).items()) == [
        ("reading", "## reading\n\nkept\n"),
        ("coding", "## coding\n\nnew\n"),
    ]


@pytest.mark.parametrize("name", [*TABLES, *ASKED_FOR])
def test_every_table_is_a_module_and_explained(name: str) -> None:
    explained = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")

    assert f"| `{name}` |" in explained
    assert (ROOT / "tests" / "benchmarks" / f"{name}.py").is_file()
