"""OPML in and out."""

import re

import pytest

from extract.errors import StudyError
from extract.sources import opml

FEEDS = [("Café & more", "http://a.example/feed?x=1&y=2"), ("B", "http://b.example/rss")]


def feeds(body: bytes) -> list[tuple[str, str]]:
    """Titles and addresses of a list."""
    return [(one.title, one.url) for one in opml.read(body).feeds]


def test_writes_what_it_reads() -> None:
    assert feeds(opml.write(FEEDS)) == FEEDS


def test_writes_the_same_bytes_twice() -> None:
    assert opml.write(FEEDS) == opml.write(iter(FEEDS))


def test_names_a_feed_without_title_by_its_address() -> None:
    assert feeds(opml.write([("", "http://a.example/")])) == [("http://a.example/", "http://a.example/")]


def test_reads_folders_and_lists_each_address_once() -> None:
    body = b"""<opml version="1.0"><body><outline text="Folder"><outline text="A" xmlUrl="http://a.example/"/></outline>
    <outline title="B" xmlUrl="http://b.example/"/><outline title="again" xmlUrl="http://a.example/"/></body></opml>"""

    assert feeds(body) == [("A", "http://a.example/"), ("B", "http://b.example/")]


def test_an_empty_list_is_a_list() -> None:
    assert feeds(opml.write([])) == []


@pytest.mark.parametrize("url", ["http://[::1", "feed.xml", "http://jo:pw@blog.example/feed", "ftp://a.example/f"])
def test_one_bad_address_is_named_and_the_others_are_kept(url: str) -> None:
    listed = opml.read(opml.write([FEEDS[0], ("C", url), FEEDS[1]]))

    assert [(one.title, one.url) for one in listed.feeds] == FEEDS
    assert len(listed.left_out) == 1
    assert re.match(r"line 8, 'C': .*(\[::1|feed\.xml|blog\.example|ftp)", listed.left_out[0])
    assert "pw" not in listed.left_out[0]


def body(outlines: str, prolog: str = "") -> bytes:
    return f'{prolog}<opml version="2.0"><head><title>x</title></head>\n<body>{outlines}</body></opml>'.encode()


GOOD = '<outline text="B" xmlUrl="http://b.example/f"/>'


@pytest.mark.parametrize(
    ("outline", "title", "url"),
    [
        ('<outline text="A&nbsp;&eacute;" xmlUrl="http://a.example/f"/>', "A é", "http://a.example/f"),
        ('<outline text="A & B" xmlUrl="http://a.example/f?x=1&y=2"/>', "A & B", "http://a.example/f?x=1&y=2"),
        ('<outline text="A < B" xmlUrl="http://a.example/f"/>', "A < B", "http://a.example/f"),
        ('<OUTLINE TEXT="A" XMLURL="http://a.example/f"/>', "A", "http://a.example/f"),
        ('<outline text="A" xmlurl="http://a.example/f"/>', "A", "http://a.example/f"),
        ('<outline text="A" type="rss" url="http://a.example/f"/>', "A", "http://a.example/f"),
        ("<outline text=A xmlUrl=http://a.example/f />", "A", "http://a.example/f"),
        ('<outline text="A "so called" B" xmlUrl="http://a.example/f"/>', "A", "http://a.example/f"),
        ('<outline text="A" xmlUrl="feed://a.example/f"/>', "A", "http://a.example/f"),
        ('<outline text="A" xmlUrl="feed:https://a.example/f"/>', "A", "https://a.example/f"),
        ('<outline text="A" xmlUrl="  http://a.example/f\n"/>', "A", "http://a.example/f"),
        ('<outline title="A" text="t" xmlUrl="http://a.example/f" x:y="1"/>', "A", "http://a.example/f"),
        ('<outline text="A" text="C" xmlUrl="http://a.example/f"/>', "A", "http://a.example/f"),
        ('<outline xmlUrl="http://a.example/f"/>', "", "http://a.example/f"),
        ('<outline text="A\x0b" xmlUrl="http://a.example/f"/>', "A", "http://a.example/f"),
    ],
)
def test_reads_what_others_write(outline: str, title: str, url: str) -> None:
    assert feeds(body(outline + GOOD)) == [(title, url), ("B", "http://b.example/f")]


def test_names_duplicates_relative_addresses_and_feeds_without_any() -> None:
    listed = opml.read(body(f'{GOOD}\n{GOOD}\n<outline type="rss" text="N"/>\n<outline text="R" xmlUrl="/feed"/>'))

    assert [one.url for one in listed.feeds] == ["http://b.example/f"]
    assert listed.left_out == (
        "line 3, 'B': http://b.example/f is listed before",
        "line 4, 'N': names no address",
        "line 5, 'R': '/feed' is relative, and a file has no address that it could stand on",
    )


def test_pages_and_lists_in_a_list_are_no_feeds() -> None:
    assert (
        opml.read(body('<outline type="link" text="L" url="http://l.example/"/><outline text="Folder"/>')).feeds == ()
    )


def test_a_file_cut_short_keeps_what_came() -> None:
    whole = body("".join(f'<outline text="{n}" xmlUrl="http://{n}.example/f"/>' for n in range(9)))

    assert len(feeds(whole[: whole.index(b"http://8")])) == 8


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_file_says_its_encoding_or_does_not(charset: str) -> None:
    text = '<opml><body><outline text="Café" xmlUrl="http://a.example/f"/></body></opml>'

    assert feeds(text.encode(charset)) == [("Café", "http://a.example/f")]
    assert feeds((f'<?xml version="1.0" encoding="{charset}"?>' + text).encode(charset))[0][0] == "Café"


def test_a_wrong_encoding_costs_letters_and_no_feed() -> None:
    file = b'<?xml version="1.0" encoding="utf-8"?>' + body('<outline text="Caf\xe9" xmlUrl="http://a.example/f"/>')

    assert [url for _, url in feeds(file.decode().encode("latin-1"))] == ["http://a.example/f"]


def test_entities_made_of_entities_and_files_of_the_machine_are_not_read() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    prolog = f'<!DOCTYPE opml [<!ENTITY a0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>'

    listed = opml.read(body('<outline text="&a11;&x;" xmlUrl="http://a.example/f"/>', prolog))

    assert [(one.title, one.url) for one in listed.feeds] == [("&a11;&x;", "http://a.example/f")]


def test_ten_thousand_outlines_in_folders_are_read_and_written_in_their_folders() -> None:
    many = [opml.Outline(f"T{n}", f"http://{n}.example/f", f"Folder {n // 1000}") for n in range(10_000)]

    assert opml.read(opml.write(many)) == opml.Listed(tuple(many))


def test_too_deep_a_nest_and_a_broken_end_are_told() -> None:
    deep = body("<outline text='F'>" * 5000 + GOOD)

    assert opml.read(deep).left_out[-1].endswith("too broken or too deeply nested to be read")


@pytest.mark.parametrize("body", [b"", b"<html><body>hi</body></html>", b"\xff\xfe junk", b"{}"])
def test_refuses_what_is_no_opml(body: bytes) -> None:
    with pytest.raises(StudyError, match="no <opml>"):
        feeds(body)
