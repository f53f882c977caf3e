"""What a post costs when there are a hundred, a thousand, ten thousand of them, written in the demo's voices."""

from collections.abc import Iterator

import pandas as pd

from analysis import codebook
from analysis.coders import CODERS
from analysis.estimates import causes
from extract.matching import query
from extract.reading import article
from extract.sameness import duplicates
from flows.demo.blogs import Blog, Story
from tests.benchmarks import voices
from tests.benchmarks.clock import spent

SIZES = (100, 1_000, 10_000)
STAGES = ("read", "match", "code", "group copies", "rank")
QUERY = query.parse('"customer service" OR "tech support" OR warranty')
HEAD = ("posts", *STAGES, "all, ms a post", "beside the row above")


def rows() -> Iterator[tuple[str, ...]]:
    """Milliseconds a post by stage and size, and how the sum grows: 1.00 is growth in step with the posts."""
    before = 0.0
    stages(list(voices.stories(20)))  # loads the language model and compiles patterns before anything counts
    for size in SIZES:
        costs = [cost / size * 1000 for cost in stages(list(voices.stories(size)))]
        total = sum(costs)
        grown = f"{total / before:.2f}" if before else ""
        yield f"{size:,}", *(f"{cost:.3f}" for cost in costs), f"{total:.2f}", grown
        before = total


def stages(corpus: list[tuple[Blog, Story]]) -> list[float]:
    """Seconds of each stage over a corpus, in the order of STAGES."""
    pages = [(voices.page(blog, story), story) for blog, story in corpus]
    texts = [(f"{number}", story.body) for number, (_, story) in enumerate(corpus)]
    posts, codings = coded(corpus)
    coder = CODERS["default"](codebook.default())
    return [
        spent(lambda: [article.read_html(page.body, page.url) for page, _ in pages]),
        spent(lambda: [query.matches(QUERY, story.title, story.body) for _, story in corpus]),
        spent(lambda: [coder(story.title, story.body) for _, story in corpus]),
        spent(lambda: duplicates.groups(texts)),
        spent(lambda: causes.rank(codings, posts)),
    ]


def coded(corpus: list[tuple[Blog, Story]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frames of a corpus with three causes a post, so that ranking is timed apart from coding."""
    levels = ("failed", "met", "exceeded", "mixed")
    names = ("resolution", "commitments", "response_time", "courtesy", "effort", "honesty", "ownership")
    posts = [(number, f"{number % 500}.example", number % 5 - 2) for number, _ in enumerate(corpus)]
    codings = [(n, blog, names[(n + k) % len(names)], levels[n % 4]) for n, blog, _ in posts for k in (0, 1, 3)]
    return (
        pd.DataFrame(posts, columns=["post", "blog", "reaction"]),
        pd.DataFrame(codings, columns=["post", "blog", "cause", "level"]),
    )
