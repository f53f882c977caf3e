"""One entry a post, its feeds and its states, whoever comes first and however many at once."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from stocking import AT, FEED, POST, add, added_at_once, entry, table

from extract.sameness.editions import Wording
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import EDITIONS, ENTRIES, SIGHTINGS
from flows.database.store import stamp
from flows.workspace import Workspace


def test_one_post_in_eight_feeds_is_one_entry_with_eight_sightings(space: Workspace) -> None:
    links = ("", "?utm_source=tag", "/", "?ref=news", "#comments", "/amp/", "?fbclid=7", "/index.html")
    for number, more in enumerate(links):
        found = replace(POST, guid=f"{number}", url=f"http{'s' * (number % 2)}://blog.example/kettle{more}")
        add(space.store, found, feed=f"http://feed{number}.example/rss")

    seen = table(space.store, SIGHTINGS)

    assert {row["entry"] for row in seen} == {entry(space.store)["id"]}
    assert [row["feed"] for row in seen] == [f"http://feed{number}.example/rss" for number in range(8)]
    assert Counter(row["reason"] for row in seen) == {"same link in another feed": 7, "new, named by its link": 1}
    assert entry(space.store)["identity"] == "new, named by its link"


def test_an_entry_has_the_same_id_whichever_feed_comes_first(tmp_path: Path) -> None:
    found = [
        (FEED, POST),
        ("http://planet.example/rss", replace(POST, guid="p7", title="Jo: Kettle", content="<p>The shop</p>")),
    ]
    states = []
    for name, order in (("a", found), ("b", found[::-1])):
        store = storing.open_store(storing.sqlite_url(tmp_path / f"{name}.sqlite"))
        for feed, one in order:
            add(store, one, feed=feed)
        states.append({name: entry(store)[name] for name in ("id", "title", "content", "published", "url")})

    assert states[0] == states[1]


def test_an_edit_is_kept_as_an_edition_and_a_counter_is_not(space: Workspace) -> None:
    add(space.store, POST)
    counted = replace(POST, content=f"{POST.content}<p>3 comments</p><img src='http://p.example/1.gif'>")
    edited = replace(POST, title="Kettle (updated)", content=POST.content.replace("glad", "very glad"))
    add(space.store, counted, place="a@1", days=1)
    assert table(space.store, EDITIONS) == []
    add(space.store, edited, place="a@2", days=2)

    (edition,) = table(space.store, EDITIONS)

    assert {name: edition[name] for name in ("title", "content", "source", "made")} == {
        "title": "Kettle", "content": POST.content, "source": "a@0", "made": stamp(AT),
    }  # fmt: skip
    assert (entry(space.store)["title"], entry(space.store)["source"]) == ("Kettle (updated)", "a@2")
    assert entry(space.store)["seen"] == stamp(AT)
    assert edition["digest"] == Wording(POST).digest


def test_a_post_that_is_told_in_full_by_another_feed_is_read_again_and_not_an_edition(space: Workspace) -> None:
    add(space.store, replace(POST, content="<p>The shop rang me back about my kettle ...</p>"))
    add(space.store, POST, feed="http://planet.example/rss", place="a@1", days=1)

    assert (entry(space.store)["content"], table(space.store, EDITIONS)) == (POST.content, [])
    assert rows.made_from("p@0", entry(space.store)) == "p@0 a@1"


def test_a_date_to_come_is_judged_by_the_moment_of_the_answer(space: Workspace) -> None:
    add(space.store, replace(POST, published=AT + timedelta(hours=20)))
    add(space.store, replace(POST, guid="2", url="http://blog.example/2", published=AT + timedelta(hours=30)))

    assert sorted(row["published"] for row in table(space.store, ENTRIES)) == ["", stamp(AT + timedelta(hours=20))]


def test_what_a_feed_says_again_writes_nothing(space: Workspace) -> None:
    add(space.store, POST)
    before = [table(space.store, of) for of in (ENTRIES, SIGHTINGS, EDITIONS)]
    again = add(space.store, POST, place="a@1", days=1)

    assert (again.new, again.entries) == (0, (entry(space.store)["id"],))
    assert [table(space.store, of) for of in (ENTRIES, SIGHTINGS, EDITIONS)] == before


def test_a_feed_of_fifty_items_costs_a_handful_of_statements(space: Workspace) -> None:
    found = [replace(POST, guid=f"{n}", url=f"http://blog.example/{n}", title=f"Kettle {n}") for n in range(50)]
    told: list[str] = []
    sa.event.listen(space.store.engine, "before_cursor_execute", lambda *event: told.append(event[2]))
    counts = []
    for turn in range(2):
        told.clear()
        add(space.store, *found, place=f"a@{turn}")
        counts.append(len(told))

    assert counts[0] <= 16
    assert counts[1] <= 8


def test_a_long_feed_goes_in_by_parts_and_its_items_stay_apart(space: Workspace) -> None:
    found = [replace(POST, guid=f"{n}", url=f"http://blog.example/{n}", title=f"Kettle {n}") for n in range(450)]
    added = [add(space.store, *found, *found[:3], place=f"a@{turn}") for turn in range(2)]

    assert [one.new for one in added] == [450, 0]
    assert added[0].entries == added[1].entries
    assert added[0].entries[:3] == added[0].entries[450:]


def test_feeds_with_one_post_that_come_at_once_make_one_entry(tmp_path: Path) -> None:
    assert added_at_once(storing.sqlite_url(tmp_path / "s.sqlite")) == (10, 40)


def test_texts_that_databases_refuse_are_found_again(space: Workspace) -> None:
    hostile = replace(POST, guid="g\x00" + "x" * 5_000, title="a\ud800b", url="http://blog.example/" + "y" * 5_000)

    assert [add(space.store, hostile, place=f"a@{turn}").new for turn in range(2)] == [1, 0]
