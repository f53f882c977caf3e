"""Every number that counts is the number of rows that its query selects."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from math import floor

import large
import pandas as pd
import pytest
from complete import complete
from payloads import PAYLOADS

from analysis.estimates import segments
from analysis.estimates.causes import experiences
from reports import build, bundle, html
from reports.claimed import ledger, rows
from reports.claimed.ledger import Claim
from reports.page import Report

NUMBER = re.compile(r"([\d,]+)(?: [a-z]+)*")
NOT_ROWS = (  # numbers of the posts and the codings that are no number of rows
    "facts.blogs",  # blogs, of which a row has one
    "answer.",  # posts out of 100
    "compared.",  # companies and phrases, not posts
    "since.",  # points of a share
)
KINDS = {
    "facts", "causes", "check", "weight", "afterwards", "courtesy", "delight", "month", "compared", "thank",
    "answer", "genre",
}  # fmt: skip
SHARES = re.compile(r"(?:causes|unranked|courtesy|delight|afterwards)\..*\.share|month\.[\d-]+\.(?!posts)[a-z_]+")


@pytest.fixture(scope="module")
def built() -> tuple[list[dict[str, object]], dict[str, pd.DataFrame]]:
    """The claims of report.json and the tables of a study in which every section has figures."""
    facts, tables = large.facts(3000, 20), large.tables(3000)
    matched = [json.dumps([{"field": "text", "words": one.title()} for one in told.split("; ")])
               for told in tables["posts"]["matched"]]  # fmt: skip
    companies = [name.upper() if number % 7 == 0 else name for number, name in enumerate(tables["posts"]["company"])]
    tables["posts"] = tables["posts"].assign(matched=matched, company=companies)
    made = bundle.files(facts, tables, build.report(facts, tables))
    return json.loads(made["report.json"])["claims"], tables


def number(text: object) -> int:
    found = NUMBER.match(str(text))
    assert found, text
    return int(found[1].replace(",", ""))


def test_a_number_that_counts_is_how_many_rows_its_query_selects(
    built: tuple[list[dict[str, object]], dict[str, pd.DataFrame]],
) -> None:
    counting = [claim for claim in built[0] if claim["counts"]]
    kinds = {str(claim["claim"]).partition(".")[0] for claim in counting}

    assert len(counting) > 150
    assert kinds >= KINDS
    assert [
        (claim["claim"], claim["text"], claim["rows"]) for claim in counting if number(claim["text"]) != claim["rows"]
    ] == []


def test_every_whole_number_of_posts_and_codings_counts(
    built: tuple[list[dict[str, object]], dict[str, pd.DataFrame]],
) -> None:
    loose = [
        claim["claim"]
        for claim in built[0]
        if claim["file"] in ("posts", "codings", "thank", "answer")
        and NUMBER.fullmatch(str(claim["text"]))
        and not claim["counts"]
    ]

    assert [name for name in loose if not str(name).startswith(NOT_ROWS)] == []


def test_a_share_is_the_part_that_its_rows_are_of_their_posts(
    built: tuple[list[dict[str, object]], dict[str, pd.DataFrame]],
) -> None:
    claims, tables = built
    selected = ledger.selector(tables)
    told = [claim for claim in claims if SHARES.fullmatch(str(claim["claim"])) and str(claim["text"])[0].isdigit()]
    for claim in told:
        of = str(claim["of"])
        if str(claim["claim"]).startswith("afterwards."):
            of = rows.ended(str(claim["claim"]).split(".")[2])
        whole = len(selected(Claim("", "", "posts", of or rows.OWN)))
        assert number(claim["text"]) == floor(100 * int(str(claim["rows"])) / whole + 0.5 + 1e-9), claim

    assert len(told) > 80


def test_the_posts_of_a_segment_are_those_that_were_compared() -> None:
    # spellings of a name, signs that mean something in a query or a pattern, words parted by breaks, other scripts
    texts = [
        "Client SERVICE",
        "client\n service",
        "c++ (help)",
        "Kundendienst für Ärzte",
        "KUNDENDIENST FÜR ÄRZTE",
        "a|b",
    ]
    frame = pd.DataFrame(
        {
            "post": range(12),
            "blog": [f"b{number}" for number in range(12)],
            "genre": "experience",
            "duplicate_of": None,
            "reaction": 1,
            "published": [f"{2025 + number // 9}-{number % 9 + 1:02}-03T08:00:00Z" for number in range(10)]
            + ["", "2025-13-01"],
            "company": ["HostQuarry", "Hostquarry", "host quarry", 'O\'Brien "&" Co', "`@x` # y", "", *"ABCDEF"],
            "matched": [json.dumps([{"field": "text", "words": texts[number % 6]}]) for number in range(6)]
            + [f"{texts[number % 6]}; warranty" for number in range(6)],
        }
    )
    told = segments.segments(frame, pd.DataFrame({"post": [0], "cause": ["x"], "level": ["failed"]}), ["x"])

    assert set(told["kind"]) == {segments.COMPANY, segments.QUERY, segments.PERIOD}
    for row in told.itertuples():
        where = rows.segment(row.kind, row.segment, frame["company"].unique())
        assert len(frame.query(where, engine="python")) == row.posts, where


@pytest.mark.parametrize("kind", [segments.COMPANY, segments.QUERY, segments.PERIOD])
def test_no_name_breaks_out_of_its_query(report: Report, kind: str) -> None:
    for text in PAYLOADS:
        where = rows.segment(kind, text, [text, "other"])
        assert set(experiences(report.posts).query(where, engine="python")["company"]) <= {text}


def test_a_page_of_made_up_frames_selects_with_every_query(make: Callable[[int], Report]) -> None:
    report = complete(make(120))
    tables = {name: getattr(report, name) for name in ("posts", "codings", "evidence", "thank")}
    tables |= {"answer": report.answer_first}
    told = ledger.counted(html.rendered(replace(report, check=None))[1], tables)

    assert all(isinstance(one["rows"], int) for one in told)
