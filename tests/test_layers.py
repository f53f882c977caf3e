"""The house: which package may import which, and who may touch the outside."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ("extract", "analysis", "reports", "flows")
OUTSIDE = {"prefect", "sqlalchemy", "sqlite3", "subprocess", "os", "flows"}
MODULES = sorted(path for package in ORDER for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_to_the_left(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    to_the_right = set(ORDER[ORDER.index(package) + 1 :])

    assert not imported(path) & to_the_right


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "flows" not in p.parts], ids=lambda path: str(path.relative_to(ROOT))
)
def test_only_flows_touches_the_outside(path: Path) -> None:
    assert not imported(path) & OUTSIDE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
