"""What an archive does not hold of what its study's store rests on, as where studies share a store and not an archive."""

from pathlib import Path

import sqlalchemy as sa

from flows.archiving import cdx, places
from flows.archiving.places import Place
from flows.database import ailing
from flows.database.schema import ENTRIES, PAGES
from flows.settings import Study
from flows.workspace import archived

ADVICE = (
    "bring their files here from the archives of the studies that share the store, and give all of these one `archive`"
)
PATIENCE = 10  # seconds for a server of which nobody knows whether it is there


def told(study: Study, folder: Path) -> str:
    """What a study's archive lacks of its store as that is today, if others may share it, in words; "" where it lacks nothing.

    Nothing is said of a store that is gone or damaged, which may be why another is made.
    """
    if not study.store or _is_gone(study.store):
        return ""
    place = archived(study, folder)
    try:
        known, lost = _answers(study.store, place)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as error:
        said = ailing.said(error)
        return "" if ailing.is_damage(error) else f"{place}: what it lacks of the store could not be asked ({said})"
    if not lost:
        return ""
    return f"{place}: lacks {lost} of {known} answers that the store of today rests on; {ADVICE}"


def _answers(store: str, place: Place) -> tuple[int, int]:
    """How many answers of servers a store's entries and pages came from, and how many of them never were in an archive.

    The store is only read, and may be of any version: others may use it.
    """
    there, found = {*places.ways(place).names(place), *cdx.gone(place)}, set[str]()
    patience = {} if store.startswith("sqlite") else {"connect_timeout": PATIENCE}
    engine = sa.create_engine(store, connect_args=patience)
    try:
        with engine.connect() as connection:
            for table in (ENTRIES, PAGES):
                sources = sa.select(table.c.source).where(table.c.source.contains("@")).distinct()
                found.update(connection.scalars(sources))
    finally:
        engine.dispose()
    return len(found), sum(one.rpartition("@")[0] not in there for one in found)


def _is_gone(url: str) -> bool:
    """Whether a store is a file that is not there, for to open it would make it; or an address that leads nowhere."""
    try:
        where = sa.engine.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        return True
    return where.get_backend_name() == "sqlite" and not Path(where.database or "").exists()
