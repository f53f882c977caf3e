"""A pack makes the same report on another machine: another folder, another user, no network."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from by_hand import coded

from flows.reporting import manifest

Run = Callable[..., tuple[int, str, str]]
NOBODY = 65534  # the user that every Linux has for nobody's files


@pytest.fixture(scope="module")
def packed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished study, of which people coded a part, and its pack."""
    folder = tmp_path_factory.mktemp("packed") / "study"
    shutil.copytree(template, folder)
    for arguments in (
        ("hand", "sample", "small.toml", "--size", "10", "--coder-name", "anna"),
        ("hand", "import", "small.toml", "anna.csv", "--coder", "anna"),
        ("report", "small.toml"),
        ("pack", "small.toml"),
    ):
        if "import" in arguments:
            coded(folder / "small.toml", "anna")
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", *arguments], cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    return folder


def unpacked(pack: Path, out: Path, **how: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", "unpack", str(pack), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, **how)  # type: ignore[call-overload,no-any-return]


def test_another_folder_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    done = unpacked(packed / "small-pack.zip", tmp_path / "other")

    assert done.returncode == 0, done.stderr
    assert "of the report are as packed" in done.stderr
    for file in (packed / "small-report").iterdir():
        assert (tmp_path / "other" / "small-report" / file.name).read_bytes() == file.read_bytes(), file.name


def another(home: Path) -> list[str]:
    """What a command begins with to be run by nobody and without a network; skips where that cannot be."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("only root can become another user, with setpriv")
    without = ["unshare", "--net", "--"] if shutil.which("unshare") else []
    command = [*without, "setpriv", "--reuid", str(NOBODY), "--clear-groups", sys.executable]
    again = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    if subprocess.run([*command, "-c", again], cwd=home, capture_output=True).returncode:
        pytest.skip(f"no other user may run {sys.executable}")
    return command


def test_another_user_without_a_network_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    pack = shutil.copy(packed / "small-pack.zip", "/tmp/small-pack-of-a-test.zip")
    home = Path("/tmp/home-of-a-test")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    done = subprocess.run(
        [*another(home), "-m", "flows.cli", "unpack", str(pack), "--out", str(home / "study")],
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    try:
        assert done.returncode == 0, done.stderr
        assert "of the report are as packed" in done.stderr
    finally:
        shutil.rmtree(home, ignore_errors=True)
        Path(pack).unlink()


def test_the_pack_names_every_file_with_its_hash(packed: Path) -> None:
    with zipfile.ZipFile(packed / "small-pack.zip") as files:
        graph = json.loads(files.read("ro-crate-metadata.json"))["@graph"]
        named = {one["@id"] for one in graph if one["@type"] == "File"}

        assert named == set(files.namelist()) - {"ro-crate-metadata.json"}


def changed(pack: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A pack in which some files are others."""
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_a_damaged_file_is_named(rootfeed: Run, packed: Path, tmp_path: Path) -> None:
    def damaged(name: str, told: bytes) -> bytes:
        return told.replace(b"a", b"b") if name == "small.toml" else told

    bad = changed(packed / "small-pack.zip", tmp_path / "bad.zip", damaged)

    status, _, told = rootfeed("unpack", bad, "--out", tmp_path / "out")

    assert status == 2
    assert "'small.toml' is not what was packed" in told


def test_no_file_leads_out_of_the_folder(rootfeed: Run, packed: Path, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(packed / "small-pack.zip") as old, zipfile.ZipFile(evil, "w") as new:
        graph = old.read("ro-crate-metadata.json").replace(b'"small.toml"', b'"../small.toml"')
        new.writestr("ro-crate-metadata.json", graph)
        new.writestr("../small.toml", old.read("small.toml"))

    status, _, told = rootfeed("unpack", evil, "--out", tmp_path / "out")

    assert status == 2
    assert "leads out of the folder" in told
    assert not (tmp_path / "small.toml").exists()


def test_what_of_the_program_is_other_is_named(rootfeed: Run, packed: Path, tmp_path: Path) -> None:
    """The report in the pack is one that another version of a library made."""
    ours = manifest.libraries()["pandas"]
    old = (packed / "small-report" / "manifest.json").read_bytes()
    new = old.replace(f'"pandas": "{ours}"'.encode(), b'"pandas": "1.0.0"')

    def repacked(name: str, told: bytes) -> bytes:
        if name == "ro-crate-metadata.json":
            for form in ("{1}", '"contentSize": "{0}"'):
                was, now = (form.format(len(one), sha256(one).hexdigest()).encode() for one in (old, new))
                told = told.replace(was, now)
        return new if name == "report/manifest.json" else told

    other = changed(packed / "small-pack.zip", tmp_path / "other.zip", repacked)

    status, _, err = rootfeed("unpack", other, "--out", tmp_path / "out")

    assert status == 5
    assert "not as packed: manifest.json" in err
    assert f"made by another program: pandas 1.0.0, here {ours}" in err


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_pack_is_refused(rootfeed: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    status, _, told = rootfeed("unpack", tmp_path / "x.zip", "--out", tmp_path / "out")

    assert status == 2
    assert "is no pack of rootfeed" in told


def test_a_study_without_a_report_gets_one(rootfeed: Run, finished: Path) -> None:
    shutil.rmtree(finished.parent / "small-report")

    assert rootfeed("pack", finished)[0] == 0
    assert (finished.parent / "small-report" / "report.html").exists()
