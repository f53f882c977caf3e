"""`rootfeed run --as-of DATE`: the report that the archive would have given on a day, whatever came since.

The store is made again from the answers up to that day, beside the study's own, and reported from without asking anybody.
What people brought, such as hand codes, is dated by nobody and stays.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.archiving import lacking, replaying
from flows.database import store as storing
from flows.errors import UsageError
from flows.settings import Study


def past(study: Study, folder: Path, day: date) -> Study:
    """The study on a store of its own, as it stood at the end of a day (UTC).

    Raises UsageError where the archive holds nothing so old; answers that it has lost, and how many of those that the store
    of today rests on are not in it, are named on stderr.
    """
    target, own = folder / f"{study.name}-{day}.sqlite", folder / f"{study.name}.sqlite"
    for side in replaying.SIDES:
        target.with_name(target.name + side).unlink(missing_ok=True)
    then = study.model_copy(update={"store": storing.sqlite_url(target)})
    try:
        told = replaying.rebuilt(then, folder, own if own.exists() and not study.store else None, day)
    except UsageError:
        target.unlink(missing_ok=True)  # an empty store would be taken for what was known on that day
        raise
    replaying.warn(replace(told, lacking=lacking.told(study, folder)))
    return then
