"""Posts in any number, in the voices of the demo's blogs, and the demo's own feeds and pages as a fetcher sees them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pandas as pd

from analysis import reading
from extract import sources
from extract.post import Entry, Page
from flows.demo import pages, site
from flows.demo.blogs import Blog, Story, blogs

COPIED = 1_000
SEEN = datetime(2026, 11, 20, tzinfo=UTC)


@cache
def _voice(blog: Blog) -> tuple[str, ...]:
    """Every sentence that one blogger wrote, quotes and lists as they stand."""
    bodies = [story.body for story in blog.posts]
    return tuple(body[span.start : span.end] for body in bodies for span in reading.sentences(body))


def stories(count: int, seed: int = 1) -> Iterator[tuple[Blog, Story]]:
    """That many posts, each a draw from one blogger's sentences, one in fifty a copy with another ending."""
    chance = random.Random(seed)
    made: list[tuple[Blog, Story]] = []  # the last of them, one of which may be copied
    for number in range(count):
        if made and number % 50 == 49:
            blog, story = chance.choice(made)
            story = replace(story, slug=f"copy-{number}", body=f"{story.body}\n\n(Found elsewhere, number {number}.)")
        else:
            blog = chance.choice(blogs())
            drawn = [chance.choice(_voice(blog)) for _ in range(chance.randint(8, 16))]
            date = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(190_000))
            story = Story(f"post-{number}", date, f"Post {number}", "\n\n".join(drawn), "experience")
        made = [*made[-COPIED:], (blog, story)]
        yield blog, story


def long(count: int, words: int, seed: int = 3) -> list[tuple[str, str]]:
    """Titles and texts of that many posts of at least so many words, four sentences of one blogger to a paragraph."""
    chance, made = random.Random(seed), []
    for number in range(count):
        voice, drawn = _voice(chance.choice(blogs())), []
        while sum(len(sentence.split()) for sentence in drawn) < words:
            drawn.append(chance.choice(voice))
        paragraphs = [" ".join(drawn[place : place + 4]) for place in range(0, len(drawn), 4)]
        made.append((f"Post {number}", "\n\n".join(paragraphs)))
    return made


def frames(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Posts and codings as estimates take them: of 300 blogs, three causes a post."""
    levels = ("failed", "met", "exceeded", "mixed")
    names = ("resolution", "commitments", "response_time", "courtesy", "effort", "honesty", "ownership")
    posts = [(number, f"{number % 300}.example", number % 5 - 2) for number in range(count)]
    codings = [(n, blog, names[(n + k) % len(names)], levels[(n + k) % 4]) for n, blog, _ in posts for k in (0, 1, 3)]
    return (
        pd.DataFrame(posts, columns=["post", "blog", "reaction"]),
        pd.DataFrame(codings, columns=["post", "blog", "cause", "level"]),
    )


def page(blog: Blog, story: Story) -> Page:
    """The page of a post, through its blog's template."""
    beside = replace(blog, posts=(story, *blog.posts[:3]))
    headers = (("content-type", site.HTML),)
    return Page(blog.url(story), blog.url(story), 200, headers, pages.post(beside, story), SEEN)


def feeds() -> list[tuple[bytes, str]]:
    """Body and address of each of the demo's feeds."""
    answered = [(blog, blog.moved_to or blog.feed) for blog in blogs()]
    return [(site.answer(blog.host, path, {}).body, f"http://{blog.host}{path}") for blog, path in answered]


def entries() -> dict[str, Entry]:
    """The demo's feed items by address."""
    return {entry.url: entry for body, url in feeds() for entry in sources.entries(body, url)}
