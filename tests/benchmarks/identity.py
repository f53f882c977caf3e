"""How many posts of a simulated blogosphere are stored once, and what a feed's answer costs."""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flows.database import sightings
from flows.database import store as storing
from flows.database.sightings import Brought

sys.path.append(str(Path(__file__).parents[1] / "flows"))  # where tests find it, too
import blogging

HEAD = ("seed", "posts", "stored twice", "taken for another", "answers", "CPU ms an answer", "longest ms")
ROUNDS = 14


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each seed."""
    for seed in (1, 2, 3):
        stored, told, spent = _run(seed)
        doubles = sum(len(names) > 1 for names in stored.values())
        merged = sum(len(posts) > 1 for posts in told.values())
        mean, most = 1000 * sum(spent) / len(spent), 1000 * max(spent)
        yield f"{seed}", f"{len(stored):,}", f"{doubles}", f"{merged}", f"{len(spent):,}", f"{mean:.1f}", f"{most:.0f}"


def _run(seed: int) -> tuple[dict[int, set[str]], dict[str, set[int]], list[float]]:
    stored: dict[int, set[str]] = defaultdict(set)
    told: dict[str, set[int]] = defaultdict(set)
    spent = []
    world = blogging.Blogosphere(seed)
    with tempfile.TemporaryDirectory() as folder:
        store = storing.open_store(storing.sqlite_url(Path(folder) / "s.sqlite"))
        for turn in range(ROUNDS):
            world.publish(turn)
            for number, (url, items) in enumerate(world.feeds(turn)):
                at = blogging.START + (turn + 1) * blogging.ROUND + timedelta(seconds=number)
                start = time.process_time()
                added = sightings.add(store, [one for one, _ in items], Brought(url, f"f{turn}@{number}", at))
                spent.append(time.process_time() - start)
                for (_, post), name in zip(items, added.entries, strict=True):
                    stored[post].add(name)
                    told[name].add(post)
        store.close()
    return stored, told, spent
