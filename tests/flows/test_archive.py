"""The archive: what was exchanged can be read back, by us and by any WARC reader."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from extract.post import Page
from flows import settings
from flows.archiving import archive, cdx, warc
from flows.archiving.archive import Archive
from flows.archiving.warc import Damage, Record
from flows.database import store as storing
from flows.database.schema import ENTRIES, FEEDS, PAGES, POSTS
from flows.errors import UsageError
from flows.workspace import opened

PAGE = Page("http://a.example/", "http://a.example/", 200, (("content-type", "text/html"), ("content-encoding", "gzip")),
            "Grüße".encode(), datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC))  # fmt: skip
LONG = replace(PAGE, body=b"<p>A long page.</p>" * 400, headers=(("content-type", "text/html"), ("etag", '"1"')))
ASKED = b"GET / HTTP/1.1\r\nuser-agent: rootfeed\r\n\r\n"


def kept(folder: Path, *pages: Page, name: str = "one") -> Archive:
    one = Archive(folder, name, {"software": "rootfeed/0", "isPartOf": "study"})
    for page in pages:
        one.record(page, ASKED)
    return one


def later(page: Page, seconds: int = 60, **changes: object) -> Page:
    return replace(page, fetched=page.fetched + timedelta(seconds=seconds), **changes)  # type: ignore[arg-type]


def by_others(path: Path) -> Iterator[ArcWarcRecord]:
    """The records as another reader finds them."""
    with path.open("rb") as file:
        yield from ArchiveIterator(file)


def faults(folder: Path) -> str:
    """What the tool of that reader finds wrong in the digests."""
    files = sorted(map(str, folder.glob("*.warc.gz")))
    return subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True).stdout


def test_an_exchange_is_read_back_by_its_place(tmp_path: Path) -> None:
    one = kept(tmp_path, PAGE, Page(PAGE.asked, "http://b.example/", 404, (), b"", PAGE.fetched))

    headers, body = archive.read(tmp_path, one.places["http://a.example/"])

    assert body.decode() == "Grüße"
    assert ("content-type", "text/html") in headers
    assert "content-encoding" not in dict(headers)  # the body is stored unpacked
    assert archive.read(tmp_path, one.places["http://b.example/"])[1] == b""


def test_request_and_response_are_records_that_name_each_other(tmp_path: Path) -> None:
    one = kept(tmp_path, PAGE)
    info, response, request = [record.rec_headers for record in by_others(tmp_path / one.name)]

    assert (info["WARC-Type"], response["WARC-Type"], request["WARC-Type"]) == ("warcinfo", "response", "request")
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Date"] == "2026-01-02T03:04:05.678901Z"


def test_a_file_says_who_wrote_it_for_which_study(tmp_path: Path) -> None:
    one = kept(tmp_path, PAGE)

    told = next(by_others(tmp_path / one.name)).content_stream().read().decode()

    assert "software: rootfeed/0\r\n" in told
    assert "isPartOf: study\r\n" in told


def test_a_body_that_came_before_is_a_reference_of_a_few_hundred_bytes(tmp_path: Path) -> None:
    one = kept(tmp_path, LONG)
    before = (tmp_path / one.name).stat().st_size
    one.record(later(LONG), ASKED)
    first, again = [r.rec_headers for r in by_others(tmp_path / one.name) if r.rec_type in ("response", "revisit")]

    assert again["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert again["WARC-Truncated"] == "length"
    assert again["WARC-Refers-To-Target-URI"] == LONG.url
    assert again["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert again["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert again["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert (tmp_path / one.name).stat().st_size - before < 900  # the request is in it
    assert archive.read(tmp_path, one.places[LONG.url])[1] == LONG.body
    assert faults(tmp_path) == ""


def test_a_body_that_another_run_archived_is_a_reference_too(tmp_path: Path) -> None:
    kept(tmp_path, LONG).settle()
    two = kept(tmp_path, later(LONG), name="two")

    assert [r.rec_type for r in by_others(tmp_path / two.name)] == ["warcinfo", "revisit", "request"]
    assert archive.read(tmp_path, two.places[LONG.url])[1] == LONG.body
    (tmp_path / "one-00001.warc.gz").rename(tmp_path / "renamed.warc.gz")
    cdx.update(tmp_path)
    assert archive.read(tmp_path, two.places[LONG.url])[1] == LONG.body
    (tmp_path / "renamed.warc.gz").unlink()
    with pytest.raises(UsageError, match="one-00001"):
        archive.read(tmp_path, two.places[LONG.url])


def test_a_changed_body_is_kept_whole(tmp_path: Path) -> None:
    one = kept(tmp_path, LONG, later(LONG, body=LONG.body + b"!"), later(LONG, 120))

    kinds = [record.rec_type for record in by_others(tmp_path / one.name)]

    assert kinds.count("response") == 3


def test_not_modified_refers_to_what_has_not_changed(tmp_path: Path) -> None:
    one = kept(tmp_path, LONG, later(LONG, status=304, body=b""))
    again = next(r.rec_headers for r in by_others(tmp_path / one.name) if r.rec_type == "revisit")

    assert again["WARC-Profile"].endswith("/1.1/revisit/server-not-modified")
    assert again["WARC-Refers-To-Date"] == warc.date(LONG.fetched)
    assert archive.read(tmp_path, one.places[LONG.url])[1] == b""  # the answer had none
    assert faults(tmp_path) == ""


def test_what_was_pushed_has_no_request(tmp_path: Path) -> None:
    one = Archive(tmp_path, "one")
    one.record(LONG, b"")

    assert [r.rec_type for r in by_others(tmp_path / one.name)] == ["warcinfo", "resource"]
    assert archive.read(tmp_path, one.places[LONG.url]) == ((("content-type", "text/html"),), LONG.body)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    one = Archive(tmp_path, "one", full=1000)
    for number in range(5):
        one.record(replace(LONG, url=f"http://a.example/{number}", body=bytes(range(256)) * (number + 1)), ASKED)
    one.settle()

    files = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    assert len(files) > 1
    assert {place.partition("@")[0] for place in one.places.values()} == set(files)
    assert all(len(archive.read(tmp_path, place)[1]) for place in one.places.values())


def test_threads_share_a_file(tmp_path: Path) -> None:
    one = Archive(tmp_path, "one", full=50_000)

    def write(number: int) -> None:
        for turn in range(40):
            one.record(replace(LONG, url=f"http://{number}.example/{turn}", body=b"%d %d" % (number, turn)), ASKED)

    threads = [Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {archive.read(tmp_path, place)[1] for place in one.places.values()} == {
        b"%d %d" % (number, turn) for number in range(6) for turn in range(40)
    }
    assert faults(tmp_path) == ""


@pytest.mark.parametrize("lost", [1, 8, 200])
def test_a_torn_record_is_named_and_those_before_it_are_read(tmp_path: Path, lost: int) -> None:
    one = kept(tmp_path, LONG, replace(LONG, url="http://b.example/", body=bytes(range(256)) * 20))
    path = tmp_path / one.name
    whole = list(warc.records(path))
    path.write_bytes(path.read_bytes()[:-lost])

    found = list(warc.records(path))

    assert all(isinstance(record, Record) for record in whole)
    assert found[:-1] == whole[:-1]
    assert found[-1] == Damage(whole[-1].offset, "the record is torn: the file ends in it")
    assert cdx.update(tmp_path) == [
        f"{path}: passed over at {whole[-1].offset}: the record is torn: the file ends in it"
    ]


def test_behind_bytes_that_are_no_record_it_goes_on_with_the_next(tmp_path: Path) -> None:
    one = kept(tmp_path, LONG, replace(LONG, url="http://b.example/"), replace(LONG, url="http://c.example/"))
    path = tmp_path / one.name
    whole = [record for record in warc.records(path) if isinstance(record, Record)]
    spoilt = bytearray(path.read_bytes())
    spoilt[whole[3].offset + 20 : whole[3].offset + 60] = bytes(40)
    path.write_bytes(spoilt)

    found = list(warc.records(path))

    assert [record for record in found if isinstance(record, Record)] == [*whole[:3], *whole[4:]]
    assert whole[3].offset in {record.offset for record in found if isinstance(record, Damage)}


def test_bytes_that_were_changed_are_not_read(tmp_path: Path) -> None:
    one = kept(tmp_path, replace(LONG, body=bytes(range(256)) * 20))
    path = tmp_path / one.name
    spoilt = bytearray(path.read_bytes())
    spoilt[-900] ^= 1
    path.write_bytes(spoilt)

    with pytest.raises(UsageError, match=r"one-00001.warc.gz: archived page at .* rootfeed replay"):
        archive.read(tmp_path, one.places[LONG.url])


@pytest.mark.parametrize("place", ["none.warc.gz@0", "one-00001.warc.gz@999999", "one-00001.warc.gz@3", "one@x"])
def test_what_the_archive_does_not_hold_is_named(tmp_path: Path, place: str) -> None:
    kept(tmp_path, PAGE)

    with pytest.raises(UsageError, match=place.partition("@")[0]):
        archive.read(tmp_path, place)


def test_headers_and_addresses_with_line_ends_break_no_record(tmp_path: Path) -> None:
    one = kept(tmp_path, replace(PAGE, headers=(("x-y", "a\r\nWARC-Type: request\r\n\r\n"),)))
    one.note(PAGE.fetched, "http://a.example/\r\nWARC-Type: response\r\n\r\nü \ud800", {"detail": "\ud800\n"})

    assert archive.read(tmp_path, one.places[PAGE.url])[1] == PAGE.body
    assert [r.rec_type for r in by_others(tmp_path / one.name)] == ["warcinfo", "response", "request", "metadata"]


def test_everything_that_a_study_stored_names_its_archived_exchange(finished: Path) -> None:
    study = settings.load(finished)
    with opened(study, finished.parent) as space:
        tables = {table.name: storing.select(space.store, sa.select(table)) for table in (FEEDS, ENTRIES, PAGES, POSTS)}
        named = {row["source"] for rows in tables.values() for row in rows}
        sources = {place for places in named for place in places.split()} - {"feed"}
        archived = {source: archive.read(space.archive, source) for source in sources}

    assert all(rows for rows in tables.values())
    assert all(body for _, body in archived.values())


def test_robots_txt_and_errors_are_archived_as_well(finished: Path) -> None:
    found = set()
    for path in finished.parent.glob("small-archive/*.warc.gz"):
        found |= {record.rec_headers["WARC-Target-URI"] for record in by_others(path)}

    assert {"http://slow-kettle.example/robots.txt", "http://slow-kettle.example/feed/"} <= found
    assert faults(finished.parent / "small-archive") == ""
