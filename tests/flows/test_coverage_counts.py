"""What each source brought and what became of it, counted from rows of a real store."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import watching

from flows import settings
from flows.database import store as storing
from flows.database.schema import ENTRIES, FEEDS, SIGHTINGS
from flows.reporting import coverage, results
from flows.reporting.coverage import COLUMNS, Became
from flows.settings import Study
from flows.workspace import Workspace, opened

OPML = '<opml version="2.0"><body><outline type="rss" text="b" xmlUrl="http://b.example/feed"/></body></opml>'
STAMPED = {"source": "", "made": "2026-01-01T00:00:00Z", "version": "1"}


def blank(table: object, **told: object) -> dict[str, object]:
    """A row of a table, empty but for what is told."""
    usual = {column.name: "" if column.type.python_type is str else 0 for column in table.columns}  # type: ignore[attr-defined]  # a table
    return usual | STAMPED | told


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    """A store with entries 0 to 9 of a named feed, 5 to 14 of one in an OPML file, 20 of another study's."""
    (tmp_path / "x.opml").write_text(OPML, encoding="utf-8")
    study = Study(name="s", query="refund", feeds=("http://a.example/feed",), opml=("x.opml",), search=("hacker-news",))
    with opened(study, tmp_path) as made:
        brought = {"http://a.example/feed": range(10), "http://b.example/feed": range(5, 15), "http://c.example/": [20]}
        pairs = [(feed, number) for feed, numbers in brought.items() for number in numbers]
        storing.upsert(made.store, ENTRIES, [blank(ENTRIES, id=f"e{n}", feed=feed) for feed, n in pairs])
        storing.upsert(made.store, SIGHTINGS, [blank(SIGHTINGS, entry=f"e{n}", feed=feed) for feed, n in pairs])
        storing.upsert(made.store, FEEDS, [blank(FEEDS, url=url, outcome="feed") for url in brought])
        yield made


def sets(*numbers: int) -> frozenset[str]:
    return frozenset(f"e{number}" for number in numbers)


CAME = Became(
    fetched=sets(*range(15)), readable=sets(*range(14)), framed=sets(*range(14)), matched=sets(*range(12)),
    duplicate=sets(0), coded=sets(*range(12)), experience=sets(4, 5, 6), post={f"e{n}": f"p{n}" for n in range(12)},
)  # fmt: skip


def test_a_post_of_two_sources_counts_in_both_and_once_in_all(space: Workspace) -> None:
    made = coverage.frame(coverage.sources(space), CAME)
    told = {name: dict(zip(COLUMNS[3:], row, strict=True)) for _, name, _, *row in made.itertuples(index=False)}

    assert list(made.columns) == COLUMNS
    assert [told[name]["found"] for name in ("http://a.example/feed", "http://b.example/feed", "all")] == [10, 10, 16]
    assert told["named"] == {"found": 10, "only": 5, "fetched": 10, "readable": 10, "framed": 10, "matched": 10,
                             "duplicate": 1, "coded": 10, "experience": 3}  # fmt: skip
    assert told["opml:x.opml"]["only"] == 5 and told["opml:x.opml"]["experience"] == 2
    assert told["other"]["found"] == 1


def test_a_source_that_brought_nothing_is_there_with_zeros(space: Workspace) -> None:
    made = coverage.frame(coverage.sources(space), CAME).set_index("name")

    assert list(made.loc["https://hnrss.org/newest?q=refund", COLUMNS[3:]]) == [0] * len(COLUMNS[3:])
    assert made.loc["https://hnrss.org/newest?q=refund", "family"] == "search:hacker-news"


def test_what_was_missed_compares_the_families_of_the_study_only(space: Workspace) -> None:
    made = coverage.missed_frame(coverage.missed(coverage.sources(space), CAME))

    assert list(made["families"]) == ["named | opml:x.opml"]
    assert made["why_not"][0].startswith("too few to say: 5 posts in both")
    assert pd.isna(made["total"][0])


def test_entries_stored_before_there_were_sightings_are_those_of_their_feed(space: Workspace) -> None:
    storing.upsert(space.store, ENTRIES, [blank(ENTRIES, id="old", feed="http://a.example/feed")])

    assert "old" in coverage.sources(space)["http://a.example/feed"][1]


def test_the_funnel_tells_the_study_s_own_feeds_apart_from_others_in_the_store(space: Workspace) -> None:
    empty = pd.DataFrame({"duplicate_of": [], "genre": []})

    name, items, why = coverage.funnel(space, coverage.sifted(space), empty)[0]
    assert (name, items) == ("Feed items found", 16)
    assert why == "2 feeds of the study asked, 0 failed; 1 other feed in the store"


def test_a_study_whose_opml_file_is_gone_is_counted_without_it(space: Workspace) -> None:
    (space.folder / "x.opml").unlink()

    assert coverage.families(space) == {"http://a.example/feed": "named"}


def test_a_report_looks_at_the_posts_and_matches_of_the_store_once(finished: Path) -> None:
    with opened(settings.load(finished), finished.parent) as space, watching.statements(space.store) as told:
        made = results.made(space, finished.parent / "small-report")

    alone = [one for one in told if "JOIN" not in one and " IN " not in one]
    assert made.beside["coverage"]["matched"].max() == made.tables["funnel"]["count"][3] > 0
    assert sum("FROM posts" in one for one in alone) == 1
    assert sum("FROM matches" in one for one in alone) == 1
