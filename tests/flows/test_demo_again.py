"""A second run over the blogosphere, as its server saw it. Of a run only collecting asks anybody."""

from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from extract.timing import schedule
from flows import study as studying
from flows.database import store as storing
from flows.database.schema import FEEDS
from flows.demo import site
from flows.demo.blogs import blogs
from flows.demo.server import Exchange, serving
from flows.settings import Study
from flows.workspace import opened

Runs = tuple[list[Exchange], list[Exchange], set[str]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """What the first and the second run over all blogs asked for, and the hosts whose feed was to be asked in full."""
    folder = tmp_path_factory.mktemp("twice")
    with serving(slow=0.0) as blogs:
        study = Study(name="twice", query='"customer service"', feeds=tuple(blogs.feeds), proxy=blogs.base, gap=0.0)
        studying.collected(study, folder, studying.in_turn)
        first = list(blogs.log)
        with opened(study, folder) as space:
            feeds = storing.select(space.store, sa.select(FEEDS.c.url, FEEDS.c.asked))
        studying.collected(study, folder, studying.in_turn)
        full = {str(urlsplit(row["url"]).hostname) for row in feeds if schedule.full(row["url"], row["asked"])}
        return first, blogs.log[len(first) :], full


def test_the_first_run_asks_every_feed_and_every_page_once(runs: Runs) -> None:
    asked = [one.url for one in runs[0]]
    allowed = [blog for blog in blogs() if blog.oddity != "robots"]

    assert {url: asked.count(url) for url in asked if asked.count(url) > 1} == {}
    assert {blog.url(story) for blog in allowed for story in blog.posts} <= set(asked)


def test_a_blog_that_forbids_robots_is_asked_for_its_robots_txt_only(runs: Runs) -> None:
    asked = {one.url for run in runs[:2] for one in run if "private-porch" in one.url}

    assert asked == {"http://private-porch.example/robots.txt"}


def test_the_second_run_asks_conditionally_or_not_at_all(runs: Runs) -> None:
    again = [one for one in runs[1] if urlsplit(one.url).hostname not in runs[2]]
    moved = {urlsplit(one.url).hostname for one in runs[1] if one.status == 301}

    assert {(one.conditional, one.status) for one in again} == {
        (True, 304),
        *([(True, 301)] if moved - runs[2] else []),
    }
    assert len(moved) == 1
    assert len(runs[1]) < len(runs[0]) / 4


def test_a_feed_that_is_gone_is_not_asked_again(runs: Runs) -> None:
    gone = [url for url, status in site.LOST.items() if status == 410]

    assert [one.url for one in runs[0] if one.url in gone] == gone
    assert [one.url for one in runs[1] if one.url in gone] == []
