"""Each stage on the demo's data beside a peer that does the nearest comparable work."""

import io
from itertools import combinations

import feedparser
import numpy as np
import pandas as pd
import trafilatura
from nltk.metrics import jaccard_distance
from scipy import stats
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import codebook, reading
from analysis.coders import CODERS
from analysis.estimates import causes
from extract import sources
from extract.reading import article
from extract.sameness import duplicates
from flows.demo.blogs import blogs, truth
from tests.benchmarks import voices
from tests.benchmarks.clock import Comparison, compared

DRAWS = 1000
TEXTS = 300  # for duplicates; the brute force looks at 45,000 pairs of them


def pages() -> Comparison:
    """Text, language, title, author and date of every page, without help from the feed."""
    known = voices.entries()
    read = [(voices.page(blog, story), known[blog.url(story)]) for blog in blogs() for story in blog.posts]

    def theirs() -> None:
        for one, _ in read:
            trafilatura.bare_extraction(one.body, url=one.url, include_comments=False, with_metadata=True)

    def ours() -> None:
        for one, entry in read:
            article.read(one, entry)

    return compared(f"reading {len(read)} pages with their feed items", ours, "trafilatura.bare_extraction", theirs)


def feeds() -> Comparison:
    """All XML feeds; JSON is left out because the peer does not know it."""
    bodies = [(body, url) for body, url in voices.feeds() if body.startswith(b"<")]

    def ours() -> None:
        for body, url in bodies:
            sources.entries(body, url)

    def theirs() -> None:
        for body, _ in bodies:
            feedparser.parse(io.BytesIO(body))

    return compared(f"parsing {len(bodies)} feeds", ours, "feedparser.parse", theirs)


def coding() -> Comparison:
    """Genre, causes, reaction, outcomes, evidence and reasons; the peer only gives each sentence a mood."""
    rows = [(str(row["title"]), str(row["text"])) for row in truth()]
    lines = [text[span.start : span.end] for _, text in rows for span in reading.sentences(text)]
    coder, peer = CODERS["default"](codebook.default()), SentimentIntensityAnalyzer()

    def ours() -> None:
        for title, text in rows:
            coder(title, text)

    def theirs() -> None:
        for line in lines:
            peer.polarity_scores(line)

    return compared(f"coding {len(rows)} posts", ours, "vaderSentiment on their sentences", theirs)


def ranking() -> Comparison:
    """Ranks and three shares with intervals per cause from drawn blogs, all causes at once; the peer one by one."""
    told, codings = frames()
    sizes = told.groupby("blog").size()
    kept = (codings, codings[codings["level"].isin(causes.COMPLAINT)], codings[codings["level"].isin(causes.PRAISE)])
    tables = [part.groupby(["blog", "cause"])["post"].nunique().unstack(fill_value=0) for part in kept]
    hits = [table.reindex(sizes.index).fillna(0)[cause].to_numpy(float) for table in tables for cause in table]

    def share(count: np.ndarray, total: np.ndarray, axis: int = -1) -> np.ndarray:
        return count.sum(axis=axis) / total.sum(axis=axis)

    def theirs() -> None:
        known = sizes.to_numpy(float)
        for counts in hits:
            stats.bootstrap((counts, known), share, n_resamples=DRAWS, paired=True, method="percentile", rng=1)

    def ours() -> None:
        causes.rank(codings, told, draws=DRAWS)

    return compared(f"ranking by {DRAWS} draws", ours, "scipy.stats.bootstrap of the same shares", theirs, turns=15)


def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The truth of the demo as the frames that estimates take."""
    rows = [row for row in truth() if row["genre"] == "experience"]
    posts = [(number, row["blog"], row["reaction"]) for number, row in enumerate(rows)]
    codings = [(n, row["blog"], *pair) for n, row in enumerate(rows) for pair in dict(row["causes"]).items()]  # type: ignore[call-overload]  # a dict
    return (
        pd.DataFrame(posts, columns=["post", "blog", "reaction"]),
        pd.DataFrame(codings, columns=["post", "blog", "cause", "level"]),
    )


def copies() -> Comparison:
    """Groups of near-identical texts; the peer compares every pair of word sets."""
    texts = [(story.slug, story.body) for _, story in voices.stories(TEXTS)]

    def theirs() -> None:
        sets = [(slug, set(text.split())) for slug, text in texts]
        [(one, two) for (one, a), (two, b) in combinations(sets, 2) if jaccard_distance(a, b) < 0.3]

    return compared(
        f"grouping {TEXTS} texts", lambda: duplicates.groups(texts), "nltk jaccard_distance, all pairs", theirs, turns=3
    )


STAGES = {"pages": pages, "feeds": feeds, "coding": coding, "ranking": ranking, "copies": copies}
