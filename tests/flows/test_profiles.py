"""How thoroughly pages are read is a setting, and posts know by which they were made."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.post import Entry, Post
from flows import settings
from flows.database import pending, rows, sightings
from flows.database import store as storing
from flows.database.sightings import Brought
from flows.errors import UsageError

Run = Callable[..., tuple[int, str, str]]
LINE = "It broke again on Monday, and nobody answered when we rang them, although we rang them all day long. "
PAGE = f"<html><body><div class='entry-content'><p>{LINE * 3}</p></div><p>{LINE.upper() * 9}</p></body></html>"


def test_another_profile_reads_posts_again(tmp_path: Path) -> None:
    store = storing.open_store(storing.sqlite_url(tmp_path / "s.sqlite"))
    url = "http://blog.example/1"
    entry = Entry("http://blog.example/feed", "g", url, "Kettle", "", None, "", "", LINE)
    sightings.add(store, [entry], Brought(entry.feed, "a@0", datetime.now(UTC)))
    (name,) = pending.unread(store)
    post = Post(url, "Kettle", "", None, "", "en", LINE, "page", "blog.example")

    rows.add_posts(store, {name: (post, "feed a@0")}, "best")
    assert pending.unread(store, "best") == []
    assert pending.unread(store) == pending.unread(store, "fast") == [name]

    rows.add_posts(store, {name: (replace(post, text=LINE * 2), "feed a@0")})
    assert pending.unread(store) == []


def test_a_profile_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="profile"):
        settings.check({"name": "s", "query": "q", "profile": "slow"}, "s.toml")


@pytest.mark.parametrize("profile", ["fast", "default", "best"])
def test_read_takes_a_profile(rootfeed: Run, tmp_path: Path, profile: str) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")

    status, out, _ = rootfeed("read", tmp_path / "a.html", "--profile", profile)

    assert status == 0
    assert json.loads(out)["text"].startswith(LINE.strip())
