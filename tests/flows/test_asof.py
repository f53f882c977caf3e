"""`rootfeed run --as-of DATE`: what the archive held on a day, to the byte of the report that was made then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import growing
import httpx
import pytest

from extract.net import addresses, transport
from extract.net.fetch import Fetcher
from flows import network, settings, stopping
from flows import study as studying
from flows.archiving import archive as archiving
from flows.collecting import collect
from flows.database import pending
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
FIRST = datetime(2026, 11, 20, 9, tzinfo=UTC)


def collected(study: Study, folder: Path, base: str, moment: datetime) -> None:
    """All that a run collects, at some moment."""
    archiving.OPEN.clear()
    wires = transport.Transport(addresses.NOTHING, proxy=base)
    with opened(study, folder) as space, httpx.Client(transport=wires, trust_env=False) as client:
        archive = archiving.of(space.archive, network.about(study))
        fetcher = Fetcher(client, "rootfeed/0.1", lambda: moment, stopping.sleep, 0.0, archive.record)
        collect.fetch_feeds(space, fetcher, archive, list(study.feeds))
        collect.fetch_pages(space, fetcher, archive, pending.unfetched(space.store))
        archive.settle()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that was collected and reported on two days, between which its blogs went on."""
    folder = tmp_path_factory.mktemp("past")
    with growing.serving() as blogs:
        keys = {"name": "s", "query": '"customer service"', "feeds": growing.FEEDS, "gap": 0.0, "draws": 100}
        study = Study.model_validate({**keys, "contact": "t@t.example"})
        (folder / "s.toml").write_text(settings.write(study), encoding="utf-8")
        for blogs.phase in (0, 2):
            collected(study, folder, blogs.base, FIRST + blogs.phase * timedelta(days=1))
            studying.run(study, folder, folder / f"then-{blogs.phase}", studying.in_turn, offline=True)
    return folder / "s.toml"


def posts(report: Path) -> bytes:
    return (report / "posts.parquet").read_bytes()


def test_gives_the_report_of_that_day_and_leaves_the_store_of_the_study_as_it_is(rootfeed: Run, study: Path) -> None:
    out = study.parent / "again"

    status, _, told = rootfeed("run", study, "--as-of", FIRST.date(), "--out", out)

    assert status == 0, told
    assert posts(study.parent / "then-0") != posts(study.parent / "then-2")
    for file in (study.parent / "then-0").iterdir():
        assert (out / file.name).read_bytes() == file.read_bytes(), file.name
    rootfeed("report", study, "--out", study.parent / "now")
    assert posts(study.parent / "now") == posts(study.parent / "then-2")


def test_says_that_nothing_is_so_old(rootfeed: Run, study: Path) -> None:
    status, _, told = rootfeed("run", study, "--as-of", "2020-01-01")

    assert status == 2
    assert "no notes of answers of 2020-01-01 or before" in told
    assert not (study.parent / "s-2020-01-01.sqlite").exists()


@pytest.mark.parametrize("day", ["yesterday", "2026-33-01"])
def test_says_how_a_day_is_written(rootfeed: Run, study: Path, day: str) -> None:
    status, _, told = rootfeed("run", study, "--as-of", day)

    assert status == 2
    assert f"{day!r} is no day, such as 2026-11-22" in told
