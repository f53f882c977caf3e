"""The archive in an object store: what is there before a row is, read by its place, replayed, packed, forgotten."""

import argparse
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import buckets
import pytest
import sqlalchemy as sa

from extract.post import Page
from flows import settings
from flows import study as studying
from flows.archiving import archive, cdx, places, writing
from flows.archiving.archive import Archive
from flows.archiving.places import Objects
from flows.database import store as storing
from flows.database.schema import PAGES
from flows.errors import UsageError
from flows.people import forgetting
from flows.reporting import frames, packing
from flows.settings import Study
from flows.workspace import opened

pytestmark = pytest.mark.skipif(not buckets.IS_THERE, reason="needs OpenStack Swift")
AT = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = Page("http://a.example/", "http://a.example/", 200, (("content-type", "text/html"),), b"<p>Long.</p>" * 9000, AT)
ASKED = b"GET / HTTP/1.1\r\n\r\n"


def here(name: str, stage: Any, study: Study, folder: Path, batches: list[list[str]]) -> list[Any]:
    """A spread without workers: those of other tests have begun without the bucket's keys."""
    return [stage(study, folder, ids) for ids in batches]


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty bucket, which this process may use."""
    with buckets.serving(tmp_path_factory.mktemp("swift")) as given, pytest.MonkeyPatch.context() as environment:
        for name, value in given.items():
            environment.setenv(name, value)
        yield "s3://archives"


@pytest.fixture(scope="module")
def collected(bucket: str, small: Study, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study whose archive is in the bucket, with its report."""
    folder = tmp_path_factory.mktemp("collected")
    study = small.model_copy(update={"archive": f"{bucket}/small"})
    (folder / "small.toml").write_text(settings.write(study), encoding="utf-8")
    studying.run(study, folder, folder / "small-report", here)
    return folder / "small.toml"


def test_the_report_has_the_bytes_of_one_from_an_archive_in_a_folder(collected: Path, template: Path) -> None:
    made, wanted = collected.parent / "small-report", template / "small-report"

    assert not [one.name for one in wanted.iterdir() if (made / one.name).read_bytes() != one.read_bytes()]
    assert not (collected.parent / "small-archive").exists()


def test_a_replay_of_the_objects_gives_the_same_export(collected: Path, tmp_path: Path) -> None:
    again, study = tmp_path / "again.sqlite", settings.load(collected)
    command = [sys.executable, "-m", "flows.cli", "replay", str(collected), "--out", str(again)]

    told = subprocess.run(command, capture_output=True, text=True)

    assert told.returncode == 0, told.stderr
    with opened(study, collected.parent) as space:
        one = frames.frames(space).tables
    with opened(study.model_copy(update={"store": storing.sqlite_url(again)}), tmp_path) as space:
        two = frames.frames(space).tables
    assert {name: frame.to_csv() for name, frame in one.items()} == {
        name: frame.to_csv() for name, frame in two.items()
    }


def test_a_record_is_read_by_its_place_also_where_it_is_longer_than_a_part(bucket: str) -> None:
    place = Objects(f"{bucket}/places")
    one = Archive(place, "one")
    long = replace(PAGE, url="http://long.example/", body=random.Random(1).randbytes(5 * places.NEAR))
    for page in (PAGE, long, PAGE):
        one.record(page, ASKED)
    before = cdx.names(place)
    one.flush()
    one.record(replace(PAGE, url="http://b.example/"), ASKED)
    one.settle()

    assert before == []
    assert cdx.names(place) == ["one-00000001.warc.gz", "one-00000002.warc.gz"]
    assert archive.read(place, one.places[long.url])[1] == long.body
    assert archive.read(place, one.places[PAGE.url])[1] == PAGE.body  # a reference to the first
    assert len(list(cdx.lines(place, cdx.names(place)))) == 4
    with pytest.raises(UsageError, match="one-00000009"):
        archive.read(place, "one-00000009.warc.gz@0")


def test_no_row_is_committed_where_its_object_cannot_be_put(bucket: str, small: Study, tmp_path: Path) -> None:
    study = small.model_copy(update={"archive": "s3://no-such-bucket/small"})

    with pytest.raises(OSError, match="no-such-bucket"):
        studying.collected(study, tmp_path, here)

    with closing(storing.open_store(storing.sqlite_url(tmp_path / "small.sqlite"))) as store:
        assert storing.counts(store)["entries"] == 0


def test_many_threads_lose_no_record(bucket: str) -> None:
    place = Objects(f"{bucket}/threads")
    one = writing.Collecting(place, "one", {})
    record = writing._first("x", {})

    def bring(_: int) -> str:
        at = one.append(record)
        one.flush()
        return at

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(bring, range(24)))

    assert len(set(told)) == 24
    for at in told:
        name, _, offset = at.rpartition("@")
        assert not isinstance(places.ways(place).record(place, name, int(offset)), places.Damage)


def test_a_pack_holds_the_archive_for_a_machine_without_the_bucket(collected: Path, tmp_path: Path) -> None:
    packed = tmp_path / "small.zip"

    assert packing.pack(argparse.Namespace(study=collected, out=packed, json=False)) == 0

    with zipfile.ZipFile(packed) as held:
        assert len([name for name in held.namelist() if re.fullmatch("small-archive/.*[.]warc[.]gz", name)]) > 2
        assert "s3:" not in held.read("small.toml").decode()


def test_what_is_forgotten_is_in_no_object(bucket: str, small: Study, tmp_path: Path) -> None:
    study = small.model_copy(update={"archive": f"{bucket}/forgetting"})
    (tmp_path / "small.toml").write_text(settings.write(study), encoding="utf-8")
    studying.collected(study, tmp_path, here)
    studying.extracted(study, tmp_path, here)
    with opened(study, tmp_path) as space:
        (url, *_) = sorted(row["url"] for row in storing.select(space.store, sa.select(PAGES)))
    options = {"what": [url], "dry_run": False, "reports": False, "copies": False, "json": False}

    assert forgetting.forget(argparse.Namespace(study=tmp_path / "small.toml", **options)) == 0

    place = Objects(f"{bucket}/forgetting")
    records = [one for name in cdx.names(place) for one in places.ways(place).records(place, name, 0)]
    assert not [one for one in records if one.kind in cdx.KINDS and one.fields["warc-target-uri"] == url]
    assert b"taken out" in b"".join(one.block for one in records)
