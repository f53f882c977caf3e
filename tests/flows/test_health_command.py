"""`rootfeed status`: the facts of sources gathered from a real store, as lines, JSON and a page."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import settings
from flows.database import store as storing
from flows.database.schema import ENTRIES, FEEDS, FETCHES, MATCHES, SCHEDULES, SIGHTINGS
from flows.database.store import stamp
from flows.reporting import health
from flows.settings import Study
from flows.workspace import Workspace, opened
from reports.conditions import condition
from reports.health import Health, lines, render

Run = Callable[..., tuple[int, str, str]]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LIVE, QUIET, LOST, NEW = (f"http://{name}.example/feed" for name in ("live", "quiet", "lost", "new"))


def blank(table: object, **told: object) -> dict[str, object]:
    """A row of a table, empty but for what is told."""
    usual = {column.name: "" if column.type.python_type is str else 0 for column in table.columns}  # type: ignore[attr-defined]  # a table
    return usual | {"made": stamp(NOW), "version": "1"} | told


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    """Three feeds that were asked daily for ten days: one posts, one stopped a year ago, one times out since five days."""
    study = Study(name="s", query="refund", feeds=(LIVE, QUIET, LOST, NEW))
    (tmp_path / "s.toml").write_text(settings.write(study), encoding="utf-8")
    with opened(study, tmp_path) as made:
        _ask(made.store)
        _post(made.store, LIVE, range(0, 60, 3))
        _post(made.store, QUIET, range(365, 565, 10))
        yield made


def _ask(store: storing.Store) -> None:
    for url in (LIVE, QUIET, LOST):
        good = [day for day in range(10) if url != LOST or day >= 5]
        outcomes = {day: ("not modified" if day % 2 else "feed") if day in good else "timed out" for day in range(10)}
        plain = (3, 9) if url == LOST else (9,)  # days on which it was asked without conditions
        ways = {day: {"via": "poll", "conditional": "no" if day in plain else "yes"} for day in outcomes}
        asked = [
            blank(FETCHES, url=url, asked=stamp(NOW - day * DAY), outcome=told, **ways[day])
            for day, told in outcomes.items()
        ]
        pushed = blank(FETCHES, url=url, asked=stamp(NOW - DAY / 2), outcome="feed", via="push")
        storing.upsert(store, FETCHES, [*asked, pushed])
        outcome = "feed" if good[0] == 0 else "timed out"
        storing.upsert(store, FEEDS, [blank(FEEDS, url=url, outcome=outcome, asked=stamp(NOW), items=10)])
        told = {"due": stamp(NOW + DAY), "earliest": stamp(NOW), "succeeded": stamp(NOW - good[0] * DAY)}
        storing.upsert(store, SCHEDULES, [blank(SCHEDULES, url=url, failures=0 if outcome == "feed" else 5, **told)])


def _post(store: storing.Store, url: str, days: range) -> None:
    times = {f"{url} {day}": stamp(NOW - day * DAY) for day in days}
    entries = [blank(ENTRIES, id=key, feed=url, published=time, seen=time) for key, time in times.items()]
    storing.upsert(store, ENTRIES, entries)
    storing.upsert(store, SIGHTINGS, [blank(SIGHTINGS, entry=key, feed=url) for key in times])
    hits = [blank(MATCHES, query="refund", entry=key, hits="[1]") for key in list(times)[:5]]
    tried = [blank(MATCHES, query="", entry=key, hits="x") for key in times]
    storing.upsert(store, MATCHES, [*hits, *tried])


def gathered(space: Workspace) -> Health:
    return health.gather(space, NOW, space.folder)


def test_facts_of_a_source_come_from_its_rows(space: Workspace) -> None:
    told = {one.url: one for one in gathered(space).sources}
    live = told[LIVE]

    assert list(told) == sorted(told) and set(told) == {LIVE, QUIET, LOST, NEW}
    assert (live.posts, live.new, live.matched, live.requests, live.family) == (20, 11, 5, 10, "named")
    assert told[LOST].since == NOW - 4 * DAY
    assert told[NEW].outcome == "" and told[NEW].requests == 0


def test_each_source_is_in_the_condition_that_its_rows_tell(space: Workspace) -> None:
    told = {one.url: condition(one, NOW).name for one in gathered(space).sources}

    assert told == {LIVE: "well", QUIET: "silent", LOST: "failing", NEW: "not asked"}


def test_silence_is_measured_until_the_feed_last_answered(space: Workspace) -> None:
    storing.upsert(space.store, SCHEDULES, [blank(SCHEDULES, url=QUIET, succeeded=stamp(NOW - 360 * DAY))])

    assert {one.url: one.silence for one in gathered(space).sources}[QUIET] is None


def test_requests_are_counted_by_their_time_and_pushes_are_none(space: Workspace) -> None:
    told = gathered(space)

    assert (told.day.made, told.week.made, told.week.unchanged, told.week.failed) == (3, 21, 7, 5)
    assert told.counts["matches"] == 10


def test_conditional_requests_are_counted_after_the_first_of_each_feed(space: Workspace) -> None:
    told = gathered(space)

    assert (told.day.again, told.week.again, told.week.conditional) == (3, 21, 20)
    assert "requests      3 in 24 hours, 21 in 7 days; conditional after the first: 95 %" in lines(told)
    assert "<dt>Conditional after the first</dt><dd>95 %</dd>" in render(told)


def test_the_same_store_gives_the_same_page(space: Workspace) -> None:
    assert render(gathered(space)) == render(gathered(space))


def test_a_page_stands_beside_the_study_and_lines_and_json_tell_the_same(rootfeed: Run, space: Workspace) -> None:
    study = space.folder / "s.toml"
    code, path, _ = rootfeed("status", study, "--html")
    named = rootfeed("status", study, "--html", "--out", space.folder / "sub" / "page.html")
    lines, told = rootfeed("status", study)[1], json.loads(rootfeed("status", study, "--json")[1])

    assert (code, named[0]) == (0, 0)
    assert Path(path.strip()) == space.folder / "s-health.html"
    assert "http://quiet.example/feed" in (space.folder / "sub" / "page.html").read_text(encoding="utf-8")
    assert "4 sources: " in lines and "entries       40" in lines
    assert {one["name"] for one in told["sources"]} >= {"silent", "not asked"}
    assert told["counts"]["entries"] == 40 and len(told["feeds"]) == 3


def test_the_page_links_to_what_the_last_report_counted(rootfeed: Run, finished: Path) -> None:
    code, path, _ = rootfeed("status", finished, "--html")
    text = Path(path.strip()).read_text(encoding="utf-8")

    assert code == 0
    assert 'href="small-report/coverage.csv"' in text
    assert "All posts came in one way" in text


def test_a_study_that_never_ran_says_what_to_run(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text(settings.write(Study(name="n", query="a", feeds=(NEW,))), encoding="utf-8")
    code, lines, _ = rootfeed("status", tmp_path / "n.toml")

    assert code == 0
    assert "1 source: 1 not asked" in lines and "Run rootfeed collect." in lines
