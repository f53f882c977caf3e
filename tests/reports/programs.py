"""Programs of others that tests open our files with, each in an environment of its own: `make programs` installs them."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".programs"


def folder(name: str) -> Path:
    """The environment of a program; skips the test by the program's name where it is not installed."""
    found = FOLDER / name
    if not (found / "installed").exists():
        pytest.skip(f"{name} is not installed; run: make programs")
    return found
