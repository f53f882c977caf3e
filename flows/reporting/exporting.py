"""`rootfeed export`: a study in the formats of other programs, and what people coded there back into the store."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.coding import Coding
from flows import settings
from flows.byhand import drawn, handing, handwork
from flows.coding import coders
from flows.database import rows
from flows.database import store as storing
from flows.errors import TooLittleData, UsageError
from flows.people import pseudonyms
from flows.reporting import frames, results
from flows.reporting.frames import Frames
from flows.telling import tell
from flows.workspace import Workspace, opened
from reports import exports
from reports.interchange import concordance, cooccurrence, datapackage, labelstudio, refi, refi_read, taguette
from reports.interchange.coded import Brought, InterchangeError
from reports.interchange.datapackage import Origin
from reports.interchange.project import Document, Project, blind

BLIND = ("refi", "labelstudio")  # formats in which people code
Options = argparse.Namespace


@dataclass(frozen=True)
class Shared:
    """What is exported: the frames of the run, the texts, posts with everybody's codings, and where all of it comes from."""

    frames: Frames
    texts: pd.DataFrame
    project: Project
    origin: Origin

    @property
    def named(self) -> dict[str, pd.DataFrame]:
        """The frames by name, with the texts."""
        return {**self.frames.tables, "texts": self.texts}


def _tables(write: Callable[[exports.Frames], dict[str, bytes]], shared: Shared) -> dict[str, bytes]:
    return write(shared.named)


def _refi(shared: Shared) -> dict[str, bytes]:
    name = shared.project.name
    return {f"{name}.qdpx": refi.qdpx(shared.project), f"{name}.qdc": refi.qdc(shared.project)}


def _concordance(shared: Shared) -> dict[str, bytes]:
    return exports.csv({"concordance": concordance.lines(shared.frames.posts, shared.texts)})


def _cooccurrence(shared: Shared) -> dict[str, bytes]:
    posts, book = shared.frames.posts, shared.project.book
    experiences = int(((posts["genre"] == "experience") & posts["duplicate_of"].isna()).sum())
    table = cooccurrence.pairs(shared.frames.codings, experiences, book)
    return {**exports.csv({"cooccurrence": table}), "cooccurrence.graphml": cooccurrence.graphml(table, book)}


FORMATS: dict[str, Callable[[Shared], dict[str, bytes]]] = {
    **{name: partial(_tables, write) for name, write in exports.EXPORTS.items()},
    "refi": _refi,
    "labelstudio": lambda shared: {
        "labelstudio.xml": labelstudio.form(shared.project.book),
        "labelstudio.json": labelstudio.tasks(shared.project),
    },
    "taguette": lambda shared: {"codebook.csv": taguette.codebook(shared.project)},
    "datapackage": lambda shared: datapackage.files(shared.origin, shared.named),
    "concordance": _concordance,
    "cooccurrence": _cooccurrence,
}


def export(options: Options) -> int:
    """Write a study in one format."""
    if options.pseudonymous:
        return pseudonyms.export(options)
    if options.format is None:
        raise UsageError(f"name a format with --format: {', '.join(FORMATS)}")
    study, folder = settings.load(options.study), options.study.resolve().parent
    if options.blind and options.format not in BLIND:
        raise UsageError(f"--blind: is for people who code elsewhere, with --format {' or '.join(BLIND)}")
    end = f"blind{f'-{options.seed}' * (options.seed != 1)}" if options.blind else "export"
    out = options.out or folder / f"{study.name}-{end}"
    with opened(study, folder) as space:
        made, shown = frames.frames(space), blinded(space, options.seed) if options.blind else project(space)
        texts = frames.texts(space, made)
        files = FORMATS[options.format](Shared(made, texts, shown, origin(space, made)))
    for name, content in files.items():
        results.put(out / name, content)
    paths = [str(out / name) for name in files]
    tell(options, {"files": paths}, "\n".join(paths))
    return 0


def blinded(space: Workspace, seed: int) -> Project:
    """The posts of a hand sample in an order of their own, without anybody's codes. Raises TooLittleData without a sample."""
    whole, entries = project(space), [row["entry"] for row in frames.matching_posts(space)]
    numbers = {entry: one.number for entry, one in zip(entries, whole.documents, strict=True)}
    chosen = [numbers[row["entry"]] for row in drawn.stored(space, seed) if row["drawn"] and row["entry"] in numbers]
    if not chosen:
        raise TooLittleData(
            f"no sample of seed {seed} is drawn; run first: rootfeed hand sample STUDY.toml --seed {seed}"
        )
    return blind(whole, [chosen[place] for place in handing.order(len(chosen), f"{seed} blind")])


def origin(space: Workspace, made: Frames) -> Origin:
    """Where the frames come from."""
    study, coder = space.study, coders.label(space.study, space.book)
    return Origin(study.name, study.title or study.name, study.query, results.run_of(space, made), coder, space.book)


def project(space: Workspace) -> Project:
    """The posts of the run, numbered as in its tables, with the codings of the study's coder and of people."""
    study, posts = space.study, frames.matching_posts(space)
    mine = {row["entry"]: rows.coding_of(row["coding"]) for row in posts}
    people = handwork.load(space).people
    by_coder: dict[str, dict[str, Coding]] = {study.coder: mine, **{name: people[name] for name in sorted(people)}}
    documents = tuple(_document(row, number, by_coder) for number, row in enumerate(posts, start=1))
    return Project(study.name, study.title or study.name, study.query, space.book, tuple(by_coder), documents)


def _document(row: storing.Row, number: int, by_coder: dict[str, dict[str, Coding]]) -> Document:
    codings = {coder: told[row["entry"]] for coder, told in by_coder.items() if row["entry"] in told}
    return Document(number, row["url"], row["title"], row["blog"], row["published"], row["text"], codings)


def brought(space: Workspace, path: Path, person: str) -> tuple[dict[str, Coding], list[str]]:
    """One person's codings out of another program's file, by entry, and what of the file was left, for the reader.

    Raises UsageError that names the file, where it cannot be read or nobody of that name coded in it.
    """
    try:
        found = READERS[path.suffix.lower()](path.read_bytes(), project(space))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except InterchangeError as error:
        raise UsageError(f"{path}: {error}") from error
    named = {_short(name): name for name in found.people}
    if person not in named:
        who = ", ".join(f"{name} (--coder {short})" for short, name in sorted(named.items())) or "nobody"
        raise UsageError(f"{path}: nobody called {person!r} coded in it; there is {who}")
    entries = [row["entry"] for row in frames.matching_posts(space)]
    return {entries[number - 1]: coding for number, coding in found.people[named[person]].items()}, list(found.left)


def _short(name: str) -> str:
    """A person's name as the store has it."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:40]


READERS: dict[str, Callable[[bytes, Project], Brought]] = {".qdpx": refi_read.read, ".json": labelstudio.read}
