"""A small study after each of its stages, to meet trouble in the next one; what it must come to, whatever happened."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows import settings
from flows import study as studying
from flows.archiving import archive
from flows.reporting import results
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
STAGES = ("collect", "extract", "code", "report")
SIZE = 24 * 1024 * 1024  # bytes of a disk


@dataclass(frozen=True)
class Lives:
    """Folders with a study as it stood before each stage, and `done` when all were over."""

    before: dict[str, Path]
    done: Path


def lived(study: Study, folder: Path) -> Lives:
    """Let a study live, and keep it as it stood before each stage."""
    now, before = folder / "now", {}
    now.mkdir()
    (now / f"{study.name}.toml").write_text(settings.write(study), encoding="utf-8")
    for stage in STAGES:
        before[stage] = Path(shutil.copytree(now, folder / f"before-{stage}"))
        _stage(stage, study, now)
        archive.OPEN.clear()  # as if the next were another program
    return Lives(before, now)


def _stage(stage: str, study: Study, folder: Path) -> None:
    if stage == "collect":
        studying.collected(study, folder, studying.in_turn)
    elif stage == "extract":
        studying.extracted(study, folder, studying.in_turn)
    elif stage == "code":
        studying.coded(study, folder, studying.in_turn)
    else:
        with opened(study, folder) as space:
            results.write(space, folder / f"{study.name}-report")


def report(folder: Path) -> dict[str, bytes]:
    """The tables and the figures of a study's report."""
    there = sorted((folder / "small-report").iterdir())
    return {path.name: path.read_bytes() for path in there if path.name == "report.json" or path.suffix == ".parquet"}


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """A disk of SIZE bytes of its own. Raises OSError where none can be mounted, for which one has to be root."""
    folder.mkdir(parents=True, exist_ok=True)
    order = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    try:
        subprocess.run(order, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        raise OSError(error.stderr.decode()) from error
    try:
        yield folder
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=False, capture_output=True)
        subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(folder: Path, left: int) -> Path:
    """Fill a disk but for so many bytes; returns the file that fills it."""
    path = folder.parent / folder.name / "filler"
    with path.open("wb") as file:
        held = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, max(4096, held.f_bavail * held.f_frsize - left))
    return path
