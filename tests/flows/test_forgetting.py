"""`rootfeed forget`: what is forgotten stands in no byte, does not come back, and nothing else goes with it."""

import fcntl
import gzip
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import growing
import pandas as pd
import pytest
import sqlalchemy as sa
from growing import Growing

from extract.sameness.barring import Barred, named
from flows import settings
from flows import study as studying
from flows.archiving import archive, cdx, warc
from flows.database import store as storing
from flows.database.schema import ENTRIES, FORGOTTEN, METADATA, PAGES, POSTS, SIGHTINGS
from flows.people import erasing, rewriting
from flows.settings import Study

Run = Callable[..., tuple[int, str, str]]
SITE = "slow-kettle.example"
DERIVED = ("codings", "matches", "posts", "queries")  # tables that tell when a stage ran


@pytest.fixture(scope="module")
def blogs() -> Iterator[Growing]:
    with growing.serving() as running:
        yield running


@pytest.fixture(scope="module")
def grown(blogs: Growing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study that was run twice while its blogs went on, with a report and an export."""
    folder = tmp_path_factory.mktemp("grown")
    keys = {"name": "grown", "query": "service OR warranty OR support", "feeds": growing.FEEDS, "proxy": blogs.base}
    study = Study.model_validate({**keys, "gap": 0.0, "draws": 100, "contact": "t@t.example"})
    (folder / "grown.toml").write_text(settings.write(study), encoding="utf-8")
    for blogs.phase in (0, 2, 2):  # the last asks for what has not changed
        studying.run(study, folder, folder / "grown-report", studying.in_turn)
        archive.OPEN.clear()  # as if the next were another program
    return folder / "grown.toml"


@pytest.fixture
def study(grown: Path, tmp_path: Path) -> Path:
    shutil.copytree(grown.parent, tmp_path / "study")
    return tmp_path / "study" / "grown.toml"


@pytest.fixture
def post(study: Path) -> dict[str, str]:
    """A post of slow-kettle, with an edition, that the report holds."""
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as store:
        row = store.execute(
            "SELECT p.entry, p.url, p.title, p.text FROM posts p JOIN codings c ON c.entry = p.entry "
            f"JOIN matches m ON m.entry = p.entry AND m.query != '' AND m.hits != '[]' "
            f"WHERE p.url LIKE '%{SITE}/%' ORDER BY p.url"
        ).fetchone()
    return dict(zip(("entry", "url", "title", "text"), row, strict=True))


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every table without the moments at which posts were made, matched and coded."""
    with closing(storing.open_store(storing.sqlite_url(path))) as one:
        found = {table.name: storing.select(one, sa.select(table)) for table in METADATA.sorted_tables}
    apart = {name: {"made"} if name in DERIVED else set() for name in found}
    return {
        name: sorted(({k: v for k, v in row.items() if k not in apart[name]} for row in told), key=str)
        for name, told in found.items()
    }


def everything(folder: Path) -> dict[Path, bytes]:
    """Every byte below a folder but for study files; what is packed is unpacked."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.suffix == ".toml":
            continue
        content = path.read_bytes()
        if path.name.endswith(".warc.gz"):
            told = [one for one in warc.records(path) if isinstance(one, warc.Record)]
            content += b"".join(str(one.fields).encode() + one.block for one in told)
        if path.suffix == ".parquet":
            content = pd.read_parquet(path).to_json().replace("\\/", "/").encode()
        found[path] = content
    return found


def holding(folder: Path, *wanted: str) -> list[str]:
    """Files that hold one of some texts."""
    pattern = re.compile("|".join(re.escape(one) for one in wanted).encode())
    return [path.name for path, content in everything(folder).items() if pattern.search(content)]


def traces(post: dict[str, str]) -> list[str]:
    """What tells of a post: where it is, and its longest sentence."""
    line = max(post["text"].replace("\n", ". ").split(". "), key=len)
    return [post["url"].partition("://")[2].rstrip("/"), line[:60]]


def test_an_address_goes_from_store_archive_and_report_to_the_last_byte(
    rootfeed: Run, study: Path, post: dict[str, str]
) -> None:
    wanted = traces(post)
    assert len(holding(study.parent, wanted[0])) > 4

    status, out, err = rootfeed("forget", study, post["url"], "--reports")

    assert status == 0, err
    assert out.startswith("1 posts, ")
    address, sentence = wanted
    naming = re.findall(r"still named by what the archive has of (\S+)", out)
    assert holding(study.parent, sentence) == []
    assert all(name.endswith(".warc.gz") for name in holding(study.parent, address))
    assert bool(naming) == bool(holding(study.parent, address))  # pages of other posts that link to it are named
    assert (study.parent / "grown-report" / "report.html").exists()


def test_everything_else_stays_where_it_is(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    before = rows(study.with_suffix(".sqlite"))

    rootfeed("forget", study, post["url"])

    after = rows(study.with_suffix(".sqlite"))
    for name, told in before.items():
        assert all(row in told for row in after[name] if name != "forgotten"), name
    gone = [row for row in before["entries"] if row not in after["entries"]]
    assert [row["id"] for row in gone] == [post["entry"]]
    for row in after["pages"]:
        if row["outcome"] == "page":
            assert archive.read(study.parent / "grown-archive", str(row["source"]))[1]


def test_a_replay_of_what_is_left_gives_the_same_posts_and_keeps_it_out(
    rootfeed: Run, study: Path, post: dict[str, str]
) -> None:
    rootfeed("forget", study, post["url"])
    before = rows(study.with_suffix(".sqlite"))
    out = study.parent / "again.sqlite"

    status, _, err = rootfeed("replay", study, "--out", out)

    assert (status, "lost" in err) == (0, False)
    again = rows(out)
    for name in ("entries", "sightings", "editions", "pages", "posts", "forgotten"):
        assert again[name] == before[name], name
    assert again["forgotten"]


def test_it_does_not_come_back_while_its_blog_still_shows_it(
    rootfeed: Run, blogs: Growing, study: Path, post: dict[str, str]
) -> None:
    path = study.with_suffix(".sqlite")
    rootfeed("forget", study, post["url"])
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("UPDATE schedules SET earliest = '2020-01-01T00:00:00Z', due = '2020-01-01T00:00:00Z'")
        store.execute("UPDATE feeds SET etag = '', modified = ''")  # so that whole feeds come again
    del blogs.asked[:]

    rootfeed("collect", study)
    archive.OPEN.clear()

    assert any(SITE in url for url in blogs.asked)
    assert post["url"] not in blogs.asked
    assert not [
        name for name in holding(study.parent, traces(post)[1]) if name != "report.html" and "parquet" not in name
    ]
    assert post["entry"] not in [row["id"] for row in rows(path)["entries"]]
    assert rootfeed("replay", study, "--out", study.parent / "again.sqlite")[0] == 0
    assert rows(study.parent / "again.sqlite")["entries"] == rows(path)["entries"]


def test_a_whole_site_goes_with_its_feeds_and_its_pages(rootfeed: Run, blogs: Growing, study: Path) -> None:
    status, out, err = rootfeed("forget", study, f"www.{SITE}", "--reports")

    assert status == 0, err
    path = study.with_suffix(".sqlite")
    left = rows(path)
    for table in (ENTRIES, SIGHTINGS, PAGES, POSTS):
        assert left[table.name], table.name
        assert not [row for row in left[table.name] if f"//{SITE}" in str(row.get("url")) + str(row.get("feed"))]
    for name, content in everything(study.parent / "grown-archive").items():
        assert f"warc-target-uri': 'http://{SITE}".encode() not in content, name
    assert f"still named in {study}: take it out there" in out
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("UPDATE schedules SET earliest = '2020-01-01T00:00:00Z', due = '2020-01-01T00:00:00Z'")
    del blogs.asked[:]
    rootfeed("collect", study)
    assert blogs.asked
    assert not [url for url in blogs.asked if f"//{SITE}" in url]
    assert rows(path)["feeds"] == [row for row in rows(path)["feeds"] if SITE not in str(row["url"])]


def test_a_second_time_there_is_nothing_left_to_do(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    rootfeed("forget", study, post["url"])
    before = {path: path.read_bytes() for path in (study.parent / "grown-archive").iterdir()}
    days = rows(study.with_suffix(".sqlite"))["forgotten"]

    status, out, _ = rootfeed("forget", study, f"{post['url']}?utm_source=mail")

    assert (status, out.splitlines()[0]) == (0, "0 posts, 0 rows gone")
    assert {path: path.read_bytes() for path in (study.parent / "grown-archive").iterdir()} == before
    assert rows(study.with_suffix(".sqlite"))["forgotten"] == days


def test_a_dry_run_counts_the_same_and_changes_nothing(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    before = {
        path: path.read_bytes() for path in study.parent.rglob("*") if path.is_file() and "sqlite" not in path.name
    }
    stored = rows(study.with_suffix(".sqlite"))

    _, dry, _ = rootfeed("forget", study, post["url"], "--dry-run")

    assert {path: content for path in before if (content := path.read_bytes()) != before[path]} == {}
    assert rows(study.with_suffix(".sqlite")) == stored
    _, wet, _ = rootfeed("forget", study, post["url"])
    assert dry.replace("would go", "gone") == wet


KILLED = """
import os, sys
from flows import cdx, cli, commands, erasing, rewriting
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


def test_the_list_of_what_is_forgotten_names_nothing(rootfeed: Run, study: Path, post: dict[str, str]) -> None:
    rootfeed("forget", study, post["url"])

    with closing(storing.open_store(storing.sqlite_url(study.with_suffix(".sqlite")))) as store:
        told = storing.select(store, sa.select(FORGOTTEN))
    one = named(post["url"])
    assert one is not None
    assert one.digest in [row["digest"] for row in told]
    assert all(
        re.fullmatch(r"[0-9a-f]{64}", row["digest"]) and re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", row["made"])
        for row in told
    )


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


@pytest.mark.parametrize("text", ["", "post", "ftp://blog.example/x", "two words.example"])
def test_what_is_no_address_is_refused(rootfeed: Run, study: Path, text: str) -> None:
    status, _, err = rootfeed("forget", study, text)

    assert (status, "is no address and no site" in err) == (2, True)


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
