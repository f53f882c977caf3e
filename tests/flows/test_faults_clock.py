"""A clock that was set back: rows lie in time to come, and yet feeds are asked, and nothing is lost or doubled."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import faltering
import living
import pytest
from living import Run

from flows import settings
from flows.collecting import scheduling, serving
from flows.settings import Study
from flows.workspace import opened

YEARS = 10
MOMENT = re.compile(r"(?<!\d)(20\d\d)(-\d\d-\d\dT)")


@pytest.fixture
def ahead(finished: Path) -> Path:
    """A study that ran while the clock was ten years ahead."""

    def later(told: object) -> object:
        if not isinstance(told, str):
            return told
        return MOMENT.sub(lambda found: f"{int(found[1]) + YEARS}{found[2]}", told)

    with closing(sqlite3.connect(finished.parent / "small.sqlite")) as store:
        store.create_function("later", 1, later)
        for table in ("feeds", "schedules", "fetches", "pages", "robots", "subscriptions"):
            for column in [row[1] for row in store.execute(f"PRAGMA table_info({table})")]:
                if column not in ("url", "origin", "body", "source"):
                    store.execute(f"UPDATE {table} SET {column} = later({column})")
        store.commit()
    return finished


def test_feeds_are_asked_again_when_their_rest_is_over_and_not_in_ten_years(
    ahead: Path, small: Study, template: Path, rootfeed: Run
) -> None:
    now = datetime.now(UTC)
    with faltering.serving() as proxy:
        study = small.model_copy(update={"proxy": proxy.base})
        ahead.write_text(settings.write(study), encoding="utf-8")
        rounds = [serving.round_(study, ahead.parent, now + timedelta(days=days)) for days in (0, 8)]
        shutil.rmtree(ahead.parent / "small-report")
        status, _, _ = rootfeed("report", ahead)

    assert [proxy.asked[feed] for feed in small.feeds] == [1, 1]
    assert [(one.feeds, one.new) for one in rounds] == [(0, 0), (2, 0)]
    assert max(one.wait for one in rounds) <= serving.AT_MOST
    assert (status, living.report(ahead.parent)) == (0, living.report(template))


def test_the_rest_of_a_feed_begins_once_and_not_at_every_look(ahead: Path, small: Study) -> None:
    now = datetime.now(UTC)
    with opened(small, ahead.parent) as space:
        first, later = (scheduling.known(space.store, small.feeds, now + timedelta(hours=hours)) for hours in (0, 1))

    for url in small.feeds:
        assert abs(first[url].made - now) < timedelta(seconds=1)
        assert abs(later[url].due - first[url].due) <= timedelta(seconds=1)  # rows have no parts of one
        assert abs(later[url].earliest - first[url].earliest) <= timedelta(seconds=1)
