"""The invented blogs as records, read from `posts/*.toml` in this package.

One file is one blog: a `[blog]` table, then `[[post]]` blocks that hold the text together with its truth (genre,
causes, reaction, outcomes after the codebook). Dates are fixed, so that every reading gives the same bytes.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

NOTE = "This blogosphere was written for this project: every company, person and story in it is invented."


@dataclass(frozen=True, slots=True)
class Story:
    """One post with its truth: `causes` are (cause, level) pairs, `reaction` is -2..2 or None outside experiences."""

    slug: str
    date: datetime
    title: str
    body: str
    genre: str
    causes: tuple[tuple[str, str], ...] = ()
    reaction: int | None = None
    outcomes: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    feed_date: str = ""
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Blog:
    """One blog: where it lives, what its pages and its feed look like, and which oddity of the web it shows.

    `feed` is the path that readers subscribe to, `moved_to` the path that it answers from when they differ. `link` is
    the pattern of its posts' paths. `oddity` is "" or one of dates, gzip, moved, robots, slow, syndicated, truncated,
    undated.
    """

    name: str
    host: str
    title: str
    tagline: str
    author: str
    template: str
    format: str
    feed: str
    link: str
    moved_to: str = ""
    oddity: str = ""
    sidebar: tuple[str, ...] = ()
    posts: tuple[Story, ...] = ()

    def url(self, story: Story) -> str:
        """The permanent address of one of its posts, in the pattern `link`."""
        return f"http://{self.host}" + self.link.format(slug=story.slug, y=story.date.year, m=story.date.month)

    @property
    def feed_type(self) -> str:
        """The media type by which its pages announce the feed."""
        if self.format == "json":
            return "application/feed+json"
        return "application/atom+xml" if self.format.startswith("atom") else "application/rss+xml"


def _story(row: Mapping[str, Any]) -> Story:
    kept = {name: row[name] for name in ("slug", "date", "reaction", "language") if name in row}
    copied = "copy_of" in row
    return Story(
        title="" if copied else row["title"],
        body=row["body"].strip(),
        genre="" if copied else row["genre"],
        causes=tuple(sorted(row.get("causes", {}).items())),
        outcomes=tuple(row.get("outcomes", ())),
        comments=tuple((who, words) for who, words in row.get("comments", ())),
        feed_date=row.get("feed_date", ""),
        copy_of=row.get("copy_of", ""),
        **kept,
    )


def parse(name: str, text: str) -> Blog:
    """Read one blog from the text of its TOML file; posts come newest first.

    A syndicated post is returned as its own lines only, see `blogs`. Raises `TOMLDecodeError`, `KeyError`.
    """
    data = tomllib.loads(text)
    about = dict(data["blog"])
    about["sidebar"] = tuple(about.get("sidebar", ()))
    posts = sorted((_story(row) for row in data.get("post", ())), key=lambda story: story.date, reverse=True)
    return Blog(name=name, posts=tuple(posts), **about)


def _copied(story: Story, originals: Mapping[str, Story]) -> Story:
    """A syndicated post: the original's text and truth under a new date and address, then its own closing line."""
    if not story.copy_of:
        return story
    first = originals[story.copy_of]
    body = f"{first.body}\n\n{story.body}"
    return replace(first, slug=story.slug, date=story.date, body=body, copy_of=story.copy_of, comments=())


@cache
def blogs() -> tuple[Blog, ...]:
    """Every blog of the package, by name."""
    folder = resources.files("flows.demo") / "posts"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    read = [parse(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in files]
    originals = {f"{blog.name}/{story.slug}": story for blog in read for story in blog.posts}
    return tuple(replace(blog, posts=tuple(_copied(story, originals) for story in blog.posts)) for blog in read)


def truth() -> list[dict[str, object]]:
    """What a perfect coder would say, one row per post, with the fields of a hand-coded file and `url` as the key."""
    return [
        {
            "id": f"{blog.name}/{story.slug}",
            "url": blog.url(story),
            "blog": blog.host,
            "date": story.date.date().isoformat(),
            "title": story.title,
            "text": story.body,
            "genre": story.genre,
            "causes": dict(story.causes),
            "reaction": story.reaction,
            "outcomes": list(story.outcomes),
            "language": story.language,
            "copy_of": story.copy_of,
        }
        for blog in blogs()
        for story in blog.posts
    ]
