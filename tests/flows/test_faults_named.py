"""docs/faults.md names a test for each fault, and each test that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = "by hand"


def rows() -> list[list[str]]:
    """The cells of the table's rows."""
    lines = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


def test_every_fault_has_a_test_that_is_there() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)", tests, re.M))

    assert len(rows()) > 15
    for fault, expected, seen, shown in rows():
        named = re.findall(r"`(test_\w+)`", shown)
        assert expected and seen
        assert named or BY_HAND in seen, fault
        assert set(named) <= there, fault
