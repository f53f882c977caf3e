"""A pack as the RO-Crate library of others reads it: the study, its files, whose they are, and what made them."""

import json
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from flows import cli
from flows.reporting import manifest

PROGRAM = Path(__file__).parents[2] / ".programs" / "rocrate"
READ = """
import json, sys
from rocrate.rocrate import ROCrate

crate = ROCrate(sys.argv[1])
root = crate.root_dataset
run, = crate.get_by_type("CreateAction")
software = run["instrument"]
parts = [
    {"id": one.id, "size": one["contentSize"], "sha256": one["sha256"], "kind": one["encodingFormat"], "path": str(one.source)}
    for one in root["hasPart"]
]
told = {
    "name": root["name"], "about": root["description"], "day": str(root["datePublished"]),
    "licence": root["license"]["description"],
    "mentions": [one.id for one in root["mentions"]], "version": crate.version, "parts": parts,
    "run": run["name"], "used": [one.id for one in run["object"]], "made": [one.id for one in run["result"]],
    "software": software["name"], "code": software["version"], "libraries": software["softwareRequirements"],
    "all": sorted(one.id for one in crate.data_entities),
}
crate.write(sys.argv[2])
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def unzipped(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pack that any unzip makes."""
    folder = tmp_path_factory.mktemp("crate")
    assert cli.main(["pack", str(template / "small.toml"), "--out", str(folder / "pack.zip")]) == 0
    with zipfile.ZipFile(folder / "pack.zip") as packed:
        packed.extractall(folder / "open")
    return folder / "open"


@pytest.fixture(scope="module")
def read(unzipped: Path) -> dict[str, Any]:
    """What the library finds in it, which also writes the crate again."""
    if not (PROGRAM / "installed").exists():
        pytest.skip("rocrate is not installed; run: make programs")
    command = [
        str(PROGRAM / "bin" / "python"),
        "-W",
        "error",
        "-c",
        READ,
        str(unzipped),
        str(unzipped.parent / "again"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_file_is_there_with_its_size_and_hash(read: dict[str, Any], unzipped: Path) -> None:
    there = {str(path.relative_to(unzipped)) for path in unzipped.rglob("*") if path.is_file()}

    assert {one["id"] for one in read["parts"]} == there - {"ro-crate-metadata.json"} == set(read["all"])
    for one in read["parts"]:
        content = Path(one["path"]).read_bytes()
        assert (one["size"], one["sha256"]) == (str(len(content)), sha256(content).hexdigest()), one["id"]


def test_what_the_study_is_and_on_what_terms_is_told(read: dict[str, Any], unzipped: Path) -> None:
    report = json.loads((unzipped / "report" / "report.json").read_text(encoding="utf-8"))

    assert (read["version"], read["name"]) == ("1.1", "small")
    assert '"customer service"' in read["about"]
    assert read["day"][:10] == report["as_of"]
    assert read["licence"].startswith("Posts belong to their authors")


def test_the_run_names_the_program_what_it_read_and_what_it_wrote(read: dict[str, Any], unzipped: Path) -> None:
    made = json.loads((unzipped / "report" / manifest.NAME).read_text(encoding="utf-8"))
    archived = {f"small-archive/{path.name}" for path in (unzipped / "small-archive").iterdir()}

    assert read["mentions"] == ["#rootfeed", "#run"]
    assert read["run"] == f"run {made['run']}"
    assert set(read["made"]) == {f"report/{name}" for name in (*made["files"], manifest.NAME)}
    assert set(read["used"]) == archived | {"small.toml", "people.sqlite"}
    assert read["software"] == "rootfeed"
    assert all(f"{package} {digest}" in read["code"] for package, digest in made["code"].items())
    assert read["libraries"] == [f"{name} {version}" for name, version in made["libraries"].items()]


def test_a_crate_that_the_library_wrote_again_has_the_same_files(read: dict[str, Any], unzipped: Path) -> None:
    again = unzipped.parent / "again"

    for one in read["parts"]:
        assert (again / one["id"]).read_bytes() == (unzipped / one["id"]).read_bytes(), one["id"]
