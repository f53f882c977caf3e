"""Search feeds: addresses made of words."""

import pytest

from extract.errors import StudyError
from extract.net import wire
from extract.sources import templates


@pytest.mark.parametrize("name", sorted(templates.SEARCH_FEEDS))
def test_every_template_makes_addresses_that_can_be_asked(name: str) -> None:
    site = "blog.example/?s={words}" if name == "site-search" else "https://blog.example/"
    urls = templates.expand(name, ["customer service", "refund"], site)

    assert urls
    assert not any(wire.bad_address(url) or "{" in url or " " in url for url in urls)


@pytest.mark.parametrize("name", sorted(templates.SEARCH_FEEDS))
def test_every_template_bears_the_name_it_is_listed_under(name: str) -> None:
    assert templates.SEARCH_FEEDS[name].name == name


def test_quotes_phrases_and_asks_once_for_each() -> None:
    urls = templates.expand("hacker-news", ["customer service", "café", "café"])

    assert urls == ["https://hnrss.org/newest?q=%22customer+service%22", "https://hnrss.org/newest?q=caf%C3%A9"]


def test_writes_tags_as_services_do() -> None:
    assert templates.expand("medium-tag", ["Customer Service"]) == ["https://medium.com/feed/tag/customer-service"]
    assert templates.expand("devto-tag", ["Customer Service"]) == ["https://dev.to/feed/tag/customerservice"]


def test_reads_a_whole_feed_where_there_is_no_search() -> None:
    assert templates.expand("substack", [], "https://jo.substack.com/") == ["https://jo.substack.com/feed"]


def test_fills_a_sites_own_search_address() -> None:
    assert templates.expand("site-search", ["a"], "http://b.example/?q={words}&f=1") == ["http://b.example/?q=a&f=1"]


@pytest.mark.parametrize(
    ("name", "words", "site", "says"),
    [
        ("altavista", ["a"], "", "there are bing-news, blogger"),
        ("blogger", ["a"], " ", "needs a site"),
        ("reddit", [], "", "needs words"),
        ("substack", [], "http://[x", "'http://[x/feed' is no address"),
        ("blogger", ["a"], "https:// /", "no address of the site"),
        ("site-search", ["a"], "http://b.example", "{words} in it"),
    ],
)
def test_says_what_a_template_needs(name: str, words: list[str], site: str, says: str) -> None:
    with pytest.raises(StudyError, match="search feed") as caught:
        templates.expand(name, words, site)

    assert says in str(caught.value)


def test_takes_query_for_words_in_a_sites_own_address() -> None:
    found = templates.expand("site-search", ["tech support"], "https://blog.example/find?q={query}&f=rss")

    assert found == ["https://blog.example/find?q=%22tech+support%22&f=rss"]
