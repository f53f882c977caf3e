"""Reading pages with their feed entries, by each profile."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import get_args

from extract.post import Entry, Page, Profile
from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Rival, compared

NOTE = "The peer is trafilatura.bare_extraction with metadata, which has no feed entry to help it."
SAVED = 200  # pages of ROOTFEED_PAGES, spread over all of them
Pairs = Sequence[tuple[Page, Entry]]


def rows() -> Iterator[tuple[str, ...]]:
    """A row a profile; real pages where ROOTFEED_PAGES names a folder of them, the demo's otherwise."""
    name, pairs = _pairs()
    peer = Rival("trafilatura.bare_extraction", partial(theirs, [(page.body, page.url) for page, _ in pairs]))
    for profile in get_args(Profile):
        stage = f"reading, {profile}: {len(pairs)} {name} with their entries"
        yield compared(stage, partial(ours, profile, pairs), peer, turns=3)


def ours(profile: Profile, pairs: Pairs) -> Job:
    """The post of each page and entry."""
    from extract.reading import article  # not above: the memory of the peer is to be its own

    return lambda: [article.read(page, entry, profile) for page, entry in pairs]


def theirs(pages: Sequence[tuple[bytes, str]]) -> Job:
    """What the peer makes of pages."""
    import trafilatura

    return lambda: [trafilatura.bare_extraction(body, url=url, with_metadata=True) for body, url in pages]


def _pairs() -> tuple[str, Pairs]:
    from flows.demo.blogs import blogs
    from tests.benchmarks import extraction, voices

    if folder := extraction.folder():
        every = extraction.truth(folder)
        return "saved pages", extraction.pairs(every[:: max(1, len(every) // SAVED)])
    known = voices.entries()
    stories = [(blog, story) for blog in blogs() for story in blog.posts]
    return "pages of the demo", [(voices.page(blog, story), known[blog.url(story)]) for blog, story in stories]
