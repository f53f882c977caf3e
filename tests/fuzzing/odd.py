"""Sound and odd inputs as text: feeds as the web has them, a study, a codebook, answers of a language model, notes."""

import json

from tests.fuzzing.fetched import POST

ITEM = "<item><title>A &amp; b</title><link>http://blog.example/1?utm_source=x</link><guid isPermaLink='false'>7</guid>{}</item>"
INSIDE = (
    "<pubDate>Tue, 31 Feb 2026 25:61 EST</pubDate><dc:creator>J</dc:creator><content:encoded><![CDATA[<p>one]]></content:encoded",
    "<dc:date>2026-W08-2T10:00+01:00</dc:date><author>a@b.example (Jo)</author><description>&lt;b&gt;&#0;&#xD800;</description>",
    "<enclosure url='http://a.example/a.mp3' type='audio/mpeg'/><source url='//x'/><media:group><media:title>t</media:title>",
    "<link href='http://[::1'/><category>tech</category><comments>http://blog.example/1#c</comments><slash:comments>x",
)
RSS = (
    "<?xml version='1.0' encoding='{}'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<channel><title>B</title><ttl>60</ttl><skipHours><hour>24</hour></skipHours>{}"
)
ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='../'><link rel='hub' href='http://h.example/'/><entry>"
    b"<link rel='alternate' href='a'/><content type='xhtml'><div>x</div></content>"
    b"<updated>2026-01-02T03:04:05.6-00:00</updated></entry>"
)
RDF = b"<rdf:RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/><item rdf:about='x'><title>t"
JSON_FEED = (
    b'\xef\xbb\xbf{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<p>",'
    b'"date_published":"2026-01-01","authors":[{"name":"J"}],"attachments":[{}]}],"hubs":[{"type":"WebSub","url":"http://h"}]}'
)
STATED = json.dumps(
    {
        "@type": "BlogPosting",
        "headline": "K",
        "datePublished": "2026-01-02",
        "author": [{"name": "J"}],
        "articleBody": POST,
    }
)
PAGE = (
    "<html lang=en><head><meta property='article:published_time' content='2026-01-02'><title>K</title>"
    f"<script type='application/ld+json'>{STATED}</script><link rel=alternate type='application/rss+xml' href='/feed'>"
    "<base href='//b'></head><body class='single-post'><article><h1>K</h1><time datetime='2026'>x</time>"
    f"<pre><code>a &lt; b</code></pre><blockquote>{POST}<table><tr><td>1</table></article><div id=comments><p>First!</div>"
)
ROBOTS = b"User-agent: *\nDisallow: /a*$\nAllow: /\nCrawl-delay: 1e9\nSitemap: /s.xml\nUser-agent rootfeed/1.0\nHost: x"
SITEMAP = (
    b"<?xml version='1.0'?><urlset xmlns:news='n'><url><loc>http://blog.example/2026/01/a-b-c</loc><lastmod>2026-01-02T03</lastmod>"
    b"<news:news><news:title>T</news:title><news:publication_date>2026</news:publication_date></news:news></url>"
)
INDEX_OF_MAPS = (
    b"<sitemapindex><sitemap><loc>/post-sitemap.xml</loc><lastmod>2026-99-99</lastmod></sitemap></sitemapindex>"
)
OPML = (
    b"<?xml version='1.0'?><opml version='2.0'><head/><body><outline text='a'><outline type='rss' text='t &amp; u' "
    b"xmlUrl='feed://blog.example/f'/></outline><outline type=rss url=http://b.example/ title='x"
)
HEADERS = (
    b'link: </feed>; rel="alternate hub"; title=x, <http://h/>; rel=self\nretry-after: Wed, 21 Oct 2026 07:28:00 GMT\n'
    b'cache-control: max-age=99999999999999999999, s-maxage=1\nexpires: 0\nage: -1\netag: W/"a"\nlocation: /wp-login.php\n'
    b"x-robots-tag: noarchive, unavailable_after: 1 Jan\ncontent-type: text/html; charset=utf-16\ncontent-encoding: deflate"
)
HUB = b"hub.mode=subscribe&hub.topic=http%3A%2F%2Fa%2F&hub.challenge=x&hub.lease_seconds=9999999999"


def claim(code: str, level: str, words: str) -> dict[str, object]:
    """What a language model says of one code."""
    quotes = [{"words": words, "level": level}]
    return {"code": code, "quotes": quotes, "reason": "told", "level": level, "confidence": 0.8}


ANSWER = json.dumps(
    {
        "genre": {"reason": "told", "level": "experience", "confidence": 0.9},
        "causes": [claim("commitments", "failed", "Nobody ever called.")],
        "outcomes": [claim("leaves", "told", "I will never buy from them again.")],
        "reaction": claim("reaction", "-2", "I will never buy from them again."),
    }
).encode()
CHOICES = {"choices": [{"message": {"content": "{}", "refusal": None}}], "usage": {"total_tokens": 7}}
REPLY = b"200\ncontent-type: application/json\nretry-after: 5\n%%%%\n" + json.dumps(CHOICES).encode()
STUDY = b"""name = "s"
query = '"customer service" OR "tech support" AND NOT title:jobs'
feeds = ["https://blog.example/feed", "http://b.example/?feed=rss2"]
search = ["google"]
companies = ["Brightpot = Bright | BP"]
since = 2026-01-02
until = "2026-03-04"
gap = 1.5
draws = 100
contact = "a@b.example"
store = "postgresql+psycopg://me@host/studies"
allow = ["10.0.0.0/8", "wiki.intern:8080"]
"""
BOOK = b"""id = "mine"
version = "1"
extends = "customer_service"
without = ["effort"]
[[code]]
id = "paperwork"
kind = "secondary"
name = "Paperwork"
question = "How much?"
definition = "Forms."
failed = "Twice."
met = "Little."
exceeded = "None."
complaint_label = "too much paperwork"
praise_label = "spared paperwork"
examples.failed = ["The same form again."]
[code.phrases]
failed = "same form|forms|papers\\nsend|sent|fill the|a form again"
met = ["only *"]
"""
NOTE = {
    "for": "page", "asked": "http://a.example/", "via": "poll", "at": "2026-03-04T05:06:00+00:00", "family": "",
    "page": {"url": "http://a.example/", "status": 200, "moved": ""}, "fetched": "2026-03-04T05:06:00+00:00",
    "place": "a-00001.warc.gz@0",
}  # fmt: skip
FAILED = {**NOTE, "failure": {"url": "u", "reason": "gone", "detail": "d", "status": 410, "retry": None}}
ROBOTS_NOTE = {
    "for": "robots", "origin": "http://a.example", "etag": "", "modified": "", "status": 200, "body": "", "place": "",
    "fetched": "2026-03-04T05:06:00+00:00",
}  # fmt: skip
FORGOTTEN = {"for": "forgotten", "digests": ["a"], "day": "2026-01-01"}
CDXJ = (
    b'example,a)/ 20260304050600 {"url": "http://a.example/", "mime": "text/html", "status": "200", "digest": "X", '
    b'"length": "9", "offset": "0", "filename": "a-00001.warc.gz"}\n'
)
MARKDOWN = b"\x03---\ntitle: T\ndate: 2026-01-01\n---\n# T\n\nA *kettle* [x](y).\n\n| a | b |\n|--|--|\n| 1 | 2 |\n"
CSV = b'\x0aid;title;text\n1;"a";"It ""broke""\nagain"\n2;b;\n'
LINES = b'\x07{"id": 1, "title": null, "text": "It broke."}\n{"id": "b", "text": "<p>x</p>"}\n'
DATES = (
    b"Tue, 3 Mar 2026 10:00:00 EST", b"2026-03-04T05:06:07.89+0530", b"4. M\xc3\xa4rz 2026", b"vendredi 13 ao\xc3\xbbt 2026 8h05",
    b"1772600767", b"03/04/2026 5:06 PM Europe/Paris", "2026年3月4日".encode(),
)  # fmt: skip
URLS = (
    b"https://www.Blog.example:443/a/../b;c?utm_source=x&a=1#f\n%%%%\n//other.example/%7Euser?q=\xc3\xa9",
    b"http://b\xc3\xbccher.example/2026/01/a\n%%%%\nfeed://blog.example/feed", b"http://[::1]:8080/\n%%%%\n?feed=rss2",
)  # fmt: skip
QUERIES = (b'"customer service" OR (kettle AND NOT title:jobs)', b'+caf* -broken "a b"~2 C++', b"title:(a OR b) \\(x")
