"""Notes in the archive: a replay takes an answer as it was taken when it came."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from extract.post import Failure, Page
from flows.archiving import notes, warc
from flows.archiving.archive import Archive
from flows.archiving.warc import Record
from flows.database import intake
from flows.database import store as storing
from flows.database.intake import Answer
from flows.database.schema import ENTRIES, FEEDS
from flows.settings import Study
from flows.workspace import opened

URL = "http://blog.example/feed"
AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
BODY = b"<rss version='2.0'><channel><title>B</title><item><title>One</title></item></channel></rss>"
SLOW = Failure(URL, "timed out", "reading it takes more than 20 seconds", 200)


def test_a_feed_that_could_not_be_read_in_time_is_not_read_in_a_replay_either(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "s-archive", "one")
    page = Page(URL, URL, 200, (), BODY, AT)
    archive.record(page, b"GET /feed HTTP/1.1\r\n\r\n")
    came = Answer(page, archive.places[URL], AT)
    noted = notes.noted(archive, URL, came)
    noted.note(replace(came, unread=SLOW))
    found = [one for one in warc.records(archive.folder / archive.name) if isinstance(one, Record)]
    answer = notes.read(archive.folder, next(filter(notes.is_note, found))).answer
    assert isinstance(answer, Answer)

    with opened(Study(name="s", query="q"), tmp_path) as space:
        taken = intake.feed(space, {"url": URL}, answer)
        rows = storing.select(space.store, sa.select(FEEDS)), storing.select(space.store, sa.select(ENTRIES))

    assert taken.failure == SLOW
    assert [row["outcome"] for row in rows[0]] == ["timed out"]
    assert rows[1] == []
