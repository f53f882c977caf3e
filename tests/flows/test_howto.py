"""The recipes of docs/recipes.md, followed to the letter and one after another: files and lines go where the page says,
into a copy of the packages, and what the commands print is held against what the page shows."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import following
import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
COPIED = ("extract", "analysis", "reports", "flows", "tests")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
SAVE = re.compile(r"[Ss]ave as `([^`]+)`")
EDIT = re.compile(r"(?:[Ii]n `([^`]+)`, )?(behind|in the place of) the line `([^`]+)`:$")
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)
PORT = "8000"  # of the page; a test takes one that is free


Shown = tuple[str, str, str]  # a command, what the page shows of it and what it printed


@dataclass(frozen=True)
class Step:
    """One block of a recipe, and the words before it, which say what is to be done with it."""

    words: str
    language: str
    text: str


def steps(recipe: str) -> list[Step]:
    found, before = [], 0
    for match in BLOCK.finditer(recipe):
        found.append(Step(" ".join(recipe[before : match.start()].split()), match[1], match[2]))
        before = match.end()
    return found


RECIPES = {heading: steps(body) for heading, _, body in (part.partition("\n") for part in PAGE.split("\n## ")[1:])}


def change(tree: Path, recipe: list[Step]) -> None:
    """Do with files what a recipe says."""
    name = ""
    for step in recipe:
        if step.language == "console":
            continue
        if saved := SAVE.findall(step.words):
            (tree / saved[-1]).parent.mkdir(exist_ok=True)
            (tree / saved[-1]).write_text(step.text, encoding="utf-8")
            continue
        edit = EDIT.search(step.words)
        assert edit, f"no word of where this goes: {step.text}"
        name = edit[1] or name
        put(tree / name, edit[2], edit[3], step.text)


def put(path: Path, where: str, line: str, text: str) -> None:
    """A text behind a line or in its place, which has to be the only one like it."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [number for number, one in enumerate(lines) if one.strip() == line]
    assert len(places) == 1, f"{path.name} has {len(places)} lines {line}"
    lines[places[0]] = text if where == "in the place of" else lines[places[0]] + text
    path.write_text("".join(lines), encoding="utf-8")


def run(tree: Path, asked: list[str]) -> list[str]:
    """What commands print, in one process that has the packages of a tree."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-P", following.__file__],
        input=json.dumps([command.replace(PORT, port) for command in asked]),
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PATH": path},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return [found.replace(f"{tree}/", "") for found in done.stdout.split(following.MARK)[1:]]


def pattern(shown: str) -> str:
    """An expression for what the page shows: a line `...` stands for any lines."""
    return "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines())


def follow(tree: Path, template: Path, headings: list[str]) -> dict[str, list[Shown]]:
    """Some recipes in a new copy of the packages, and what their commands print there."""
    (tree / "demo").mkdir(parents=True)
    following.renamed(template, tree / "demo", "study")
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", tree)
    asked = []
    for heading in headings:
        change(tree, RECIPES[heading])
        consoles = "".join(step.text for step in RECIPES[heading] if step.language == "console")
        asked += [(heading, command, shown) for command, shown in COMMAND.findall(consoles)]
    told: dict[str, list[Shown]] = {heading: [] for heading in headings}
    for (heading, *step), found in zip(asked, run(tree, [command for _, command, _ in asked]), strict=True):
        told[heading].append((*step, found))
    return told


@pytest.fixture(scope="module")
def followed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Shown]]:
    """The commands of each recipe. Those that change how posts are coded have a copy of their own: after them a study
    is to be coded again."""
    codes = {heading: any("`analysis/" in step.words for step in recipe) for heading, recipe in RECIPES.items()}
    trees = tmp_path_factory.mktemp("trees")
    told = {}
    for kind in (True, False):
        told |= follow(trees / str(kind), template, [heading for heading in RECIPES if codes[heading] is kind])
    return told


@pytest.mark.parametrize("heading", RECIPES)
def test_what_a_recipe_adds_works(followed: dict[str, list[Shown]], heading: str) -> None:
    assert followed[heading]
    for command, shown, found in followed[heading]:
        assert re.fullmatch(pattern(shown), found), f"$ {command}\n{found}"


def test_every_recipe_stands_in_the_table() -> None:
    linked = re.findall(r"\]\(#([\w-]+)\)", PAGE.partition("\n## ")[0])

    assert linked == [heading.lower().replace(" ", "-") for heading in RECIPES]
