"""The recipes of docs/pandas.md, run as they stand on a finished study; what they print is held against the report."""

import contextlib
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import by_hand
import following
import pytest

from flows import cli

PAGE = (Path(__file__).parents[2] / "docs" / "pandas.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^## (.*?)$|^```(\w+)\n(.*?)^```$", re.M | re.S)


class Followed:
    """The page as far as it was followed: what each heading printed, and the names that its Python knows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names = folder, dict[str, Any]()
        self.printed: dict[str, str] = {}

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "calls-report" / "report.json").read_text(encoding="utf-8")))


def shell(followed: Followed, block: str) -> None:
    for line in block.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "rootfeed"
        if arguments[:2] == ["hand", "import"]:  # meanwhile anna has coded
            sheet = by_hand.rows(Path("calls-hand") / "sheet-anna.csv")
            by_hand.saved(Path(arguments[3]), [by_hand.code(row) for row in sheet])
        assert cli.main(arguments) == 0


def python(followed: Followed, block: str) -> None:
    exec(compile(block, "docs/pandas.md", "exec"), followed.names)


RUNNERS: dict[str, Callable[[Followed, str], None]] = {"sh": shell, "python": python}


@pytest.fixture(scope="module")
def followed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Every block of the page, in its order."""
    folder = tmp_path_factory.mktemp("recipes")
    following.renamed(template, folder, "calls")
    made, heading = Followed(folder), ""
    with contextlib.chdir(folder):
        for match in BLOCK.finditer(PAGE):
            heading = match[1] or heading
            if match[2] in RUNNERS:
                with contextlib.redirect_stdout(io.StringIO()) as out:
                    RUNNERS[match[2]](made, match[3])
                if match[2] == "python":
                    made.printed[heading] = out.getvalue()
    return made


def test_every_block_was_run_but_the_one_that_says_so(followed: Followed) -> None:
    languages = [match[2] for match in BLOCK.finditer(PAGE) if match[2]]

    assert set(languages) - set(RUNNERS) == {"r"}
    assert len(followed.printed) == 7


def test_the_posts_are_those_of_the_report(followed: Followed) -> None:
    genres = followed.report["genres"]
    posts = followed.names["posts"]

    experiences, blogs = genres["experience"], followed.names["told"]["blog"].nunique()
    assert followed.printed["Load"] == f"{len(posts)} posts, {experiences} experiences, {blogs} blogs\n"
    assert experiences > 0


def test_shares_and_ranges_are_those_of_the_report(followed: Followed) -> None:
    ranking = followed.names["ranking"]
    told = {one["cause"]: one for one in [*followed.report["causes"], *followed.report["unranked"]] if one["posts"]}

    assert set(ranking.index) == set(told)
    for cause, row in ranking.iterrows():
        for name in ("posts", "share", "low", "high"):
            assert row[name] == pytest.approx(told[cause][name], abs=1e-6), (cause, name)
    assert [
        line.split()[0] for line in followed.printed["The share of each cause, with its range"].splitlines()[2:]
    ] == list(ranking.index)


def test_complaints_by_year_are_parts_of_the_year(followed: Followed) -> None:
    lines = followed.printed["Complaints only, by year"].splitlines()

    years = {post[:4] for post in followed.names["told"]["published"]}
    assert {line.split()[0] for line in lines[2:]} <= years
    assert all(0 <= float(cell) <= 1 for line in lines[2:] for cell in line.split()[1:] if cell != "NaN")


def test_sentences_are_printed_with_their_addresses(followed: Followed) -> None:
    lines = followed.printed["The sentences behind a number"].splitlines()
    quotes = set(followed.names["evidence"]["quote"])

    assert len(lines) == 3
    assert all(any(quote.splitlines()[0] in line for quote in quotes) for line in lines)


def test_people_and_coder_stand_beside_each_other(followed: Followed) -> None:
    wide = followed.names["wide"]
    parts = re.findall(r"^(\w+)\s+([01]\.\d+)$", followed.printed["Beside what people coded"], re.M)

    assert dict(parts).keys() == set(wide["code"])
    assert len(wide[wide["code"] == "genre"]) > 5


def test_the_chart_is_a_picture(followed: Followed) -> None:
    assert (followed.folder / "causes.png").read_bytes().startswith(b"\x89PNG")


def test_the_dictionary_tells_every_column(followed: Followed) -> None:
    assert list(followed.names["fields"].index) == list(followed.names["posts"].columns)
    assert "reaction" in followed.printed["With its dictionary"]
