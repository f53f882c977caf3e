"""Where the systems that blogs run on keep their feeds: a table, each row an address to try, never one to believe.

A row is recognised by the page's address, or by what the page holds. Every address is asked and must answer with a
feed, so that a rule that has grown old costs a request. Rows follow what the systems document or their blogs serve.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Platform:
    """One rule: `feeds` hold `{root}` (``https://blog.example``), `{page}` (the page's address without query) and the
    names of groups of `address`.

    `address` is searched in host and path (``jo.tumblr.com/about``), `holds` in the page; where both are given, both
    must be found, and groups may come from either.
    """

    name: str
    feeds: tuple[str, ...]
    address: str = ""
    holds: str = ""


def _named(system: str) -> str:
    """What a page holds whose generator element names a system."""
    return rf"<meta[^>]{{0,80}}\bgenerator\b[^>]{{0,40}}{system}|<meta[^>]{{0,80}}{system}[^>]{{0,80}}\bgenerator\b"


VIDEOS = ("https://www.youtube.com/feeds/videos.xml?channel_id={id}",)
CHANNEL = (
    r"(?:channel_id=|\"(?:channelId|externalId)\":\"|href=\"https://www\.youtube\.com/channel/)(?P<id>UC[\w-]{22})"
)
RELEASES = ("https://github.com/{owner}/{name}/releases.atom", "https://github.com/{owner}/{name}/tags.atom")
POSTS = ("{root}/feeds/posts/default", "{root}/feeds/posts/default?alt=rss")

PLATFORMS = (
    Platform("YouTube", VIDEOS, r"^(?:www\.|m\.)?youtube\.com/channel/(?P<id>UC[\w-]{22})"),
    Platform("YouTube", VIDEOS, r"^(?:www\.|m\.)?youtube\.com/", CHANNEL),
    Platform("GitHub", RELEASES, r"^github\.com/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)"),
    Platform(
        "Reddit", ("https://www.reddit.com/{of}/.rss",), r"^(?:www\.|old\.)?reddit\.com/(?P<of>(?:r|user)/[\w-]+)"
    ),
    Platform("Medium", ("https://medium.com/feed/{of}",), r"^medium\.com/(?!feed/)(?P<of>@?[\w.-]+)"),
    Platform("Medium", ("{root}/feed",), r"^[\w-]+\.medium\.com/"),
    Platform("Medium", ("{root}/feed",), holds=r"<meta[^>]{0,80}\bcontent=[\"']com\.medium\.reader"),
    Platform("dev.to", ("https://dev.to/feed/{of}",), r"^dev\.to/(?!feed/|t/)(?P<of>\w+)"),
    Platform("dev.to", ("https://dev.to/feed/tag/{of}",), r"^dev\.to/t/(?P<of>\w+)"),
    Platform("Substack", ("{root}/feed",), r"^[\w-]+\.substack\.com/"),
    Platform("Substack", ("{root}/feed",), holds=r"substackcdn\.com/"),
    Platform("Tumblr", ("{root}/rss",), r"^(?!www\.)[\w-]+\.tumblr\.com/"),
    Platform("Tumblr", ("https://{of}.tumblr.com/rss",), r"^(?:www\.)?tumblr\.com/(?:blog/view/)?(?P<of>[\w-]+)"),
    Platform("Tumblr", ("{root}/rss",), holds=r"(?:static|assets)\.tumblr\.com/"),
    Platform("Blogger", POSTS, r"^[\w-]+\.blogspot\.[a-z.]+/"),
    Platform("Blogger", POSTS, holds=_named("blogger")),
    Platform("WordPress.com", ("{root}/feed/",), r"^[\w-]+\.wordpress\.com/"),
    Platform("LiveJournal", ("{root}/data/atom", "{root}/data/rss"), r"^[\w-]+\.livejournal\.com/"),
    Platform("Dreamwidth", ("{root}/data/atom", "{root}/data/rss"), r"^[\w-]+\.dreamwidth\.org/"),
    Platform("TypePad", ("{root}/blog/atom.xml", "{root}/atom.xml"), r"^[\w-]+\.typepad\.com/"),
    Platform("Bear", ("{root}/feed/",), r"^[\w-]+\.bearblog\.dev/"),
    Platform("write.as", ("https://write.as/{of}/feed/",), r"^write\.as/(?P<of>[\w-]+)"),
    Platform("Hashnode", ("{root}/rss.xml",), r"^[\w-]+\.hashnode\.dev/"),
    Platform("Buttondown", ("https://buttondown.com/{of}/rss",), r"^buttondown\.(?:com|email)/(?P<of>[\w-]+)"),
    Platform("Bluesky", ("https://bsky.app/profile/{of}/rss",), r"^bsky\.app/profile/(?P<of>[\w.:-]+)"),
    Platform("micro.blog", ("{root}/feed.xml",), r"^[\w-]+\.micro\.blog/"),
    Platform("Mastodon", ("{root}/@{of}.rss",), r"^[^/]+/@(?P<of>\w+)", r"\bmastodon\b"),
    Platform("Stack Exchange", ("{root}/feeds/tag/{of}",), r"^[^/]+/questions/tagged/(?P<of>[\w.+-]+)"),
    Platform("Discourse", ("{root}/latest.rss", "{root}/posts.rss"), holds=_named("discourse")),
    Platform(
        "WordPress", ("{root}/feed/", "{root}/?feed=rss2"), holds=rf"{_named('wordpress')}|/wp-content/|/wp-json/"
    ),
    Platform("Ghost", ("{root}/rss/",), holds=_named("ghost")),
    Platform("Hugo", ("{root}/index.xml",), holds=_named("hugo")),
    Platform("Jekyll", ("{root}/feed.xml", "{root}/atom.xml"), holds=_named("jekyll")),
    Platform("Hexo", ("{root}/atom.xml", "{root}/rss2.xml"), holds=_named("hexo")),
    Platform("Gatsby", ("{root}/rss.xml",), holds=_named("gatsby")),
    Platform("Drupal", ("{root}/rss.xml",), holds=_named("drupal")),
    Platform("Movable Type", ("{root}/atom.xml", "{root}/index.xml"), holds=_named("movable type")),
    Platform("Squarespace", ("{page}?format=rss", "{root}/blog?format=rss"), holds=r"static1?\.squarespace\.com/"),
    Platform("Wix", ("{root}/blog-feed.xml",), holds=_named(r"wix\.com")),
    Platform("Nikola", ("{root}/rss.xml",), holds=_named("nikola")),
    Platform("Pelican", ("{root}/feeds/all.atom.xml",), holds=_named("pelican")),
)


def by_address(url: str) -> Iterator[tuple[str, str]]:
    """(Platform, feed address) for each rule that the address alone tells."""
    return _told(url, "", [platform for platform in PLATFORMS if not platform.holds])


def by_page(url: str, markup: str) -> Iterator[tuple[str, str]]:
    """(Platform, feed address) for each rule that what the page holds tells, too."""
    return _told(url, markup, [platform for platform in PLATFORMS if platform.holds])


def _told(url: str, markup: str, rules: list[Platform]) -> Iterator[tuple[str, str]]:
    parts = urlsplit(url)
    place = f"{(parts.hostname or '').lower()}{parts.path or '/'}"
    root, page = f"{parts.scheme}://{parts.netloc}", f"{parts.scheme}://{parts.netloc}{parts.path or '/'}"
    for rule in rules:
        here = re.search(rule.address, place)
        held = re.search(rule.holds, markup, re.I)
        if here and held:
            names = {**here.groupdict(), **held.groupdict()}
            for feed in rule.feeds:
                yield rule.name, feed.format(root=root, page=page, **names)
