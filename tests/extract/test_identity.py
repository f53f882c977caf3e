"""Which post is which: each case of guids and links that lie, and what says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extract.post import Entry
from extract.sameness import identifiers, identity
from extract.sameness.identifiers import Item
from extract.sameness.identity import Decision, Known

FEED = "http://blog.example/feed"
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
TEXT = "<p>I rang the shop about my kettle and they sent a new one the very same day, which nobody had asked them for at all.</p>"
OTHER = "<p>Today we have soup of pumpkins, bread from the mill, and a cake that my aunt used to bake in the hills.</p>"
URL = "http://blog.example/kettle"
POST = Entry(FEED, "tag:blog.example,2026:1", URL, "My kettle", "", NOON, "", TEXT, "", "stated")


def known(entry: Entry, here: bool = True, name: str = "k") -> Known:
    """An entry that the store has, brought by this feed or by another."""
    page, beside = identifiers.page_of(entry.feed, entry.guid, entry.url)
    guids = frozenset([identifiers.key(entry.guid)]) if here and entry.guid else frozenset[str]()
    return Known(name, entry, frozenset({page} - {""}), here, guids, here, True, frozenset({beside} - {""}))


def decided(found: Entry, *stored: Known, beside: tuple[Entry, ...] = ()) -> Decision:
    """What an item is, with others `beside` it in its document."""
    items = identity.survey([found, *beside])
    return identity.settle(items, stored)[0]


def later(entry: Entry, days: int = 7, **changes: str) -> Entry:
    """An entry of another day, with some changes."""
    return replace(entry, published=NOON + timedelta(days=days), **changes)


def test_a_guid_that_changes_on_edit_while_the_link_stays_is_no_new_post() -> None:
    found = decided(replace(POST, guid="tag:blog.example,2026:1-v2", title="My kettle (updated)"), known(POST))

    assert (found.new, found.reason) == (False, "same link and content, the guid has changed")


def test_a_link_that_changes_while_the_guid_stays_is_no_new_post() -> None:
    found = decided(replace(POST, url="http://blog.example/my-new-kettle", title="My new kettle"), known(POST))

    assert (found.new, found.reason) == (False, "same guid in this feed, the link has changed")


@pytest.mark.parametrize("guid", ["http://blog.example/?p=1", "tag:blog.example,2026:1"])
def test_a_blog_that_turns_to_https_has_the_posts_that_it_had(guid: str) -> None:
    found = replace(POST, guid=guid.replace("http:", "https:"), url="https://www.blog.example/kettle/")

    assert not decided(found, known(replace(POST, guid=guid))).new


def test_trackers_that_differ_by_feed_do_not_matter() -> None:
    found = replace(POST, feed="http://search.example/rss", guid="s1", url=f"{POST.url}?utm_source=search&ref=rss")

    assert decided(found, known(POST, here=False)).reason == "same link in another feed"


def test_one_guid_for_all_items_tells_nothing_and_their_links_do() -> None:
    one, two = (
        replace(POST, guid="blog"),
        later(POST, guid="blog", url="http://blog.example/soup", title="Soup", summary=OTHER),
    )
    items = identity.survey([two, one])

    found = identity.settle(items, [known(one)])

    assert [item.guid for item in items] == ["", ""]
    assert [(one.new, one.reason) for one in found] == [(True, "new, named by its link"), (False, "same link")]


@pytest.mark.parametrize("guid", ["", "sha256:0123", FEED, "http://blog.example/feed/"])
def test_a_guid_that_is_empty_made_up_or_the_feed_s_own_tells_nothing(guid: str) -> None:
    assert identity.survey([replace(POST, guid=guid)])[0].guid == ""


def test_without_guid_and_link_title_and_date_tell_and_an_edit_is_the_same_post() -> None:
    bare = replace(POST, guid="", url="")

    assert not decided(replace(bare, summary=TEXT.replace("shop", "store")), known(bare)).new
    assert decided(later(bare, summary=OTHER), known(bare)).new
    assert decided(replace(bare, title="Soup", summary=OTHER), known(bare)).new


def test_without_guid_and_link_the_same_text_has_the_same_id_in_every_feed() -> None:
    bare = replace(POST, guid="", url="", published_raw="Wed, 4 Mar 2026")
    ids = [
        identifiers.names(identity.survey([replace(bare, feed=feed)])[0])[0][0]
        for feed in (FEED, "http://b.example/tag")
    ]

    assert ids[0] == ids[1]


def test_a_post_has_one_id_whichever_feed_brings_it() -> None:
    feeds = {
        FEED: POST,
        "http://blog.example/tag/service/feed": replace(POST, guid="", url="http://blog.example/kettle?utm_source=tag"),
        "http://blog.example/category/shops/feed": replace(POST, guid=POST.url, url="https://blog.example/kettle/"),
        "http://news.example/search?q=kettle": replace(POST, guid="x1", url="https://www.blog.example/kettle?ref=news"),
        "http://bing.example/news": replace(POST, guid="x2", url="http://m.blog.example/kettle"),
        "http://planet.example/atom": POST,
        "http://amp.example/feed": replace(POST, guid="x3", url="http://blog.example/kettle/amp/"),
        "http://feeds.feedburner.com/blog": replace(
            POST, guid=POST.url, url="http://feedproxy.google.com/~r/blog/~3/AbC/kettle"
        ),
    }

    ids = {identifiers.names(identity.survey([replace(entry, feed=feed)])[0])[0] for feed, entry in feeds.items()}

    assert {why for _, why in ids} == {"named by its link"}
    assert len(ids) == 1


def test_posts_of_one_title_and_different_links_stay_two() -> None:
    first = replace(POST, title="Weekly links")
    second = later(first, guid="tag:blog.example,2026:2", url="http://blog.example/links-2", summary=OTHER)

    assert decided(second, known(first)).new
    assert decided(replace(second, feed="http://planet.example/rss"), known(first, here=False)).new


def test_the_same_words_every_week_stay_posts_of_their_own() -> None:
    second = later(POST, guid="tag:blog.example,2026:2", url="http://blog.example/thread-2")

    assert decided(second, known(POST)).new


@pytest.mark.parametrize("title", ["Soup", "My kettle"])
@pytest.mark.parametrize("feed", [FEED, "http://planet.example/rss"])
def test_a_link_that_is_used_again_for_another_post_makes_a_new_entry(feed: str, title: str) -> None:
    today = replace(POST, url="http://blog.example/today")
    found = later(today, feed=feed, guid="tag:blog.example,2026:2", title=title, summary=OTHER)

    decision = decided(
        found, known(today, here=feed == FEED, name=identifiers.names(identity.survey([today])[0])[0][0])
    )

    assert (decision.new, "belongs to another post" in decision.reason) == (True, True)


def test_a_guid_that_is_the_item_s_place_in_the_feed_is_used_again_by_the_next_post() -> None:
    first = replace(POST, guid="http://blog.example/1")
    newest = later(first, url="http://blog.example/soup", title="Soup", summary=OTHER)
    thread = later(first, url="http://blog.example/kettle-again")

    assert decided(newest, known(first)).new
    assert decided(thread, known(first)).new


def test_the_permalink_in_the_guid_tells_the_post_behind_a_click_counter() -> None:
    counted = replace(POST, guid=POST.url, url="http://feedproxy.google.com/~r/blog/~3/AbC/kettle")

    assert not decided(counted, known(replace(POST, guid=POST.url), here=False)).new
    assert not decided(POST, known(counted, here=False)).new


def test_guids_that_differ_by_case_only_are_two_posts_unless_the_link_says_otherwise() -> None:
    first = replace(POST, guid="dQw4w9WgXcQ", url="http://tube.example/watch?v=dQw4w9WgXcQ")
    second = later(
        first, guid="dqw4w9WgXcQ", url="http://tube.example/watch?v=dqw4w9WgXcQ", title="Soup", summary=OTHER
    )

    assert decided(second, known(first)).new
    assert not decided(replace(POST, guid=POST.guid.upper()), known(POST)).new


def test_a_blog_that_moved_has_other_guids_and_links_and_the_same_posts() -> None:
    found = replace(POST, guid="https://blog.example/posts/1", url="https://blog.example/posts/1")

    assert decided(found, known(POST)).reason == "other guid and link; same date and content"


def test_what_a_blog_links_to_is_not_its_own_post() -> None:
    article = replace(POST, feed="http://shop.example/feed", guid="a1", url="http://shop.example/news/1")
    about = replace(POST, guid="http://blog.example/linked/7", url=article.url, summary=OTHER)

    assert decided(about, known(article, here=False)).new
    assert decided(article, known(about, here=False)).new


def test_a_planet_with_guids_of_its_own_is_known_by_the_link() -> None:
    copy = replace(POST, feed="http://planet.example/rss", guid="http://planet.example/7", title="Jo's blog: My kettle")

    assert not decided(copy, known(POST, here=False)).new
    assert not decided(POST, known(copy, here=False)).new


def test_items_that_link_to_the_blog_s_home_are_told_apart_by_what_they_say() -> None:
    home = replace(POST, guid="", url="http://blog.example/")
    soup = later(home, title="Soup", summary=OTHER)

    assert not decided(home, known(home), beside=(soup,)).new
    assert decided(soup, known(home), beside=(home,)).new


def test_no_item_takes_the_entry_that_is_another_s_by_a_surer_name() -> None:
    old = replace(POST, guid="http://blog.example/1", url="http://blog.example/today")
    new = later(old, guid="http://blog.example/2", title="Soup", summary=OTHER)

    assert [one.id == "k" for one in identity.settle(identity.survey([new, old]), [known(old)])] == [False, True]


def test_an_item_that_stands_twice_in_a_feed_is_one_post() -> None:
    found = identity.settle(identity.survey([POST, replace(POST, url=f"{POST.url}#comments")]), [])

    assert found[0] == found[1]


def test_of_several_entries_at_one_link_the_one_that_says_the_same_is_meant() -> None:
    today = replace(POST, url="http://blog.example/today")
    soup = later(today, guid="2", title="Soup", summary=OTHER)
    search = replace(soup, feed="http://search.example/rss", guid="s9", title="Soup - The blog")

    assert decided(search, known(today, here=False, name="a"), known(soup, here=False, name="b")).id == "b"


def test_an_item_keeps_its_key_whatever_session_it_is_shown_in() -> None:
    keys = {Item(POST, f"http://blog.example/x?id=3&PHPSESSID={key}", "", False).key for key in ("0a1b", "2c3d")}

    assert keys == {"blog.example/x?id=3"}


@pytest.mark.parametrize("text", ["", "Read it, all of it."])
@pytest.mark.parametrize("when", [None, NOON + timedelta(hours=2)])
def test_two_blogs_that_link_to_one_page_have_two_posts(text: str, when: datetime | None) -> None:
    mine = replace(POST, url="http://news.example/story", summary="", published=when and NOON)
    found = replace(mine, feed="http://b.example/feed", guid="b1", title="Look at this", summary=text, published=when)

    assert decided(found, known(mine, here=False)).new


@pytest.mark.parametrize("title", ["By: Jo", "Re: My kettle", "Comment on My kettle by Jo"])
def test_a_comment_is_not_the_post_that_it_is_on(title: str) -> None:
    found = replace(POST, guid=f"{URL}#comment-5", url=f"{URL}#comment-5", title=title, summary="Mine, too!")
    assert decided(found, known(POST, here=False)).new


@pytest.mark.parametrize("title", ["", "Weather"])
def test_what_a_form_says_at_one_minute_without_titles_are_two_posts(title: str) -> None:
    form = "In {} the sun will shine for hours, and then rain will fall at night on all of the roads, at {} degrees at most."
    mine = replace(POST, title="", summary=form.format("Cork", 12))
    found = replace(mine, guid="2", url=f"{POST.url}-2", title=title, summary=form.format("Bray", 9))

    assert decided(found, known(mine)).new
