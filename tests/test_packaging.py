"""The wheel holds what it should, and works from an empty environment in another directory."""

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("extract", "analysis", "reports", "flows")


TO_TRAIN_ON = "analysis/training/"  # a part of the repository, not of the program


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True)

    assert held == {name for name in tracked.stdout.split() if not name.startswith(TO_TRAIN_ON)}


def test_installed_wheel_runs_the_demo_elsewhere(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [
        str(environment / "bin" / "pip"),
        "install",
        "-q",
        "--no-compile",
        "-c",
        str(ROOT / "constraints.txt"),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    command = [str(environment / "bin" / "rootfeed"), "demo"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / done.stdout.split()[-1]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_four_names_are_ours_alone() -> None:
    owners = importlib.metadata.packages_distributions()

    assert {name: set(owners.get(name, ())) - {"rootfeed"} for name in PACKAGES} == {name: set() for name in PACKAGES}
