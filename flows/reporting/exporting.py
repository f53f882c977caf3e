"""`rootfeed export`: a study in the formats of other programs, and what people coded there back into the store."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
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

Options = argparse.Namespace
Tables = Mapping[str, pd.DataFrame]
Files = dict[str, bytes]  # by name


@dataclass(frozen=True)
class Format:
    """What a format asks of a study, and the files that it makes of that: nothing else is read from the store.

    In a `coded` one people code, so it may be asked for blind; it asks for a Project.
    """

    asks: Callable[[Workspace], Any]  # Any: what `write` takes
    write: Callable[[Any], Files]  # Any: as above
    coded: bool = False


def _tables(space: Workspace) -> Tables:
    """The frames of the run by name, with the texts."""
    return _named(space, frames.frames(space))


def _packaged(space: Workspace) -> tuple[Origin, Tables]:
    """The same, and where they come from."""
    made = frames.frames(space)
    return origin(space, made), _named(space, made)


def _named(space: Workspace, made: Frames) -> Tables:
    return {**made.tables, "texts": frames.texts(space, made)}


def _counted(space: Workspace) -> tuple[Frames, Codebook]:
    """The frames without the texts."""
    return frames.frames(space), space.book


def project(space: Workspace) -> Project:
    """The posts of the run, numbered as in its tables, with the codings of the study's coder and of people."""
    return _project(space, frames.matching_posts(space))


def _codebook(space: Workspace) -> Codebook:
    return space.book


def _refi(shown: Project) -> Files:
    return {f"{shown.name}.qdpx": refi.qdpx(shown), f"{shown.name}.qdc": refi.qdc(shown)}


def _labelstudio(shown: Project) -> Files:
    return {"labelstudio.xml": labelstudio.form(shown.book), "labelstudio.json": labelstudio.tasks(shown)}


def _concordance(tables: Tables) -> Files:
    return exports.csv({"concordance": concordance.lines(tables["posts"], tables["texts"])})


def _cooccurrence(counted: tuple[Frames, Codebook]) -> Files:
    made, book = counted
    experiences = int(((made.posts["genre"] == "experience") & made.posts["duplicate_of"].isna()).sum())
    table = cooccurrence.pairs(made.codings, experiences, book)
    return {**exports.csv({"cooccurrence": table}), "cooccurrence.graphml": cooccurrence.graphml(table, book)}


FORMATS: dict[str, Format] = {
    **{name: Format(_tables, write) for name, write in exports.EXPORTS.items()},
    "refi": Format(project, _refi, coded=True),
    "labelstudio": Format(project, _labelstudio, coded=True),
    "taguette": Format(_codebook, lambda book: {"codebook.csv": taguette.codebook(book)}),
    "datapackage": Format(_packaged, lambda told: datapackage.files(*told)),
    "concordance": Format(_tables, _concordance),
    "cooccurrence": Format(_counted, _cooccurrence),
}
BLIND = [name for name, form in FORMATS.items() if form.coded]


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
    form = FORMATS[options.format]
    with opened(study, folder) as space:
        files = form.write(blinded(space, options.seed) if options.blind else form.asks(space))
    for name, content in files.items():
        results.put(out / name, content)
    paths = [str(out / name) for name in files]
    tell(options, {"files": paths}, "\n".join(paths))
    return 0


def blinded(space: Workspace, seed: int) -> Project:
    """The posts of a hand sample in an order of their own, without anybody's codes. Raises TooLittleData without a sample."""
    posts = frames.matching_posts(space)
    numbers = {row["entry"]: number for number, row in enumerate(posts, start=1)}
    chosen = [numbers[row["entry"]] for row in drawn.stored(space, seed) if row["drawn"] and row["entry"] in numbers]
    if not chosen:
        raise TooLittleData(
            f"no sample of seed {seed} is drawn; run first: rootfeed hand sample STUDY.toml --seed {seed}"
        )
    return blind(_project(space, posts), [chosen[place] for place in handing.order(len(chosen), f"{seed} blind")])


def origin(space: Workspace, made: Frames) -> Origin:
    """Where the frames come from."""
    study, coder = space.study, coders.label(space.study, space.book)
    return Origin(study.name, study.title or study.name, study.query, results.run_of(space, made), coder, space.book)


def _project(space: Workspace, posts: Sequence[storing.Row]) -> Project:
    study = space.study
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
    posts = frames.matching_posts(space)
    try:
        found = READERS[path.suffix.lower()](path.read_bytes(), _project(space, posts))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except InterchangeError as error:
        raise UsageError(f"{path}: {error}") from error
    named = {_short(name): name for name in found.people}
    if person not in named:
        who = ", ".join(f"{name} (--coder {short})" for short, name in sorted(named.items())) or "nobody"
        raise UsageError(f"{path}: nobody called {person!r} coded in it; there is {who}")
    coded = found.people[named[person]]
    return {posts[number - 1]["entry"]: coding for number, coding in coded.items()}, list(found.left)


def _short(name: str) -> str:
    """A person's name as the store has it."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:40]


READERS: dict[str, Callable[[bytes, Project], Brought]] = {".qdpx": refi_read.read, ".json": labelstudio.read}
