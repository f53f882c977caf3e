"""What it costs to archive an exchange: as rootfeed writes it, as the library that tests read with does, and a revisit."""

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.post import Page
from flows.archiving import cdx, warc
from flows.archiving.archive import Archive
from flows.demo import site
from flows.demo.blogs import blogs

EXCHANGES = 2_000
NOTE = "Processor time. warcio, the library that tests read the archive with, writes the same two records."
HEAD = ("2,000 exchanges", "CPU us an exchange", "bytes an exchange")
ASKED = b"GET / HTTP/1.1\r\nuser-agent: rootfeed\r\naccept-encoding: gzip, deflate\r\n\r\n"
HEADERS = (
    ("content-type", "text/html"),
    ("etag", '"1"'),
    ("server", "nginx"),
    ("date", "Sun, 22 Nov 2026 12:00:00 GMT"),
)


def _pages() -> list[Page]:
    """The demo's pages, each once more under another address until there are enough."""
    bodies = [
        site.answer(blog.host, urlsplit(blog.url(story)).path, {}).body for blog in blogs() for story in blog.posts
    ]
    urls = [f"http://a.example/{number}" for number in range(EXCHANGES)]
    pairs = zip(urls, cycle(bodies), strict=False)
    return [Page(url, url, 200, HEADERS, body + url.encode(), datetime.now(UTC)) for url, body in pairs]


def _by_library(folder: Path, page: Page) -> None:
    with (folder / "library.warc.gz").open("ab") as file:
        writer = WARCWriter(file, gzip=True)
        head = StatusAndHeaders("200 OK", list(page.headers), protocol="HTTP/1.1")
        answer = writer.create_warc_record(page.url, "response", payload=io.BytesIO(page.body), http_headers=head)
        writer.write_record(answer)
        writer.write_record(writer.create_warc_record(page.url, "request", payload=io.BytesIO(ASKED)))


def _row(name: str, folder: Path, pages: list[Page], write: Callable[[Page], object]) -> tuple[str, ...]:
    before = sum(path.stat().st_size for path in folder.iterdir())
    started = time.process_time()
    for page in pages:
        write(page)
    took = time.process_time() - started
    size = sum(path.stat().st_size for path in folder.iterdir()) - before
    return name, f"{took / len(pages) * 1e6:.0f}", f"{size / len(pages):,.0f}"


def rows() -> list[tuple[str, ...]]:
    """Writing whole answers, unchanged ones, then reading all of them for the index."""
    pages = _pages()
    with tempfile.TemporaryDirectory() as here:
        folder = Path(here)
        found = [_row("warcio", folder, pages, lambda page: _by_library(folder, page))]
        one = Archive(folder, "one")
        found.append(_row("answer and request", folder, pages, lambda page: one.record(page, ASKED)))
        again = [replace(page, fetched=datetime.now(UTC)) for page in pages]
        found.append(_row("the same again", folder, again, lambda page: one.record(page, ASKED)))
        note = {"for": "page", "asked": "", "via": "poll", "page": {"url": "", "status": 200}, "place": "x" * 50}
        found.append(_row("a note", folder, pages, lambda page: one.note(page.fetched, page.url, note)))
        started = time.process_time()
        cdx.update(folder)
        read = sum(1 for path in folder.glob(cdx.PATTERN) for _ in warc.records(path))
        found.append((f"index of {read:,} records", f"{(time.process_time() - started) / read * 1e6:.0f}", ""))
    return found
