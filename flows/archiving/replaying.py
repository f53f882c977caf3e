"""`rootfeed replay`: the store made again from the archive alone, by the code that made it when the answers came.

The notes of the archive are taken in the order of their moments; then posts are made, matched and coded as ever. The new
store is complete before it takes the place of the old one, which stays beside it. What people brought is in no archive:
hand codes, samples, stored queries and WebSub's secrets are carried over from the old store.
"""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from extract.net.robots import Robots
from extract.post import Page
from extract.sameness.barring import Barred
from flows import settings, stopping
from flows import study as studying
from flows.archiving import carrying, cdx, lacking, notes, places
from flows.archiving.notes import Forgotten, Note
from flows.archiving.places import Place
from flows.archiving.warc import Damage
from flows.collecting import collect, scheduling
from flows.database import intake, rows
from flows.database import store as storing
from flows.database.intake import BLANK, Answer
from flows.database.schema import FEEDS, FORGOTTEN, PAGES
from flows.database.store import Store
from flows.errors import UsageError
from flows.people import erasing, keeping
from flows.progress import shown
from flows.settings import Study
from flows.telling import tell
from flows.workspace import Workspace, opened

SOME_LOST = 3
SIDES = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a database


@dataclass(frozen=True)
class Replayed:
    """What a replay came to: notes taken, and how many answers of which file could not be read, and why.

    `left` says what people brought that an old store is too damaged to give, `lacking` what the archive does not hold of
    the store that several studies share.
    """

    taken: int
    lost: dict[str, int]
    passed: tuple[str, ...]
    left: tuple[str, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, order=True)
class Noted:
    """Where a note lies, and the moment up to which its file has come there, which sorts them.

    Within a file notes have the order in which their rows were written, and that is not always the one of the answers.
    """

    at: str
    file: str
    offset: int


def replay(options: argparse.Namespace) -> int:
    """Make the store again from the archive; with --out into another file, else in the place of the study's own."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    own = folder / f"{study.name}.sqlite"
    if study.store and options.out is None:
        raise UsageError(f"{options.study}: its store is a database of its own; name a file for the new one with --out")
    target: Path = options.out or own
    _check(target, options.out is not None)
    part = target.with_name(f"{target.name}.part")
    _remove(part)
    old = own if options.out is None and own.exists() else None
    try:
        told = rebuilt(study.model_copy(update={"store": storing.sqlite_url(part)}), folder, old)
        told = replace(told, lacking=lacking.told(study, folder))
    except UsageError:
        _remove(part)
        raise
    _put(part, target, is_damaged=bool(told.left))
    warn(told)
    facts = {"store": str(target), "answers": told.taken, "lost": told.lost, "passed": told.passed, "left": told.left}
    tell(options, facts | {"lacking": told.lacking}, f"{target}: {told.taken} answers replayed")
    return SOME_LOST if told.lost or told.left or told.lacking else 0


def warn(told: Replayed) -> None:
    """Name on stderr what of the archive could not be read, and what is not in it."""
    for line in (
        *told.left,
        *told.passed,
        *(f"{file}: {count} answers lost" for file, count in sorted(told.lost.items())),
        *filter(None, [told.lacking]),
    ):
        print(line, file=sys.stderr)


def rebuilt(study: Study, folder: Path, old: Path | None, until: date | None = None) -> Replayed:
    """Fill the store that `study` names, which must be empty, from its archive, with what came up to the day `until`.

    `old` is a store to carry over from.
    """
    with opened(study, folder) as space:
        _hasten(space.store)
        left = carrying.over(space.store, old) if old else []
        told = _taken(space, until)
    studying.extracted(study, folder, studying.in_turn)
    if old:
        with opened(study, folder) as space:
            left += carrying.codings(space.store, old)
    studying.coded(study, folder, studying.in_turn)
    return replace(told, left=tuple(left))


def _hasten(store: Store) -> None:
    """Let nothing wait for the disk: a store that is not complete yet is begun anew after a crash anyway."""
    if store.engine.dialect.name == "sqlite":
        sa.event.listen(store.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        store.engine.dispose()  # connections that were made before


def _taken(space: Workspace, until: date | None) -> Replayed:
    passed: list[str] = []
    last = until.isoformat() if until else "~"  # behind every day
    found = sorted(one for one in _noted(space.archive, passed) if one.at[:10] <= last)
    if not found:
        when = f" of {until} or before" if until else ""
        raise UsageError(f"{space.archive}: holds no notes of answers{when}, so there is nothing to replay")
    lost = Counter({str(space.archive / name): count for name, count in cdx.gone(space.archive).items()})
    missing = lost.total()
    with shown("replay", len(found)) as advance:
        for one in found:
            stopping.check()
            try:
                _take(space, _note(space.archive, one))
            except UsageError as error:
                lost[str(error).partition(": ")[0]] += 1
            advance(1)
    return Replayed(len(found) - lost.total() + missing, dict(lost), tuple(passed))


def _noted(place: Place, passed: list[str]) -> Iterator[Noted]:
    stem, at = "", ""
    for name in cdx.names(place):
        if (process := name.rpartition("-")[0] or name) != stem:  # a process writes one file after the other
            stem, at = process, ""
        for found in places.ways(place).records(place, name, 0):
            if isinstance(found, Damage):
                passed.append(f"{place / name}: passed over at {found.offset}: {found.reason}")
            elif notes.is_note(found):
                at = max(at, found.fields.get("warc-date", ""))
                first = b'"for": "forgotten"' in found.block[:30]  # it holds for what came before, too
                yield Noted("" if first else at, name, found.offset)


def _note(place: Place, one: Noted) -> Note:
    found = places.ways(place).record(place, one.file, one.offset)
    if isinstance(found, Damage):
        raise UsageError(f"{place / one.file}: {found.reason}")
    return notes.read(place, found)


def _take(space: Workspace, note: Note) -> None:
    """The rows that follow from one answer."""
    if isinstance(note.answer, Robots):
        rows.add_robots(space.store, [note.answer])
    elif isinstance(note.answer, Forgotten):
        storing.upsert(space.store, FORGOTTEN, erasing.out(note.answer.digests, note.answer.day))
    elif note.purpose == "page":
        before = storing.by_ids(space.store, PAGES, "url", [note.url])
        tries = intake.tried(sum(row["tries"] for row in before), note.answer)
        intake.page(space, note.url, tries, _as_now(note.answer))
    else:
        _take_feed(space, note, note.answer)


def _as_now(answer: Answer) -> Answer:
    """A page's answer as it would be taken now: older archives hold pages whose publishers ask not to be kept."""
    said = keeping.kept(answer.said, "page", Barred()) if isinstance(answer.said, Page) else answer.said
    return replace(answer, said=said)


def _take_feed(space: Workspace, note: Note, answer: Answer) -> None:
    if answer.via != "poll":  # older pages and pushes say nothing about when a feed is asked
        intake.feed(space, {"url": note.url}, answer, note.family)
        return
    known = next(iter(storing.by_ids(space.store, FEEDS, "url", [note.url])), {**BLANK, "url": note.url})
    plan = scheduling.known(space.store, [note.url], answer.at)[note.url]
    collect.settled(space, known, plan, answer, note.family)


def _check(target: Path, elsewhere: bool) -> None:
    if not target.resolve().parent.is_dir():
        raise UsageError(f"{target.parent}: no such folder; make it first, or name another file with --out")
    if elsewhere and target.exists():
        raise UsageError(f"{target}: exists; name a new file with --out")
    if _kept(target).exists() and target.exists() and _kept(target).samefile(target):  # a kill came between
        _kept(target).unlink()
    if _kept(target).exists():
        raise UsageError(f"{_kept(target)}: an older store is kept there; move it away first")


def _kept(target: Path) -> Path:
    return target.with_name(f"{target.name}.bak")


def _put(part: Path, target: Path, *, is_damaged: bool) -> None:
    """The new store in the place of the old one, which is kept: at every moment there is one or the other.

    What lies beside a damaged store is kept with it, for SQLite would take it to be the new one's.
    """
    for side in SIDES[1:]:
        beside = target.with_name(target.name + side)
        if beside.exists() and is_damaged:
            beside.replace(_kept(target).with_name(_kept(target).name + side))
        elif beside.exists():
            raise UsageError(f"{target}: another program has it open; stop that, and then: mv {part} {target}")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    if target.exists():
        try:
            os.link(target, _kept(target))
        except OSError:  # not on every file system
            shutil.copyfile(target, _kept(target))
    part.replace(target)


def _remove(part: Path) -> None:
    for side in SIDES:
        part.with_name(part.name + side).unlink(missing_ok=True)
