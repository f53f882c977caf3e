"""`rootfeed forget` where the store is PostgreSQL: no table, no archive and, once it is vacuumed, no file holds the post."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import postgresql
import pytest
import sqlalchemy as sa

from flows import settings
from flows import study as studying
from flows.archiving import warc
from flows.archiving.warc import Record
from flows.database import store as storing
from flows.database.schema import ENTRIES, FORGOTTEN, POSTS
from flows.people import lingering
from flows.settings import Study

Run = Callable[..., tuple[int, str, str]]
GONE = "http://slow-kettle.example/"
pytestmark = pytest.mark.skipif(not postgresql.IS_THERE, reason="needs PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Path]]:
    with postgresql.serving() as found:
        yield found


@pytest.fixture(scope="module")
def study(server: tuple[str, Path], small: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose store is on the server, collected and coded."""
    folder = tmp_path_factory.mktemp("on-postgres")
    kept = small.model_copy(update={"store": server[0]})
    (folder / "small.toml").write_text(settings.write(kept), encoding="utf-8")
    studying.collected(kept, folder, studying.in_turn)
    studying.extracted(kept, folder, studying.in_turn)
    studying.coded(kept, folder, studying.in_turn)
    return folder / "small.toml"


def dumped(server: tuple[str, Path]) -> str:
    """All tables of the database as text."""
    return postgresql.run(postgresql.BIN / "pg_dump", "-h", server[1], "-U", "me", "postgres", cwd=server[1])


def on_disk(server: tuple[str, Path], words: bytes) -> list[Path]:
    """Files of the server's tables that hold some words."""
    return [path for path in (server[1] / "data" / "base").rglob("*") if path.is_file() and words in path.read_bytes()]


def stored(url: str, table: sa.Table) -> list[storing.Row]:
    with closing(storing.open_store(url)) as store:
        return storing.select(store, sa.select(table))


def asked_again(study: Path, url: str) -> None:
    """Let every feed be asked at once, and answer in full."""
    with closing(storing.open_store(url)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE schedules SET earliest = '2000-01-01T00:00:00Z'")
        connection.exec_driver_sql("UPDATE feeds SET etag = '', modified = ''")
    studying.collected(settings.load(study), study.parent, studying.in_turn)


def test_nothing_of_a_forgotten_post_is_left_and_it_does_not_come_back(
    rootfeed: Run, study: Path, server: tuple[str, Path]
) -> None:
    url = server[0]
    post = max((row for row in stored(url, POSTS) if row["url"].startswith(GONE)), key=lambda row: len(row["text"]))
    words = [line for line in post["text"].split("\n") if len(line) > 40]
    before = dumped(server)
    assert post["url"] in before and words and all(line in before for line in words)

    status, out, _ = rootfeed("forget", study, post["url"], "--json")

    told, after = json.loads(out), dumped(server)
    assert (status, told["posts"]) == (0, 1)
    assert told["rows"].keys() >= {"entries", "sightings", "posts", "matches", "codings", "pages"}
    assert [line for line in (post["url"], post["title"], *words) if line in after] == []
    held = [one for path in study.parent.glob("*/*.warc.gz") for one in warc.records(path)]
    assert held
    assert not [one for one in held if not isinstance(one, Record) or words[0].encode() in one.block]

    asked_again(study, url)
    assert post["url"] not in {row["url"] for row in stored(url, ENTRIES)}
    assert words[0] not in dumped(server)
    assert len(stored(url, FORGOTTEN)) == 2  # its link and its guid, as digests

    assert rootfeed("forget", study, post["url"], "--json")[1].count('"posts": 0') == 1


def test_the_tables_files_hold_it_until_they_are_written_anew(
    rootfeed: Run, study: Path, server: tuple[str, Path]
) -> None:
    """As docs/people.md says: on PostgreSQL the last step is the user's own."""
    post = max((row for row in stored(server[0], POSTS) if "echo" in row["url"]), key=lambda row: len(row["text"]))
    words = f"<p>{post['title']}".encode()[3:]
    vacuum(server)
    assert on_disk(server, words)

    assert rootfeed("forget", study, post["url"])[0] == 0
    vacuum(server)

    assert post["title"] not in dumped(server)
    assert on_disk(server, words) == []


def test_copies_are_named_and_who_quotes_a_part_is_not(study: Path, server: tuple[str, Path]) -> None:
    """The limit that docs/people.md tells."""
    with closing(storing.open_store(server[0])) as store:
        kept = storing.select(store, sa.select(POSTS).where(POSTS.c.outcome == "post").order_by(POSTS.c.url))
        whole, other = sorted(kept, key=lambda row: len(row["text"]))[-2:]
        part = max(whole["text"].split("\n"), key=len)
        copy = {
            **whole,
            "entry": "copy",
            "url": "http://planet.example/7",
            "text": f"From the planet.\n{whole['text']}",
        }
        quote = {**other, "entry": "quote", "url": "http://else.example/", "text": f"{other['text']}\n{part}"}
        storing.upsert(store, POSTS, [copy, quote])

        found = lingering.copies(store, [whole])

        with store.engine.begin() as connection:
            connection.execute(POSTS.delete().where(POSTS.c.entry.in_(["copy", "quote"])))
    assert found == ["http://planet.example/7"]


def vacuum(server: tuple[str, Path]) -> None:
    for order in ("VACUUM FULL", "CHECKPOINT"):
        command = (postgresql.BIN / "psql", "-h", server[1], "-U", "me", "-d", "postgres", "-c", order)
        postgresql.run(*command, cwd=server[1])
