"""What an archive does not hold of what its study's store rests on, as where studies share a store and not an archive."""

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from flows.archiving import places
from flows.archiving.places import Place
from flows.database import store as storing
from flows.database.schema import ENTRIES, PAGES
from flows.database.store import Store
from flows.errors import UsageError
from flows.settings import Study
from flows.workspace import archived

ADVICE = (
    "bring their files here from the archives of the studies that share the store, and give all of these one `archive`"
)


def answers(store: Store, place: Place) -> tuple[int, int]:
    """How many answers of servers a store's entries and pages came from, and how many of them are in no file of an archive."""
    there, found = set(places.ways(place).names(place)), set[str]()
    for table in (ENTRIES, PAGES):
        rows = storing.each(store, sa.select(table.c.source).where(table.c.source.contains("@")))
        found.update(row["source"] for row in rows)
    return len(found), sum(one.rpartition("@")[0] not in there for one in found)


def told(study: Study, folder: Path) -> str:
    """What a study's archive lacks of its store, if others may share that, in words; "" where it lacks nothing.

    Nothing can be said of a store that is gone or damaged, which may be why another is made.
    """
    if not study.store or _is_gone(study.store):
        return ""
    place = archived(study, folder)
    try:
        with closing(storing.open_store(study.store)) as store:
            known, lost = answers(store, place)
    except (UsageError, sa.exc.DBAPIError):
        return ""
    if not lost:
        return ""
    return f"{place}: lacks {lost} of {known} answers that the store rests on, and what comes of them is missing here; {ADVICE}"


def _is_gone(url: str) -> bool:
    """Whether a store is a file that is not there, for to open it would make it; or an address that leads nowhere."""
    try:
        where = sa.engine.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        return True
    return where.get_backend_name() == "sqlite" and not Path(where.database or "").exists()
