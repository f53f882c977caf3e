"""Saved pages of real sites, wrapped in feeds and collected by the study as it is: readable, dated, matched, coded.

The pages are not part of the project. ROOTFEED_PAGES names a folder with truth.jsonl (rows of id, title, author, date,
text, file) and the files; ROOTFEED_STEP=1 takes every page instead of every fifth. News
pages are hardly ever experiences; where none of the pages is one, there is nothing to quote.
"""

import gzip
import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from flows import study as studying
from flows.database import store as storing
from flows.database.schema import POSTS
from flows.reporting import frames
from flows.settings import Study
from flows.workspace import opened

PAGES = Path(os.environ.get("ROOTFEED_PAGES") or Path(__file__).parents[3] / "shared" / "extraction")
STEP = int(os.environ.get("ROOTFEED_STEP", "5"))
IN_A_FEED = 20

pytestmark = pytest.mark.skipif(not (PAGES / "truth.jsonl").exists(), reason="needs a folder of real pages")
Row = dict[str, Any]  # a row of truth.jsonl


def truth() -> list[Row]:
    lines = (PAGES / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines][::STEP]


def feed(base: str, rows: list[Row]) -> bytes:
    """RSS 2.0 with teasers, as most blogs write it; dates only where they are known."""
    items = [
        f"<item><title>{escape(row['title'] or '')}</title><link>{base}/page/{row['id']}</link>"
        + (f"<pubDate>{row['date']}</pubDate>" if row["date"] else "")
        + f"<description>{escape(' '.join(row['text'].split()[:30]))} [...]</description></item>"
        for row in rows
    ]
    return f'<rss version="2.0"><channel><title>p</title>{"".join(items)}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    rows = {row["id"]: row for row in truth()}
    ids = sorted(rows)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, name = self.path.strip("/").partition("/")[::2]
            if kind == "page":
                body = gzip.decompress((PAGES / rows[name]["file"]).read_bytes())
            elif kind == "feed":
                body = feed(root, [rows[one] for one in ids[int(name) : int(name) + IN_A_FEED]])
            else:
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return None

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        root = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield root
        server.shutdown()


@pytest.fixture(scope="module")
def made(base: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, frames.Frames]:
    """Posts as stored, and the study's frames."""
    folder = tmp_path_factory.mktemp("real")
    feeds = tuple(f"{base}/feed/{start}" for start in range(0, len(truth()), IN_A_FEED))
    study = Study(
        name="real",
        query="the OR a OR to",
        feeds=feeds,
        gap=0.0,
        draws=100,
        language="",
        contact="t@t.example",
        allow=("127.0.0.0/8",),
    )
    done = studying.run(study, folder, folder, studying.in_turn)
    assert done.failures == ()
    with opened(study, folder) as space:
        posts = pd.DataFrame(storing.select(space.store, POSTS.select()))
        return posts, frames.frames(space)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def agreement(one: str, other: str) -> float:
    """Word-level F1 of two texts."""
    left, right = words(one), words(other)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def visible(row: Row) -> str:
    """All text of a page, white space collapsed."""
    raw = gzip.decompress((PAGES / row["file"]).read_bytes())
    return squeezed(" ".join(html.document_fromstring(raw.decode("utf-8", "replace")).itertext()))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_page_comes_out_as_a_post(made: tuple[pd.DataFrame, frames.Frames]) -> None:
    posts, found = made

    assert len(posts) == len(truth())
    free = posts[posts["outcome"] != "reserved"]  # what a publisher does not want to be kept is not
    assert (free["outcome"] == "post").mean() >= 0.97, posts["outcome"].value_counts()
    assert len(found.posts) >= 0.95 * len(free)
    assert set(found.posts["genre"]) <= {"experience", "advice", "vendor", "news", "promo", "other"}


def test_the_text_is_the_article_without_menus_and_comments(made: tuple[pd.DataFrame, frames.Frames]) -> None:
    gold = {row["id"]: row["text"] for row in truth()}
    posts = made[0]
    scores = {
        url: agreement(text, gold[url.rpartition("/")[2]])
        for url, text in zip(posts["url"], posts["text"], strict=True)
    }

    assert sum(scores.values()) / len(scores) >= 0.9, sorted(scores.items(), key=lambda item: item[1])[:10]


def test_a_date_that_the_feed_gives_is_kept(made: tuple[pd.DataFrame, frames.Frames]) -> None:
    gold = {row["id"]: row["date"][:10] for row in truth() if row["date"]}
    read = made[0][made[0]["outcome"] == "post"]
    posts = {row.url.rpartition("/")[2]: {row.published[:10], row.published_raw[:10]} for row in read.itertuples()}
    dated = gold.keys() & posts.keys()  # the day is that of the writer's own clock, or of the moment in UTC

    assert dated
    assert {name: (posts[name], gold[name]) for name in dated if gold[name] not in posts[name]} == {}


def test_every_quote_stands_verbatim_in_its_page(made: tuple[pd.DataFrame, frames.Frames]) -> None:
    rows = {row["id"]: row for row in truth()}
    evidence = made[1].evidence
    if evidence.empty:
        pytest.skip("none of these pages tells an experience")

    missing = [
        (url, quote)
        for url, quote in zip(evidence["url"], evidence["quote"], strict=True)
        if squeezed(quote) not in visible(rows[url.rpartition("/")[2]])
    ]

    assert missing == []
