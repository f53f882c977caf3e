"""The quotes that a reader sees first agree with what they stand under."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from reports import evidence
from reports.page import Report


def test_leads_with_sentences_of_posts_that_ended_as_they_say(make: Callable[[int], Report]) -> None:
    # praise is told in posts of every ending; the one that a reader sees first must not stand in a bad one
    report = make(120)
    praised = replace(report, evidence=report.evidence.assign(level="met"))
    endings = report.posts.set_index("post")["reaction"]
    first = {}
    for quote in evidence.choose(praised):
        first.setdefault(quote.tags[0].cause, endings[quote.post])

    assert len(first) == 4
    assert min(first.values()) >= 0
    worst = report.posts.assign(reaction=-2)
    assert evidence.choose(replace(praised, posts=worst))  # the others come last, but they come


def test_leads_with_what_speaks_best_for_the_very_cause(make: Callable[[int], Report]) -> None:
    report = make(10)
    rows = report.evidence[report.evidence["level"] == "failed"]
    of = rows["cause"] == "resolution"
    strong = rows.assign(strength=[0.95 if post == 5 else 0.7 for post in rows["post"]])
    beside = strong.assign(start=1, end=2, strength=strong["strength"].where(~of, 0.65))  # strong in another cause only
    alone = strong[of & (strong["post"] == 7)].assign(strength=0.8)

    assert evidence.choose(replace(report, evidence=pd.concat([beside, alone])))[0].post == 7


def test_the_tags_of_a_sentence_stand_in_the_order_of_their_strength(make: Callable[[int], Report]) -> None:
    report = make(30)
    rows = report.evidence[report.evidence["post"] == 0].assign(start=1, end=2)
    told = rows.assign(strength=[0.9 if cause == "courtesy" else 0.7 for cause in rows["cause"]])

    assert evidence.choose(replace(report, evidence=told))[0].tags[0].cause == "courtesy"
