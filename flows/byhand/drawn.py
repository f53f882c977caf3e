"""What is stored of a study's samples: which posts were drawn, and with what chance."""

from collections import defaultdict

import sqlalchemy as sa

from analysis.checks import sampling
from flows.database import store as storing
from flows.database.schema import SAMPLES
from flows.workspace import Workspace


def stored(space: Workspace, seed: int | None = None) -> list[storing.Row]:
    """Every post that could have been drawn in the samples of a study, or in the one of a seed."""
    mine = [SAMPLES.c.study == space.study.name, SAMPLES.c.query == space.study.query]
    if seed is not None:
        mine.append(SAMPLES.c.seed == seed)
    statement = sa.select(SAMPLES).where(*mine).order_by(SAMPLES.c.seed, SAMPLES.c.entry)
    return storing.select(space.store, statement)


def chances(space: Workspace) -> dict[str, float]:
    """Every post that was drawn in any sample of the study, with its chance to be in one of them."""
    frames: dict[int, dict[str, float]] = defaultdict(dict)
    taken = set()
    for row in stored(space):
        frames[row["seed"]][row["entry"]] = row["probability"]
        if row["drawn"]:
            taken.add(row["entry"])
    return {entry: sampling.together(list(frames.values()), entry) for entry in sorted(taken)}
