"""`rootfeed pack` and `unpack`: a study as one file from which another machine makes the same report, byte for byte.

The file is a ZIP archive that is an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): the study file with what it names, the
archive of answers, what people brought in a small database, and the report. Unpacking trusts nothing: every file is checked
against its hash, the store is replayed from the archive, and the report is computed again and compared.
"""

import argparse
import shutil
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from flows import settings
from flows.archiving import archive, carrying, lacking, places, replaying
from flows.database import store as storing
from flows.database.schema import CODINGS, POSTS, QUERIES, SAMPLES
from flows.errors import UsageError
from flows.reporting import crate, manifest, results, rundir
from flows.settings import Study
from flows.telling import tell
from flows.workspace import Workspace, beside, opened
from reports.wording import amount

DIFFERENT = 5  # exit code where the report is not the one that was packed
METADATA = "ro-crate-metadata.json"
PEOPLE, REPORT = "people.sqlite", "report"
HERE = {key: Study.model_fields[key].default for key in manifest.ELSEWHERE}  # what another machine has of its own
# Whatever zipfile raises where bytes of an archive are others or lacking: sums that are wrong, streams that break off or
# make no sense, members that are not there, and (RuntimeError) passwords and methods that nobody used.
SPOILT = (OSError, EOFError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError)
Options = argparse.Namespace


@dataclass(frozen=True)
class Content:
    """A file of the pack: its name in it, and where it lies now."""

    name: str
    path: Path


def pack(options: Options) -> int:
    """Write a study's pack, with its report as what is stored now makes it. Raises TooLittleData where that is none."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    out: Path = options.out or folder / f"{study.name}-pack.zip"
    report = folder / f"{study.name}-report"
    people = folder / f"{study.name}-{PEOPLE}.part"
    try:
        with opened(study, folder) as space:
            archive.settle(space.archive)
            results.write(space, report)
            _check(space, report)
            _write_people(space, people)
            with places.brought(space.archive, folder) as archived:
                contents = list(_contents(space, archived, report, people))
                _write(out, study.model_copy(update=HERE), _made(report), contents)
    finally:
        people.unlink(missing_ok=True)
    facts = {"pack": str(out), "files": len(contents) + 2, "bytes": out.stat().st_size}
    tell(options, facts, str(out))
    return 0


def _check(space: Workspace, report: Path) -> None:
    """Raises UsageError where no replay of this archive could make the report's posts."""
    held = rundir.manifest(report)["archive"]
    if held["lost"]:
        raise UsageError(
            f"{space.archive}: lacks {held['lost']} of {held['answers']} answers that the report rests on; {lacking.ADVICE}"
        )


def _contents(space: Workspace, archived: Path, report: Path, people: Path) -> Iterator[Content]:
    study, folder = space.study, space.folder
    yield from (Content(name, folder / name) for name in beside(study, folder))
    for path in sorted(archived.iterdir()):
        if path.is_file():
            yield Content(f"{study.name}-archive/{path.name}", path)
    yield from (Content(f"{REPORT}/{path.name}", path) for path in sorted(report.iterdir()) if path.is_file())
    yield Content(PEOPLE, people)


def _write_people(space: Workspace, path: Path) -> None:
    """What no answer of a server holds: queries, samples, and codings by people and asked models, with the posts' texts."""
    path.unlink(missing_ok=True)
    beside = sa.or_(*(CODINGS.c.coder.like(f"{name}%") for name in carrying.BESIDE))
    codings = storing.select(space.store, sa.select(CODINGS).where(beside))
    with closing(storing.open_store(storing.sqlite_url(path))) as small:
        for table in (QUERIES, SAMPLES):
            storing.upsert(small, table, storing.select(space.store, sa.select(table)))
        storing.upsert(small, CODINGS, codings)
        entries = sorted({row["entry"] for row in codings})
        storing.upsert(small, POSTS, storing.by_ids(space.store, POSTS, "entry", entries))
    with closing(sqlite3.connect(path)) as raw:  # one file, without what SQLite keeps beside it
        raw.execute("PRAGMA journal_mode=DELETE")


def _made(report: Path) -> crate.Made:
    told = rundir.told(report)
    return crate.Made(str(told["run"]), str(told["as_of"]), REPORT)


def _write(out: Path, study: Study, made: crate.Made, contents: list[Content]) -> None:
    part, portable = out.with_name(f"{out.name}.part"), settings.write(study).encode()
    files = [crate.File(f"{study.name}.toml", len(portable), crate.digest(portable))]
    files += [crate.File(one.name, one.path.stat().st_size, _digest(one.path)) for one in contents]
    try:
        with zipfile.ZipFile(part, "w") as packed:
            packed.writestr(METADATA, crate.metadata(study, made, files))
            packed.writestr(f"{study.name}.toml", portable)
            for one in contents:
                kind = zipfile.ZIP_STORED if one.name.endswith(".gz") else zipfile.ZIP_DEFLATED
                packed.write(one.path, one.name, kind)
        part.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot write ({error.strerror}); free space or choose another --out") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def unpack(options: Options) -> int:
    """Unpack into a new folder, make store and report again, and say whether the report is the one that was packed."""
    out: Path = options.out
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out}: is not empty; name a new folder with --out")
    name = _extracted(options.pack, out)
    study = settings.load(out / f"{name}.toml")
    report = out / f"{study.name}-report"
    shutil.copytree(out / REPORT, report)  # also holds what the report was compared with
    replaying.warn(replaying.rebuilt(study, out.resolve(), out / PEOPLE))
    with opened(study, out.resolve()) as space:
        results.write(space, report)
    different = [one.name for one in sorted((out / REPORT).iterdir()) if not _same(one, report / one.name)]
    facts = {"study": str(out / f"{name}.toml"), "report": str(report / "report.html"), "different": different}
    tell(options, facts, str(report / "report.html"))
    if different:
        print(f"not as packed: {', '.join(different)}", file=sys.stderr)
        for line in manifest.parted(out / REPORT / manifest.NAME, report / manifest.NAME):
            print(f"made by another program: {line}", file=sys.stderr)
        return DIFFERENT
    print(f"{amount(len(list(report.iterdir())), 'file')} of the report are as packed", file=sys.stderr)
    return 0


def _same(one: Path, other: Path) -> bool:
    return other.exists() and _digest(one) == _digest(other)


def _extracted(pack: Path, out: Path) -> str:
    """Extract what the metadata names, each file checked; returns the study's name. Raises UsageError naming the file."""
    if not pack.exists():
        raise UsageError(f"{pack}: is not there; `rootfeed pack STUDY.toml` makes one")
    try:
        with zipfile.ZipFile(pack) as packed:
            name, files = crate.read(packed.read(METADATA))
            for file in files:
                _extract(packed, file, out)
    except (*SPOILT, ValueError) as error:  # ValueError: what the metadata says is not so
        reason = (isinstance(error, OSError) and error.strerror) or str(error) or "it breaks off"
        raise UsageError(f"{pack}: is no pack of rootfeed, or is damaged: {reason}") from error
    return name


def _extract(packed: zipfile.ZipFile, file: crate.File, out: Path) -> None:
    path = PurePosixPath(file.name)
    if path.is_absolute() or ".." in path.parts or "\\" in file.name:
        raise ValueError(f"{file.name!r} leads out of the folder")
    if packed.getinfo(file.name).file_size != file.size:
        raise ValueError(f"{file.name!r} is not {file.size} bytes long")
    target = out.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(file.name) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
    if _digest(target) != file.sha256:
        raise ValueError(f"{file.name!r} is not what was packed")
