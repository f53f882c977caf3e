"""What fuzzing begins with: a few sound and odd inputs of each edge."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

from flows.archiving import exchanges, warc
from flows.byhand.samples import blind
from flows.demo import site
from flows.reporting import packing
from reports import sheet
from reports.interchange import labelstudio, refi
from tests.fuzzing import odd
from tests.fuzzing.fetched import PART, POST, page
from tests.fuzzing.handed import BOOK, project

LONGEST = 6_000  # bytes of a demo's feed or page
TOLD = b"<p>I wrote to them.</p>" * 5


@cache
def _routes() -> list[tuple[bytes, str]]:
    """What the blogs of the demo serve."""
    hosts = sorted({url.split("/")[2] for url in site.feeds()} & site._hosts().keys())
    served = [site._routes(host) for host in hosts]
    return [one for routes in served for path, one in sorted(routes.items()) if path != "/robots.txt"]


def feeds() -> list[bytes]:
    """Feeds of the demo, and odd ones."""
    made = [odd.RSS.format("utf-8", odd.ITEM.format(one)).encode() for one in odd.INSIDE]
    told = odd.RSS.format("windows-1252", odd.ITEM.format("<title>café</title>")).encode("cp1252")
    wide = odd.RSS.format("utf-16", odd.ITEM).encode("utf-16")
    demo = [body[:LONGEST] for body, kind in _routes() if "html" not in kind]
    packed = gzip.compress(made[0], mtime=0)
    return [
        *demo,
        *made,
        told,
        wide,
        packed,
        b"text/xml; charset=utf-7" + PART + made[1],
        odd.ATOM,
        odd.RDF,
        odd.JSON_FEED,
    ]


def pages() -> list[bytes]:
    """Pages of the demo with what their feeds say, and an odd one."""
    bodies = [body[:LONGEST] for body, kind in _routes() if "html" in kind][::10]
    kinds = (b"text/html; charset=iso-8859-1", b"text/html; charset=utf-8", b"")
    return [body + PART + TOLD + PART + kinds[number % 3] for number, body in enumerate([*bodies, odd.PAGE.encode()])]


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return packed.getvalue()


def crates() -> list[bytes]:
    """A pack's metadata and its one file."""
    digest = hashlib.sha256(b"hello").hexdigest()
    part = {"@id": "a.toml", "@type": "File", "contentSize": "5", "sha256": digest}
    root = {"@id": "./", "@type": "Dataset", "identifier": "s", "hasPart": [{"@id": "a.toml"}]}
    return [json.dumps({"@context": "x", "@graph": [root, part]}).encode() + PART + b"hello"]


def packs() -> list[bytes]:
    """A whole pack."""
    told, _, held = crates()[0].partition(PART)
    return [zipped({packing.METADATA: told, "a.toml": held})]


def records() -> list[bytes]:
    """Records before they are packed: an answer, and a revisit of it."""
    body = b"<p>hello</p>" * 90
    *_, packed = exchanges.written(page(body, "text/html"), b"GET / HTTP/1.1\r\n\r\n", warc.digest(body), None)
    fields = {"WARC-Type": "revisit", "WARC-Profile": exchanges.IDENTICAL, "WARC-Target-URI": "http://a.example/"}
    fields |= {"WARC-Payload-Digest": warc.digest(body), "WARC-Refers-To-Target-URI": "http://a.example/"}
    fields |= {"WARC-Refers-To-Filename": "a-00001.warc.gz", "WARC-Refers-To-File-Offset": "0"}
    again = warc.plain(fields, b"HTTP/1.1 200 OK\r\n\r\n")
    *_, alone = exchanges.written(page(body, "text/html"), b"", warc.digest(body), None)
    return [gzip.decompress(packed), gzip.decompress(packed) + PART + again, again, gzip.decompress(alone)]


def warcs() -> list[bytes]:
    """Whole files of an archive."""
    return [b"".join(gzip.compress(part, mtime=0) for part in one.split(PART)) for one in records()]


def sheets() -> list[bytes]:
    """A sheet as it is handed out, and one that is coded."""
    items = [sheet.Item(blind("e1"), "Kettle", POST), sheet.Item(blind("e2"), "Pot", "Nobody came.")]
    blank = sheet.csv(sheet.Sheet("s", "anna", BOOK, items))
    lines = blank.decode("utf-8-sig").splitlines()
    cells = dict.fromkeys(sheet.columns(BOOK), "") | {"post": blind("e2"), "codebook": sheet.mark(BOOK)}
    cells |= {"genre": "experience", "commitments": "failed", "commitments_words": "Nobody came.", "reaction": "-2"}
    filled = "\n".join([lines[0], ",".join(cells[name] for name in sheet.columns(BOOK))])
    return [blank, filled.encode(), filled.replace(",", ";").encode("utf-16")]


def projects() -> list[bytes]:
    """A REFI-QDA project."""
    return [refi.qdpx(project())]


def wholes() -> list[bytes]:
    """What a REFI-QDA project holds."""
    with zipfile.ZipFile(io.BytesIO(projects()[0])) as files:
        texts = [files.read(name) for name in files.namelist() if name.endswith(".txt")]
        return [files.read("project.qde") + PART + texts[0]]


def exported() -> list[bytes]:
    """Tasks with annotations, as Label Studio exports them."""
    told = json.loads(labelstudio.tasks(project()))
    for task in told:
        task["annotations"] = [
            {"completed_by": {"email": "a@b"}, "result": one["result"]} for one in task["predictions"]
        ]
    return [json.dumps(told).encode()]


def always(*seeds: bytes) -> Callable[[], Sequence[bytes]]:
    """Seeds that need no making."""
    return lambda: seeds


SEEDS: dict[str, Callable[[], Sequence[bytes]]] = {
    "address": always(*odd.URLS),
    "answer": always(odd.ANSWER, b"Sure! " + odd.ANSWER),
    "codebook": always(odd.BOOK, odd.BOOK.replace(b"secondary", b"outcome")),
    "crate": crates,
    "date": always(*odd.DATES),
    "discovery": always(odd.PAGE.encode()),
    "feed": feeds,
    "headers": always(odd.HEADERS, odd.HEADERS + PART + gzip.compress(b"hello", mtime=0)),
    "hub": always(odd.HUB + PART + b"sha256=" + b"0" * 64 + PART + b"<rss/>"),
    "index": always(odd.CDXJ, odd.CDXJ * 3),
    "labelstudio": exported,
    "note": always(*(json.dumps(one).encode() for one in (odd.NOTE, odd.FAILED, odd.ROBOTS_NOTE, odd.FORGOTTEN))),
    "opml": always(odd.OPML),
    "pack": packs,
    "page": pages,
    "qde": wholes,
    "query": always(*odd.QUERIES),
    "record": records,
    "refi": projects,
    "reply": always(odd.REPLY, odd.REPLY.replace(b"200", b"429", 1)),
    "robots": always(odd.ROBOTS),
    "rows": always(odd.MARKDOWN, odd.CSV, odd.LINES, b"\x00" + odd.PAGE.encode()),
    "sheet": sheets,
    "sitemap": always(odd.SITEMAP + PART + odd.ROBOTS, odd.INDEX_OF_MAPS, b"http://blog.example/2026/01/a-b-c\n"),
    "study": always(odd.STUDY),
    "warc": warcs,
}
