"""The sums of docs/scale.md follow from the figures above them."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "scale.md").read_text(encoding="utf-8")


def rows(section: str) -> list[list[str]]:
    """The rows of a section's table, without its head."""
    part = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"][
        2:
    ]


def given() -> dict[str, float]:
    return {name: float(value) for section in ("Assumed", "Measured") for name, value, *_ in rows(section)}


def shown(value: float) -> str:
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


def test_each_sum_is_what_its_figures_come_to() -> None:
    known: dict[str, object] = {**given(), "max": max}
    for name, formula, value, _ in rows("Computed"):
        known[name] = eval(formula, {"__builtins__": {}}, known)
        assert value == shown(known[name]), f"{name} = {formula}"  # type: ignore[arg-type]


def test_each_measured_figure_says_where_it_is_measured() -> None:
    tables = {path.stem for path in (Path(__file__).parent / "benchmarks").glob("*.py")}
    for name, _, _, where in rows("Measured"):
        assert where in tables or (Path(__file__).parents[1] / where).exists(), f"{name}: {where}"


def test_each_figure_is_used() -> None:
    used = set(re.findall(r"[a-z_]+", " ".join(formula for _, formula, *_ in rows("Computed"))))

    assert set(given()) <= used
