"""Collecting: what each answer of a feed leaves in the store, from one run to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import replying
import sqlalchemy as sa
from replying import Asked, Reply

from flows import network
from flows import study as studying
from flows.collecting import collect
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import FETCHES, PAGES
from flows.errors import UsageError
from flows.reporting import frames
from flows.settings import Study
from flows.workspace import opened

FEED = (
    b'<rss version="2.0"><channel><title>t</title><item><title>Kettle</title><link>%s/post</link>'
    b"<guid>1</guid><description>Customer service rang back.</description></item></channel></rss>"
)
LOOPBACK = {"allow": ("127.0.0.0/8",)}


@dataclass
class Site:
    """What the server answers at /feed, and what it was asked."""

    url: str = ""
    feed: Reply = (404, {}, b"")
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        held = asked.headers.get("If-None-Match", "")
        self.asked.append((asked.path, held))
        status, headers, body = self.feed if asked.path == "/feed" else (404, {}, b"")
        return (304, headers, b"") if status == 200 and held == headers.get("ETag") else (status, headers, body)


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    with replying.serving(one.answer) as one.url:
        one.feed = 200, {"ETag": '"1"'}, FEED % one.url.encode()
        yield one


def study(site: Site, **keys: object) -> Study:
    return Study.model_validate(
        {"name": "s", "query": "service", "feeds": (f"{site.url}/feed",), "gap": 0.0, "contact": "t@t.example"}
        | LOOPBACK
        | keys
    )


def asked(site: Site, folder: Path) -> tuple[list[str], str]:
    """Collect once; gives the reasons of failures and the outcome in the store."""
    _, failures = studying.collected(study(site), folder, studying.in_turn)
    with opened(study(site), folder) as space:
        state = rows.feed_states(space.store)[f"{site.url}/feed"]
    return [failure.reason for failure in failures], state["outcome"]


def test_an_unchanged_feed_is_asked_conditionally_and_its_page_not_again(site: Site, tmp_path: Path) -> None:
    assert [asked(site, tmp_path) for _ in range(2)] == [([], "feed"), ([], "feed")]

    assert [path for path, _ in site.asked] == ["/robots.txt", "/feed", "/post", "/feed"]
    assert site.asked[-1] == ("/feed", '"1"')


def test_each_request_tells_whether_it_was_conditional(site: Site, tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        asked(site, tmp_path)
        with opened(study(site), tmp_path) as space:
            requests = storing.select(space.store, sa.select(FETCHES).order_by(FETCHES.c.asked))
        found.append(requests[-1]["conditional"])

    assert found == ["no", "yes"]


def test_a_feed_that_failed_in_passing_is_a_feed_again_when_it_has_not_changed(site: Site, tmp_path: Path) -> None:
    good = site.feed
    asked(site, tmp_path)
    site.feed = (500, {}, b"")
    broken = asked(site, tmp_path)
    site.feed = good

    assert broken == (["http"], "http")
    assert asked(site, tmp_path) == ([], "feed")
    assert site.asked[-1] == ("/feed", '"1"')


def test_a_page_where_a_feed_should_be_is_reported_in_every_run(site: Site, tmp_path: Path) -> None:
    site.feed = (200, {"ETag": '"2"'}, b"<!doctype html><html><body>parked</body></html>")

    assert [asked(site, tmp_path) for _ in range(2)] == [(["not a feed"], "not a feed")] * 2
    assert site.asked[-1] == ("/feed", '"2"')


@pytest.mark.parametrize(("status", "reason"), [(404, "http"), (410, "gone")])
def test_a_feed_that_was_refused_rests_and_is_still_reported(
    site: Site, tmp_path: Path, status: int, reason: str
) -> None:
    site.feed = (status, {}, b"")

    assert [asked(site, tmp_path)[0] for _ in range(2)] == [[reason]] * 2
    assert [path for path, _ in site.asked].count("/feed") == 1


def test_items_that_share_a_guid_or_have_no_address_are_all_kept(site: Site, tmp_path: Path) -> None:
    words = b"Customer service rang me back. " * 20
    item = (
        b'<item><title>%s</title><guid isPermaLink="false">same</guid><description>' + words + b"</description></item>"
    )
    feed = b'<rss version="2.0"><channel><title>t</title>' + item % b"One" + item % b"Two" + b"</channel></rss>"
    site.feed = (200, {}, feed)
    studying.run(study(site), tmp_path, tmp_path, studying.in_turn)

    with opened(study(site), tmp_path) as space:
        made = frames.frames(space)

    assert list(made.funnel["count"][:4]) == [2, 2, 2, 2]
    assert sorted(made.posts["title"]) == ["One", "Two"]


def test_not_modified_is_no_answer_to_a_first_request(site: Site, tmp_path: Path) -> None:
    site.feed = (304, {}, b"")

    assert asked(site, tmp_path) == (["http"], "http")


def test_new_items_of_a_changed_feed_are_added_to_the_old(site: Site, tmp_path: Path) -> None:
    asked(site, tmp_path)
    site.feed = (200, {"ETag": '"3"'}, site.feed[2].replace(b"<guid>1<", b"<guid>2<").replace(b"/post<", b"/other<"))
    asked(site, tmp_path)

    with opened(study(site), tmp_path) as space:
        assert storing.counts(space.store)["entries"] == 2


def test_every_host_has_its_first_batch_before_any_has_its_second() -> None:
    urls = [f"http://{host}.example/{number}" for host in "ab" for number in range(collect.LONGEST_BATCH + 1)]

    batches = collect.by_host(urls)

    assert [len(batch) for batch in batches] == [collect.LONGEST_BATCH, collect.LONGEST_BATCH, 1, 1]
    assert sorted(url for batch in batches for url in batch) == sorted(urls)
    assert all(len({url.split("/")[2] for url in batch}) == 1 for batch in batches)


def test_feeds_come_from_the_study_its_opml_and_its_search_feeds_each_once(site: Site, tmp_path: Path) -> None:
    opml = '<opml version="2.0"><body><outline type="rss" xmlUrl="http://b.example/f"/></body></opml>'
    (tmp_path / "list.opml").write_text(opml, encoding="utf-8")
    wanted = study(
        site, feeds=("http://a.example/f", "http://b.example/f"), opml=("list.opml",), search=("bing-news",),
        query='"tech support" OR help',
    )  # fmt: skip

    assert collect.addresses(wanted, tmp_path) == [
        "http://a.example/f",
        "http://b.example/f",
        "https://www.bing.com/news/search?q=%22tech+support%22&format=rss",
        "https://www.bing.com/news/search?q=help&format=rss",
    ]
    with pytest.raises(UsageError, match=r"none\.opml"):
        collect.addresses(study(site, opml=("none.opml",)), tmp_path)
    (tmp_path / "bad.opml").write_text("nothing", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.opml: not an OPML file"):
        collect.addresses(study(site, opml=("bad.opml",)), tmp_path)
    (tmp_path / "bad.opml").write_text(opml.replace("http://b.example", "http://[::1"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.opml: none of its feeds can be asked; line 1"):
        collect.addresses(study(site, opml=("bad.opml",)), tmp_path)


def test_an_outline_that_cannot_be_asked_is_named_and_the_others_are(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "".join(f'<outline text="{url}" xmlUrl="{url}"/>' for url in ("http://b.example/f", "x.xml"))
    (tmp_path / "list.opml").write_text(f'<opml version="2.0"><body>{told}</body></opml>', encoding="utf-8")
    one = study(site, feeds=(), opml=("list.opml",))

    assert collect.addresses(one, tmp_path) == collect.addresses(one, tmp_path) == ["http://b.example/f"]
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1  # once, and not with every batch
    assert said[0].startswith(f"{tmp_path / 'list.opml'}: left out: line 1, 'x.xml': ")


def test_says_who_asks() -> None:
    one = Study(name="s", query="q", contact="https://uni.example/study")

    assert network.user_agent(one).startswith("rootfeed/")
    assert "+https://uni.example/study" in network.user_agent(one)


def test_a_page_that_waits_for_its_host_is_not_tried(site: Site, tmp_path: Path) -> None:
    site.feed = 429, {}, b""
    urls = [f"{site.url}/feed", f"{site.url}/post"]
    network.pages(study(site), tmp_path, urls)
    with opened(study(site), tmp_path) as space:
        told = {row["url"]: row for row in storing.by_ids(space.store, PAGES, "url", urls)}

    assert [(told[url]["outcome"], told[url]["tries"]) for url in urls] == [("throttled", 1), ("throttled", 0)]
    assert [path for path, _ in site.asked] == ["/robots.txt", "/feed"]


def test_pending_pages_are_those_of_new_entries(site: Site, tmp_path: Path) -> None:
    asked(site, tmp_path)

    with opened(study(site), tmp_path) as space:
        assert pending.unfetched(space.store) == []
