"""A report with everything that a page can show, made up: estimates, a check, findings, lists, and a report before it."""

from dataclasses import replace
from datetime import date
from math import nan

import pandas as pd
from charted import CORE, charted

from analysis.estimates import outcomes
from analysis.estimates.change import Change
from analysis.testing.hypotheses import CONTRADICTED, NOT_ASKED, SUPPORTED, UNDECIDED, VERDICTS, Finding
from reports.page import Report

OUTCOMES = ("recommends", "warns", "stays", "leaves")


def finding(number: int, verdict: str) -> Finding:
    """A finding that ended so."""
    told = verdict != NOT_ASKED
    return Finding(
        id=f"H{number}",
        claim="Courtesy is mentioned mainly at the extremes.",
        verdict=verdict,
        why="" if verdict in (SUPPORTED, CONTRADICTED) else "The interval reaches from one side to the other",
        unit="odds ratio" if told else "",
        estimate=2.1 if told else nan,
        low=1.2 if told else nan,
        high=3.4 if told else nan,
        neutral=1.0 if told else nan,
        p=0.0004 if told else nan,
        p_holm=0.012 if told else nan,
        posts=120 if told else 0,
        blogs=60 if told else 0,
        needed=410 if verdict == UNDECIDED else None,
        selection="",
    )


def trends(*verdicts: str) -> pd.DataFrame:
    """As `analysis.estimates.trend.trends` returns it, with these verdicts."""
    whole = {"months": 9, "posts": 110, "blogs": 55, "undated": 10, "slope": 0.012, "low": 0.004, "high": 0.02}
    return pd.DataFrame([whole | {"cause": cause, "verdict": one} for cause, one in zip(CORE, verdicts, strict=True)])


def changed(*readings: str) -> Change:
    """A change of the core causes with these readings."""
    parts = {
        "was": 0.21,
        "now": 0.24,
        "from_new": 0.04,
        "from_removed": -0.01,
        "from_recoded": 0.0,
        "low": 0.01,
        "high": 0.05,
    }
    rows = [parts | {"cause": cause, "reading": one} for cause, one in zip(CORE, readings, strict=True)]
    return Change(new=48, removed=3, recoded=12, kept=72, was=75, now=120, causes=pd.DataFrame(rows))


def corrected() -> pd.DataFrame:
    """As `analysis.checks.correction.correct` returns it; the last cause cannot be told."""
    rows = [
        {"cause": cause, "side": side, "n_hand": 200, "positives": 40, "lambda": 0.6, "note": ""}
        | {f"{name}{end}": value for name in ("automatic", "hand", "corrected") for end, value in ends.items()}
        for cause, ends in zip(CORE, ({"": 0.5, "_low": 0.4, "_high": 0.6},) * 3, strict=True)
        for side in ("told", "failed")
    ]
    last = rows[4] | {"note": "people find it in none of the coded posts"}
    for name in ("hand", "corrected"):
        last |= {f"{name}{end}": nan for end in ("", "_low", "_high")}
    return pd.DataFrame([*rows[:4], last, rows[5]])


def lists(report: Report) -> dict[str, pd.DataFrame]:
    """Whom to thank and whom to answer."""
    shown = report.posts[["post", "url", "title", "blog", "published", "reaction", "outcomes"]].head(20)
    thank = shown.assign(causes="resolution exceeded; courtesy met", recommends=True)
    answer = shown.assign(causes="resolution failed", reasons="problem not solved; warns others")
    return {"thank": thank, "answer_first": answer}


def complete(report: Report) -> Report:
    """The report with everything."""
    return replace(
        charted(report),
        trends=trends("clear rise", "no clear change", "clear fall"),
        change=changed("clear rise", "no clear change", "coded differently"),
        since=date(2026, 7, 2),
        findings=tuple(finding(number, verdict) for number, verdict in enumerate(VERDICTS, start=1)),
        corrected=corrected(),
        outcomes=outcomes.outcomes(report.posts, OUTCOMES),
        **lists(report),
    )
