"""A new keyword over an archive that was coded once: from the command to the report, and that nobody is asked."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extract.post import Entry, Post
from flows import study as studying
from flows.database import rows as storing_rows
from flows.database import sightings
from flows.database.schema import FETCHES
from flows.database.sightings import Brought
from flows.database.store import counts
from flows.settings import Study
from flows.workspace import opened
from tests.benchmarks import voices
from tests.benchmarks.clock import seconds, spent

SIZES = (1_000, 10_000)
FIRST, KEYWORDS = (
    '"customer service" OR phone OR they',
    ("warranty", "refund OR replacement", "called OR call OR phone"),
)
SEEN = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = ("archived posts", "keyword", "posts that match", "processor time to the report", "requests")


def rows() -> Iterator[tuple[str, ...]]:
    """One row a keyword and size; the posts were matched and coded for another query before."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            study = Study(name="s", query=FIRST, feeds=("http://a.example/feed",), language="")
            filled(study, place, size)
            studying.coded(study, place, studying.in_turn)
            for keyword in KEYWORDS:
                other, out = study.model_copy(update={"query": keyword}), place / "report"
                took = spent(partial(studying.run, other, place, out, studying.in_turn, True))
                with opened(other, place) as space:
                    asked, found = counts(space.store)[FETCHES.name], len(studying.results.frames(space).posts)
                yield f"{size:,}", keyword, f"{found:,}", seconds(took), f"{asked}"


def filled(study: Study, folder: Path, size: int) -> None:
    """Posts in the store as collecting and reading would leave them."""
    with opened(study, folder) as space:
        for number, (blog, story) in enumerate(voices.stories(size)):
            url, feed = f"http://{blog.host}/{number}", f"http://{blog.host}/feed"
            entry = Entry(feed, url, url, story.title, "", story.date, "", "", "", "stated")
            added = sightings.add(space.store, [entry], Brought(feed, "a@0", SEEN))
            post = Post(url, story.title, "", story.date, "feed", "en", story.body, "feed", blog.host, "", "stated")
            storing_rows.add_posts(space.store, {added.entries[0]: (post, "feed")})
