"""The archive: every exchange with a server as WARC, found again by file and offset."""

import io
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extract.post import Page
from extract.wire import DROPPED
from flows.errors import UsageError


class Archive:
    """Appends to one WARC file of a folder. Each batch has its own, so that a killed one spoils no other's records."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name = folder, f"{name}.warc.gz"
        self.places: dict[str, str] = {}
        """Address -> place of the newest response from it, as FILE@OFFSET."""

    def record(self, page: Page, asked: bytes, answered: bytes) -> None:
        """Write one exchange: the response and the request that it answers, as `extract.fetch` hands them over."""
        with (self.folder / self.name).open("ab") as file:
            offset = file.tell()
            writer = WARCWriter(file, gzip=True)
            response = _response(writer, page)
            writer.write_record(response)
            writer.write_record(_request(writer, response, asked))
        self.places[page.url] = f"{self.name}@{offset}"


def _response(writer: WARCWriter, page: Page) -> ArcWarcRecord:
    headers = [(name, value) for name, value in page.headers if name.lower() not in DROPPED]
    http = StatusAndHeaders(str(page.status), [*headers, ("Content-Length", str(len(page.body)))], protocol="HTTP/1.1")
    return writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": page.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")},
    )


def _request(writer: WARCWriter, response: ArcWarcRecord, asked: bytes) -> ArcWarcRecord:
    named = response.rec_headers.get_header
    head = {"WARC-Date": named("WARC-Date"), "WARC-Concurrent-To": named("WARC-Record-ID")}
    kind = "application/http; msgtype=request"
    return writer.create_warc_record(
        named("WARC-Target-URI"),
        "request",
        payload=io.BytesIO(asked),
        warc_content_type=kind,
        warc_headers_dict=head,
    )


def read(folder: Path, place: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and body of the response at FILE@OFFSET. Raises UsageError where the archive does not hold it."""
    file, _, offset = place.rpartition("@")
    try:
        with (folder / file).open("rb") as raw:
            raw.seek(int(offset))
            record = next(iter(ArchiveIterator(raw)))
            if record.http_headers is None:  # where no record begins, bytes may still look like one
                raise ArchiveLoadFailed("no response begins there")
            return tuple(record.http_headers.headers), record.content_stream().read()
    except (OSError, StopIteration, ArchiveLoadFailed) as error:
        reason = str(error) or "no record is there"
        advice = "bring the file back, or delete the store to collect again"
        raise UsageError(f"{folder / file}: archived page at {offset} cannot be read ({reason}); {advice}") from error
