"""Posts from feeds and pages: which of the two is the text of record, and who says the rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from kettle import NOW, STORY, entry, page, post

from extract.post import Page, Profile
from extract.reading import article

CONTENT = "".join(f"<p>{line}</p>" for line in STORY)
POST = [*STORY, *(line.replace("kettle", "toaster").replace("She", "They") for line in STORY)]


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
    result = post(article.read(page(), entry("Short.", CONTENT)))

    assert (result.text, result.text_source) == ("\n".join(STORY), "feed")


def test_a_page_that_goes_on_after_the_feeds_content_has_the_text() -> None:
    result = post(article.read(page(), entry(content=f"<p>{STORY[0]}</p>")))

    assert (result.text, result.text_source) == ("\n".join(STORY), "page")


def test_a_page_with_other_words_does_not_replace_the_feeds_content() -> None:
    result = post(article.read(page(), entry(content="<p>We ask for your consent to nothing. The kettle is fine.</p>")))

    assert (result.text, result.text_source) == ("We ask for your consent to nothing. The kettle is fine.", "feed")


def test_a_few_words_more_in_the_page_do_not_replace_the_feeds_content() -> None:
    result = post(
        article.read(page([*STORY, "Tell your friends about us, and share this with them."]), entry(content=CONTENT))
    )

    assert result.text == "\n".join(STORY)


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
