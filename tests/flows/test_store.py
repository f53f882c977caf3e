"""The store: idempotent, pending work as queries, newer stores refused."""

from pathlib import Path

import pytest

from extract.post import Entry, Failure, Hit, Post
from flows import store as storing
from flows.errors import UsageError
from flows.schema import MIGRATED


def entry(number: int) -> Entry:
    """An entry of a feed."""
    url = f"http://blog.example/{number}"
    return Entry("http://blog.example/feed", f"g{number}", url, f"Post {number}", "", None, "", "<p>s</p>", "")


def post(number: int) -> Post:
    """The post of an entry."""
    return Post(f"http://blog.example/{number}", "T", "", None, "", "en", "Customer service.", "page", "blog.example")


@pytest.fixture
def store(tmp_path: Path) -> storing.Store:
    return storing.open_store(storing.sqlite_url(tmp_path / "s.sqlite"))


def test_stores_an_entry_once(store: storing.Store) -> None:
    assert storing.add_entries(store, [entry(1), entry(2), entry(1)]) == 2
    assert storing.add_entries(store, [entry(2), entry(3)]) == 1
    assert storing.counts(store)["entries"] == 3


def test_pending_work_shrinks_as_results_come(store: storing.Store) -> None:
    storing.add_entries(store, [entry(1), entry(2)])
    first, second = storing.unread(store)
    storing.add_posts(store, {first: post(1), second: Failure("http://blog.example/2", "empty", "no text", None)})

    assert storing.unread(store) == []
    assert storing.unmatched(store, "q") == [first]
    storing.add_matches(store, "q", {first: (Hit("text", 0, 8, "customer"),)})
    assert storing.unmatched(store, "q") == []
    assert storing.uncoded(store, "q", "rules", "v1") == [first]


def test_a_post_that_does_not_match_is_never_coded(store: storing.Store) -> None:
    storing.add_entries(store, [entry(1)])
    storing.add_posts(store, {storing.unread(store)[0]: post(1)})
    storing.add_matches(store, "q", {storing.unmatched(store, "q")[0]: ()})

    assert storing.uncoded(store, "q", "rules", "v1") == []


def test_refuses_a_store_of_a_newer_version(tmp_path: Path) -> None:
    url = storing.sqlite_url(tmp_path / "s.sqlite")
    opened = storing.open_store(url)
    with opened.engine.begin() as connection:
        connection.execute(MIGRATED.insert().values(number=999, name="from the future"))

    with pytest.raises(UsageError, match="newer rootfeed"):
        storing.open_store(url)


def test_names_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        storing.open_store(f"sqlite:///{tmp_path}/nowhere/s.sqlite")
