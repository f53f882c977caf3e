"""The feed of newly coded experiences: readers take it, it keeps its bytes, and nothing hostile goes through it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pandas as pd
import pytest
from attacks import FOREIGN, HOSTILE, foreign, hostile
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimates.causes import experiences
from reports import feed
from reports.page import Report
from reports.wording import UNSEEN

ATOM = "{http://www.w3.org/2005/Atom}"


def read(report: Report) -> Any:  # Any: what feedparser gives
    found = feedparser.parse(feed.atom(report))

    assert not found.bozo, found.get("bozo_exception")
    return found


def tree(report: Report) -> ElementTree.Element:
    return ElementTree.fromstring(feed.atom(report))


def texts(report: Report, name: str) -> list[str]:
    return [element.text or "" for element in tree(report).iter(f"{ATOM}{name}")]


def test_readers_get_title_link_blog_date_and_causes(report: Report) -> None:
    found = read(report)
    row = report.posts.set_index("post").loc[27]
    entry = next(entry for entry in found.entries if entry.link == row["url"])

    assert found.version == "atom10"
    assert (entry.title, entry.author, entry.published) == ("Post number 27", row["blog"], "2026-03-28T08:00:00+00:00")
    assert entry.summary == "Ended: mixed. Complaints: problem not solved and too slow."
    assert [tag.term for tag in entry.tags] == ["problem not solved", "too slow"]


def test_every_own_experience_is_in_it_newest_first_and_nothing_else(report: Report) -> None:
    own = experiences(report.posts).sort_values(["published", "post"], ascending=False)

    assert [entry.link for entry in read(report).entries] == list(own["url"])


def test_it_holds_what_the_standard_asks_for(report: Report, empty: Report) -> None:
    # RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each, an author, an alternate link where there is no content
    for made in (report, empty):
        root = tree(made)
        for element in (root, *root.iter(f"{ATOM}entry")):
            assert [len(element.findall(ATOM + name)) for name in ("id", "title", "updated", "author")] == [1, 1, 1, 1]
            assert [link.get("rel") for link in element.findall(f"{ATOM}link")] == ["alternate"]
        assert len(texts(made, "id")) == len(set(texts(made, "id")))
        assert all(
            re.fullmatch(r"tag:rootfeed\.invalid,2026:(feed|post)/[0-9a-f]{32}", one) for one in texts(made, "id")
        )


def test_at_most_two_hundred_of_the_newest(make: Callable[[int], Report]) -> None:
    report = make(450)
    days = pd.date_range("2020-01-01", periods=len(report.posts), tz="UTC").strftime("%Y-%m-%dT%H:%M:%SZ")
    found = read(replace(report, posts=report.posts.assign(published=days))).entries

    assert len(found) == feed.MOST == 200
    assert [entry.title for entry in (found[0], found[-1])] == ["Post number 449", "Post number 250"]


def test_an_undated_post_comes_last_with_the_day_of_the_run(report: Report) -> None:
    for text in ("", "yesterday", "2026-13-45", None):
        dates = report.posts["published"].where(report.posts["post"] != 5, text)
        entry = read(replace(report, posts=report.posts.assign(published=dates))).entries[-1]
        assert (entry.title, entry.updated) == ("Post number 5", "2026-10-02T00:00:00+00:00")
        assert "published" not in entry


def test_the_clock_is_never_asked(report: Report, empty: Report) -> None:
    for made in (report, empty):
        assert feed.atom(made) == feed.atom(made)
        assert texts(made, "updated")[0] == "2026-10-02T00:00:00+00:00"
    later = replace(report, made=date(2027, 1, 1))

    assert texts(later, "updated")[0] == "2027-01-01T00:00:00+00:00"
    assert texts(later, "updated")[1:] == texts(report, "updated")[1:]


def test_a_post_keeps_its_id_whatever_its_number_and_codes_become(report: Report) -> None:
    other = replace(
        report, posts=report.posts.assign(post=report.posts["post"] + 1000, title="New title"), made=date(2027, 1, 1)
    )

    assert sorted(texts(other, "id")) == sorted(texts(report, "id"))
    assert texts(replace(report, query="another"), "id")[0] != texts(report, "id")[0]


def test_no_person_is_named(report: Report) -> None:
    named = replace(report, posts=report.posts.assign(author="Ada Person"))

    assert b"Ada" not in feed.atom(named)
    assert set(texts(named, "name")) == {"rootfeed", *experiences(report.posts)["blog"]}


@pytest.mark.parametrize("attack", [hostile, foreign])
def test_hostile_titles_and_addresses_are_harmless(attack: Callable[[Report], Report], report: Report) -> None:
    attacked = attack(replace(report, study=HOSTILE[1]))
    found = read(attacked)

    assert len(found.entries) == 120
    assert not any(UNSEEN.search(text) for text in tree(attacked).itertext())
    for link in tree(attacked).iter(f"{ATOM}link"):
        assert re.match(r"https?://|report\.html$", link.attrib["href"])
    # markup stays text: no element is in the file that Atom does not know
    assert {element.tag for element in tree(attacked).iter()} == {element.tag for element in tree(report).iter()}
    assert "<" not in "".join(entry.summary for entry in found.entries)


ADDRESSES = (
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "vbscript:x", "file:///etc/passwd", "//a.example/x", "", "http://[::1", "https://a.example/\u202egpj.exe",
    "https://a.example/\x07", "https://a.example/a b", "https://" + "a" * 5000, None,
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_no_browser_should_follow_gives_way_to_the_report(address: str | None, report: Report) -> None:
    told = report.posts.assign(url=address)
    entries = read(replace(report, posts=told)).entries

    links = {link.attrib["href"] for link in tree(replace(report, posts=told)).iter(f"{ATOM}link")}
    assert links == (
        {"report.html"} if address != "https://a.example/a b" else {"report.html", "https://a.example/a%20b"}
    )
    assert len({entry.id for entry in entries}) == (120 if len(links) == 1 else 1)


def test_an_address_keeps_its_meaning(report: Report) -> None:
    address = "https://bücher.example/straße?a=1&b=%20<x>"
    found = read(replace(report, posts=report.posts.assign(url=address))).entries[0].link

    assert found == "https://b%C3%BCcher.example/stra%C3%9Fe?a=1&b=%20%3Cx%3E"


ANY = st.text(st.characters(), max_size=40)  # lone surrogates and controls too


@given(st.lists(st.tuples(ANY, ANY, ANY, ANY, ANY), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_whatever_a_feed_holds_can_be_read_back(make: Callable[[int], Report], rows: list[tuple[str, ...]]) -> None:
    few = make(len(rows))
    names = ("title", "blog", "url", "published", "genre_reason")
    told = few.posts.iloc[: len(rows)]
    # as objects: a frame's own texts cannot hold what no encoding can write
    cells = zip(names, zip(*rows, strict=True), strict=True)
    columns = {name: pd.Series(list(column), told.index, dtype=object) for name, column in cells}
    made = replace(few, posts=told.assign(**columns), query=rows[0][0], study=rows[0][1])

    assert len(read(made).entries) == len(rows)


def test_a_cause_that_the_codebook_lost_stands_with_its_id(report: Report) -> None:
    lost = report.codings.assign(cause="queues", level="mixed").iloc[:1]
    entry = next(entry for entry in read(replace(report, codings=lost)).entries if entry.title == "Post number 0")

    assert entry.summary == "Ended: very bad. Complaints: queues mixed. Praise: queues mixed."


def test_other_scripts_come_through(report: Report) -> None:
    titles = [entry.title for entry in read(foreign(report)).entries]

    assert any(title.startswith(FOREIGN[0][:20]) for title in titles)
    assert max(map(len, titles)) <= feed.TITLE + 2
