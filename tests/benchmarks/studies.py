"""Studies of any size for tables that run the real stages: collected already, posts in the voices of the demo."""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from extract.post import Entry, Page
from flows import network
from flows import study as studying
from flows.archiving import archive as archiving
from flows.archiving.archive import Archive
from flows.database import intake, sightings
from flows.database.intake import Answer
from flows.database.sightings import Brought
from flows.demo.blogs import Blog, Story
from flows.settings import Study
from flows.workspace import Workspace, opened
from tests.benchmarks import voices

QUERY = '"customer service" OR they OR them OR i OR the'  # nearly every post
ASKED = b"GET / HTTP/1.1\r\nuser-agent: rootfeed\r\n\r\n"
EXCERPT = 55  # words
AT_ONCE = 500  # posts


def study(workers: int = 0) -> Study:
    """A study of so many workers, 0 for one a core."""
    return Study(name="s", query=QUERY, feeds=("http://a.example/feed",), language="", workers=workers)


def collected(folder: Path, posts: int, asked: Study | None = None) -> None:
    """What collecting leaves in a folder: entries with an excerpt each, and their pages in the archive."""
    made, asked = voices.stories(posts), asked or study()
    with opened(asked, folder) as space:
        archive = archiving.of(space.archive, network.about(asked))
        while part := [one for _, one in zip(range(AT_ONCE), made, strict=False)]:
            _stored(space, archive, part)
        archiving.settle(space.archive)


def _stored(space: Workspace, archive: Archive, part: Sequence[tuple[Blog, Story]]) -> None:
    found: dict[str, list[Entry]] = defaultdict(list)
    answers: list[tuple[str, int, Answer]] = []
    for blog, story in part:
        page = voices.page(blog, story)
        found[blog.host].append(_entry(blog, story, page))
        archive.record(page, ASKED)
        answers.append((page.url, 1, Answer(page, archive.places[page.url], voices.SEEN)))
    for host, entries in found.items():
        sightings.add(space.store, entries, Brought(f"http://{host}/feed", "a@0", voices.SEEN))
    intake.pages(space, answers)


def _entry(blog: Blog, story: Story, page: Page) -> Entry:
    begin = escape(" ".join(story.body.split()[:EXCERPT]))
    feed = f"http://{blog.host}/feed"
    return Entry(feed, page.url, page.url, story.title, "Ann", story.date, "", f"<p>{begin} …</p>", "", "stated")


def copied(folder: Path, name: str) -> Path:
    """A copy of a folder beside it, so that what is done to it can be done again."""
    return Path(shutil.copytree(folder, folder.with_name(name), dirs_exist_ok=True))


def here(
    name: str, stage: studying.Stage, study: Study, folder: Path, batches: Sequence[Sequence[str]]
) -> list[Any]:  # what the stage returns
    """A spread without workers: one batch after the other in this very process."""
    return [stage(study, folder, ids) for ids in batches]
