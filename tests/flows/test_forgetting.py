"""`rootfeed forget`: what is forgotten stands in no byte, does not come back, and nothing else goes with it."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from forgotten import SITE, everything, holding, post, study, traces
from growing import Growing
from stocking import rows

from extract.sameness.barring import named
from flows.archiving import archive
from flows.database import store as storing
from flows.database.schema import ENTRIES, FORGOTTEN, PAGES, POSTS, SIGHTINGS

__all__ = ["post", "study"]  # pytest finds the fixtures here
Run = Callable[..., tuple[int, str, str]]


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
    rootfeed: Run, growth: Growing, study: Path, post: dict[str, str]
) -> None:
    path = study.with_suffix(".sqlite")
    rootfeed("forget", study, post["url"])
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("UPDATE schedules SET earliest = '2020-01-01T00:00:00Z', due = '2020-01-01T00:00:00Z'")
        store.execute("UPDATE feeds SET etag = '', modified = ''")  # so that whole feeds come again
    del growth.asked[:]

    rootfeed("collect", study)
    archive.OPEN.clear()

    assert any(SITE in url for url in growth.asked)
    assert post["url"] not in growth.asked
    assert not [
        name for name in holding(study.parent, traces(post)[1]) if name != "report.html" and "parquet" not in name
    ]
    assert post["entry"] not in [row["id"] for row in rows(path)["entries"]]
    assert rootfeed("replay", study, "--out", study.parent / "again.sqlite")[0] == 0
    assert rows(study.parent / "again.sqlite")["entries"] == rows(path)["entries"]


def test_a_whole_site_goes_with_its_feeds_and_its_pages(rootfeed: Run, growth: Growing, study: Path) -> None:
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
    del growth.asked[:]
    rootfeed("collect", study)
    assert growth.asked
    assert not [url for url in growth.asked if f"//{SITE}" in url]
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


@pytest.mark.parametrize("text", ["", "post", "ftp://blog.example/x", "two words.example"])
def test_what_is_no_address_is_refused(rootfeed: Run, study: Path, text: str) -> None:
    status, _, err = rootfeed("forget", study, text)

    assert (status, "is no address and no site" in err) == (2, True)
