"""The index of the archive: sorted, whole, made again from the WARC files alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.post import Page
from flows.archiving import archive, cdx
from flows.archiving.archive import Archive

PAGE = Page("http://a.example/", "http://a.example/", 200, (("content-type", "text/html; charset=utf-8"),),
            b"A page. " * 100, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))  # fmt: skip


def written(folder: Path, name: str, *urls: str) -> Archive:
    one = Archive(folder, name)
    for number, url in enumerate(urls):
        at = PAGE.fetched + timedelta(seconds=number)
        one.record(replace(PAGE, url=url, fetched=at), b"GET / HTTP/1.1\r\n\r\n")
    one.settle()
    return one


# Held against surt 0.3.1, the Internet Archive's own.
@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://a.example/", "example,a)/"),
        ("http://a.example", "example,a)/"),
        ("HTTP://WWW.A.example/B?b=1&a=2#f", "example,a)/b?a=2&b=1"),
        ("https://a.example:443/x/", "example,a)/x"),
        ("http://a.example:8080/x", "example,a:8080)/x"),
        ("http://127.0.0.1:3333/feed", "1,0,0,127:3333)/feed"),
        ("http://www2.a.example/?", "example,a)/"),
    ],
)
def test_an_address_has_the_key_that_archives_sort_by(url: str, key: str) -> None:
    assert cdx.key(url) == key


def test_a_line_has_what_readers_look_up(tmp_path: Path) -> None:
    one = written(tmp_path, "one", PAGE.url, PAGE.url)
    lines = (tmp_path / cdx.NAME).read_text().splitlines()
    key, at, told = lines[0].split(" ", 2)
    first, again = json.loads(told), json.loads(lines[1].split(" ", 2)[2])

    assert (key, at) == ("example,a)/", "20260102030405")
    assert (first["url"], first["mime"], first["status"]) == (PAGE.url, "text/html", "200")
    assert (again["mime"], again["digest"]) == ("warc/revisit", first["digest"])
    assert first["filename"] == one.name
    raw = (tmp_path / first["filename"]).read_bytes()[int(first["offset"]) :][: int(first["length"])]
    assert raw.startswith(b"\x1f\x8b")
    assert archive.read(tmp_path, f"{first['filename']}@{first['offset']}")[1] == PAGE.body


def test_it_is_sorted_and_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    urls = [f"http://{host}.example/{path}?q={query}" for host in "zma" for path in "b/ a" for query in "21"]
    written(tmp_path, "one", *urls)
    written(tmp_path, "two", *reversed(urls), "http://more.example/")
    grown = (tmp_path / cdx.NAME).read_bytes()
    (tmp_path / cdx.NAME).unlink()
    cdx.update(tmp_path)

    assert grown.splitlines() == sorted(grown.splitlines())
    assert len(grown.splitlines()) == 2 * len(urls) + 1
    assert (tmp_path / cdx.NAME).read_bytes() == grown


def test_an_address_is_found_among_many(tmp_path: Path) -> None:
    urls = [f"http://a.example/{number}" for number in range(300)]
    written(tmp_path, "one", *urls, *urls[:1], "http://a.example/1?")

    assert [len(cdx.find(tmp_path, url)) for url in urls] == [2] + [1] * 299
    assert cdx.find(tmp_path, "http://a.example/300") == []
    assert cdx.find(tmp_path, "http://a.example/") == []
    assert cdx.find(tmp_path / "none", PAGE.url) == []


def test_lines_of_a_file_that_is_gone_go_too(tmp_path: Path) -> None:
    written(tmp_path, "one", PAGE.url)
    written(tmp_path, "two", "http://b.example/")
    next(tmp_path.glob("one-*")).unlink()
    cdx.update(tmp_path)

    assert cdx.find(tmp_path, PAGE.url) == []
    assert len(cdx.find(tmp_path, "http://b.example/")) == 1
