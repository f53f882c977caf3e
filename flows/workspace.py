"""Where a study lives: its parameters, store, archive folder and results folder, opened together."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.codebook import Codebook
from flows.coding import codebooks
from flows.database.store import Store, open_store, sqlite_url
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
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.folder / f"{self.study.name}-archive"


@contextmanager
def opened(study: Study, folder: Path) -> Iterator[Workspace]:
    """Open a study. Raises UsageError where its folder cannot be written or its codebook cannot be used."""
    book = codebooks.of(study, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot write here ({error.strerror}), where store and archive lie beside the study; "
            "work in a folder in which you may write"
        ) from error
    store = open_store(study.store or sqlite_url(folder / f"{study.name}.sqlite"))
    try:
        yield Workspace(study, folder, store, book)
    finally:
        store.close()
