"""One name for all addresses of a page, and never one for two pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sameness.canonical import canonical, is_home

SAME = [
    ("http://blog.example/post", "https://blog.example/post"),
    ("http://www.blog.example/post", "http://blog.example/post"),
    ("http://BLOG.Example/post", "http://blog.example/post"),
    ("http://blog.example:80/post", "https://blog.example:443/post"),
    ("http://blog.example./post", "http://blog.example/post"),
    ("http://blog.example", "http://blog.example/"),
    ("http://blog.example/post/", "http://blog.example/post"),
    ("http://blog.example//2005//post", "http://blog.example/2005/post"),
    ("http://blog.example/index.html", "http://blog.example/"),
    ("http://blog.example/a/index.php?p=3", "http://blog.example/a/?p=3"),
    ("http://blog.example/a/default.aspx", "http://blog.example/a"),
    ("http://blog.example/post#comments", "http://blog.example/post"),
    ("http://blog.example/post#more-2003", "http://blog.example/post#xtor=RSS-2003"),
    ("http://blog.example/post?matomo_campaign=x&piwik_kwd=y&srsltid=z", "http://blog.example/post"),
    ("http://blog.example/post?ns_campaign=x&referrer=y&ref_id=z&aff=17", "http://blog.example/post"),
    ("http://blog.example/post?utm_source=rss&utm_medium=feed&utm_campaign=x", "http://blog.example/post"),
    ("http://blog.example/post?p=1&fbclid=abc", "http://blog.example/post?p=1"),
    (
        "http://blog.example/post?gclid=1&dclid=2&msclkid=3&twclid=4&yclid=5&gbraid=6&wbraid=7",
        "http://blog.example/post",
    ),
    ("http://blog.example/post?mc_cid=1&mc_eid=2&mkt_tok=3&_hsenc=4&_hsmi=5&__hssc=6", "http://blog.example/post"),
    ("http://blog.example/post?ref=rss", "http://blog.example/post"),
    ("http://blog.example/post?ref_src=twsrc%5Etfw&igshid=2", "http://blog.example/post"),
    ("http://blog.example/post?source=feed&from=rss", "http://blog.example/post"),
    ("http://blog.example/post?feedburner=yes&ttclid=9&_openstat=1", "http://blog.example/post"),
    ("http://blog.example/post?replytocom=17", "http://blog.example/post"),
    ("http://blog.example/post;jsessionid=0A1B?x=1", "http://blog.example/post?x=1"),
    ("http://blog.example/post?PHPSESSID=0a1b2c", "http://blog.example/post"),
    ("http://blog.example/post?sid=0a1b2c3d4e5f60718293", "http://blog.example/post"),
    ("http://blog.example/post?b=2&a=1", "http://blog.example/post?a=1&b=2"),
    ("http://blog.example/post?a=1&amp;b=2", "http://blog.example/post?a=1&b=2"),
    ("http://blog.example/%7ejo/caf%c3%a9", "http://blog.example/~jo/café"),
    ("http://bücher.example/post", "http://xn--bcher-kva.example/post"),
    ("http://blog.example/post?amp", "http://blog.example/post"),
    ("http://blog.example/post?amp=1", "http://blog.example/post"),
    ("http://blog.example/post/amp/", "http://blog.example/post"),
    ("http://blog.example/post.amp.html", "http://blog.example/post.html"),
    ("http://amp.blog.example/post", "http://blog.example/post"),
    ("https://www.google.com/amp/s/blog.example/post", "http://blog.example/post"),
    ("https://blog-example.cdn.ampproject.org/c/s/blog.example/post", "http://blog.example/post"),
    ("http://m.blog.example/post", "http://blog.example/post"),
    ("http://mobile.blog.example/post", "http://blog.example/post"),
    ("http://jo.blogspot.co.uk/2009/01/x.html?m=1", "http://jo.blogspot.com/2009/01/x.html"),
]
DIFFERENT = [
    ("http://blog.example/?p=1", "http://blog.example/?p=2"),
    ("http://blog.example/?2024/05/a", "http://blog.example/?2024/05/b"),
    ("http://blog.example/?a", "http://blog.example/?b"),
    ("http://blog.example/#!/post/1", "http://blog.example/#!/post/2"),
    ("http://blog.example/#/post/1", "http://blog.example/#/post/2"),
    ("http://blog.example/2003_05.html#90012345", "http://blog.example/2003_05.html#90012346"),
    ("http://blog.example/2003/05/17.html#a12", "http://blog.example/2003/05/17.html#a13"),
    ("http://blog.example:8080/post", "http://blog.example/post"),
    ("http://one.blog.example/post", "http://two.blog.example/post"),
    ("http://blog.example/post", "http://blog.example/Post"),
    ("http://blog.example/a%2Fb", "http://blog.example/a/b"),
    ("http://blog.example/a?q=x%26y", "http://blog.example/a?q=x&y"),
    ("http://blog.example/x?gallery=1", "http://blog.example/x?gallery=2"),
    ("http://blog.example/x?glossary=a", "http://blog.example/x?glossary=b"),
    ("http://blog.example/x?cid=1", "http://blog.example/x?cid=2"),
    ("http://blog.example/x?eid=1", "http://blog.example/x?eid=2"),
    ("http://blog.example/x?uid=1", "http://blog.example/x?uid=2"),
    ("http://blog.example/x?session=3", "http://blog.example/x?session=4"),
    ("http://blog.example/x?photo_gallery=1", "http://blog.example/x?photo_gallery=2"),
    ("http://blog.example/x?sid=04/05/17", "http://blog.example/x?sid=04/05/18"),
    ("http://blog.example/x?ref=17", "http://blog.example/x?ref=18"),
    ("http://blog.example/x?refid=17", "http://blog.example/x?refid=18"),
    ("http://blog.example/x?pk_id=17", "http://blog.example/x?pk_id=18"),
    ("http://blog.example/x?keyword=a", "http://blog.example/x?keyword=b"),
    ("http://blog.example/x?campaign=a", "http://blog.example/x?campaign=b"),
    ("http://blog.example/post#comment-2003", "http://blog.example/post"),
    ("http://blog.example/post#c1234567890", "http://blog.example/post"),
    ("http://blog.example/log#e2003", "http://blog.example/log#e2004"),
    ("http://blog.example/log#2003-01-05", "http://blog.example/log#2003-01-06"),
    ("http://blog.example/log#v1.2.0", "http://blog.example/log#v1.3.0"),
    ("http://blog.example/x?m=200405", "http://blog.example/x?m=200406"),
    ("http://blog.example/x?a=1&a=2", "http://blog.example/x?a=2"),
    ("http://blog.example/amp", "http://blog.example/"),
    ("http://m.example/post", "http://www.example/post"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_have_one_name(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages_have_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "url", ["", "post/3", "mailto:jo@blog.example", "http://[::1", "http://a:99999/", "http://", "tag:a,2004:3"]
)
def test_what_is_no_web_address_has_no_name(url: str) -> None:
    assert canonical(url) == ""


def test_only_a_whole_site_is_a_home() -> None:
    assert [is_home(canonical(f"http://www.blog.example/{rest}")) for rest in ("", "index.html", "?p=1", "a", "#!a")] == [
        True, True, False, False, False,
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_a_name_is_the_name_of_itself(rest: str) -> None:
    name = canonical(f"http://blog.example/{rest}")

    assert canonical(f"https://{name}") == name


def test_a_very_long_address_is_left_as_it_is() -> None:
    url = "http://blog.example/?" + "a=%41&" * 5_000

    assert canonical(url) == url
