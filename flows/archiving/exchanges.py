"""One exchange with a server as WARC records: an answer, or a reference to one that was the same, and its request."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.net.wire import DROPPED
from extract.post import Page
from flows.archiving import warc

WORTH = 512  # bytes of a body from which on a reference is shorter
IDENTICAL, UNMODIFIED = (
    f"http://netpreserve.org/warc/1.1/revisit/{profile}"
    for profile in ("identical-payload-digest", "server-not-modified")
)


@dataclass(frozen=True, slots=True)
class Original:
    """A body in the archive: whose, its digest, and the record that holds it."""

    url: str
    digest: str
    date: str
    id: str
    place: str

    @property
    def fields(self) -> dict[str, str]:
        """What a revisit says of it: as the standard has it, and where it lies, as Heritrix does."""
        file, _, offset = self.place.rpartition("@")
        told = {"WARC-Refers-To": self.id, "WARC-Refers-To-Target-URI": self.url, "WARC-Refers-To-Date": self.date}
        place = {"WARC-Refers-To-Filename": file, "WARC-Refers-To-File-Offset": offset}
        return told | {"WARC-Payload-Digest": self.digest} | place


def written(page: Page, asked: bytes, digest: str, original: Original | None) -> tuple[str, dict[str, str], bytes]:
    """The type and the fields of the answer's record, and the bytes of both records. `digest` is of the page's body.

    Where `original` has the body, or the server says that it has not changed, the answer becomes a `revisit`; what nobody
    asked for (`asked` is empty) a `resource`.
    """
    kind, fields, block = _answer(page, digest, original) if asked else _resource(page, digest)
    fields = {"WARC-Record-ID": warc.identity(), "WARC-Target-URI": warc.address(page.url), **fields}
    answer = warc.made(kind, page.fetched, fields, block)
    return kind, fields, answer + (_request(page, fields, asked) if asked else b"")


Block = tuple[str, dict[str, str], bytes]  # a record's type, its fields and its block


def _answer(page: Page, digest: str, original: Original | None) -> Block:
    headers = tuple((name, value) for name, value in page.headers if name.lower() not in DROPPED)
    head = warc.head(page.status, (*headers, ("Content-Length", str(len(page.body)))))
    kind = {"Content-Type": "application/http; msgtype=response"}
    if original is None:
        return "response", kind | {"WARC-Payload-Digest": digest}, head + page.body
    if page.status == 304:
        return "revisit", kind | {"WARC-Profile": UNMODIFIED} | original.fields, head
    return "revisit", kind | {"WARC-Profile": IDENTICAL, "WARC-Truncated": "length"} | original.fields, head


def _resource(page: Page, digest: str) -> Block:
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "application/octet-stream")
    return "resource", {"Content-Type": " ".join(kind.split()), "WARC-Payload-Digest": digest}, page.body


def _request(page: Page, answer: Mapping[str, str], asked: bytes) -> bytes:
    fields = {"WARC-Record-ID": warc.identity(), "WARC-Target-URI": answer["WARC-Target-URI"]}
    fields |= {"WARC-Concurrent-To": answer["WARC-Record-ID"], "Content-Type": "application/http; msgtype=request"}
    return warc.made("request", page.fetched, fields, asked)
