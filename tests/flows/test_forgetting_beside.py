"""`rootfeed forget` beside others: programs that hold what it needs or end it, copies elsewhere, studies that share a store."""

import fcntl
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from forgotten import SITE, holding, post, study, traces
from stocking import rows

from flows.archiving import cdx

__all__ = ["post", "study"]  # pytest finds the fixtures here
Run = Callable[..., tuple[int, str, str]]
KILLED = """
import os, sys
from flows import cli, commands
from flows.archiving import cdx
from flows.people import erasing, rewriting
for module, name in ((erasing, "keep_out"), (rewriting, "_write"), (cdx, "update"), (erasing, "erase"), (erasing, "_scrub")):
    if not (child := os.fork()):
        setattr(module, name, lambda *_: os._exit(9))
        cli.main(["forget", *sys.argv[1:]])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_killed_at_any_step_the_same_command_does_the_rest(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    """Killed where it keeps out, writes a file, makes the index, deletes and cleans the file, one after the other."""
    call = [sys.executable, "-c", KILLED, str(study), post["url"], "--reports"]
    done = subprocess.run(call, check=False, capture_output=True, text=True)
    assert re.findall(r"^\d+$", done.stdout, re.M) == ["9"] * 5, done.stderr

    rootfeed("forget", study, post["url"], "--reports")

    assert holding(study.parent, traces(post)[1]) == []
    assert rootfeed("replay", study, "--out", study.parent / "again.sqlite")[0] == 0
    assert rows(study.parent / "again.sqlite")["entries"] == rows(study.with_suffix(".sqlite"))["entries"]


def test_a_store_that_another_program_holds_is_named(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    with closing(sqlite3.connect(study.with_suffix(".sqlite"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, _, err = rootfeed("forget", study, post["url"])

    assert status == 2
    assert f"{study.with_suffix('.sqlite')}: another program holds this store" in err


def test_an_archive_that_another_program_writes_is_named(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    path = next((study.parent / "grown-archive").glob(cdx.PATTERN))
    with path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        status, _, err = rootfeed("forget", study, post["url"])

    assert status == 2
    assert f"{path}: another program is writing it" in err


def test_studies_beside_it_that_share_the_store_forget_too_and_others_are_named(
    rootfeed: Run, study: Path, post: dict[str, str]
) -> None:
    shared = f'store = "sqlite:///{study.with_suffix(".sqlite")}"\n'
    text = study.read_text(encoding="utf-8") + shared
    for name in ("grown", "second"):
        told = text.replace('name = "grown"', f'name = "{name}"')
        study.with_name(f"{name}.toml").write_text(told, encoding="utf-8")
    shutil.copytree(study.parent / "grown-archive", study.parent / "second-archive")
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as store, store:
        store.execute("INSERT INTO queries SELECT 'far', 'far-away', made, version FROM queries LIMIT 1")

    _, out, _ = rootfeed("forget", study, post["url"])

    assert "study far-away shares the store and is not in this folder" in out
    assert holding(study.parent / "second-archive", traces(post)[1]) == []


def test_copies_on_other_sites_are_named_and_stay_unless_they_are_asked_for(rootfeed: Run, study: Path) -> None:
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as store, store:
        entry, url = store.execute(
            f"SELECT entry, url FROM posts WHERE url LIKE '%{SITE}/%' AND length(text) > 400"
        ).fetchone()
        for table, key in (("entries", "id"), ("posts", "entry")):
            names = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
            told = {name: name for name in names} | {key: "'copied'", "url": "'http://other.example/copied'"}
            store.execute(
                f"INSERT INTO {table} SELECT {', '.join(told.values())} FROM {table} WHERE {key} = ?", (entry,)
            )
        store.execute("UPDATE entries SET guid = 'copied' WHERE id = 'copied'")

    _, out, _ = rootfeed("forget", study, url, "--dry-run")
    assert "copy: http://other.example/copied: stays; --copies takes it out" in out

    rootfeed("forget", study, url, "--copies")
    assert not [row for row in rows(study.with_suffix(".sqlite"))["posts"] if row["entry"] in (entry, "copied")]
