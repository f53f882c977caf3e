"""Matching in the store: what is tried once stays tried, without a row for every query and post."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from extract.post import Post
from flows import reading
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import MATCHES, POSTS
from flows.settings import Study
from flows.workspace import Workspace, opened

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
QUERIES = ("refund", "refund late", '"customer service"', "title:refund", "complain*")


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with opened(Study(name="s", query="refund"), tmp_path) as made:
        for query in QUERIES:
            rows.register(made.store, "s", query)
        yield made


def put(space: Workspace, *texts: str) -> list[str]:
    made = {f"e{number}": (_post(f"https://a.example/{number}", text), "feed") for number, text in enumerate(texts)}
    rows.add_posts(space.store, made)
    return sorted(made)


def _post(url: str, text: str) -> Post:
    return Post(url, "Post", "", WHEN, "feed", "en", text, "feed", "a.example")


def stored(space: Workspace) -> set[tuple[str, str]]:
    found = sa.select(MATCHES).where(MATCHES.c.hits != "[]", MATCHES.c.query != "")
    return {(row["query"], row["entry"]) for row in storing.select(space.store, found)}


def test_a_row_is_kept_for_each_match_and_one_for_what_was_tried(space: Workspace) -> None:
    ids = put(space, "a late refund", "no word of it", "customers complained")

    assert reading.match(space, ids) == 2
    assert stored(space) == {("refund", "e0"), ("refund late", "e0"), ("complain*", "e2")}
    assert storing.counts(space.store)["matches"] == 3 + len(ids)
    assert pending.unmatched(space.store) == []


def test_a_new_query_is_tried_on_every_post_and_the_old_matches_stay_as_they_were(space: Workspace) -> None:
    ids = put(space, "a late refund", "no word of it")
    reading.match(space, ids)
    with space.store.engine.begin() as connection:
        connection.execute(MATCHES.update().values(made="2001-01-01T00:00:00Z"))

    rows.register(space.store, "s", "word")
    assert pending.unmatched(space.store) == ids
    reading.match(space, ids)

    assert pending.unmatched(space.store) == []
    assert ("word", "e1") in stored(space)
    first = sa.select(MATCHES.c.made).where(MATCHES.c.query == "refund", MATCHES.c.entry == "e0")
    assert storing.scalar(space.store, first) == "2001-01-01T00:00:00Z"


def test_what_older_code_found_and_this_does_not_is_no_match_any_more(space: Workspace) -> None:
    ids = put(space, "no word of it")
    reading.match(space, ids)
    old = {"query": "refund", "entry": "e0", "hits": '[{"field": "text"}]', "made": "2001", "version": "old"}
    storing.upsert(space.store, MATCHES, [old])
    with space.store.engine.begin() as connection:
        connection.execute(MATCHES.update().where(MATCHES.c.query == "").values(version="old"))

    assert pending.unmatched(space.store) == ids
    assert reading.match(space, ids) == 0
    assert stored(space) == set()


def test_a_post_whose_text_changes_is_tried_again(space: Workspace) -> None:
    ids = put(space, "no word of it")
    reading.match(space, ids)
    rows.add_posts(space.store, {"e0": (_post("https://a.example/0", "a refund"), "feed")})

    assert pending.unmatched(space.store) == ids
    reading.match(space, ids)
    assert stored(space) == {("refund", "e0")}


def test_a_store_without_queries_and_an_entry_without_text_wait_for_nothing(tmp_path: Path) -> None:
    with opened(Study(name="t", query="refund"), tmp_path) as space:
        put(space, "a refund")
        assert pending.unmatched(space.store) == []
        rows.register(space.store, "t", "refund")
        assert pending.unmatched(space.store) == ["e0"]
        with space.store.engine.begin() as connection:
            connection.execute(POSTS.update().values(outcome="empty"))
        assert pending.unmatched(space.store) == []
