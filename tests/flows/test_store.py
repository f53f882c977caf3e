"""The store: idempotent, pending work as queries, newer stores refused."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.coding import Coding, Evidence
from extract.post import Entry, Failure, Hit, Post
from flows.database import pending, rows, sightings
from flows.database import store as storing
from flows.database.schema import CODINGS, ENTRIES, MATCHES, METADATA, MIGRATED, MIGRATIONS, PAGES, POSTS
from flows.database.sightings import Brought
from flows.errors import UsageError
from flows.settings import Study

STUDY = Study(name="s", query="q")


def entry(number: int) -> Entry:
    """An entry of a feed."""
    url = f"http://blog.example/{number}"
    return Entry("http://blog.example/feed", f"g{number}", url, f"Post {number}", "", None, "", "<p>s</p>", "")


def post(number: int) -> Post:
    """The post of an entry."""
    return Post(f"http://blog.example/{number}", "T", "", None, "", "en", "Customer service.", "page", "blog.example")


def page(url: str, **values: object) -> dict[str, object]:
    """A row of PAGES."""
    row = {"url": url, "answered": url, "status": 200, "outcome": "page", "detail": "", "tries": 1}
    return {**row, "source": "a.warc.gz@0", "made": storing.now(), "version": "v", **values}


def add(store: storing.Store, found: list[Entry], place: str) -> int:
    """Store entries of one feed; gives how many were new."""
    return sightings.add(store, found, Brought("http://blog.example/feed", place, datetime.now(UTC))).new


@pytest.fixture
def store(tmp_path: Path) -> storing.Store:
    return storing.open_store(storing.sqlite_url(tmp_path / "s.sqlite"))


def test_stores_an_entry_once(store: storing.Store) -> None:
    assert add(store, [entry(1), entry(2), entry(1)], "a@0") == 2
    assert add(store, [entry(2), entry(3)], "a@9") == 1
    assert storing.counts(store)["entries"] == 3


def test_every_row_says_when_from_what_and_by_which_version(store: storing.Store) -> None:
    add(store, [entry(1)], "a.warc.gz@17")

    stored = storing.select(store, sa.select(ENTRIES))[0]

    assert stored["source"] == "a.warc.gz@17"
    assert stored["made"].endswith("Z")
    assert stored["version"]
    assert all(
        {"made", "version"} <= set(table.columns.keys()) for table in METADATA.tables.values() if table is not MIGRATED
    )


def test_pending_work_shrinks_as_results_come(store: storing.Store) -> None:
    add(store, [entry(1), entry(2)], "a@0")
    first, second = pending.unread(store)
    rows.add_posts(store, {first: (post(1), "feed a@0"), second: (Failure("u", "empty", "no text", None), "feed a@0")})
    rows.register(store, "s", "q")

    assert pending.unread(store) == []
    assert pending.unmatched(store) == [first]
    rows.add_matches(store, {("q", first): (Hit("text", 0, 8, "customer"),)})
    rows.add_tried(store, ["q"], [first])
    assert pending.unmatched(store) == []
    assert pending.uncoded(store, STUDY, "1") == [first]


def test_a_post_that_does_not_match_is_never_coded(store: storing.Store) -> None:
    add(store, [entry(1)], "a@0")
    first = pending.unread(store)[0]
    rows.add_posts(store, {first: (post(1), "feed")})
    rows.add_matches(store, {("q", first): ()})

    assert pending.uncoded(store, STUDY, "1") == []


def test_a_second_study_s_query_is_tried_on_the_posts_of_the_first(store: storing.Store) -> None:
    add(store, [entry(1)], "a@0")
    first = pending.unread(store)[0]
    rows.add_posts(store, {first: (post(1), "feed")})
    rows.register(store, "one", "customer")
    rows.add_tried(store, ["customer"], [first])
    assert pending.unmatched(store) == []

    rows.register(store, "two", "service")

    assert rows.queries(store) == ["customer", "service"]
    assert pending.unmatched(store) == [first]


@pytest.mark.parametrize("failed", [{"outcome": "timed out", "status": 0}, {"outcome": "http", "status": 503}])
def test_a_page_that_failed_in_passing_is_asked_again_a_few_times(
    store: storing.Store, failed: dict[str, object]
) -> None:
    add(store, [entry(1)], "a@0")
    url = entry(1).url

    storing.upsert(store, PAGES, [page(url, **failed)])
    assert pending.unfetched(store) == [url]
    storing.upsert(store, PAGES, [page(url, **failed, tries=pending.TRIES)])
    assert pending.unfetched(store) == []
    storing.upsert(store, PAGES, [page(url, outcome="http", status=404)])
    assert pending.unfetched(store) == []


def test_a_page_that_comes_later_is_read_and_what_was_said_of_the_old_text_goes(store: storing.Store) -> None:
    add(store, [entry(1)], "a@0")
    first = pending.unread(store)[0]
    rows.add_posts(store, {first: (post(1), "feed a@0")})
    rows.add_matches(store, {("q", first): (Hit("text", 0, 8, "Customer"),)})

    storing.upsert(store, PAGES, [page(entry(1).url)])
    assert pending.unread(store) == [first]
    rows.add_posts(store, {first: (replace(post(1), text="Another text."), "a.warc.gz@0 a@0")})

    assert pending.unread(store) == []
    assert storing.select(store, sa.select(MATCHES)) == []
    assert storing.select(store, sa.select(CODINGS)) == []


def test_a_post_read_by_older_code_is_read_again(store: storing.Store) -> None:
    add(store, [entry(1)], "a@0")
    first = pending.unread(store)[0]
    rows.add_posts(store, {first: (post(1), "feed a@0")})
    with store.engine.begin() as connection:
        connection.execute(POSTS.update().values(version="of last year"))

    assert pending.unread(store) == [first]


def test_what_people_said_stays_with_the_words_that_still_stand(store: storing.Store) -> None:
    add(store, [entry(1)], "a@0")
    first = pending.unread(store)[0]
    rows.add_posts(store, {first: (replace(post(1), text="They fixed it. Nobody called."), "feed a@0")})
    told = [Evidence("resolution", "met", 0, 14, "They fixed it.", "hand", 1.0)]
    told += [Evidence("commitments", "failed", 15, 29, "Nobody called.", "hand", 1.0)]
    coding = Coding("experience", "coded by hand", (("resolution", "met"),), -1, (), tuple(told))
    rows.add_codings(store, "hand:jo", "v", {first: coding})
    rows.add_codings(store, "rules", "v", {first: coding})

    rows.add_posts(store, {first: (replace(post(1), text="Update: they came. They fixed it."), "feed@9")})

    (kept,) = storing.select(store, sa.select(CODINGS))
    assert kept["coder"] == "hand:jo"
    again = rows.coding_of(kept["coding"])
    assert again == replace(coding, evidence=(replace(told[0], start=19, end=33),))


def test_keeps_texts_that_databases_refuse(store: storing.Store) -> None:
    hostile = replace(entry(1), title="a\x00b\ud800c", url="http://blog.example/" + "x" * 5000)

    add(store, [hostile], "a@0")

    stored = storing.select(store, sa.select(ENTRIES))[0]
    assert (stored["title"], stored["url"]) == ("a\ufffdb\ufffdc", "")


def test_refuses_a_store_of_a_newer_version(tmp_path: Path) -> None:
    url = storing.sqlite_url(tmp_path / "s.sqlite")
    opened = storing.open_store(url)
    with opened.engine.begin() as connection:
        connection.execute(MIGRATED.insert().values(number=999, name="from the future"))

    with pytest.raises(UsageError, match="newer rootfeed"):
        storing.open_store(url)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = storing.sqlite_url(tmp_path / "s.sqlite")
    storing.open_store(url).close()

    def fails(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x INTEGER)")
        raise sa.exc.SQLAlchemyError("power cut")

    monkeypatch.setattr(storing, "MIGRATIONS", (*MIGRATIONS, (MIGRATIONS[-1][0] + 1, "test", fails)))
    with pytest.raises(UsageError, match="power cut"):
        storing.open_store(url)
    monkeypatch.undo()

    assert "half" not in sa.inspect(storing.open_store(url).engine).get_table_names()


def test_names_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        storing.open_store(f"sqlite:///{tmp_path}/nowhere/s.sqlite")


@pytest.mark.parametrize("url", ["not a url", "nosuchdb://x/y", "sqlite:///"])
def test_a_store_address_that_makes_no_sense_is_a_clear_error(url: str, tmp_path: Path) -> None:
    if url == "sqlite:///":
        (tmp_path / "text.sqlite").write_text("this is no database, it is a text that someone saved here " * 40)
        url = f"sqlite:///{tmp_path}/text.sqlite"
    with pytest.raises(UsageError, match="store"):
        storing.open_store(url)


def test_a_password_never_stands_in_a_message() -> None:
    with pytest.raises(UsageError) as caught:
        storing.open_store("postgresql+nosuchdriver://me:secret@127.0.0.1:1/x")

    assert "secret" not in str(caught.value)
