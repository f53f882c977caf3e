"""How answers become rows, of feeds, of requests and of pages."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from stocking import AT, FEED, POST, TEXT, add, entry, table

from extract.post import Failure, Hit, Page, Post
from flows.database import intake, pending, rows
from flows.database.intake import Answer
from flows.database.schema import CODINGS, FEEDS, FETCHES, MATCHES, PAGES, SIGHTINGS
from flows.workspace import Workspace

RSS = (
    '<rss version="2.0"><channel><title>t</title><item><title>Kettle</title><link>http://blog.example/kettle</link>'
    "<guid isPermaLink='false'>1</guid><description>{}</description></item></channel></rss>"
)


def answer(body: str, days: float = 0, status: int = 200, url: str = FEED) -> Answer:
    at = AT + timedelta(days=days)
    return Answer(Page(url, url, status, (("ETag", f'"{days}"'),), body.encode(), at), f"a.warc.gz@{days}", at)


def test_a_feed_s_answer_is_a_row_of_the_feed_and_one_of_the_request(space: Workspace) -> None:
    taken = intake.feed(space, {"url": FEED}, answer(RSS.format(TEXT)), "opml")

    assert (taken.items, taken.new, taken.failure, len(taken.entries)) == (1, 1, None, 1)
    assert taken.feed and taken.feed.title == "t"
    (feed,), (fetch,), (seen,) = (table(space.store, of) for of in (FEEDS, FETCHES, SIGHTINGS))
    assert (feed["outcome"], feed["items"], feed["etag"]) == ("feed", 1, '"0"')
    assert (fetch["outcome"], fetch["items"], fetch["new"], fetch["via"]) == ("feed", 1, 1, "poll")
    assert (seen["family"], seen["source"]) == ("opml", "a.warc.gz@0")


def test_a_broken_feed_that_can_be_used_is_a_feed_with_a_note(space: Workspace) -> None:
    taken = intake.feed(space, {"url": FEED}, answer(RSS.format(TEXT).replace("</channel></rss>", "")))
    (feed,) = table(space.store, FEEDS)

    assert (taken.items, feed["outcome"]) == (1, "feed")
    assert feed["detail"]


def test_not_modified_is_a_row_of_the_request_and_leaves_the_feed_as_it_was(space: Workspace) -> None:
    intake.feed(space, {"url": FEED}, answer(RSS.format(TEXT)))
    (known,) = table(space.store, FEEDS)
    taken = intake.unchanged(space, known, answer("", 1, 304))
    (feed,) = table(space.store, FEEDS)

    assert (taken.items, taken.new, taken.failure) == (1, 0, None)
    assert [row["outcome"] for row in table(space.store, FETCHES)] == ["feed", "not modified"]
    assert {**feed, "asked": known["asked"], "made": known["made"]} == known


def test_not_modified_of_what_was_no_feed_is_the_old_failure(space: Workspace) -> None:
    intake.feed(space, {"url": FEED}, answer("<!doctype html><html></html>"))
    (known,) = table(space.store, FEEDS)
    taken = intake.unchanged(space, known, answer("", 1, 304))

    assert taken.failure and taken.failure.reason == "not a feed"
    assert table(space.store, FEEDS)[0]["outcome"] == "not a feed"


def test_pages_go_in_together(space: Workspace) -> None:
    urls = [f"http://blog.example/{n}" for n in range(700)]
    lost = Failure(urls[0], "http", "none", 404)
    told = [(url, 1, Answer(Page(url, url, 200, (), b"", AT), f"p@{url}", AT)) for url in urls[1:]]

    assert intake.pages(space, [(urls[0], 1, Answer(lost, "", AT)), *told]) == [lost, *[None] * 699]
    assert Counter(row["outcome"] for row in table(space.store, PAGES)) == {"page": 699, "http": 1}


def test_the_page_of_an_edited_post_is_asked_for_again_and_one_that_fails_then_stays(space: Workspace) -> None:
    store = space.store
    add(store, POST)
    page = Page(POST.url, POST.url, 200, (), b"old", AT)
    intake.page(space, POST.url, 1, Answer(page, "p@0", AT))
    assert pending.unfetched(store) == []
    add(store, replace(POST, content=POST.content.replace("glad", "cross")), days=1)
    assert pending.unfetched(store) == [POST.url]

    lost = Failure(POST.url, "timed out", "slow", None)
    assert intake.page(space, POST.url, 2, Answer(lost, "", AT + timedelta(days=1))) == lost
    assert table(store, PAGES)[0]["source"] == "p@0"
    assert pending.unfetched(store) == [POST.url]
    intake.page(space, POST.url, 3, Answer(Failure(POST.url, "http", "gone", 404), "", AT + timedelta(days=2)))
    assert (table(store, PAGES)[0]["outcome"], pending.unfetched(store)) == ("page", [])


def test_an_edited_post_is_read_matched_and_coded_again(space: Workspace) -> None:
    store = space.store
    add(store, POST)
    (name,) = pending.unread(store)
    made = Post(POST.url, "Kettle", "", AT, "feed", "en", TEXT, "feed", "blog.example")
    rows.add_posts(store, {name: (made, rows.made_from("", entry(store)))})
    rows.add_matches(store, {("service", name): (Hit("text", 0, 3, "The"),)})
    assert pending.unread(store) == []

    add(store, replace(POST, content=POST.content.replace("glad", "cross")), place="a@1", days=1)
    assert pending.unread(store) == [name]
    rows.add_posts(store, {name: (replace(made, text=TEXT.replace("glad", "cross")), rows.made_from("", entry(store)))})

    assert pending.unread(store) == []
    assert table(store, MATCHES) == table(store, CODINGS) == []
