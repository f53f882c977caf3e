"""A small world to learn from: posts and sentences in which each word says what it seems to say."""

from functools import cache
from itertools import product
from random import Random

import numpy as np

from analysis.coders.weights import Weights
from analysis.fitting import fit
from analysis.fitting.material import Material, Sentence, material, sentence
from analysis.labelled import EVENT, Example, Told
from analysis.reading import sentences

GOODS = ("kettle", "toaster", "lamp", "radio", "heater", "mower")
SAID: dict[Told, tuple[str, ...]] = {
    ("resolution", "failed"): ("The {} is still broken.", "Nothing was done about the {}."),
    ("resolution", "met"): ("They repaired the {}.", "The {} was mended in the end."),
    ("resolution", "exceeded"): ("They gave us a better {} as a present.", "A present came with the mended {}."),
    ("response_time", "failed"): ("We waited three weeks.", "It took months."),
    ("response_time", "met"): ("An answer came within the hour.", "It came the next morning."),
    ("courtesy", "failed"): ("The clerk was rude.", "The clerk shouted at us."),
    ("courtesy", "met"): ("The clerk was friendly.", "The clerk smiled at us."),
    ("reaction", "-1"): ("We are annoyed about the {}.",),
    ("reaction", "2"): ("We are delighted with the {}!",),
    ("warns", ""): ("Stay away from this shop.",),
    ("recommends", ""): ("We recommend this shop.",),
}
HAPPENS: dict[Told, Told] = {  # the event that is told with a code
    ("resolution", "failed"): (EVENT, "still there"),
    ("resolution", "met"): (EVENT, "done"),
    ("resolution", "exceeded"): (EVENT, "extra"),
    ("response_time", "failed"): (EVENT, "wait"),
    ("response_time", "met"): (EVENT, "quick"),
}
STORIES: tuple[tuple[Told, ...], ...] = (
    (("resolution", "failed"), ("courtesy", "failed"), ("reaction", "-1"), ("warns", "")),
    (("resolution", "failed"), ("response_time", "failed"), ("reaction", "-1")),
    (("resolution", "met"), ("courtesy", "met"), ("reaction", "2"), ("recommends", "")),
    (("resolution", "met"), ("response_time", "met"), ("reaction", "2")),
    (("response_time", "failed"), ("courtesy", "met"), ("reaction", "-1")),
    (("resolution", "exceeded"), ("reaction", "2")),
)
ELSE = {
    "other": "The roses bloom. The garden is green. It rained on the roses.",
    "news": "The minister spoke on Tuesday. Parliament votes in May. The minister left.",
    "promo": "Buy now. This offer ends soon. Our prices are low.",
}


def post(number: int, told: tuple[Told, ...] = (), genre: str = "experience", **other: object) -> Example:
    """A post of an author of its own; every sentence behind the first tells of one code."""
    draw = Random(number)
    goods = draw.choice(GOODS)
    said = [draw.choice(SAID[one]).format(goods) for one in told]
    text = " ".join((f"We rang the shop about our {goods}.", *said)) if told else ELSE[genre]
    asked = ((EVENT, "asked"),)
    marks = (asked, *(marked(one) for one in told)) if told else ((),) * len(sentences(text))
    fields = {
        "id": f"p{number}",
        "author": f"author {number // 2}",
        "title": "Our new shop" if told else "Notes",
        "text": text,
        "genre": genre,
        "causes": tuple(sorted(one for one in told if one[0] in ("resolution", "response_time", "courtesy"))),
        "reaction": next((int(level) for code, level in told if code == "reaction"), None),
        "outcomes": tuple(code for code, level in told if not level),
        "marks": tuple(frozenset(one) for one in marks),
    }
    return Example(**{**fields, **other})


def marked(one: Told) -> tuple[Told, ...]:
    """What stands behind a sentence that tells of a code."""
    return (one, HAPPENS[one]) if one in HAPPENS else (one,)


@cache
def examples() -> tuple[Example, ...]:
    """Ninety-six stories and twelve other posts, two by each author."""
    stories = [post(number, STORIES[number % len(STORIES)]) for number in range(96)]
    return (*stories, *(post(number, genre=list(ELSE)[number % len(ELSE)]) for number in range(96, 108)))


@cache
def posts() -> tuple[Material, ...]:
    return tuple(map(material, examples()))


@cache
def singles() -> tuple[Sentence, ...]:
    """Sentences of which each tells of one code, or of none."""
    told = [
        (said.format(goods), frozenset(marked(one)))
        for one, all_said in SAID.items()
        for said, goods in product(all_said, GOODS)
    ]
    none = [(f"The {goods} stands in the garden.", frozenset[Told]()) for goods in GOODS]
    return tuple(sentence(*line) for line in (*told, *none) * 2)


@cache
def taught() -> Weights:
    """What is learnt of all of it."""
    return fit(posts(), singles(), {"from": "a small world"})


HAPPENING = ("promise", "wait", "done")


def by_hand(vocabulary: dict[str, int], told: tuple[Told, ...], genres: tuple[str, ...], seed: int = 1) -> Weights:
    """Weights that mean nothing, for given features."""
    draw = np.random.default_rng(seed)
    width = len(told) + len(HAPPENING) + len(genres)
    return Weights(
        vocabulary=vocabulary,
        matrix=draw.integers(-127, 128, (len(vocabulary), width)).astype(np.int8),
        scale=draw.uniform(0.001, 0.01, width).astype(np.float32),
        bias=draw.uniform(-2, 1, width).astype(np.float32),
        told=told,
        events=HAPPENING,
        genres=genres,
        models={},
        made={},
    )
