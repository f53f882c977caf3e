"""What fuzzing has found, each once."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from extract import sources
from extract.errors import QueryError
from extract.finding import sitemaps
from extract.matching import query
from extract.net import decoding
from extract.post import Entry, Post
from extract.reading import article
from flows.archiving import archive, cdx, notes, warc
from flows.archiving.warc import Damage, Record
from flows.errors import UsageError
from reports.interchange import refi_read
from reports.interchange.coded import InterchangeError
from tests.fuzzing import odd, seeds
from tests.fuzzing.fetched import NOW
from tests.fuzzing.findings import limited
from tests.fuzzing.handed import project

SITE = "http://blog.example/"
NAME = "a-00001.warc.gz"


def packed(content: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, warc.GZIP)
    return packer.compress(content) + packer.flush()


def test_a_page_that_begins_with_no_block_is_read() -> None:
    assert article.read_html(b"<htm<title>K</title>It broke.<p>" + b"They sent a new one. " * 20, SITE).url == SITE


@pytest.mark.parametrize("number", ["&#19;", "&#x1D", "&#xFFFE;"])
def test_a_forbidden_character_given_by_its_number_costs_no_page(number: str) -> None:
    told = f"<p>I{number}ve complained about the kettle, and they sent a new one.</p>" * 20
    entry = Entry(SITE, "g", SITE, f"I{number}m &amp; out", "", None, "", told, "")

    assert "\n" in article.read_html(f"<html><body>{told}".encode(), SITE, "best").text
    assert isinstance(article.read(None, entry), Post)


@pytest.mark.parametrize(
    ("name", "url"), [("links", ""), ("authors", f"{SITE}1"), ("enclosures", f"{SITE}1"), ("content", f"{SITE}1")]
)
def test_an_element_named_as_the_reader_names_its_lists_costs_no_feed(name: str, url: str) -> None:
    item = f"<item><title>Kettle</title><{name}>x</{name}><link>{SITE}1</link></item>"
    (entry,) = sources.entries(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), SITE)

    assert (entry.title, entry.url) == ("Kettle", url)


def test_half_a_surrogate_pair_in_a_sitemap_is_left_out() -> None:
    found = sitemaps.read(b"<urlset><url><loc>http://blog.example/a&#xD800;b</loc></url></urlset>", SITE, SITE)

    assert found
    assert [one.url for one in found.locations] == ["http://blog.example/ab"]


@pytest.mark.parametrize(("text", "position"), [("kettle^.", 6), ("a kettle~.", 8), ('"a b"~1.2.', 5), ('"a b"~.', 5)])
def test_a_sign_without_a_number_is_shown_in_the_query(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        query.parse(text)

    assert caught.value.position == position


def test_a_label_with_a_nul_means_no_charset() -> None:
    assert decoding.codec("utf-8\0") == ""


@pytest.mark.parametrize("end", [1, 20, len(odd.CDXJ)])
def test_an_index_that_breaks_off_is_searched_to_its_end(end: int, tmp_path: Path) -> None:
    (tmp_path / cdx.NAME).write_bytes(odd.CDXJ + odd.CDXJ[:-end])
    with limited(5.0):
        assert len(cdx.find(tmp_path, "http://a.example/")) == 1 + (end == 1)


@pytest.mark.parametrize(
    "line", [b"example,a)/ 2026", b"example,a)/ 2026 [1]", b'example,a)/ 2026 {"url": "http://a.example/"}']
)
def test_a_damaged_line_of_the_index_is_passed_over(line: bytes, tmp_path: Path) -> None:
    (tmp_path / cdx.NAME).write_bytes(line + b"\n" + odd.CDXJ)

    assert len(cdx.find(tmp_path, "http://a.example/")) == 1


def test_a_file_that_only_a_damaged_index_knows_is_named_as_text(tmp_path: Path) -> None:
    (tmp_path / cdx.NAME).write_bytes(odd.CDXJ.replace(b"a-00001", b"\xff-00001") + odd.CDXJ)

    assert cdx.gone(tmp_path) == {NAME: 1}


def test_a_length_of_thousands_of_digits_is_no_record(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(packed(b"WARC/1.1\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\nx\r\n\r\n"))

    assert isinstance(warc.record(tmp_path / NAME, 0), Damage)


def test_a_revisit_that_does_not_say_of_what_is_named(tmp_path: Path) -> None:
    fields = {"WARC-Type": "revisit", "WARC-Profile": archive.IDENTICAL}
    (tmp_path / NAME).write_bytes(packed(warc.plain(fields, b"HTTP/1.1 200 OK\r\n\r\n")))

    with pytest.raises(UsageError, match="holds the body of a revisit no more"):
        archive.read(tmp_path, f"{NAME}@0")


@pytest.mark.parametrize(
    "block",
    [
        b'{"for": "robots", "place": "", "body": true}',
        b'{"for": "page", "at": "2026-03-04T05:06:00+00:00", "via": "poll", "asked": "u", "place": 0}',
        b'{"for": "page", "at": "9999-12-31T23:59:59-23:59", "via": "poll", "asked": "u", "place": "x@0"}',
        b'{"for": ' + b"[" * 100_000,
    ],
)
def test_a_note_of_another_shape_is_named(block: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(warc.made("metadata", NOW, {}, block))
    found = warc.record(tmp_path / NAME, 0)

    assert isinstance(found, Record)
    with pytest.raises(UsageError):
        notes.read(tmp_path, found)


def broken() -> dict[str, bytes]:
    """Projects whose packing is broken, each in its own way."""
    (sound,) = seeds.projects()
    start = sound.index(b"PK\x01\x02")  # the directory, whose entries say where each file begins
    early = sound[:-6] + (start + 4).to_bytes(4, "little") + sound[-2:]
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as files:
        files.writestr("sources/é.qde", b"<Project/>")
    return {"before its start": early, "no UTF-8": text.getvalue().replace(b"\xc3\xa9", b"\xff\xff")}


@pytest.mark.parametrize("how", ["before its start", "no UTF-8"])
def test_a_project_whose_packing_is_broken_is_refused(how: str) -> None:
    with pytest.raises(InterchangeError, match="no REFI-QDA project"):
        refi_read.read(broken()[how], project())
