"""What people made of a study's sample, as one long frame beside its posts, see analysis.checks.handcodes."""

from collections.abc import Mapping

import pandas as pd

from analysis.checks import handcodes
from analysis.checks.handcodes import CODER, PEOPLE
from flows.byhand import drawn, handwork
from flows.byhand.samples import blind
from flows.coding import coders
from flows.workspace import Workspace
from reports.checking import DECIDED


def hand(space: Workspace, numbers: Mapping[str, int]) -> pd.DataFrame:
    """Every answer about a post of the sample: of each person, of all together, and of the study's coder.

    `numbers` are the posts of the study by entry. Persons are called p1, p2, ... in the order of their names: who they
    are is nobody's business outside. Without rows where nobody coded.
    """
    work = handwork.load(space) if drawn.stored(space) else None
    if work is None or not work.coded:
        return handcodes.long({}, {}, {}, {}, space.book)
    said = {f"p{place}": column for place, (_, column) in enumerate(sorted(work.people.items()), start=1)}
    said |= {PEOPLE: work.one, DECIDED: work.adjudicated}
    if space.study.coder != coders.HAND:
        version = f"{space.study.coder} {coders.version(space.study, space.book)}"
        said[CODER] = handwork.machines(space, list(work.texts)).get(version, {})
    return handcodes.long(
        {who: {blind(entry): coding for entry, coding in column.items()} for who, column in said.items()},
        {blind(entry): chance for entry, chance in work.chances.items()},
        {blind(entry): blog for entry, blog in work.blogs.items()},
        {blind(entry): numbers[entry] for entry in work.texts if entry in numbers},
        space.book,
    )
