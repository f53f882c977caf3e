"""A disk that is full, or may not be written to, in every stage: one clear line, and with room the same command goes on."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import living
import pytest
from living import Lives, Run

from flows.archiving import archive
from flows.settings import Study

FORGOTTEN = "http://second-hand-echo.example/"
COMMANDS: dict[
    str, tuple[str, ...]
] = {  # a stage or another command that writes, and how it is called behind the study
    "collect": (),
    "extract": (),
    "code": (),
    "report": (),
    "export": ("--format", "parquet"),
    "pack": (),
    "replay": (),
    "forget": (FORGOTTEN, "--reports"),
}
LEFT = {"collect": 60_000, "code": 20_000, "report": 60_000}  # bytes that are free before the disk is full


@pytest.fixture(scope="module")
def lives(small: Study, tmp_path_factory: pytest.TempPathFactory) -> Lives:
    return living.lived(small, tmp_path_factory.mktemp("lives"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    try:
        with living.disk(tmp_path / "disk") as folder:
            yield folder
    except OSError as error:
        pytest.skip(f"no disk can be mounted here: {error}")


def laid(lives: Lives, command: str, disk: Path) -> Path:
    """A study file on the disk, as it stood before a command."""
    shutil.copytree(lives.before.get(command, lives.done), disk / "study")
    return disk / "study" / "small.toml"


def outcome(rootfeed: Run, command: str, study: Path) -> object:
    """What a command leaves behind, or what follows from it."""
    folder = study.parent
    if command == "export":
        return {path.name: path.read_bytes() for path in sorted((folder / "small-export").iterdir())}
    if command == "pack":
        with zipfile.ZipFile(folder / "small-pack.zip") as packed:
            return packed.testzip(), [name for name in packed.namelist() if "-archive/" not in name]
    later = living.STAGES[living.STAGES.index(command) + 1 :] if command in living.STAGES else ("report",)
    assert [rootfeed(stage, study)[0] for stage in later] == [0] * len(later)
    return living.report(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_named_in_one_line_and_with_room_the_same_command_goes_on(
    command: str, lives: Lives, disk: Path, tmp_path: Path, rootfeed: Run
) -> None:
    study = laid(lives, command, disk)
    filler = living.filled(disk, LEFT.get(command, 0))
    status, _, told = rootfeed(command, study, *COMMANDS[command])
    archive.OPEN.clear()  # as if the next were another program
    filler.unlink()

    assert status in (1, 2)
    assert len([line for line in told.splitlines() if line.startswith("rootfeed: ")]) == 1, told
    assert "free space" in told or "see that the disk has room" in told, told
    assert rootfeed(command, study, *COMMANDS[command])[0] == 0
    assert outcome(rootfeed, command, study) == undisturbed(rootfeed, command, lives, tmp_path)
    assert not list(disk.rglob("*.part"))


def undisturbed(rootfeed: Run, command: str, lives: Lives, tmp_path: Path) -> object:
    """The same where nothing was full."""
    if command in (*living.STAGES, "replay"):
        return living.report(lives.done)
    study = Path(shutil.copytree(lives.done, tmp_path / "undisturbed")) / "small.toml"
    assert rootfeed(command, study, *COMMANDS[command])[0] == 0
    return outcome(rootfeed, command, study)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_disk_that_may_only_be_read_is_named_and_nothing_on_it_changes(
    command: str, lives: Lives, disk: Path, rootfeed: Run
) -> None:
    study = laid(lives, command, disk)
    before = {path: path.read_bytes() for path in sorted(study.parent.rglob("*")) if path.is_file()}
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    status, _, told = rootfeed(command, study, *COMMANDS[command])

    assert status in (1, 2)
    assert len(told.strip().splitlines()) == 1
    assert "Read-only file system" in told or "mend the access" in told, told
    assert {path: path.read_bytes() for path in sorted(study.parent.rglob("*")) if path.is_file()} == before
    assert os.path.ismount(disk)
