"""What README, CONTRIBUTING, docs and prefect.yaml point to is there: files, modules, other pages and their headings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "prefect.yaml")] + sorted(ROOT.glob("docs/*.md"))
TOP = "(?:extract|analysis|reports|flows|tests|docs)"
FILE = re.compile(rf"(?<![\w/.-]){TOP}/[\w./-]*[\w/]")
MODULE = re.compile(rf"(?<![\w/.-]){TOP}(?:\.[a-z_]+)+(?![\w/])")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)
NEW = re.compile(r"Save as\s+`([^`]+)`")  # in a recipe

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def module(name: str) -> bool:
    """Whether there is a module of that name, or one that may hold its last part or two."""
    parts = name.split(".")
    paths = [ROOT.joinpath(*parts[:length]) for length in range(max(2, len(parts) - 2), len(parts) + 1)]
    return any(path.is_dir() or path.with_suffix(".py").is_file() for path in paths)


def headings(page: Path) -> set[str]:
    """The names of its headings in an address."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pages
def test_every_file_and_module_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    files = {name for name in FILE.findall(text) if not (ROOT / name).exists()} - set(NEW.findall(text))
    modules = {name for name in MODULE.findall(text) if not module(name)}

    assert (files, modules) == (set(), set())


@pages
def test_every_link_leads_to_a_page_and_to_a_heading(page: Path) -> None:
    wrong = []
    for target, heading in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        other = page.parent / target if target else page
        if not target.startswith("http") and not (other.exists() and (not heading or heading in headings(other))):
            wrong.append(f"{target}#{heading}")

    assert wrong == []
