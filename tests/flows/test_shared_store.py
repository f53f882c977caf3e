"""Three studies with queries and a codebook of their own, one store and one archive: each is as if it were alone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import owning
import pytest
import sqlalchemy as sa

from flows import settings
from flows import study as studying
from flows.archiving import archive, replaying, warc
from flows.archiving.warc import Record
from flows.collecting import serving
from flows.database import store as storing
from flows.database.schema import QUERIES
from flows.reporting import results
from flows.reporting.frames import frames
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
STUDIES: dict[str, dict[str, str]] = {
    "a": {"query": '"customer service"'},
    "b": {"query": "called OR refund"},
    "c": {"query": "promised OR engineer", "codebook": "own.toml"},
}


def put(small: Study, name: str, folder: Path, **keys: object) -> Study:
    """One of the studies, collected and coded in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(owning.OWN, encoding="utf-8")
    study = settings.check(small.model_dump() | {"name": name} | STUDIES[name] | keys, "test")
    (folder / f"{name}.toml").write_text(settings.write(study), encoding="utf-8")
    studying.collected(study, folder, serving.abreast)
    studying.extracted(study, folder, studying.in_turn)
    studying.coded(study, folder, studying.in_turn)
    return study


def shared(folder: Path) -> dict[str, str]:
    return {"store": storing.sqlite_url(folder / "all.sqlite"), "archive": "all-archive"}


@pytest.fixture(scope="module")
def together(small: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    for name in STUDIES:
        put(small, name, folder, **shared(folder))
    return folder


@pytest.fixture
def studies(together: Path, tmp_path: Path) -> Path:
    """The three in a folder of the test's own."""
    folder = tmp_path / "studies"
    shutil.copytree(together, folder)
    for name in STUDIES:
        owning.set_keys(folder / f"{name}.toml", **shared(folder))
    return folder


def run_of(folder: Path, name: str) -> str:
    """The digits of a study's run, which are other ones for other tables."""
    with opened(settings.load(folder / f"{name}.toml"), folder) as space:
        return results.run_of(space, frames(space))


def addresses(folder: Path, name: str) -> list[str]:
    with opened(settings.load(folder / f"{name}.toml"), folder) as space:
        return list(frames(space).posts["url"])


def test_each_finds_and_codes_what_it_would_alone(together: Path, small: Study, tmp_path: Path) -> None:
    for name in STUDIES:
        put(small, name, tmp_path / name)

    alone = {name: run_of(tmp_path / name, name) for name in STUDIES}
    assert {name: run_of(together, name) for name in STUDIES} == alone
    assert len(set(alone.values())) == 3

    pages = {}
    for folder in (together, tmp_path / "c"):
        with opened(settings.load(folder / "c.toml"), folder) as space:
            results.write(space, tmp_path / "out")
        pages[folder] = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        shutil.rmtree(tmp_path / "out")
    assert pages[together] == pages[tmp_path / "c"]


def test_what_is_forgotten_in_one_is_forgotten_in_all(rootfeed: Run, studies: Path) -> None:
    gone = next(url for url in addresses(studies, "a") if url in addresses(studies, "b"))

    status, out, _ = rootfeed("forget", studies / "a.toml", gone, "--json")

    told = json.loads(out)
    assert (status, told["posts"], told["elsewhere"]) == (0, 1, [])
    assert gone not in {*addresses(studies, "a"), *addresses(studies, "b")}
    held = [one for path in (studies / "all-archive").glob("*.warc.gz") for one in warc.records(path)]
    assert held
    assert not [one for one in held if not isinstance(one, Record) or one.fields.get("warc-target-uri") == gone]
    assert rootfeed("forget", studies / "b.toml", gone, "--json")[1].count('"posts": 0')


def test_a_pack_of_one_makes_its_report_elsewhere(rootfeed: Run, studies: Path, tmp_path: Path) -> None:
    assert rootfeed("pack", studies / "b.toml")[0] == 0

    status, _, err = rootfeed("unpack", studies / "b-pack.zip", "--out", tmp_path / "elsewhere")

    assert (status, "of the report are as packed" in err) == (0, True), err
    assert settings.load(tmp_path / "elsewhere" / "b.toml").store == ""


def test_a_replay_makes_the_store_of_all_beside_theirs(rootfeed: Run, studies: Path, tmp_path: Path) -> None:
    was = {name: run_of(studies, name) for name in STUDIES}
    status, _, err = rootfeed("replay", studies / "b.toml")
    assert (status, "name a file for the new one with --out" in err) == (2, True)

    assert rootfeed("replay", studies / "b.toml", "--out", tmp_path / "new.sqlite")[0] == 0
    for name in STUDIES:
        owning.set_keys(studies / f"{name}.toml", store=storing.sqlite_url(tmp_path / "new.sqlite"))
        study = settings.load(studies / f"{name}.toml")
        studying.coded(study, studies, studying.in_turn)

    assert {name: run_of(studies, name) for name in STUDIES} == was


def test_studies_with_one_store_and_two_archives_are_told_so_when_packed(
    rootfeed: Run, studies: Path, tmp_path: Path
) -> None:
    owning.set_keys(studies / "b.toml", archive="")

    status, _, err = rootfeed("pack", studies / "b.toml")

    assert (status, (studies / "b-pack.zip").exists()) == (2, False)
    assert "b-archive: lacks 8 of 8 answers that the report rests on" in err
    assert "give all of these one `archive`" in err


def test_a_replay_and_a_day_in_the_past_say_what_only_other_archives_hold(
    rootfeed: Run, small: Study, tmp_path: Path
) -> None:
    store = {"store": storing.sqlite_url(tmp_path / "all.sqlite")}
    put(small, "a", tmp_path, feeds=small.feeds[:1], **store)
    archive.settle(tmp_path / "a-archive")
    alone = rootfeed("replay", tmp_path / "a.toml", "--out", tmp_path / "alone.sqlite")
    put(small, "b", tmp_path, feeds=small.feeds[1:], **store)
    ways = [("replay", "--out", tmp_path / "new.sqlite"), ("run", "--as-of", "2999-01-01")]
    ended = [rootfeed(name, tmp_path / "a.toml", *rest) for name, *rest in ways]

    assert (alone[0], "lacks" in alone[2]) == (0, False)
    assert [status for status, _, _ in ended] == [replaying.SOME_LOST, 0], ended
    for _, _, err in ended:
        assert f"{tmp_path / 'a-archive'}: lacks 5 of 14 answers that the store of today rests on" in err
        assert "give all of these one `archive`" in err


def test_the_queries_of_all_are_tried_on_what_one_brings(together: Path) -> None:
    with opened(settings.load(together / "a.toml"), together) as space:
        known = storing.select(space.store, sa.select(QUERIES.c.study, QUERIES.c.query))

    assert {row["study"]: row["query"] for row in known} == {name: keys["query"] for name, keys in STUDIES.items()}
