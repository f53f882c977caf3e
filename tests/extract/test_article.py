"""Posts from feeds and pages: which of the two is the text of record, and what neither holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extract.post import Entry, Failure, Page, Post, Profile
from extract.reading import article

NOW = datetime(2026, 1, 5, tzinfo=UTC)
STORY = [
    "We bought the kettle in March and it never switched itself off, not even once in all those weeks.",
    "I wrote to their support on a Friday night and did not expect to hear anything before Monday morning.",
    "An hour later somebody called Mira answered, asked two good questions and sent a new one by courier.",
    "It stood at our door on Saturday, and the note inside the box was written by hand and signed.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head><title>The kettle | Tea Diary</title></head><body>
<nav><a href="/">Home</a> <a href="/about">About this blog</a></nav>
<article><h1>The kettle</h1><p class="byline">By Jo Doe</p><time datetime="2024-03-05">5 March</time>
<div class="entry-content">{story}</div></article>
<div id="comments"><h2>2 comments</h2><p>{comment}</p></div><footer>Copyright 2024 Tea Diary</footer></body></html>"""
COMMENT = "Same here, they ignored my letters for a whole year and I will never buy anything from them again."


def page(story: list[str] = STORY, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Page:
    body = PAGE.format(story="".join(f"<p>{line}</p>" for line in story), comment=COMMENT)
    return Page("http://tea.example/k", "http://www.tea.example/kettle", status, headers, body.encode(), NOW)


def entry(summary: str = "", content: str = "", *, url: str = "http://tea.example/k", told: bool = True) -> Entry:
    title, author, published = ("Kettle &amp; co", "Ann", NOW) if told else ("", "", None)
    return Entry("http://tea.example/feed", "g", url, title, author, published, "", summary, content)


def post(result: Post | Failure) -> Post:
    assert isinstance(result, Post), result
    return result


def test_a_teaser_sends_to_the_page() -> None:
    result = post(article.read(page(), entry(f"<p>{STORY[0]} […]</p>")))

    assert result.text == "\n".join(STORY)
    assert result.text_source == "page"
    assert (result.url, result.blog) == ("http://www.tea.example/kettle", "tea.example")


def test_the_feed_speaks_first_on_title_author_and_date() -> None:
    result = post(article.read(page(), entry(STORY[0] + " […]")))

    assert (result.title, result.author, result.published, result.date_source) == ("Kettle & co", "Ann", NOW, "feed")


def test_the_page_says_what_the_feed_does_not() -> None:
    result = post(article.read(page(), entry(STORY[0] + " […]", told=False)))

    assert (result.title, result.author) == ("The kettle", "Jo Doe")
    assert (result.published, result.date_source) == (datetime(2024, 3, 5, tzinfo=UTC), "page")


def test_the_feeds_full_content_is_the_text_of_record() -> None:
    content = "".join(f"<p>{line}</p>" for line in STORY)

    result = post(article.read(page(), entry("Short.", content)))

    assert (result.text, result.text_source) == ("\n".join(STORY), "feed")


def test_a_page_that_goes_on_after_the_feeds_content_has_the_text() -> None:
    result = post(article.read(page(), entry(content=f"<p>{STORY[0]}</p>")))

    assert (result.text, result.text_source) == ("\n".join(STORY), "page")


def test_a_page_with_other_words_does_not_replace_the_feeds_content() -> None:
    result = post(article.read(page(), entry(content="<p>We ask for your consent to nothing. The kettle is fine.</p>")))

    assert (result.text, result.text_source) == ("We ask for your consent to nothing. The kettle is fine.", "feed")


def test_a_few_words_more_in_the_page_do_not_replace_the_feeds_content() -> None:
    content = "".join(f"<p>{line}</p>" for line in STORY)

    result = post(
        article.read(page([*STORY, "Tell your friends about us, and share this with them."]), entry(content=content))
    )

    assert result.text == "\n".join(STORY)


NOTICE = "Please accept our cookies and those of our partners to see it."


@pytest.mark.parametrize("summary", [STORY[0], "Kettle", STORY[1] + " […]"])
def test_a_notice_in_place_of_the_post_is_no_post(summary: str) -> None:
    assert isinstance(article.read(page([NOTICE]), entry(summary)), Failure)


def test_a_short_page_in_the_feeds_words_is_the_post() -> None:
    assert post(article.read(page(STORY[:1]), entry(STORY[0]))).text == STORY[0]
    assert post(article.read(page(STORY[:1]), entry())).text == STORY[0]


SHORT = " ".join(STORY[:1] * 2)  # 38 words
PAGES = [None, page(status=404), page(status=500), page([]), page(status=403)]


CONTENT = "".join(f"<p>{line}</p>" for line in STORY)
POST = [*STORY, *(line.replace("kettle", "toaster").replace("She", "They") for line in STORY)]


def test_content_that_the_page_goes_on_after_is_cut_off() -> None:
    told = " ".join(" ".join(POST).split()[:60])

    result = post(article.read(page(POST), entry(content=f"<h2>The kettle</h2><p>{told}</p>")))

    assert (result.text, result.text_source) == ("\n".join(POST), "page")


def test_a_heading_is_no_full_content() -> None:
    result = post(article.read(page(), entry(content="<p>In short</p>")))

    assert (result.text, result.text_source) == ("\n".join(STORY), "page")


@pytest.mark.parametrize(
    "added",
    [
        "<p>The post <a href='/k'>Kettle</a> appeared first on <a href='/'>Tea Diary</a>.</p>",
        "<div class='feedflare'><a href='/s'>Tweet</a></div><img src='/pixel.gif' width='1' height='1' alt=''>",
        "<p>Share this: <a href='/s'>Mastodon</a></p>",
        "<p>Subscribe to our letter</p><p>Tags: tea</p>",
    ],
)
def test_what_only_the_feed_adds_is_no_text(added: str) -> None:
    assert post(article.read(page(), entry(content=CONTENT + added))).text == "\n".join(STORY)
    assert post(article.read(page(), entry(CONTENT + added))).text == "\n".join(STORY)


@pytest.mark.parametrize("profile", ["fast", "default", "best"])
@pytest.mark.parametrize(
    "summary",
    [
        "",
        STORY[0],
        " ".join(" ".join(STORY).split()[:50]) + " […]",
        f"The kettle {STORY[0]} [...]",
        STORY[0][:60] + "...",
    ],
)
def test_every_profile_finds_the_post_whatever_the_feed_tells(profile: Profile, summary: str) -> None:
    result = post(article.read(page(), entry(summary), profile))

    assert (result.text, result.text_source) == ("\n".join(STORY), "page")
    assert article.read_html(page().body, "", profile).text == result.text


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


@pytest.mark.parametrize(
    ("hours", "date", "source"),
    [(23, NOW + timedelta(hours=23), "feed"), (25, datetime(2024, 3, 5, tzinfo=UTC), "page")],
)
def test_a_post_was_not_published_after_it_was_fetched(hours: int, date: datetime, source: str) -> None:
    ahead = replace(entry(STORY[0] + " […]"), published=NOW + timedelta(hours=hours))

    result = post(article.read(page(), ahead))

    assert (result.published, result.date_source) == (date, source)


def test_a_date_to_come_is_none_in_the_page_either() -> None:
    ahead = page()
    told = replace(ahead, body=ahead.body.replace(b"2024-03-05", b"2100-01-01"))

    result = post(article.read(told, entry(STORY[0] + " […]", told=False)))

    assert (result.published, result.date_source) == (None, "")


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


def test_leaves_out_what_wordpress_adds_to_a_feed() -> None:
    story = " ".join(STORY)

    result = post(article.read(None, entry(f"<p>{story}</p><p>The post Kettle appeared first on Tea Diary.</p>")))

    assert result.text == story


def test_reads_the_charset_of_the_header() -> None:
    story = [*STORY[:-1], "Der Wasserkocher läuft seitdem ohne jede Störung, und wir trinken täglich grünen Tee."]
    body = page(story).body.decode().encode("cp1252")
    told = Page(
        "http://a.example/", "http://a.example/", 200, (("Content-Type", "text/html; charset=cp1252"),), body, NOW
    )

    assert post(article.read(told, entry())).text.endswith("grünen Tee.")


def test_reads_saved_pages() -> None:
    result = article.read_html(page().body, "http://tea.example/kettle")

    assert (result.title, result.author, result.date_source) == ("The kettle", "Jo Doe", "page")
    assert result.text == "\n".join(STORY)


def test_finds_nothing_in_nothing() -> None:
    result = article.read_html(b"", "http://[broken")

    assert (result.text, result.title, result.published, result.blog, result.language) == ("", "", None, "", "")
