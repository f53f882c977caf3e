"""`rootfeed forget`: an address or a whole site out of store, archive, reports and exports, and kept out from then on.

First it is kept out, then the files that can be made again go, then what the archive holds, and the rows last, for they tell
what belongs to it. So whatever ends it in the middle, the same command does the rest.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from extract.sameness.barring import Named, named
from extract.sameness.canonical import canonical, host
from flows import network, settings
from flows.archiving import archive as archiving
from flows.archiving import notes, writing
from flows.archiving.notes import Forgotten
from flows.database import store as storing
from flows.errors import TooLittleData, UsageError
from flows.people import erasing, lingering, rewriting
from flows.people.lingering import Place
from flows.people.rewriting import Rewritten
from flows.reporting import results, rundir
from flows.settings import Study
from flows.telling import tell
from flows.workspace import Workspace, archived, opened


@dataclass
class Told:
    """What went, or would go: rows by table, records, files; and what is left to people."""

    posts: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    removed: int = 0
    mended: int = 0
    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    naming: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    named_in: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def forget(options: argparse.Namespace) -> int:
    """Forget addresses and sites in a study, and in those beside it that share its store."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    wanted = sorted(map(_wanted, options.what), key=lambda one: one.kind, reverse=True)  # sites last: they hold more
    archiving.closed(archived(study, folder))
    with opened(study, folder) as space:
        found = erasing.found(space.store, wanted)
        copies = lingering.copies(space.store, found.posts)
        if options.copies and copies:
            found = erasing.found(space.store, [*wanted, *filter(None, map(_copy, copies))])
        told = _forgotten(space, found, options)
        told.copies = copies
    facts = {**vars(told), "places": [{"path": str(one.path), "kind": one.kind} for one in told.places]}
    tell(options, facts | {"dry_run": options.dry_run}, "\n".join(_lines(told, options)))
    return 0


def _wanted(text: str) -> Named:
    found = named(text)
    if found is None:
        raise UsageError(f"{text!r} is no address and no site; name one as https://blog.example/post or blog.example")
    return found


def _copy(url: str) -> Named | None:
    name = canonical(url)
    return Named("page", name) if name else None


def _forgotten(space: Workspace, found: erasing.Found, options: argparse.Namespace) -> Told:
    now, dry, studies = datetime.now(UTC), options.dry_run, _sharing(space)
    told = _looked(space, found, studies, options.what)
    again = [one for one in studies if any(_made_by(one, space.folder, place) for place in told.places)]
    for study in () if dry else studies:
        archiving.closed(archived(study, space.folder))
        writing.check(archived(study, space.folder))
    if not dry:
        erasing.keep_out(space.store, found.barred.digests, f"{now:%Y-%m-%d}")
        _clear(told.places, options.reports)
    for study in studies:
        _archive(replace(space, study=study), found, told, now, dry)
    for path in [path for study in studies for path in lingering.stores(space.folder, study.name)]:
        _beside(path, found, told, dry)
    if not dry:
        erasing.erase(space.store, found)
        for study in again if options.reports else ():
            _again(replace(space, study=study), space.folder / f"{study.name}-report")
    return told


def _looked(space: Workspace, found: erasing.Found, studies: Sequence[Study], asked: Sequence[str]) -> Told:
    """What there is, before anything is changed."""
    told = Told(posts=len(found.posts), rows=dict(found.counts))
    names = {*found.names, *(text.removesuffix("*").rstrip("/") for text in asked)}
    told.named_in = [str(path) for path in lingering.naming(space.folder, names)]
    told.places = lingering.places(space.folder, lingering.needles(names, found.posts))
    told.elsewhere = sorted({*lingering.sharers(space.store)} - {one.name for one in studies})
    return told


def _sharing(space: Workspace) -> list[Study]:
    """The studies in this folder that have this store, this one first."""
    studies = {space.study.name: space.study}
    for path in sorted(space.folder.glob("*.toml")):
        try:
            study = settings.load(path)
        except UsageError:  # a codebook, or what else stands there
            continue
        if study.store == space.study.store and (study.store or study.name == space.study.name):
            studies.setdefault(study.name, study)
    return list(studies.values())


def _archive(space: Workspace, found: erasing.Found, told: Told, now: datetime, dry: bool) -> None:
    archiving.closed(space.archive)
    names = {name: host(name) for name in found.names}
    made = rewriting.rewritten(space.archive, found.barred, names, dry)
    _add(told, made)
    new = sorted(found.barred.digests - made.noted)
    if new and not dry:
        archive = archiving.of(space.archive, network.about(space.study))
        notes.write_forgotten(archive, now, Forgotten(tuple(new), f"{now:%Y-%m-%d}"))
        archive.settle()
        archiving.closed(space.archive)


def _add(told: Told, made: Rewritten) -> None:
    told.removed += made.removed
    told.mended += made.mended
    told.files += made.files
    told.lost += sorted(set(made.lost))
    told.naming = sorted({*told.naming, *made.naming})


def _beside(path: Path, found: erasing.Found, told: Told, dry: bool) -> None:
    """Another store of the study: what a replay kept, or what a report as of a day was made from."""
    with closing(storing.open_store(storing.sqlite_url(path))) as store:
        mine = erasing.found(store, list(found.names.values()))
        if not mine.counts:
            return
        told.files.append(str(path))
        for name, count in mine.counts.items():
            told.rows[name] = told.rows.get(name, 0) + count
        if not dry:
            erasing.keep_out(store, mine.barred.digests, f"{datetime.now(UTC):%Y-%m-%d}")
            erasing.erase(store, mine)


def _clear(places: Sequence[Place], reports: bool) -> None:
    """Take away what can be made again: reports and exports where that is asked for, and notes on turns."""
    for place in places:
        if place.kind == "turn" or (reports and place.kind == "file"):
            place.path.unlink(missing_ok=True)
        elif reports and place.kind == "report":
            for name in (*rundir.vouched(place.path), "manifest.json"):
                (place.path / name).unlink(missing_ok=True)
            if not any(place.path.iterdir()):
                place.path.rmdir()


def _made_by(study: Study, folder: Path, place: Place) -> bool:
    """Whether a report is the one that `run` writes for a study as it is now."""
    return (
        place.kind == "report"
        and place.path == folder / f"{study.name}-report"
        and rundir.query(place.path) == study.query
    )


def _again(space: Workspace, folder: Path) -> None:
    try:
        results.write(space, folder)
    except TooLittleData as error:
        print(f"{folder}: not made again: {error}", file=sys.stderr)


def _lines(told: Told, options: argparse.Namespace) -> list[str]:
    """What went, for a person."""
    would = "would go" if options.dry_run else "gone"
    rows = sum(told.rows.values())
    lines = [
        f"{told.posts} posts, {rows} rows {would}" + "".join(f", {count} {name}" for name, count in told.rows.items()),
        f"{told.removed} records of the archive {would}, {told.mended} made shorter, in {len(told.files)} files",
    ]
    went = options.reports and not options.dry_run
    ends = {"people's work": "holds it: look yourself", "turn": would}
    usual = "gone" if went else "holds it: --reports takes it away"
    lines += [f"{one.kind}: {one.path}: {ends.get(one.kind, usual)}" for one in told.places]
    lines += [
        f"copy: {url}: " + ("goes too" if options.copies else "stays; --copies takes it out") for url in told.copies
    ]
    lines += [f"still named by what the archive has of {url}" for url in told.naming[:20]]
    lines += [f"gone as a whole, since it could not be made shorter: {url}" for url in told.lost]
    lines += [f"still named in {path}: take it out there" for path in told.named_in]
    lines += [
        f"study {name} shares the store and is not in this folder: run forget on it as well" for name in told.elsewhere
    ]
    return lines
