"""The commands as a user types them: what they print, where, and how they end."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from flows import settings
from flows.demo.server import Blogosphere

Run = Callable[..., tuple[int, str, str]]
TABLES = ("posts", "codings", "evidence", "funnel", "texts")


def study(folder: Path, **keys: object) -> Path:
    """A study file."""
    path = folder / "s.toml"
    raw = {"name": "s", "query": "service", "gap": 0.0, "contact": "t@t.example", **keys}
    path.write_text(settings.write(settings.check(raw, "test")), encoding="utf-8")
    return path


def test_help_answers_at_once() -> None:
    program = str(Path(sys.executable).with_name("rootfeed"))
    started = time.monotonic()
    done = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    heavy = subprocess.run(
        [sys.executable, "-c", "import sys, flows.cli; flows.cli.parser(); print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "demo" in done.stdout
    assert time.monotonic() - started < 60  # a hang, not a measurement: the benchmark measures
    assert not {"prefect", "pandas", "trafilatura", "matplotlib"} & set(heavy.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run"], "STUDY.toml"),
        (["frob"], "invalid choice: 'frob'"),
        (["run", "nowhere.toml"], "rootfeed init NAME --query Q"),
        (["export", "nowhere.toml", "--format", "xls"], "invalid choice: 'xls'"),
        (["code", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        (["read", "nowhere.html"], "nowhere.html: cannot be read"),
        (["init", "a/b", "--query", "x"], "name: letters from a to z"),
        (["sources", "add"], "name the study file"),
        (["report", "s.toml", "--out", ""], "an empty path"),
        (["init", "a", "--query", "(x"], "at character 3"),
        (["init", "a", "--query", "x", "--source", "ftp://x/y"], "is not http or https"),
        (["init", "a", "--query", "x", "--search", "altavista"], "google-news"),
        (["init", "a", "--query", "x", "--company", "= 12"], "is no name of 1 to 60 characters with a letter in it"),
    ],
)
def test_wrong_usage_is_told_in_one_place_with_what_would_be_right(
    rootfeed: Run, arguments: list[str], says: str
) -> None:
    status, out, err = rootfeed(*arguments)

    assert (status, out) == (2, "")
    assert says in err


def test_init_writes_a_study_that_loads_and_never_overwrites_it(
    rootfeed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    status, out, err = rootfeed("init", "calls", "--query", '"a b" OR c', "--source", "https://blog.example/feed")
    again = rootfeed("init", "calls", "--query", "other")

    assert (status, out.strip()) == (0, "calls.toml")
    assert "rootfeed run calls.toml" in err
    assert settings.load(Path("calls.toml")).feeds == ("https://blog.example/feed",)
    assert again[0] == 2
    assert settings.load(Path("calls.toml")).query == '"a b" OR c'


def test_init_keeps_every_company_that_is_named(rootfeed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    status, _, _ = rootfeed("init", "calls", "--query", "x", "--company", "Vantor = VT | Vantor UK", "--company", "Sky")

    assert status == 0
    assert settings.load(Path("calls.toml")).companies == ("Vantor = VT | Vantor UK", "Sky")


def test_a_finished_study_makes_the_same_report_from_what_is_stored(rootfeed: Run, finished: Path) -> None:
    before = (finished.parent / "small-report" / "report.html").read_bytes()

    status, out, _ = rootfeed("report", finished, "--out", finished.parent / "again")

    assert status == 0
    assert Path(out.strip()).read_bytes() == before


def test_an_offline_run_on_another_query_asks_nobody_and_gives_another_report(
    rootfeed: Run, finished: Path, blogs: Blogosphere
) -> None:
    asked, before = len(blogs.log), (finished.parent / "small-report" / "report.json").read_bytes()

    status, out, _ = rootfeed("run", finished, "--offline", "--query", "kettle OR warranty OR service", "--json")

    assert status == 0
    assert json.loads(out)["failures"] == []
    assert len(blogs.log) == asked
    assert Path(json.loads(out)["report"]).with_name("report.json").read_bytes() != before
    assert (finished.parent / "small-report" / "report.json").read_bytes() == before


def test_an_empty_query_is_refused_not_overlooked(rootfeed: Run, finished: Path) -> None:
    status, _, err = rootfeed("run", finished, "--offline", "--query", "")

    assert status == 2
    assert "the query is empty" in err


def test_a_query_that_nothing_matches_ends_as_too_little_data(rootfeed: Run, finished: Path) -> None:
    status, out, err = rootfeed("run", finished, "--offline", "--query", "zyzzyva")

    assert (status, out) == (4, "")
    assert "none of 12 readable posts matches 'zyzzyva'; widen the query" in err


def test_a_period_or_language_without_posts_is_too_little_data(rootfeed: Run, finished: Path) -> None:
    finished.write_text(finished.read_text(encoding="utf-8") + "since = 2039-01-01\n", encoding="utf-8")

    status, _, err = rootfeed("report", finished)

    assert status == 4
    assert "outside the period; change language, since or until" in err


def test_stages_one_by_one_come_to_the_same_as_the_run(rootfeed: Run, finished: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(finished, alone / "small.toml")

    told = [rootfeed(name, alone / "small.toml") for name in ("collect", "extract", "code", "report")]

    assert [status for status, _, _ in told] == [0, 0, 0, 0]
    assert "next: rootfeed extract" in told[0][2]
    for name in ("posts.parquet", "codings.parquet", "evidence.parquet"):
        assert (alone / "small-report" / name).read_bytes() == (finished.parent / "small-report" / name).read_bytes()


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_exports_every_table(rootfeed: Run, finished: Path, kind: str) -> None:
    status, out, _ = rootfeed("export", finished, "--format", kind, "--out", finished.parent / "x")

    assert status == 0
    assert [Path(line).name for line in out.split()] == [f"{name}.{kind}" for name in TABLES]
    assert all(Path(line).stat().st_size for line in out.split())


def test_evidence_and_matches_stand_where_the_exported_texts_have_them(rootfeed: Run, finished: Path) -> None:
    rootfeed("export", finished, "--format", "parquet", "--out", finished.parent / "x")
    posts, _, evidence, _, texts = (pd.read_parquet(finished.parent / "x" / f"{name}.parquet") for name in TABLES)
    text = dict(zip(texts["post"], texts["text"], strict=True))
    title = dict(zip(posts["post"], posts["title"], strict=True))
    hits = [(post, hit) for post, raw in zip(posts["post"], posts["matched"], strict=True) for hit in json.loads(raw)]

    assert len(evidence) and len(hits)
    assert all(text[row.post][row.start : row.end] == row.quote for row in evidence.itertuples())
    assert all(
        (title if hit["field"] == "title" else text)[post][hit["start"] : hit["end"]].casefold() == "customer service"
        for post, hit in hits
    )


def test_status_tells_counts_and_answers(rootfeed: Run, finished: Path) -> None:
    status, out, _ = rootfeed("status", finished, "--json")
    told = json.loads(out)

    assert status == 0
    assert told["counts"]["posts"] == 12
    assert {feed["outcome"] for feed in told["feeds"]} == {"feed"}
    assert "posts         12" in rootfeed("status", finished)[1]


def test_feeds_are_added_listed_and_exchanged_as_opml(rootfeed: Run, tmp_path: Path) -> None:
    path = study(tmp_path, feeds=("http://a.example/feed",))

    assert rootfeed("sources", "add", path, "http://b.example/feed", "http://a.example/feed")[0] == 0
    listed = rootfeed("sources", "list", path)[1]
    opml = tmp_path / "feeds.opml"
    opml.write_bytes(b'<opml version="2.0"><body><outline type="rss" xmlUrl="http://c.example/feed"/></body></opml>')
    assert rootfeed("sources", "import", path, opml)[0] == 0

    assert listed.split() == ["feeds", "http://a.example/feed", "feeds", "http://b.example/feed"]
    assert settings.load(path).feeds == ("http://a.example/feed", "http://b.example/feed", "http://c.example/feed")
    assert rootfeed("sources", "import", path, tmp_path / "none.opml")[0] == 2
    assert rootfeed("sources", "add", path, "nonsense")[0] == 2
    assert rootfeed("sources", "add", path)[0] == 2
    assert "google-news" in rootfeed("sources", "list")[1]


def test_a_folder_that_cannot_be_written_is_named(rootfeed: Run, finished: Path) -> None:
    status, _, err = rootfeed("report", finished, "--out", "/proc/self/nowhere")

    assert status == 2
    assert "/proc/self/nowhere" in err
    assert "choose another --out" in err
    assert len(err.splitlines()) == 1


def test_a_study_without_feeds_says_where_they_go(rootfeed: Run, tmp_path: Path) -> None:
    status, _, err = rootfeed("collect", study(tmp_path))

    assert status == 2
    assert "feeds, opml or search" in err


def test_a_dead_host_fails_alone_and_is_named_with_advice(rootfeed: Run, tmp_path: Path, blogs: Blogosphere) -> None:
    dead = "http://lost-thimble.example/rss.xml"
    path = study(tmp_path, feeds=(dead, "http://slow-kettle.example/feed/"), proxy=blogs.base)

    status, out, err = rootfeed("collect", path)

    assert status == 3
    assert "2 feeds asked, 1 failed" in out
    assert f"feed failed: {dead}: http: {dead} answered 404. Find where it went: rootfeed sources discover." in err
    assert f"broken        {dead}: http" in rootfeed("status", path)[1]
