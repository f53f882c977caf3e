"""`rootfeed history`: the posts that feeds hold no more."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import bygone
import pytest
from bygone import Blog, Run, Said, Say, expected, rows, stored, walked

from flows import settings
from flows import study as studying
from flows.archiving import archive, replaying
from flows.database import store as storing
from flows.database.schema import ENTRIES, FEEDS, FETCHES, SIGHTINGS


@pytest.fixture
def blog() -> Iterator[Blog]:
    with bygone.serving() as running:
        yield running


WAYS = {
    "/feed/": bygone.wordpress,
    "/feeds/posts/default": bygone.blogger,
    "/arch": bygone.archives,
    "/paged.xml": bygone.paged,
    "/feed.json": bygone.json_feed,
}


@pytest.mark.parametrize("path", WAYS)
def test_every_post_of_a_blog_is_found_once_by_its_systems_own_way(path: str, blog: Blog, tmp_path: Path) -> None:
    blog.says[path] = WAYS[path]
    one = bygone.study(blog, path)

    walk = walked(one, tmp_path)

    assert stored(one, tmp_path) == expected(blog)
    assert walk.new == blog.posts
    assert walk.failure is None
    assert len(blog.pages) == len(set(blog.pages)) == walk.asked


def test_a_walk_that_was_cut_off_goes_on_and_asks_for_nothing_twice(blog: Blog, tmp_path: Path) -> None:
    blog.says["/feed/"] = bygone.wordpress
    one = bygone.study(blog, "/feed/")

    walks = [walked(one, tmp_path, limit=4) for _ in range(4)]

    assert [walk.asked for walk in walks] == [4, 4, 3, 0]
    assert [walk.more for walk in walks] == [True, True, False, False]
    assert stored(one, tmp_path) == expected(blog)
    assert len(blog.pages) == len(set(blog.pages)) == 11


def test_what_may_pass_is_asked_again_and_what_came_before_is_not(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/feed/": bygone.wordpress, "/feed/?paged=3": (403, "text/html", b"")}
    one = bygone.study(blog, "/feed/")
    refused = walked(one, tmp_path)
    del blog.says["/feed/?paged=3"]
    walked(one, tmp_path)

    assert refused.failure is not None
    assert refused.more
    assert blog.asked.count("/feed/?paged=2") == 1
    assert stored(one, tmp_path) == expected(blog)


@pytest.mark.parametrize("path", ["/feed/", "/feeds/posts/default", "/paged.xml"])
def test_a_walk_ends_at_the_day_that_it_is_asked_for(path: str, blog: Blog, tmp_path: Path) -> None:
    blog.says[path] = WAYS[path]
    one = bygone.study(blog, path)

    walk = walked(one, tmp_path, since=date(2022, 1, 1))

    wanted = [n for n in blog.numbers if blog.day(n) >= "2022"]
    assert {blog.post(n) for n in wanted} <= set(stored(one, tmp_path))
    assert len(stored(one, tmp_path)) < len(wanted) + 60
    assert walk.end == "posts before 2022-01-01"
    assert "/sitemap.xml" not in blog.asked


def circle(blog: Blog, asked: dict[str, str]) -> Said:
    """Pages that lead to each other for ever."""
    number = int(asked.get("n", "0"))
    return blog.rss([number + 1], f'<atom:link rel="next" href="/circle?n={(number + 1) % 3}"/>')


def endless(blog: Blog, asked: dict[str, str]) -> Said:
    """A calendar that always has an older page, with the same posts."""
    return blog.rss(blog.numbers[:5], f'<atom:link rel="next" href="/endless?n={int(asked.get("n", "0")) + 1}"/>')


def complete(blog: Blog, asked: dict[str, str]) -> Said:
    return blog.rss(blog.numbers, "<fh:complete/><generator>https://wordpress.org/</generator>")


@pytest.mark.parametrize(("say", "asked"), [(circle, 4), (endless, 2), (complete, 1)])
def test_walks_end(say: Say, asked: int, blog: Blog, tmp_path: Path) -> None:
    blog.says["/" + say.__name__] = say

    walked(bygone.study(blog, f"/{say.__name__}"), tmp_path)

    assert sum(path.startswith(f"/{say.__name__}") for path in blog.asked) == asked


def test_what_robots_forbid_is_not_asked_for(blog: Blog, tmp_path: Path) -> None:
    blog.says |= {
        "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /*paged="),
        "/feed/": bygone.wordpress,
    }

    walk = walked(bygone.study(blog, "/feed/"), tmp_path)

    assert not any("paged" in path for path in blog.asked)
    assert walk.failure is not None
    assert walk.failure.reason == "forbidden by robots"


def test_history_leaves_feeds_and_their_schedules_alone_and_says_how_posts_were_found(
    blog: Blog, tmp_path: Path
) -> None:
    blog.says["/feed/"] = bygone.wordpress
    one = bygone.study(blog, "/feed/")
    studying.collected(one, tmp_path, studying.in_turn)
    before = rows(one, tmp_path, FEEDS)
    walked(one, tmp_path)

    assert rows(one, tmp_path, FEEDS) == before
    assert blog.asked.count("/feed/") == 1
    assert {row["via"] for row in rows(one, tmp_path, FETCHES)} == {"poll", "history"}
    assert "history" in {row["family"] for row in rows(one, tmp_path, SIGHTINGS)}


@pytest.mark.parametrize("path", ["/feed/", "/rss.xml"])
def test_a_replay_of_the_archive_finds_the_same_posts(path: str, blog: Blog, tmp_path: Path) -> None:
    blog.says |= {"/feed/": bygone.wordpress, "/rss.xml": bygone.newest, **bygone.SITEMAPS}
    one = bygone.study(blog, path)
    studying.collected(one, tmp_path, studying.in_turn)
    walked(one, tmp_path)
    archive.settle(tmp_path / "s-archive")
    again = one.model_copy(update={"store": storing.sqlite_url(tmp_path / "again.sqlite")})
    replaying.rebuilt(again, tmp_path, None)

    assert len(stored(one, tmp_path)) == blog.posts
    for table in (ENTRIES, SIGHTINGS, FETCHES, FEEDS):
        assert rows(again, tmp_path, table) == rows(one, tmp_path, table)


def test_the_command_tells_what_it_found_and_what_stopped_it(blog: Blog, tmp_path: Path, rootfeed: Run) -> None:
    blog.says |= {"/feed/": bygone.wordpress}
    path = tmp_path / "s.toml"
    path.write_text(settings.write(bygone.study(blog, "/feed/", "/none.xml")), encoding="utf-8")

    status, out, err = rootfeed("history", path, "--since", "2020-06-01", "--limit", "30", "--json")
    told = json.loads(out)["feeds"]

    assert status == 3
    assert [one["new"] > 70 for one in told] == [True, False]
    assert "none.xml stopped: http" in err
    assert "next: rootfeed run" in err
    assert rootfeed("history", path, "--since", "soon")[0] == 2
