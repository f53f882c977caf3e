"""The archive: every response as WARC, one file a run, found again by file and offset."""

import io
from pathlib import Path
from threading import Lock

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.post import Page


class Archive:
    """Appends response records to one WARC file of a folder; safe to share between threads."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name, self._lock = folder, f"{name}.warc.gz", Lock()

    def add(self, page: Page) -> tuple[str, int]:
        """Write one response; returns its file name and byte offset."""
        with self._lock, (self.folder / self.name).open("ab") as file:
            offset = file.tell()
            writer = WARCWriter(file, gzip=True)
            writer.write_record(_response(writer, page))
        return self.name, offset


def _response(writer: WARCWriter, page: Page) -> object:
    # The stored body is already decoded; a content coding left in the headers would make readers decode it twice.
    dropped = {"content-encoding", "transfer-encoding", "content-length"}
    headers = [(name, value) for name, value in page.headers if name.lower() not in dropped]
    http = StatusAndHeaders(str(page.status), [*headers, ("Content-Length", str(len(page.body)))], protocol="HTTP/1.1")
    return writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": page.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")},
    )


def body(folder: Path, file: str, offset: int) -> bytes:
    """The body of the record at an offset. Raises OSError where the archive file is gone."""
    with (folder / file).open("rb") as raw:
        raw.seek(offset)
        record = next(iter(ArchiveIterator(raw)))
        content: bytes = record.content_stream().read()
    return content
