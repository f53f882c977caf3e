"""Where a study lives: its parameters, store, archive folder and results folder, opened together."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from analysis.codebook import Codebook
from flows.archiving import archive, places
from flows.archiving.places import Place
from flows.coding import codebooks
from flows.database.store import Store, damaged, open_store, sqlite_url
from flows.errors import UsageError
from flows.settings import Study


@dataclass(frozen=True)
class Workspace:
    """An open study. `folder` holds the study file; everything else lies beside it. `book` is the study's codebook."""

    study: Study
    folder: Path
    store: Store
    book: Codebook

    @property
    def archive(self) -> Place:
        """Where the WARC files are."""
        return archived(self.study, self.folder)


def archived(study: Study, folder: Path) -> Place:
    """Where a study's WARC files are. Raises UsageError where nothing here speaks the protocol of its URL."""
    return places.at(study.archive, folder, f"{study.name}-archive")


def beside(study: Study, folder: Path) -> list[str]:
    """The names of files in its folder that a study needs: its OPML files, and its codebook where that is a file there.

    Raises UsageError where one lies elsewhere: who takes the study to another place takes its folder.
    """
    names = [*study.opml, *([study.codebook] if (folder / study.codebook).is_file() else [])]
    for name in names:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise UsageError(
                f"{name}: lies outside of the study's folder; bring it there and name it in the study anew"
            )
    return names


def apart(study: Study) -> str:
    """The name of the folder for a report on another query than the study's own: beside that report, not over it."""
    return f"{study.name}-report-{sha256(study.query.encode()).hexdigest()[:8]}"


@contextmanager
def opened(study: Study, folder: Path) -> Iterator[Workspace]:
    """Open a study. Raises UsageError where its folder cannot be written, its store or its codebook not be used."""
    book = codebooks.of(study, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot write here ({error.strerror}), where store and archive lie beside the study; "
            "work in a folder in which you may write"
        ) from error
    own = folder / f"{study.name}.sqlite"
    if not study.store and _is_emptied(own, archived(study, folder)):
        raise damaged(f"store {own}: is empty, and its archive is not")
    store = open_store(study.store or sqlite_url(own))
    space = Workspace(study, folder, store, book)
    # What a row names in the archive is there before the row is.
    sa.event.listen(store.engine, "commit", lambda _, place=space.archive: archive.flush(place))
    try:
        yield space
    finally:
        store.close()


def _is_emptied(store: Path, archive: Place) -> bool:
    """Whether a store has lost all that it held; the database would take it for a new one."""
    emptied = store.exists() and not store.stat().st_size
    return emptied and isinstance(archive, Path) and any(archive.glob("*.warc.gz"))
