"""From a study's tables and facts to the record of its report. Same tables and facts, same report: `verify` rests on it.

Tables by name, as docs/files.md tells their columns: posts, codings, evidence, funnel, hand, before,
control_posts, control_codings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.checks import correction
from analysis.codebook import CAUSES
from analysis.estimates import causes, change, clustering, importance, outcomes, outreach, ranks, segments, trend
from analysis.estimates.change import Change
from analysis.testing import hypotheses
from analysis.testing.hypotheses import Finding
from reports.checking import check
from reports.facts import Facts
from reports.page import File, Report, Step

SEED = 1  # of every redraw: the same tables give the same report
Tables = Mapping[str, pd.DataFrame]


def report(facts: Facts, tables: Tables, files: Sequence[File] = ()) -> Report:
    """Everything the page shows, computed from the tables. They hold at least one own experience."""
    posts, codings = _weighed(tables["posts"]), tables["codings"]
    told = causes.experiences(posts)
    days = [date.fromisoformat(text[:10]) for text in told["published"] if text]
    genres = posts.loc[posts["duplicate_of"].isna(), "genre"].value_counts().sort_index()
    checked = check(facts, tables["hand"])
    doubted = {one.code for one in checked.codes if one.why_not} if checked else set()
    return Report(
        study=facts.study, query=facts.query, made=facts.made, codebook=facts.codebook, coder=facts.coder,
        run=facts.run, note=facts.note, command=facts.command, draws=facts.draws, files=list(files), since=facts.since,
        first=min(days, default=None), last=max(days, default=None), check=checked, weights=_weights(told),
        posts=posts, codings=codings, evidence=tables["evidence"], funnel=_steps(tables["funnel"]),
        genres={str(genre): int(count) for genre, count in genres.items()},
        corrected=correction.correct(tables["posts"], codings, tables["hand"], facts.codebook),
        thank=outreach.to_thank(posts, codings), answer_first=outreach.to_answer(posts, codings, facts.made),
        findings=_findings(facts, tables, posts, doubted), control=facts.control,
        change=_change(facts, tables, doubted),
        **_shares(facts, doubted, told, codings), **_compared(facts, doubted, told, codings),
    )  # fmt: skip


def _weighed(posts: pd.DataFrame) -> pd.DataFrame:
    """The posts with what each counts for, where they were drawn with unequal chances; else as they are."""
    return posts.assign(weight=1 / posts["chance"].astype(float)) if posts["chance"].notna().any() else posts


def _weights(told: pd.DataFrame) -> dict[int, float]:
    return dict(zip(told["post"].astype(int), told["weight"], strict=True)) if "weight" in told else {}


def _shares(
    facts: Facts, doubted: set[str], told: pd.DataFrame, codings: pd.DataFrame
) -> dict[str, Any]:  # Any: fields of Report
    """How often causes are told of, ranked where the check lets them be."""
    known = {code.id for code in facts.codebook.of(*CAUSES)}
    weak = codings["cause"].isin(doubted)
    sure = codings[~weak]
    ranked = causes.rank(sure, told, draws=facts.draws)
    drawn = causes.redrawn(sure, told, draws=facts.draws)
    return {
        "ranked": ranked,
        "unranked": causes.rank(codings[weak], told, draws=facts.draws),
        "levels": causes.levels(codings, told, draws=facts.draws),
        "above": ranks.above(drawn),
        "sets": ranks.sets(ranked.set_index("cause")["share"], drawn, clustering.blogs(told)),
        "courtesy": causes.courtesy(told, codings, known),
        "delight": causes.delight(told, codings, known),
    }


def _compared(
    facts: Facts, doubted: set[str], told: pd.DataFrame, codings: pd.DataFrame
) -> dict[str, Any]:  # Any: fields of Report
    """What goes with endings, over time, and in companies, phrases and periods, of causes that passed the check."""
    every = [code.id for code in facts.codebook.of(*CAUSES) if code.id not in doubted]
    core = [code.id for code in facts.codebook.of("core") if code.id not in doubted]
    return {
        "importance": importance.importance(told, codings, every, facts.draws),
        "months": trend.months(told, codings, core, facts.draws, SEED),
        "trends": trend.trends(told, codings, core),
        "segments": segments.segments(told, codings, core),
        "outcomes": outcomes.outcomes(told, [code.id for code in facts.codebook.of("outcome")]),
    }


def _findings(facts: Facts, tables: Tables, posts: pd.DataFrame, doubted: set[str]) -> tuple[Finding, ...]:
    """The codebook's hypotheses on causes that passed the check, each beside what a negative control says of it."""
    book = replace(facts.codebook, codes=tuple(code for code in facts.codebook.codes if code.id not in doubted))
    found = hypotheses.test(posts, tables["codings"], book, facts.draws)
    others = tables["control_posts"]
    if not facts.control or causes.experiences(others).empty:
        return found
    control = hypotheses.test(_weighed(others), tables["control_codings"], book, facts.draws)
    return hypotheses.controlled(found, control)


def _change(facts: Facts, tables: Tables, doubted: set[str]) -> Change | None:
    """What changed since the report before, if there was one."""
    before = tables["before"]
    if facts.since is None or before.empty:
        return None
    every = [code.id for code in facts.codebook.of(*CAUSES) if code.id not in doubted]
    return change.change(before, change.coded(tables["posts"], tables["codings"]), every, facts.draws, SEED)


def _steps(funnel: pd.DataFrame) -> list[Step]:
    return [Step(str(row["step"]), int(row["count"]), str(row["why"])) for row in funnel.to_dict("records")]
