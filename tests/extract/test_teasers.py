"""What is no post: teasers, captions and notices; and what may stand in where the page fails."""

import pytest
from kettle import NOW, STORY, entry, page, post

from extract.post import Failure, Page
from extract.reading import article

NOTICE = "Please accept our cookies and those of our partners to see it."
SHORT = " ".join(STORY[:1] * 2)  # 38 words
PAGES = [None, page(status=404), page(status=500), page([]), page(status=403)]


@pytest.mark.parametrize("summary", [STORY[0], "Kettle", STORY[1] + " […]"])
def test_a_notice_in_place_of_the_post_is_no_post(summary: str) -> None:
    assert isinstance(article.read(page([NOTICE]), entry(summary)), Failure)


def test_a_short_page_in_the_feeds_words_is_the_post() -> None:
    assert post(article.read(page(STORY[:1]), entry(STORY[0]))).text == STORY[0]
    assert post(article.read(page(STORY[:1]), entry())).text == STORY[0]


@pytest.mark.parametrize("asked", PAGES)
@pytest.mark.parametrize("summary", ["Kettle", STORY[0], " ".join(STORY[:3])])
def test_a_short_description_is_no_post_where_the_page_fails(asked: Page | None, summary: str) -> None:
    result = article.read(asked, entry(summary))

    assert isinstance(result, Failure)
    assert result.reason == "empty"
    assert "only a teaser" in result.detail
    assert result.detail.endswith("none in the page") == (asked is not None and asked.status == 200)


@pytest.mark.parametrize("asked", PAGES)
def test_short_full_content_is_a_post_where_the_page_fails(asked: Page | None) -> None:
    result = post(article.read(asked, entry("Kettle", f"<p>{SHORT}</p>")))

    assert (result.text, result.text_source) == (SHORT, "feed")


@pytest.mark.parametrize("content", ["A picture of a kettle.", SHORT + " […]"])
def test_captions_and_teasers_in_the_content_are_no_posts(content: str) -> None:
    assert isinstance(article.read(None, entry(content=content)), Failure)


def test_counts_words_where_nothing_parts_them() -> None:
    story = "电水壶三月买来以后从来没有自己关过,我们写信给客服,他们一个小时之内就回答了。" * 4

    assert post(article.read(None, entry(story))).text == story
    assert isinstance(article.read(None, entry(story[:60])), Failure)


@pytest.mark.parametrize("status", [404, 500])
def test_the_feed_stands_in_for_a_page_that_fails(status: int) -> None:
    result = post(article.read(page(status=status), entry(" ".join(STORY))))

    assert (result.text, result.text_source) == (" ".join(STORY), "feed")


def test_without_a_page_the_feed_is_all() -> None:
    result = post(article.read(None, entry(" ".join(STORY))))

    assert (result.url, result.language) == ("http://tea.example/k", "en")


@pytest.mark.parametrize(
    ("summary", "says"),
    [("", "no text in the feed"), ("It began well […]", "only a teaser"), ("And then… Read more »", "only a teaser")],
)
def test_a_teaser_never_passes_for_a_post(summary: str, says: str) -> None:
    result = article.read(None, entry(summary))

    assert isinstance(result, Failure)
    assert (result.url, result.reason) == ("http://tea.example/k", "empty")
    assert says in result.detail


def test_names_the_feed_where_an_entry_has_no_address() -> None:
    failure, told = article.read(None, entry(url="")), post(article.read(None, entry(" ".join(STORY), url="")))

    assert isinstance(failure, Failure)
    assert failure.url == "http://tea.example/feed"
    assert (told.url, told.blog) == ("", "tea.example")


def test_says_when_the_page_was_empty_too() -> None:
    empty = Page("http://a.example/", "http://a.example/", 200, (), b"", NOW)

    result = article.read(empty, entry("Soon […]"))

    assert isinstance(result, Failure)
    assert result.detail.endswith("none in the page")
