"""A simulated blogosphere whose guids, links and texts lie is stored once a post."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import blogging
import pytest
import sqlalchemy as sa

from extract.sameness.editions import Wording, is_part
from flows.database import rows, sightings
from flows.database import store as storing
from flows.database.schema import EDITIONS, ENTRIES
from flows.database.sightings import Brought
from flows.database.store import Store
from flows.settings import Study
from flows.workspace import Workspace, opened


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with opened(Study(name="s", query="service"), tmp_path) as made:
        yield made


def test_a_blogosphere_of_disturbances_is_stored_once_a_post(space: Workspace) -> None:
    """Two blogs each of nineteen habits and eighteen plain ones, and what they show in 109 feeds; seeded."""
    sa.event.listen(space.store.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    space.store.engine.dispose()
    world = blogging.Blogosphere(7)
    stored: dict[int, set[str]] = defaultdict(set)
    told: dict[str, set[int]] = defaultdict(set)
    shown: dict[str, dict[str, Wording]] = defaultdict(dict)
    for turn in range(7):
        world.publish(turn)
        for number, (url, items) in enumerate(world.feeds(turn)):
            at = blogging.START + (turn + 1) * blogging.ROUND + timedelta(seconds=number)
            added = sightings.add(space.store, [one for one, _ in items], Brought(url, f"f{turn}@{number}", at))
            for (one, post), name in zip(items, added.entries, strict=True):
                stored[post].add(name)
                told[name].add(post)
                if url.endswith("example/feed"):
                    shown[name][Wording(one).digest] = Wording(one)

    assert len(stored) > 1_400
    assert sum(len(names) == 1 for names in stored.values()) >= 0.995 * len(stored)
    assert sum(len(posts) > 1 for posts in told.values()) <= 0.001 * len(told)
    assert [name for name, states in shown.items() if len(states) > 1 and _lost(space.store, name, states)] == []


def _lost(store: Store, name: str, states: dict[str, Wording]) -> list[str]:
    """The states of an entry that neither it nor its editions hold."""
    (now,) = storing.by_ids(store, ENTRIES, "id", [name])
    kept = [Wording(rows.entry_of({**now, **row})) for row in (now, *storing.by_ids(store, EDITIONS, "entry", [name]))]
    held = {one.digest for one in kept}
    return [
        digest
        for digest, state in states.items()
        if digest not in held and not any(is_part(state, one) for one in kept)
    ]
