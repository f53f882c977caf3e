"""Publishers' wishes, from a real server to the report: what is withheld is stored nowhere, told and counted; a replay agrees."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
import replying
import sqlalchemy as sa
from replying import Asked, Reply

from flows import settings
from flows import study as studying
from flows.archiving import archive, warc
from flows.database import store as storing
from flows.database.schema import CODINGS, ENTRIES, FEEDS, FETCHES, PAGES, POSTS
from flows.database.store import Row
from flows.reporting import frames
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
TEXT = (
    "I called customer service about the kettle in {n} because it leaked from the first day. The agent never called back "
    "and the problem was not solved. I waited three weeks, sent two mails and wrote a letter. In the end they refused "
    "the refund that they had promised to post number {n}, and I will never buy anything from this shop again."
)
WISHES: dict[str, tuple[dict[str, str], str]] = {  # a post's headers, and what stands in its head
    "plain": ({}, ""),
    "noindex": ({"X-Robots-Tag": "noindex"}, ""),
    "noarchive": ({}, '<meta name="robots" content="noarchive">'),
    "noai": ({"X-Robots-Tag": "rootfeed: noai"}, ""),
    "mining": ({"TDM-Reservation": "1"}, ""),
    "nosnippet": ({}, '<meta name="robots" content="nosnippet">'),
    "other": ({"X-Robots-Tag": "otherbot: noindex"}, ""),
    "images": ({}, '<meta name="robots" content="noimageai">'),
}
WITHHELD = ("noindex", "noarchive", "noai", "mining")


@dataclass
class Site:
    """Where the blog is, what its feeds ask for in a header, and which wishes its posts have from now on."""

    url: str = ""
    feed: dict[str, str] = field(default_factory=lambda: {"X-Robots-Tag": "noindex, follow"})
    wishes: dict[str, tuple[dict[str, str], str]] = field(default_factory=lambda: dict(WISHES))
    asked: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        path = asked.path
        self.asked.append(path)
        if path == "/feed":
            items = "".join(
                f"<item><title>On {n}</title><link>{self.url}/{n}</link><guid>{self.url}/{n}</guid>"
                f"<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>{TEXT.format(n=n)}</description></item>"
                for n in self.wishes
            )
            text = f'<rss version="2.0"><channel><title>T</title><link>{self.url}/</link>{items}</channel></rss>'
            return 200, {"Content-Type": "application/rss+xml", **self.feed}, text.encode()
        if path[1:] not in self.wishes:
            return 404, {}, b""
        headers, head = self.wishes[path[1:]]
        body = f"<p>{TEXT.format(n=path[1:])}</p><p>Only the page of {path[1:]} says this about the kettle.</p>"
        page = f"<html><head><title>On {path[1:]}</title>{head}</head><body><article>{body}</article></body></html>"
        return 200, {"Content-Type": "text/html; charset=utf-8", **headers}, page.encode()


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    with replying.serving(one.answer) as one.url:
        yield one


@pytest.fixture
def study(site: Site, tmp_path: Path) -> Path:
    made = Study(
        name="w",
        query="kettle",
        feeds=(f"{site.url}/feed",),
        allow=("127.0.0.0/8",),
        gap=0.0,
        draws=100,
        contact="t@t.example",
    )
    (tmp_path / "w.toml").write_text(settings.write(made), encoding="utf-8")
    return tmp_path / "w.toml"


def run(path: Path) -> None:
    study = settings.load(path)
    studying.collected(study, path.parent, studying.in_turn)
    studying.extracted(study, path.parent, studying.in_turn)
    studying.coded(study, path.parent, studying.in_turn)
    archive.OPEN.clear()


def rows(path: Path, table: sa.Table) -> dict[str, Row]:
    """Rows by the last part of their address."""
    with closing(storing.open_store(storing.sqlite_url(path))) as store:
        return {str(row["url"]).rpartition("/")[2]: row for row in storing.select(store, sa.select(table))}


def again(path: Path) -> None:
    """As if it were time to ask again."""
    with (
        closing(storing.open_store(storing.sqlite_url(path.with_suffix(".sqlite")))) as store,
        store.engine.begin() as one,
    ):
        one.exec_driver_sql("UPDATE schedules SET earliest = '2020-01-01T00:00:00Z', due = earliest")


def test_what_is_withheld_is_stored_nowhere_and_told(rootfeed: Run, site: Site, study: Path) -> None:
    run(study)

    store = study.with_suffix(".sqlite")
    pages, posts, entries = rows(store, PAGES), rows(store, POSTS), rows(store, ENTRIES)
    assert {name for name, row in pages.items() if row["outcome"] == "reserved"} == set(WITHHELD)
    assert {name: posts[name]["text"] for name in WITHHELD} == dict.fromkeys(WITHHELD, "")
    assert {name: entries[name]["summary"] + entries[name]["content"] for name in WITHHELD} == dict.fromkeys(
        WITHHELD, ""
    )
    assert all(posts[name]["outcome"] == "post" for name in WISHES if name not in WITHHELD)
    with closing(storing.open_store(storing.sqlite_url(store))) as one:
        coded = {row["entry"] for row in storing.select(one, sa.select(CODINGS))}
    assert coded == {posts[name]["entry"] for name in WISHES if name not in WITHHELD}
    with opened(settings.load(study), study.parent) as space:
        assert "4 whose publisher asks not to be indexed, archived or mined" in frames.frames(space).funnel["why"][1]
    status = [" ".join(line.split()) for line in rootfeed("status", study)[1].splitlines()]
    for wish in ("noindex", "noarchive", "noai", "tdm-reservation", "nosnippet"):
        assert f"wishes 1 {wish}" in status
    assert "pages 4 reserved" in status


def test_the_archive_has_the_head_of_a_withheld_answer_and_not_its_body(study: Path) -> None:
    run(study)

    answers = {}
    for path in (study.parent / "w-archive").glob("*.warc.gz"):
        for one in warc.records(path):
            if isinstance(one, warc.Record) and one.kind == "response":
                answers[one.fields["warc-target-uri"].rpartition("/")[2]] = warc.parsed(one.block)
    for name in WITHHELD:
        headers, body = answers[name]
        assert body == b""
        assert dict(headers)["content-type"].startswith("text/html")
    assert b"Only the page of plain" in answers["plain"][1]


def test_who_wants_no_snippet_is_counted_and_not_quoted(rootfeed: Run, site: Site, study: Path) -> None:
    site.wishes = {"nosnippet": WISHES["nosnippet"]}
    run(study)

    assert rootfeed("report", study)[0] == 0

    folder = study.parent / "w-report"
    evidence = pd.read_parquet(folder / "evidence.parquet")
    assert len(evidence) > 0
    assert not evidence[["quote", "before", "after"]].any(axis=None)
    assert len(pd.read_parquet(folder / "codings.parquet")) > 0
    for path in folder.iterdir():
        assert b"never called back" not in path.read_bytes(), path
    assert rootfeed("verify", folder / "report.html")[0] == 0


def test_a_replay_makes_the_same_of_what_the_archive_has(rootfeed: Run, study: Path) -> None:
    run(study)

    assert rootfeed("replay", study, "--out", study.parent / "again.sqlite")[0] == 0

    for table in (PAGES, ENTRIES, POSTS, FEEDS, FETCHES):
        before, after = rows(study.with_suffix(".sqlite"), table), rows(study.parent / "again.sqlite", table)
        apart = {"made"} if table is POSTS else set()
        assert [{k: v for k, v in row.items() if k not in apart} for _, row in sorted(after.items())] == [
            {k: v for k, v in row.items() if k not in apart} for _, row in sorted(before.items())
        ], table.name


def test_withheld_pages_are_not_asked_again_and_the_feed_does_not_bring_their_text_back(
    site: Site, study: Path
) -> None:
    run(study)
    again(study)
    site.feed["Extra"] = "1"
    del site.asked[:]

    run(study)

    assert site.asked == ["/feed"]
    entries = rows(study.with_suffix(".sqlite"), ENTRIES)
    assert all(entries[name]["summary"] == "" for name in WITHHELD)
    assert entries["plain"]["summary"]


def test_a_feed_that_is_not_to_be_mined_is_refused_and_its_body_not_kept(site: Site, study: Path) -> None:
    site.feed = {"tdm-reservation": "1"}

    tally = studying.collected(settings.load(study), study.parent, studying.in_turn)[1]
    archive.OPEN.clear()

    assert [(one.reason, one.detail) for one in tally] == [("reserved", "tdm-reservation in its header")]
    assert rows(study.with_suffix(".sqlite"), ENTRIES) == {}
    for path in (study.parent / "w-archive").glob("*.warc.gz"):
        assert not any(b"kettle" in one.block for one in warc.records(path) if isinstance(one, warc.Record))
