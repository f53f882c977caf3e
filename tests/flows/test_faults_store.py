"""A store that is damaged: whatever a command makes of it is named, and `replay` makes it again, to the same bytes."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import living
import pytest
from living import Lives, Run

from flows.archiving import archive
from flows.settings import Study

REPLAY = "rootfeed replay STUDY.toml"


@pytest.fixture(scope="module")
def lives(small: Study, tmp_path_factory: pytest.TempPathFactory) -> Lives:
    return living.lived(small, tmp_path_factory.mktemp("lives"))


@pytest.fixture
def study(lives: Lives, tmp_path: Path) -> Path:
    """The file of a study that is over, and of which nothing but the store is read again."""
    folder = Path(shutil.copytree(lives.done, tmp_path / "study"))
    shutil.rmtree(folder / "small-report")
    with closing(sqlite3.connect(folder / "small.sqlite")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "small.toml"


def flipped(seed: int) -> Callable[[bytes], bytes]:
    """Bits of a file turned round at some places."""

    def flip(raw: bytes) -> bytes:
        dice, spoilt = random.Random(seed), bytearray(raw)
        for _ in range(3 * seed + 1):
            spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        return bytes(spoilt)

    return flip


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "flipped": flipped(1),
    "cut off": lambda raw: raw[: len(raw) // 2 + 77],
    "its end is zeros": lambda raw: raw[: len(raw) // 2] + bytes(len(raw) - len(raw) // 2),
    "empty": lambda raw: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_named_and_replayed_to_the_same_bytes(
    damage: str, study: Path, lives: Lives, rootfeed: Run
) -> None:
    store = study.with_suffix(".sqlite")
    store.write_bytes(DAMAGES[damage](store.read_bytes()))
    status, _, told = rootfeed("report", study)
    # The next report tells what changed since this one.
    shutil.rmtree(study.parent / "small-report", ignore_errors=True)
    again, _, lost = rootfeed("replay", study)

    assert status == 0 or REPLAY in told, told  # 0 where no byte that a report is made of was hit
    assert status or damage == "flipped"
    assert again in (0, 3), lost
    assert rootfeed("report", study)[0] == 0
    assert living.report(study.parent) == living.report(lives.done)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("codings", "coding", '{"genre": '),
        ("codings", "coding", "[1]"),
        ("matches", "hits", "[1]"),
        ("matches", "hits", '[{"field": "text", "start": 3, "end": 6, "words": "customer service"}]'),
        ("matches", "hits", '[{"field": "tex4", "start": 3, "end": 6, "words": "customer service"}]'),
        ("posts", "text", b"caf\xe9"),
        ("entries", "published", "2026-13-41"),
        ("pages", "made", "x"),
    ],
)
def test_a_row_that_is_not_what_was_stored_is_named_with_what_mends_it(
    table: str, column: str, value: object, study: Path, rootfeed: Run
) -> None:
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as store:
        store.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT)", [value])
        store.execute("DELETE FROM posts WHERE ? IN ('pages', 'entries')", [table])  # so that these are read again
        store.commit()
    status, _, told = rootfeed("extract" if table in ("pages", "entries") else "report", study)

    assert status in (1, 2)
    assert REPLAY in told
    assert len(told) < 600


def test_a_log_that_was_deleted_after_a_kill_loses_nothing(lives: Lives, tmp_path: Path, rootfeed: Run) -> None:
    alive = Path(shutil.copytree(lives.before["extract"], tmp_path / "alive")) / "small.toml"
    with closing(sqlite3.connect(alive.with_suffix(".sqlite"))) as other:
        other.execute("SELECT count(*) FROM entries").fetchone()  # while somebody has it open, the log stays
        assert [rootfeed(stage, alive)[0] for stage in ("extract", "code")] == [0, 0]
        left = Path(shutil.copytree(alive.parent, tmp_path / "left")) / "small.toml"
    left.with_name("small.sqlite-wal").unlink()
    left.with_name("small.sqlite-shm").unlink(missing_ok=True)

    assert [rootfeed(stage, left)[0] for stage in ("extract", "code", "report")] == [0, 0, 0]
    assert living.report(left.parent) == living.report(lives.done)


def test_an_answer_that_is_spoilt_is_named_and_with_its_file_brought_back_all_is_as_it_was(
    lives: Lives, tmp_path: Path, rootfeed: Run
) -> None:
    study = Path(shutil.copytree(lives.before["extract"], tmp_path / "study")) / "small.toml"
    (file,) = (study.parent / "small-archive").glob("*.warc.gz")
    sound = file.read_bytes()
    for spoilt in (flipped(40)(sound), sound[: len(sound) // 3], None):
        file.unlink() if spoilt is None else file.write_bytes(spoilt)
        status, _, told = rootfeed("extract", study)
        archive.OPEN.clear()

        assert (status, str(file) in told, "cannot be read" in told) == (2, True, True)
    file.write_bytes(sound)

    assert [rootfeed(stage, study)[0] for stage in ("extract", "code", "report")] == [0, 0, 0]
    assert living.report(study.parent) == living.report(lives.done)
