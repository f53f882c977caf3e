"""Coding posts of 400 words: genre, causes, reaction, outcomes, evidence and reasons."""

from collections.abc import Iterator, Sequence
from functools import partial

from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Rival, compared

NOTE = "vaderSentiment gives each sentence of the same posts a mood; nltk cuts the posts into words and stems them."
POSTS, WORDS = 150, 400


def rows() -> Iterator[tuple[str, ...]]:
    """A row a peer."""
    from analysis import reading
    from tests.benchmarks import voices  # not above: the memory of a peer is to be its own

    posts, stage = voices.long(POSTS, WORDS), f"coding {POSTS} posts of {WORDS} words"
    texts = [text for _, text in posts]
    lines = [text[span.start : span.end] for text in texts for span in reading.sentences(text)]
    peer = Rival("vaderSentiment, one pass over their sentences", partial(sentiment, lines))
    yield compared(stage, partial(ours, posts), peer, turns=7)
    peer = Rival("nltk, Treebank words and Porter stems", partial(stemming, texts))
    yield compared(stage, partial(ours, posts), peer)


def ours(posts: Sequence[tuple[str, str]]) -> Job:
    """The default coder's codings of titles and texts."""
    from analysis import codebook
    from analysis.coders import CODERS

    coder = CODERS["default"](codebook.default())
    return lambda: [coder(title, text) for title, text in posts]


def sentiment(lines: Sequence[str]) -> Job:
    """A mood for each sentence."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    peer = SentimentIntensityAnalyzer()
    return lambda: [peer.polarity_scores(line) for line in lines]


def stemming(texts: Sequence[str]) -> Job:
    """The stems of all words."""
    from nltk.stem import PorterStemmer
    from nltk.tokenize import TreebankWordTokenizer

    words, stem = TreebankWordTokenizer().tokenize, PorterStemmer().stem
    return lambda: [[stem(word) for word in words(text)] for text in texts]
