"""Everything that a feed reader should survive: scenarios, what each answers, and what it comes to (besieging.py serves them)."""

import gzip
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

Say = Callable[[socket.socket], None]

ITEM = (
    "<item><title>Kettle {n}</title><link>/post/{n}</link><guid>g{n}</guid>"
    "<pubDate>Mon, 05 Jan 2026 12:0{n}:00 GMT</pubDate><description>Customer service rang back.</description></item>"
)
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{}</channel></rss>'
GOOD = RSS.format(ITEM.format(n=1) + ITEM.format(n=2)).encode()
ALLOW_ALL = b"User-agent: *\nDisallow:\n"
MEGABYTE = 2**20
CLOSED = Event()  # servers that say nothing for long end with the test


@dataclass(frozen=True)
class Scenario:
    """What a host says at /feed (and /robots.txt), and the outcome that the store shall show; `items` where it is a feed."""

    name: str
    feed: Say
    outcome: str
    items: int = 0
    robots: Say | None = None


def says(status: str = "200 OK", body: bytes = b"", **headers: str) -> Say:
    """A whole answer; underscores in the names of headers stand for dashes."""

    def say(client: socket.socket) -> None:
        told = {"Content_Length": str(len(body)), "Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
        client.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body)

    return say


def sends(raw: bytes) -> Say:
    """Bytes as they are, then the end."""
    return lambda client: client.sendall(raw)


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Say:
    """A head, then the same piece for ever."""

    def say(client: socket.socket) -> None:
        client.sendall(head)
        while not CLOSED.wait(pause):
            client.sendall(piece)

    return say


def silent(client: socket.socket) -> None:
    """Take the request and say nothing."""
    CLOSED.wait(60)


def resets(client: socket.socket) -> None:
    """Half a head, then a reset instead of an end."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-")
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def bomb(megabytes: int) -> bytes:
    """Zeros, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def to(location: str, status: str = "302 Found") -> Say:
    """A redirect."""
    return says(status, Location=location)


def feed(body: str | bytes, **headers: str) -> Say:
    """A feed's bytes with status 200."""
    return says(body=body.encode() if isinstance(body, str) else body, Content_Type="application/rss+xml", **headers)


def page(body: str, status: str = "200 OK", **headers: str) -> Say:
    """A web page."""
    return says(status, body.encode(), Content_Type="text/html", **headers)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/rss+xml\r\n\r\n"
OPEN_ENDED = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml\r\n\r\n"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    '<rss version="2.0"><channel><title>t</title><item><title>&d;</title><guid>1</guid></item></channel></rss>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><title>t</title><item><title>&x;</title><guid>1</guid></item></channel></rss>'
)
DTD = '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://127.0.1.250:{port}/outside.dtd">' + GOOD.decode()[21:]

TRANSPORT = (
    Scenario("ends without a byte", sends(b""), "unreachable"),
    Scenario("resets in the head", resets, "unreachable"),
    Scenario("speaks another protocol", sends(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    Scenario("a head of a megabyte", says(body=GOOD, X_Long="a" * MEGABYTE), "too large"),
    Scenario(
        "ten thousand headers",
        sends(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(10_000)) + b"\r\n"),
        "too large",
    ),
    Scenario("a head that drips", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n", 0.05), "timed out"),
    Scenario("a body that drips", endless(OPEN_ENDED, b"<", 0.05), "timed out"),
    Scenario("silence", silent, "timed out"),
    Scenario("silence after the head", endless(OPEN_ENDED, b"", 60.0), "timed out"),
    Scenario("less than it says", sends(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + GOOD), "unreachable"),
    Scenario("a chunk of no size", sends(CHUNKED + b"zz\r\nab\r\n"), "unreachable"),
    Scenario("a chunk of endless size", sends(CHUNKED + b"f" * 40 + b"\r\nab"), "unreachable"),
    Scenario(
        "two lengths", sends(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n" + GOOD), "unreachable"
    ),
    Scenario("a negative length", sends(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + GOOD), "unreachable"),
    Scenario("chunks without end", endless(CHUNKED, b"10000\r\n" + b"<" * 65_536 + b"\r\n"), "too large"),
    Scenario("a body without end", endless(OPEN_ENDED, b"<a>" * 20_000), "too large"),
    Scenario("a bomb of gzip", feed(bomb(512), Content_Encoding="gzip"), "too large"),
    Scenario("a bomb sent as a file", feed(bomb(512)), "too large"),
    Scenario("a bomb in a bomb", feed(gzip.compress(bomb(256)), Content_Encoding="gzip, gzip"), "unreadable"),
    Scenario("gzip cut short", feed(gzip.compress(GOOD)[:-20], Content_Encoding="gzip"), "unreadable"),
    Scenario("gzip that is none", feed(GOOD, Content_Encoding="gzip"), "unreadable"),
    Scenario("a coding that nobody asked for", feed(GOOD, Content_Encoding="br"), "unreadable"),
    Scenario("bare deflate", feed(zlib.compress(GOOD)[2:-4], Content_Encoding="deflate"), "feed", 2),
    Scenario("packed without saying so", feed(gzip.compress(GOOD)), "feed", 2),
)

REDIRECTS = (
    Scenario("goes round in circles", to("/feed"), "http"),
    Scenario("six steps", to("/step/1"), "http"),
    Scenario("leads to a file", to("file:///etc/passwd"), "bad address"),
    Scenario("leads to a script", to("javascript:alert(1)"), "bad address"),
    Scenario("leads to the cloud's own data", to("http://169.254.169.254/latest/meta-data/"), "forbidden address"),
    Scenario("leads into a private network", to("http://10.0.0.1/"), "forbidden address"),
    Scenario("leads there in one number", to("http://167772161/"), "forbidden address"),
    Scenario("leads there in hex", to("http://0x0a.0.0.1/"), "forbidden address"),
    Scenario("leads there mapped", to("http://[::ffff:10.0.0.1]/"), "forbidden address"),
    Scenario("leads there through NAT64", to("http://[64:ff9b::a00:1]/"), "forbidden address"),
    Scenario("leads there through 6to4", to("http://[2002:a00:1::1]/"), "forbidden address"),
    Scenario("leads to a carrier's network", to("http://100.64.0.1/"), "forbidden address"),
    Scenario("names a password", to("http://a:b@127.0.1.1/feed"), "bad address"),
    Scenario("leads nowhere", says("302 Found"), "http"),
    Scenario("leads far too long", to("/" + "a" * 100_000), "too large"),
    Scenario("moved for good", to("/moved", "301 Moved Permanently"), "feed", 2),
)

STATUSES = (
    Scenario("not found", page("no", "404 Not Found"), "http"),
    Scenario("gone", page("no", "410 Gone"), "gone"),
    Scenario("refused", page("no", "403 Forbidden"), "http"),
    Scenario("payment", page("no", "402 Payment Required"), "http"),
    Scenario("for legal reasons", page("no", "451 Unavailable For Legal Reasons"), "http"),
    Scenario("asks for an hour", page("no", "429 Too Many Requests", Retry_After="3600"), "throttled"),
    Scenario("asks for a month", page("no", "429 Too Many Requests", Retry_After="2678400"), "throttled"),
    Scenario("rests", page("no", "503 Service Unavailable", Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"), "throttled"),
    Scenario("fails", page("no", "500 Internal Server Error"), "http"),
    Scenario("unchanged since never", says("304 Not Modified"), "http"),
    Scenario("no content", says("204 No Content"), "empty"),
    Scenario("a status of its own", page("no", "999 Request denied"), "http"),
    Scenario("a challenge", page("Just a moment...", "403 Forbidden", cf_mitigated="challenge"), "walled"),
    Scenario("a challenge that is well", page("Just a moment...", cf_mitigated="challenge"), "walled"),
)

NO_FEEDS = (
    Scenario("a page", page("<!doctype html><html><body>Sign in</body></html>"), "not a feed"),
    Scenario("a page sent as a feed", feed("<!doctype html><html><body>Parked</body></html>"), "not a feed"),
    Scenario(
        "an error in JSON", says(body=b'{"error": "no such feed"}', Content_Type="application/json"), "not a feed"
    ),
    Scenario("nothing", feed(""), "empty"),
    Scenario("blanks", feed(" \n\t" * 1000), "empty"),
    Scenario("zeros", feed(bytes(1000)), "empty"),
    Scenario("a sitemap", feed('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'), "not a feed"),
    Scenario("a list of feeds", feed('<opml version="2.0"><body/></opml>'), "not a feed"),
    Scenario("a picture", feed(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), "not a feed"),
    Scenario("a document", feed(b"%PDF-1.7\n" + bytes(range(256)) * 40), "not a feed"),
    Scenario("a hundred thousand open tags", feed(RSS.format("<b>" * 100_000)), "feed", 0),
    Scenario("entities of entities", feed(LAUGHS), "feed", 1),
)

FEEDS = (
    Scenario("an entity from outside", feed(OUTSIDE), "feed", 1),
    Scenario("cut in the middle", feed(GOOD[:-60]), "feed", 2),
    Scenario("a program's warning before it", feed(b"<br />\n<b>Warning</b>: mysql_connect()\n" + GOOD), "feed", 2),
    Scenario("control characters", feed(GOOD.replace(b"rang", b"ra\x00\x01\x0bng")), "feed", 2),
    Scenario(
        "a wrong charset",
        feed(GOOD.replace(b'"1.0"', b'"1.0" encoding="utf-16"').replace(b"ang", b"\xe4ng")),
        "feed",
        2,
    ),
    Scenario(
        "without names", feed(RSS.format("<item><title>a</title></item><item><title>b</title></item>")), "feed", 2
    ),
    Scenario("one name for all", feed(GOOD.replace(b"g2", b"g1")), "feed", 2),
    Scenario("a link that is a script", feed(GOOD.replace(b"/post/1", b"javascript:alert(1)")), "feed", 2),
    Scenario("a link into a private network", feed(GOOD.replace(b"/post/1", b"http://10.0.0.1/")), "feed", 2),
    Scenario("a link of a megabyte", feed(GOOD.replace(b"/post/1", b"/" + b"a" * MEGABYTE)), "feed", 2),
    Scenario("posts of a megabyte", feed(GOOD.replace(b"rang", b"rang " * (MEGABYTE // 5))), "feed", 2),
    Scenario("dates that cannot be", feed(GOOD.replace(b"05 Jan 2026", b"45 Foo 99999")), "feed", 2),
    Scenario(
        "a script for a title", feed(GOOD.replace(b"Kettle", b"&lt;script&gt;alert(1)&lt;/script&gt;")), "feed", 2
    ),
)

OWN_RULES = (
    Scenario("forbids everybody", feed(GOOD), "forbidden by robots", robots=says(body=b"User-agent: *\nDisallow: /\n")),
    Scenario("fails to say its rules", feed(GOOD), "forbidden by robots", robots=says("500 Internal Server Error")),
    Scenario(
        "asks for a day apart",
        feed(GOOD),
        "feed",
        2,
        robots=says(body=b"User-agent: *\nCrawl-delay: 86400\n"),
    ),
    Scenario("rules without end", feed(GOOD), "feed", 2, endless(OPEN_ENDED, b"# nothing\n" * 5_000)),
    Scenario("rules in circles", feed(GOOD), "feed", 2, to("/robots.txt")),
    Scenario("rules that are a picture", feed(GOOD), "feed", 2, says(body=bytes(range(256)) * 100)),
)

SCENARIOS = (*TRANSPORT, *REDIRECTS, *STATUSES, *NO_FEEDS, *FEEDS, *OWN_RULES)
