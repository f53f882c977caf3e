"""What the wheel holds, and the whole study on the sample blogosphere by the program that was installed from it."""

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import installing
import pandas as pd
import pytest
from installing import ROOT

README = ROOT / "README.md"
PACKAGES = ("extract", "analysis", "reports", "flows")
TO_TRAIN_ON = "analysis/training/"  # a part of the repository, not of the program
PROGRAM = Path(sys.executable).with_name("rootfeed")  # of the checkout


def rootfeed(*arguments: str, cwd: Path, program: Path = PROGRAM) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=300)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a run."""
    names = ("report.html", "report.json", "posts.parquet", "codings.parquet", "evidence.parquet", "manifest.json")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installing.wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def demo(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder, made elsewhere than in the checkout by what was installed from the wheel."""
    folder = tmp_path_factory.mktemp("demo")
    done = rootfeed("demo", cwd=folder, program=installing.installed(wheel, tmp_path_factory.mktemp("env")))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout.splitlines()[-1].endswith("demo/report.html")
    (folder / "said.txt").write_text(done.stderr + done.stdout, encoding="utf-8")
    return folder / "demo"


def test_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True)

    assert held == {name for name in tracked.stdout.split() if not name.startswith(TO_TRAIN_ON)}


def test_the_four_names_are_ours_alone() -> None:
    owners = importlib.metadata.packages_distributions()

    assert {name: set(owners.get(name, ())) - {"rootfeed"} for name in PACKAGES} == {name: set() for name in PACKAGES}


def test_the_demo_of_an_installed_wheel_says_that_its_data_is_written(demo: Path) -> None:
    page = (demo / "report.html").read_text(encoding="utf-8")

    assert page.startswith("<!doctype html>")
    assert "written for this project" in page


def test_the_demo_prints_what_the_readme_shows(demo: Path) -> None:
    shown = README.read_text(encoding="utf-8").split("What it prints:")[1].split("```")[1]
    said, told = (
        [re.sub(r" in [\d.]+ s$", "", line) for line in text.strip().splitlines()]
        for text in ((demo.parent / "said.txt").read_text(encoding="utf-8"), shown)
    )

    assert [line for line in told if line not in said] == []


def test_second_run_from_the_checkout_writes_the_same_bytes(demo: Path) -> None:
    first = digests(demo)
    done = rootfeed("demo", cwd=demo.parent)

    assert done.returncode == 0, done.stderr
    assert digests(demo) == first


def test_the_doctor_finds_this_machine_fit_and_tells_what_prefect_costs(tmp_path: Path) -> None:
    done = rootfeed("doctor", "--json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["prefect start (s)"] > 0
    assert json.loads(done.stdout)["faults"] == []


def test_a_bad_query_is_refused_with_its_position(demo: Path) -> None:
    done = rootfeed("run", "study.toml", "--offline", "--query", '"open AND (x', cwd=demo)

    assert done.returncode == 2
    assert "character" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_readme_s_recipe_for_a_new_code_works_as_it_stands(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "demo")
    recipe = README.read_text(encoding="utf-8").split("## Add a code")[1].split("\n## ")[0]
    blocks = re.findall(r"```(?:toml)?\n(.*?)```", recipe, re.S)
    (tmp_path / "demo" / "paperwork.toml").write_text(blocks[0], encoding="utf-8")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    said = ""
    for line in blocks[1].splitlines():
        done = subprocess.run(line, cwd=tmp_path, env=environment, shell=True, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        said += done.stdout
    out = tmp_path / "demo" / "study-report"
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    ranked = {cause["cause"]: cause for cause in told["causes"]}["paperwork"]
    codings = pd.read_parquet(out / "codings.parquet")
    exported = pd.read_csv(tmp_path / "demo" / "study-export" / "codings.csv")
    counts = f"{ranked['posts']} of {told['genres']['experience']} experiences tell of it, "
    counts += f"{ranked['complaints']} complain and {ranked['praise']} praise"

    assert ranked["posts"] == sum(codings["cause"] == "paperwork") == sum(exported["cause"] == "paperwork") > 0
    assert "Paperwork" in (out / "report.html").read_text(encoding="utf-8")
    assert [block for block in blocks[2:] if block not in said] == []
    assert counts in " ".join(recipe.split())
