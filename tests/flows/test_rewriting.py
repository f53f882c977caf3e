"""How the archive and the store let go of one post: records in place of records, and addresses that two posts share."""

import gzip
from contextlib import closing
from pathlib import Path

from extract.sameness.barring import Barred, named
from flows.archiving import warc
from flows.database import store as storing
from flows.database.schema import ENTRIES
from flows.people import erasing, rewriting


def test_a_record_that_takes_anothers_place_is_read_as_one_and_has_its_length() -> None:
    fields, block = {"WARC-Type": "metadata", "WARC-Record-ID": warc.identity()}, b"gone"
    shortest = warc.fitted(warc.plain(fields, block), 10_000)
    assert shortest is not None
    assert warc.fitted(warc.plain(fields, block), 50) is None
    for length in (400, 401, 70_000):
        made = warc.fitted(warc.plain(fields, block), length)
        assert made is not None
        assert len(made) == length
        assert gzip.decompress(made) == warc.plain(fields, block)


def test_what_cannot_be_made_shorter_in_its_place_goes_as_a_whole(tmp_path: Path) -> None:
    """An answer that grows when an item is taken out: as short as can be, in a member that leaves no room."""
    body = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"http://a.example/1"}]}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/feed+json\r\n\r\n"
    fields = {"WARC-Type": "response", "WARC-Record-ID": "<urn:uuid:1>", "WARC-Target-URI": "http://b.example/f"}
    fields["WARC-Date"] = "2026-01-01T00:00:00Z"
    content = warc.plain(fields, head + body)
    length = next(size for size in range(100, 1000) if warc.fitted(content, size))
    made = warc.fitted(content, length)
    assert made is not None
    (tmp_path / "a.warc.gz").write_bytes(made)
    one = named("http://a.example/1")
    assert one is not None

    told = rewriting.rewritten(tmp_path, Barred(frozenset([one.digest])), {one.name: "a.example"}, False)

    assert (told.lost, told.mended, told.removed) == (["http://b.example/f"], 0, 1)
    assert (tmp_path / "a.warc.gz").stat().st_size == length
    assert b"a.example" not in b"".join(
        r.block for r in warc.records(tmp_path / "a.warc.gz") if isinstance(r, warc.Record)
    )


def test_a_shared_address_is_not_kept_out(tmp_path: Path) -> None:
    """`/today` is the link of two posts; forgetting one of them by its guid leaves the other its address."""
    with closing(storing.open_store(storing.sqlite_url(tmp_path / "a.sqlite"))) as store:
        blank = {column.name: "" for column in ENTRIES.columns}
        both = [
            {**blank, "id": n, "guid": f"http://a.example/{n}", "url": "http://a.example/today"} for n in ("one", "two")
        ]
        storing.upsert(store, ENTRIES, both)
        wanted = named("http://a.example/one")
        assert wanted is not None
        found = erasing.found(store, [wanted])

    assert sorted(found.names) == ["a.example/one"]
    assert found.keys[ENTRIES] == [("one",)]
