"""The archive: what was exchanged can be read back, by us and by any WARC reader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from extract.post import Page
from flows import archive, settings
from flows import store as storing
from flows.archive import Archive
from flows.errors import UsageError
from flows.schema import ENTRIES, FEEDS, PAGES, POSTS
from flows.workspace import opened

PAGE = Page("http://a.example/", "http://a.example/", 200, (("content-type", "text/html"), ("content-encoding", "gzip")),
            "Grüße".encode(), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))  # fmt: skip


def kept(folder: Path, *pages: Page) -> Archive:
    one = Archive(folder, "one")
    for page in pages:
        one.record(page, b"GET / HTTP/1.1\r\nuser-agent: rootfeed\r\n\r\n", b"")
    return one


def test_an_exchange_is_read_back_by_its_place(tmp_path: Path) -> None:
    one = kept(tmp_path, PAGE, Page(PAGE.asked, "http://b.example/", 404, (), b"", PAGE.fetched))

    headers, body = archive.read(tmp_path, one.places["http://a.example/"])

    assert body.decode() == "Grüße"
    assert ("content-type", "text/html") in headers
    assert "content-encoding" not in dict(headers)  # the body is stored unpacked
    assert archive.read(tmp_path, one.places["http://b.example/"])[1] == b""


def test_request_and_response_are_records_that_name_each_other(tmp_path: Path) -> None:
    one = kept(tmp_path, PAGE)
    with (tmp_path / one.name).open("rb") as file:
        response, request = [record.rec_headers for record in ArchiveIterator(file)]

    assert (response["WARC-Type"], request["WARC-Type"]) == ("response", "request")
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Date"] == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize("place", ["none.warc.gz@0", "one.warc.gz@999999", "one.warc.gz@3"])
def test_what_the_archive_does_not_hold_is_named(tmp_path: Path, place: str) -> None:
    kept(tmp_path, PAGE)

    with pytest.raises(UsageError, match=place.partition("@")[0]):
        archive.read(tmp_path, place)


def test_everything_that_a_study_stored_names_its_archived_exchange(finished: Path) -> None:
    study = settings.load(finished)
    with opened(study, finished.parent) as space:
        tables = {table.name: storing.select(space.store, sa.select(table)) for table in (FEEDS, ENTRIES, PAGES, POSTS)}
        sources = {row["source"] for rows in tables.values() for row in rows} - {"feed"}
        archived = {source: archive.read(space.archive, source) for source in sources}

    assert all(rows for rows in tables.values())
    assert all(body for _, body in archived.values())


def test_robots_txt_and_errors_are_archived_as_well(finished: Path) -> None:
    found = set()
    for path in finished.parent.glob("small-archive/*.warc.gz"):
        with path.open("rb") as file:
            found |= {record.rec_headers["WARC-Target-URI"] for record in ArchiveIterator(file)}

    assert {"http://slow-kettle.example/robots.txt", "http://slow-kettle.example/feed/"} <= found
