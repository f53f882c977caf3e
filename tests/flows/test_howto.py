"""The recipes of docs/recipes.md, followed to the letter: files and lines go where the page says, into a copy of the
packages, and what the commands print is held against what the page shows."""

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


def run(tree: Path, recipe: list[Step]) -> list[tuple[str, str, str]]:
    """A recipe's commands, what the page shows of each and what it printed."""
    asked = [told for step in recipe if step.language == "console" for told in COMMAND.findall(step.text)]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-P", following.__file__],
        input=json.dumps([command.replace(PORT, port) for command, _ in asked]),
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PATH": path},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split(following.MARK)[1:]
    return [(*told, found.replace(f"{tree}/", "")) for told, found in zip(asked, printed, strict=True)]


def pattern(shown: str) -> str:
    """An expression for what the page shows: a line `...` stands for any lines."""
    return "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines())


def follow(tree: Path, heading: str) -> None:
    """All of a recipe in a new copy of the packages."""
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", tree)
    change(tree, RECIPES[heading])
    for command, shown, found in run(tree, RECIPES[heading]):
        assert re.fullmatch(pattern(shown), found), f"$ {command}\n{found}"


@pytest.mark.parametrize("heading", RECIPES)
def test_what_a_recipe_adds_works(template: Path, tmp_path: Path, heading: str) -> None:
    (tmp_path / "demo").mkdir()
    following.renamed(template, tmp_path / "demo", "study")

    follow(tmp_path, heading)


def test_every_recipe_stands_in_the_table() -> None:
    linked = re.findall(r"\]\(#([\w-]+)\)", PAGE.partition("\n## ")[0])

    assert linked == [heading.lower().replace(" ", "-") for heading in RECIPES]
