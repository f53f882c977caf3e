"""Processes that bring the same posts to a PostgreSQL store at the same moment make one entry of each."""

import subprocess
import sys
from contextlib import closing

import postgresql
import pytest
import sqlalchemy as sa

from flows.database import store as storing
from flows.database.schema import ENTRIES, SIGHTINGS

BRINGING = """
import sys, time
from datetime import UTC, datetime
from extract.post import Entry
from flows.database import sightings
from flows.database import store as storing
from flows.database.sightings import Brought

url, number, posts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = storing.open_store(url)
print("ready", flush=True)
sys.stdin.readline()
for post in range(posts):
    told = f"The kettle number {post} that they sent me leaks, and nobody at the shop answers my letters about it."
    link = (
        f"http://at-once.example/{post}?utm_source={number}",
        f"https://www.at-once.example/{post}",
        f"http://at-once.example/{post}#more",
        f"http://at-once.example/{post}/",
    )[number % 4]
    feed = f"http://f{number}.example/"
    one = Entry(feed, f"{number}-{post}", link, f"Kettle {post}", "", None, "", "", f"<p>{told}</p>")
    sightings.add(store, [one], Brought(feed, f"a@{post}", datetime(2026, 3, 4, tzinfo=UTC)))
store.close()
"""
PROCESSES, POSTS = 4, 25

pytestmark = pytest.mark.skipif(not postgresql.IS_THERE, reason="needs PostgreSQL")


def test_one_post_from_many_processes_is_one_entry_that_all_their_feeds_brought() -> None:
    with postgresql.serving() as (url, _):
        storing.open_store(url).close()
        command = [sys.executable, "-c", BRINGING, url]
        running = [
            subprocess.Popen(
                [*command, str(number), str(POSTS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for number in range(PROCESSES)
        ]
        for one in running:  # all are connected before the first begins
            assert one.stdout and one.stdout.readline() == "ready\n"
        for one in running:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        assert [one.wait(timeout=120) for one in running] == [0] * PROCESSES
        with closing(storing.open_store(url)) as store:
            entries = storing.select(store, sa.select(ENTRIES.c.id, ENTRIES.c.title))
            seen = storing.select(store, sa.select(SIGHTINGS.c.entry, SIGHTINGS.c.feed))

    assert sorted(row["title"] for row in entries) == sorted(f"Kettle {post}" for post in range(POSTS))
    feeds = {row["id"]: {one["feed"] for one in seen if one["entry"] == row["id"]} for row in entries}
    assert all(len(found) == PROCESSES for found in feeds.values())
