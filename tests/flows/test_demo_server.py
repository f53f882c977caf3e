"""The demo's blogosphere behaves like the web it stands for, and like itself every time."""

import gzip
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from flows.demo import site
from flows.demo.blogs import NOTE, Blog, blogs
from flows.demo.server import Blogosphere, serving

SLOW = 0.3


@pytest.fixture(scope="module")
def sphere() -> Iterator[Blogosphere]:
    with serving(slow=SLOW) as running:
        yield running


@pytest.fixture
def client(sphere: Blogosphere) -> Iterator[httpx.Client]:
    with httpx.Client(proxy=sphere.base, trust_env=False, timeout=10.0) as one:
        yield one


def blog(name: str) -> Blog:
    return next(one for one in blogs() if one.name == name)


def everything() -> list[str]:
    """Every address that answers with 200: feeds, robots.txt files, front pages, posts."""
    fronts = [f"http://{one.host}{path}" for one in blogs() for path in ("/", "/robots.txt")]
    feeds = [f"http://{one.host}{one.moved_to or one.feed}" for one in blogs()]
    return [*fronts, *feeds, *(one.url(story) for one in blogs() for story in one.posts), site.EMPTY, site.PARKED]


def test_every_address_answers(client: httpx.Client) -> None:
    refused = {url: status for url in quick() if (status := client.get(url).status_code) != 200}

    assert refused == {}


def quick() -> list[str]:
    """Without the slow host, which would make minutes of it."""
    return [url for url in everything() if blog("quiet-modem").host not in url]


def test_every_page_says_that_it_was_written_for_the_project() -> None:
    pages = [url for url in everything() if not url.endswith("robots.txt") and "html" in served(url).headers[0][1]]

    assert len(pages) > 140
    assert [url for url in pages if NOTE not in served(url).body.decode()] == []


def served(url: str) -> site.Response:
    parts = urlsplit(url)
    return site.answer(parts.netloc, url.removeprefix(f"http://{parts.netloc}"), {})


def test_the_same_request_gives_the_same_bytes(sphere: Blogosphere) -> None:
    with serving(slow=0.0) as other:
        first, second = (fetched(base) for base in (sphere.base, other.base))

    assert first == second


def fetched(base: str) -> list[tuple[list[tuple[bytes, bytes]], bytes]]:
    """Every answer of a server to a fresh client: headers, dates among them, and body."""
    with httpx.Client(proxy=base, trust_env=False, timeout=10.0) as one:
        answers = [one.get(url) for url in quick()]
    return [(answer.headers.raw, answer.content) for answer in answers]


def test_an_etag_or_a_date_is_given_for_everything_that_can_be_asked_again() -> None:
    bare = [url for url in everything() if not {"ETag", "Last-Modified"} & dict(served(url).headers).keys()]

    assert bare == []


@pytest.mark.parametrize("one", blogs(), ids=lambda one: one.name)
def test_a_feed_asked_with_its_validators_is_unchanged(client: httpx.Client, one: Blog) -> None:
    url = f"http://{one.host}{one.moved_to or one.feed}"
    first = client.get(url)
    held = {"If-None-Match": first.headers.get("etag"), "If-Modified-Since": first.headers.get("last-modified")}
    again = client.get(url, headers={name: value for name, value in held.items() if value})

    assert (again.status_code, again.content) == (304, b"")
    assert "content-length" not in again.headers


def test_publishing_systems_differ_in_their_validators(client: httpx.Client) -> None:
    given = {
        one.template: {"etag", "last-modified"} & client.get(f"http://{one.host}/robots.txt").headers.keys()
        for one in blogs()
    }

    assert given["tumblr"] == {"etag"}
    assert given["handmade"] == {"last-modified"}
    assert given["wordpress"] == {"etag", "last-modified"}


def test_an_etag_outranks_a_date(client: httpx.Client) -> None:
    url = f"http://{blog('slow-kettle').host}/feed/"
    held = client.get(url).headers["last-modified"]

    assert client.get(url, headers={"If-Modified-Since": held}).status_code == 304
    assert client.get(url, headers={"If-Modified-Since": held, "If-None-Match": '"old"'}).status_code == 200


def test_a_moved_feed_redirects_for_good_to_its_new_address(client: httpx.Client) -> None:
    answer = client.get("http://night-ferry.example/?feed=rss2")

    assert answer.status_code == 301
    assert answer.headers["location"] == "http://night-ferry.example/feed/"
    assert client.get(answer.headers["location"]).status_code == 200


def test_lost_feeds_are_not_found_or_gone(client: httpx.Client) -> None:
    answers = {url: client.get(url).status_code for url in site.LOST}

    assert sorted(answers.values()) == [404, 410]


def test_one_blog_forbids_robots_and_the_others_do_not(client: httpx.Client) -> None:
    rules = {one.name: client.get(f"http://{one.host}/robots.txt").text.splitlines() for one in blogs()}

    assert [name for name, lines in rules.items() if "Disallow: /" in lines] == ["private-porch"]


def test_a_slow_host_answers_late_and_the_others_at_once(client: httpx.Client) -> None:
    def seconds(host: str) -> float:
        start = time.monotonic()
        client.get(f"http://{host}/robots.txt")
        return time.monotonic() - start

    assert seconds(blog("quiet-modem").host) >= SLOW
    assert min(seconds(blog("slow-kettle").host) for _ in range(5)) < SLOW


def test_a_packing_host_packs_only_for_those_who_can_unpack(client: httpx.Client) -> None:
    url = f"http://{blog('penny-orchard').host}/rss"
    packed, plain = (client.get(url, headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity"))

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["etag"] == plain.headers["etag"] and packed.headers["etag"].startswith("W/")
    assert len(gzip.compress(plain.content, mtime=0)) == int(packed.headers["content-length"]) < len(plain.content)


def test_the_broken_feed_ends_in_the_middle(client: httpx.Client) -> None:
    body = client.get(f"http://{blog('broken-antenna').host}/feed/").content

    assert body.startswith(b"<?xml")
    assert b"</rss>" not in body
    assert body.count(b"<item>") == body.count(b"</item>") + 1


def test_a_parked_domain_serves_a_page_where_its_feed_was(client: httpx.Client) -> None:
    answer = client.get(site.PARKED)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_feed_may_hold_nothing(client: httpx.Client) -> None:
    answer = client.get(site.EMPTY)

    assert answer.headers["content-type"].startswith("application/rss+xml")
    assert b"<item>" not in answer.content


def test_a_wrong_date_stands_in_the_feed_and_the_right_one_in_the_page(client: httpx.Client) -> None:
    host = blog("the-long-warranty").host

    assert "31 Feb 2011" in client.get(f"http://{host}/rss.xml").text
    assert "2011-02-28T10:00:00" in client.get(f"http://{host}/2011/02/lawnmower.html").text


def test_the_json_feed_is_json(client: httpx.Client) -> None:
    answer = client.get(f"http://{blog('old-harbour-road').host}/feed/json")

    assert json.loads(answer.text)["version"] == "https://jsonfeed.org/version/1.1"


@pytest.mark.parametrize("url", ["http://slow-kettle.example/nowhere", "http://unheard-of.example/"])
def test_what_does_not_exist_is_not_found(client: httpx.Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_head_gives_the_headers_of_get_without_a_body(client: httpx.Client) -> None:
    for url in (site.EMPTY, "http://penny-orchard.example/rss", "http://slow-kettle.example/"):
        head, got = client.head(url), client.get(url)

        assert head.headers == got.headers
        assert (head.status_code, head.content) == (200, b"")


def test_nothing_is_passed_on_to_another_machine(client: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        answer = client.get(f"http://127.0.0.1:{elsewhere.getsockname()[1]}/")

        assert answer.status_code == 404
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_no_tunnel_is_opened(client: httpx.Client) -> None:
    with pytest.raises(httpx.ProxyError, match="501"):
        client.get("https://slow-kettle.example/")


def test_nothing_but_reading_is_understood(client: httpx.Client) -> None:
    assert client.post("http://slow-kettle.example/", content=b"x").status_code == 501


def test_many_clients_at_once_each_get_their_own_answer(client: httpx.Client) -> None:
    addresses = [f"http://{one.host}{one.moved_to or one.feed}" for one in blogs()]
    with ThreadPoolExecutor(max_workers=12) as pool:
        answers = list(pool.map(client.get, addresses * 4))

    assert {answer.status_code for answer in answers} == {200}
    assert [answer.content for answer in answers] == [served_plainly(answer.url) for answer in answers]


def served_plainly(url: httpx.URL) -> bytes:
    return site.answer(url.host, url.raw_path.decode(), {}).body


def test_a_slow_host_does_not_hold_up_the_others() -> None:
    with (
        serving(slow=2.0) as one,
        httpx.Client(proxy=one.base, trust_env=False) as client,
        ThreadPoolExecutor(max_workers=1) as pool,
    ):
        late = pool.submit(client.get, f"http://{blog('quiet-modem').host}/robots.txt")
        soon = client.get(f"http://{blog('slow-kettle').host}/robots.txt")

        assert soon.status_code == 200
        assert not late.done()
