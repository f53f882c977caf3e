"""Edges of the network: feeds, pages, sitemaps, rules of sites, headers, hubs and language models. Bytes in, nothing out."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import get_args
from urllib.parse import parse_qs

import httpx

from analysis import codebook
from analysis.coders import llm
from extract import sources
from extract.errors import FeedError, StudyError
from extract.finding import discovery, history, platforms, sitemaps, websub
from extract.net import decoding, relations, robots, walls, wire
from extract.net.robots import Robots
from extract.post import Entry, Page, Post, Profile
from extract.reading import article
from extract.sameness import canonical
from extract.sources import dates, links, opml
from extract.timing import wishes
from flows.coding import chat
from flows.coding.llm import Endpoint, _text, _usage
from flows.database import store as storing

URL = "http://blog.example/2026/feed.xml"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
PROFILES = get_args(Profile)
PART = b"\n%%%%\n"  # parts of an input that are different things
POST = (
    "My kettle died in May. I wrote to Brightpot and they promised to call me back.\n\nNobody ever called.  It’s "
    "“still” broken. The girl in the shop was friendly, though. I will never buy from them again."
)


def parted(body: bytes, count: int) -> list[bytes]:
    """An input as so many parts; those that it lacks are empty."""
    return (body.split(PART, count - 1) + [b""] * count)[:count]


def text(body: bytes) -> str:
    """Bytes as text, in which half a surrogate pair may stand, as JSON can bring one."""
    try:
        return body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace")


def page(body: bytes, kind: str = "") -> Page:
    """An answer with this body."""
    return Page(URL, URL, 200, (("content-type", kind),), body, NOW)


def storable(*texts: str) -> None:
    """What was read can be stored: text that is UTF-8 once the store has taken it."""
    for one in texts:
        storing.text(one).encode()


def feed(body: bytes) -> None:
    """The bytes of a feed; before a part mark, its content type."""
    kind, inside = parted(body, 2) if PART in body else (b"", body)
    with suppress(FeedError):
        found = sources.read(inside, URL, kind.decode("latin-1"))
        for one in found.entries:
            storable(one.guid, one.url, one.title, one.author, one.summary, one.content, one.published_raw)
            assert one.published is None or one.published.tzinfo is not None
            storing.stamp(one.published)
        answered = page(inside, kind.decode("latin-1"))
        wishes.of(answered, found)
        websub.offered(answered, found)
        history.onward(answered, found)
        discovery.judged(discovery.Candidate(URL, "link"), answered, found)


def read_page(body: bytes) -> None:
    """The bytes of a page, of its feed's content, and of its content type."""
    inside, told, kind = parted(body, 3)
    entry = Entry(URL, "g", URL, text(told[:80]), "", None, "", text(told), "")
    profile = PROFILES[len(body) % len(PROFILES)]
    answered = page(inside, kind.decode("latin-1"))
    post = article.read(answered, entry, profile)
    if isinstance(post, Post):
        storable(post.title, post.author, post.text, post.published_raw)
        assert post.text
    walls.wall(answered)


def find(body: bytes) -> None:
    """The bytes of a page on which feeds are looked for."""
    answered = page(body)
    for one in [*discovery.declared(answered), *discovery.guessed(answered)]:
        assert one.url
        discovery.is_comments(one.url, one.title)


def listed(body: bytes) -> None:
    """The bytes of an OPML file. What is read can be written, and is read again as it is."""
    with suppress(StudyError):
        found = opml.read(body)
        again = opml.read(opml.write(found.feeds))
        assert {one.url for one in again.feeds} == {one.url for one in found.feeds}


def sitemap(body: bytes) -> None:
    """The bytes of a sitemap, and of the robots.txt that names others."""
    inside, rules = parted(body, 2)
    found = sitemaps.read(inside, URL, "http://blog.example/")
    sitemaps.of_site(rules, URL)
    if found:
        sitemaps.worth(found, NOW.date())
        sitemaps.posts(found.locations, [URL])
        sitemaps.posts(found.locations, [], NOW.date())


def rules(body: bytes) -> None:
    """The bytes of a robots.txt."""
    told = Robots("http://blog.example", "", "", 200, body, NOW)
    for name in ("rootfeed", "*"):
        robots.allows(told, URL, name)
        assert 0 <= robots.delay(told, name) <= wire.LONGEST_REST


def headers(body: bytes) -> None:
    """Lines of headers, and behind a part mark the packed body that they speak of."""
    head, packed = parted(body, 2)
    lines = [line.partition(":") for line in head.decode("latin-1").split("\n")]
    told = tuple((name.strip().lower(), value.strip()) for name, _, value in lines)
    answered = Page(URL, URL, 200, told, packed, NOW)
    relations.linked(told, URL)
    wishes.of(answered, wishes.head(answered))
    walls.wall(answered)
    for _, value in told:
        wire.seconds(value, NOW)
        decoding.codec(value)
    for coding in ("gzip", "deflate", dict(told).get("content-encoding", "")):
        with suppress(decoding.TooLarge, decoding.Unreadable):
            decoding.unpack([packed], coding, 1_000_000)


def hub(body: bytes) -> None:
    """The query of a hub at a callback, its signature, and what it sends."""
    query, signature, sent = parted(body, 3)
    with suppress(ValueError):  # as flows.collecting.hearing takes it
        websub.intent(parse_qs(query.decode("latin-1"), max_num_fields=20))
    websub.signed(sent, signature.decode("latin-1"), "secret")


def address(body: bytes) -> None:
    """An address, and one that is relative to it."""
    base, link = (text(part)[:5_000] for part in parted(body, 2))
    for url in (base, links.address(base, link), opml.address(base)):
        canonical.canonical(url)
        robots.origin(url)
        bad = wire.bad_address(url)
        if not bad:
            wire.asked(url)
            walls.leads_to(url)
            list(platforms.by_address(url))
            chat.bad_endpoint(url)
            sitemaps.looks_like_a_post(url)


def moment(body: bytes) -> None:
    """A date as feeds write it."""
    found = dates.read(text(body)[:1_000])
    assert found.moment is None or found.moment.tzinfo is not None
    storing.stamp(found.moment)


def answer(body: bytes) -> None:
    """What a language model answered on a post. Whatever it says, quotes are the post's own words."""
    with suppress(llm.AnswerError):
        found = llm.coding(codebook.default(), text(body), POST)
        assert all(POST[item.start : item.end] == item.quote for item in found.evidence)
        json.dumps([found.genre, found.genre_reason, found.causes, found.reaction])


@cache
def _endpoint() -> Endpoint:
    return Endpoint("http://127.0.0.1:9/v1", "small", 1_000_000, "secret", sleep=lambda _: None)


def reply(body: bytes) -> None:
    """The status line's number, headers and body of an endpoint's reply."""
    head, inside = parted(body, 2)
    first, *rest = head.decode("latin-1").split("\n")
    lines = [line.partition(":") for line in rest]
    told = [(name.strip().encode("latin-1"), value.strip().encode("latin-1")) for name, _, value in lines if name]
    status = int(first) if first.isascii() and first.isdigit() and len(first) == 3 else 200
    answered = httpx.Response(status, headers=told, stream=httpx.ByteStream(inside))
    found = chat._reply(answered, float("inf"))
    found.said("secret").encode()
    chat.Form().plainer(found.said("secret"))
    with suppress(StudyError):
        usable = _endpoint()._usable(found)
        assert _usage(usable) >= 0
        _text(usable)
