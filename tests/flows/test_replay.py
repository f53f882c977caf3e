"""`rootfeed replay`: the archive alone makes the store that collecting made, to the byte of what is exported."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import growing
import pytest
from stocking import rows

from flows import study as studying
from flows.archiving import archive, cdx, replaying, warc
from flows.archiving.warc import Record
from flows.collecting import serving
from flows.database.schema import SAMPLES

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study that was run three times while its blogs went on."""
    folder = tmp_path_factory.mktemp("grown")
    with growing.serving() as blogs:
        study = growing.founded(blogs, folder, '"customer service"')
        for blogs.phase in range(3):
            studying.collected(study, folder, serving.abreast)  # so that feeds with the same posts race
            studying.extracted(study, folder, studying.in_turn)
            studying.coded(study, folder, studying.in_turn)
            archive.OPEN.clear()  # as if the next were another program
    return folder / "grown.toml"


@pytest.fixture
def study(grown: Path, tmp_path: Path) -> Path:
    shutil.copytree(grown.parent, tmp_path / "study")
    return tmp_path / "study" / "grown.toml"


def exported(rootfeed: Run, study: Path, name: str) -> dict[str, bytes]:
    out = study.parent / name
    for kind in ("csv", "parquet"):
        assert rootfeed("export", study, "--format", kind, "--out", out)[0] == 0
    assert rootfeed("report", study, "--out", out / "report")[0] == 0
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_the_same_is_exported_and_reported_from_a_replayed_store(study: Path, rootfeed: Run) -> None:
    before, was = rows(study.with_suffix(".sqlite")), exported(rootfeed, study, "was")
    status, told, _ = rootfeed("replay", study)

    assert (status, told.split(":")[0]) == (0, str(study.with_suffix(".sqlite")))
    assert exported(rootfeed, study, "is") == was
    assert rows(study.with_suffix(".sqlite")) == before
    assert rows(study.with_name("grown.sqlite.bak")) == before


def test_a_study_that_grew_has_editions_sightings_and_unchanged_answers(study: Path) -> None:
    found = rows(study.with_suffix(".sqlite"))
    kinds = [record.kind for path in study.parent.glob("*/*.warc.gz") for record in warc.records(path)]  # type: ignore[union-attr]

    assert found["editions"]
    assert len(found["sightings"]) > len(found["entries"])
    assert {"response", "request", "revisit", "metadata"} <= set(kinds)


def test_another_file_leaves_the_store_as_it_is(study: Path, rootfeed: Run) -> None:
    before = study.with_suffix(".sqlite").read_bytes()
    other = study.with_name("other.sqlite")

    assert rootfeed("replay", study, "--out", other)[0] == 0
    assert rows(other) == rows(study.with_suffix(".sqlite"))
    assert study.with_suffix(".sqlite").read_bytes() == before
    assert not list(study.parent.glob("*.bak"))
    assert rootfeed("replay", study, "--out", other)[0] == 2  # it is nobody's to write over


def test_what_people_brought_is_carried_over(study: Path, rootfeed: Run) -> None:
    assert rootfeed("hand", "sample", study, "--size", 5, "--coder-name", "anna")[0] == 0
    before = rows(study.with_suffix(".sqlite"))["samples"]

    assert rootfeed("replay", study)[0] == 0
    assert rows(study.with_suffix(".sqlite"))[SAMPLES.name] == before != []


def test_a_store_that_was_kept_is_not_written_over(study: Path, rootfeed: Run) -> None:
    assert rootfeed("replay", study)[0] == 0
    kept = study.with_name("grown.sqlite.bak").read_bytes()
    status, _, told = rootfeed("replay", study)

    assert (status, "move it away" in told) == (2, True)
    assert study.with_name("grown.sqlite.bak").read_bytes() == kept


def test_spoilt_bytes_are_named_and_the_rest_is_replayed(study: Path, rootfeed: Run) -> None:
    asked = [
        (record.fields["warc-target-uri"], path, record.offset)
        for path in study.parent.glob("*-archive/*.warc.gz")
        for record in warc.records(path)
        if isinstance(record, Record) and record.kind == "response" and b"<article" in record.block
    ]
    times = Counter(url for url, _, _ in asked)
    path, offset = next((path, offset) for url, path, offset in asked if times[url] == 1)
    raw = bytearray(path.read_bytes())
    raw[offset + 30] ^= 0xFF
    path.write_bytes(raw)
    before = rows(study.with_suffix(".sqlite"))
    status, _, told = rootfeed("replay", study)

    assert status == replaying.SOME_LOST
    assert f"{path}: passed over at {offset}" in told
    assert f"{path}: 1 answers lost" in told
    after = rows(study.with_suffix(".sqlite"))
    assert len(after["pages"]) == len(before["pages"]) - 1
    assert after["entries"] == before["entries"]


def test_a_file_that_is_gone_is_named_and_the_rest_is_replayed(study: Path, rootfeed: Run) -> None:
    before = rows(study.with_suffix(".sqlite"))
    first, *_ = sorted((study.parent / "grown-archive").glob("*.warc.gz"))
    first.unlink()
    status, _, told = rootfeed("replay", study)

    assert status == replaying.SOME_LOST
    assert str(first) in told
    after = rows(study.with_suffix(".sqlite"))
    assert {row["url"] for row in after["entries"]} == {row["url"] for row in before["entries"]}
    assert 0 < len(after["pages"]) < len(before["pages"])


def test_an_archive_without_notes_replaces_no_store(study: Path, rootfeed: Run) -> None:
    before = rows(study.with_suffix(".sqlite"))
    for path in (study.parent / "grown-archive").glob("*.warc.gz"):
        path.unlink()
    status, _, told = rootfeed("replay", study)

    assert (status, "nothing to replay" in told) == (2, True)
    assert not study.with_name("grown.sqlite.part").exists()
    assert rows(study.with_suffix(".sqlite")) == before


def test_the_index_is_not_needed(study: Path, rootfeed: Run) -> None:
    (study.parent / "grown-archive" / cdx.NAME).unlink()

    assert rootfeed("replay", study, "--out", study.with_name("other.sqlite"))[0] == 0
    assert rows(study.with_name("other.sqlite")) == rows(study.with_suffix(".sqlite"))
