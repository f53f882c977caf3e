"""Edges at which people hand files in: studies, codebooks, sheets, texts, other programs' projects, packs and archives."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from analysis import codebook, companies
from analysis.coders import rules
from analysis.coding import Coding, Evidence
from extract.errors import QueryError
from extract.matching import query
from extract.matching.standing import Standing
from flows import settings
from flows.archiving import archive, cdx, notes, warc
from flows.archiving.warc import Damage, Record
from flows.byhand import sheets, tables
from flows.coding import codebooks
from flows.errors import UsageError
from flows.owntexts import documents
from flows.owntexts.documents import Columns, Text
from flows.reporting import packing
from reports.interchange import labelstudio, refi_read
from reports.interchange.coded import InterchangeError
from reports.interchange.project import Document, Project
from tests.fuzzing.fetched import NOW, PART, POST, parted, text

BOOK = codebook.default()
LONGEST = 400  # characters of a query: what takes long is a matter of tests/extract/test_hostile.py


@contextmanager
def kept(body: bytes, name: str) -> Iterator[Path]:
    """A file with these bytes, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(body)
        yield path


def study(body: bytes) -> None:
    """A study file. What is read can be written, and is read again as it is."""
    with kept(body, "study.toml") as path, suppress(UsageError):
        found = settings.load(path)
        path.write_text(settings.write(found), encoding="utf-8")
        assert settings.load(path) == found
        companies.known(found.companies)
        assert all(query.parse(one) for one in found.queries)


def asked(body: bytes) -> None:
    """A query; what it finds, the index over many queries finds too."""
    told = text(body)[:LONGEST]
    with suppress(QueryError):
        found = query.parse(told)
        hits = query.matches(found, "The “kettle” café", POST)
        assert bool(Standing.of({told: found}).hits("The “kettle” café", POST)) == bool(hits)


def book(body: bytes) -> None:
    """A codebook. With one that is taken, a post can be coded."""
    with kept(body, "book.toml") as path, suppress(UsageError):
        found = codebooks.load(path)
        rules.coder(found)("Kettle", POST)
        assert len(found.digest) == 64


def sheet(body: bytes) -> None:
    """A coding sheet that comes back."""
    with suppress(UsageError):
        table = tables.parse(body, Path("sheet.csv"))
        found = sheets.check(table, BOOK, {"e1": ("Kettle", POST), "e2": ("Pot", "Nobody came.")})
        assert not (found.mistakes and found.codings)
        for coding in found.codings.values():
            assert all(item.quote for item in coding.evidence)
        [str(one) for one in found.mistakes]


@cache
def project() -> Project:
    """A study of two posts that was handed out for coding."""
    found = Evidence("commitments", "failed", 81, 100, POST[81:100], "hand", 1.0)
    coded = Coding("experience", "by hand", (("commitments", "failed"),), -1, ("leaves",), (found,))
    day = "2026-01-02T00:00:00Z"
    first = Document(1, "http://a.example/1", "Kettle", "a.example", day, POST, {"default": coded, "jo": coded})
    second = Document(2, "http://a.example/2", "Pot", "a.example", day, "Nobody came.\r\nNever.", {"jo": coded})
    return Project("s", "Kettles", "kettle", BOOK, ("default", "jo"), (first, second))


def refi(body: bytes) -> None:
    """A REFI-QDA project as it lies on the disk."""
    with suppress(InterchangeError):
        refi_read.read(body, project())


def qde(body: bytes) -> None:
    """The XML and a text of a REFI-QDA project, which are packed here."""
    whole, said = parted(body, 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("project.qde", whole)
        files.writestr("sources/a.txt", said)
    refi(packed.getvalue())


def tasks(body: bytes) -> None:
    """A JSON export of Label Studio."""
    with suppress(InterchangeError):
        labelstudio.read(body, project())


def rows(body: bytes) -> None:
    """Texts of a researcher's own, under every ending; the first byte chooses."""
    endings = [*documents.READERS, *documents.JSON, *documents.SEPARATED, ".dat", ".csv.gz"]
    with kept(body[1:], f"texts{endings[body[0] % len(endings)] if body else '.txt'}") as path, suppress(UsageError):
        for item in documents.texts([path], Columns()):
            if isinstance(item, Text):
                documents.unmarked(item)
            str(item)


def pack(body: bytes) -> None:
    """A pack that somebody sent."""
    with kept(body, "pack.zip") as path, suppress(UsageError):
        packing._extracted(path, path.parent / "out")


def crate(body: bytes) -> None:
    """The metadata of a pack, and one of its files, which are packed here."""
    told, held = parted(body, 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr(packing.METADATA, told)
        files.writestr("a.toml", held)
    pack(packed.getvalue())


def warcs(body: bytes) -> None:
    """A WARC file. Whatever is in it, what is whole can be read and the rest is named."""
    with kept(body, "a-00001.warc.gz") as path:
        folder = path.parent
        cdx.update(folder)
        for found in warc.records(path):
            if isinstance(found, Damage):
                assert found.reason
                continue
            _read(folder, found)


def _read(folder: Path, found: Record) -> None:
    with suppress(UsageError):
        archive.read(folder, f"a-00001.warc.gz@{found.offset}")
    with suppress(UsageError):
        cdx.find(folder, found.fields.get("warc-target-uri", ""))
        if notes.is_note(found):
            notes.read(folder, found)


def records(body: bytes) -> None:
    """What records hold, each packed here."""
    warcs(b"".join(_packed(part) for part in body.split(PART)[:4]))


def note(body: bytes) -> None:
    """A note of ours, behind a record that it may speak of."""
    answered = warc.made("response", NOW, {"WARC-Target-URI": "http://a.example/"}, b"HTTP/1.1 200 OK\r\n\r\nhello")
    warcs(answered + warc.made("metadata", NOW, {"WARC-Target-URI": "http://a.example/"}, body))


def _packed(content: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, warc.GZIP)
    return packer.compress(content) + packer.flush()


def index(body: bytes) -> None:
    """The index of an archive, which may be damaged."""
    with kept(body, cdx.NAME) as path, suppress(UsageError):
        cdx.find(path.parent, "http://a.example/")
        cdx.gone(path.parent)
        cdx.update(path.parent)
