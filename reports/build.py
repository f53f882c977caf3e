"""From a study's tables and facts to the record of its report. Same tables and facts, same report: `verify` rests on it.

Tables by name, as docs/files.md tells their columns: posts, codings, evidence, funnel, hand.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analysis import causes
from analysis.codebook import CAUSES
from reports.checking import check
from reports.facts import Facts
from reports.page import File, Report, Step

Tables = Mapping[str, pd.DataFrame]


def report(facts: Facts, tables: Tables, files: Sequence[File] = ()) -> Report:
    """Everything the page shows, computed from the tables. They hold at least one own experience."""
    posts, codings = tables["posts"], tables["codings"]
    different = posts[posts["duplicate_of"].isna()]
    told = causes.experiences(posts)
    chances = told.set_index("post")["chance"].dropna()
    weights = {int(post): 1 / float(chance) for post, chance in chances.items()}
    weighed = told.assign(weight=told["post"].map(weights)) if weights else told
    days = [date.fromisoformat(text[:10]) for text in told["published"] if text]
    known = {code.id for code in facts.codebook.of(*CAUSES)}
    checked = check(facts, tables["hand"])
    doubted = codings["cause"].isin([one.code for one in checked.codes if one.why_not] if checked else [])
    return Report(
        study=facts.study, query=facts.query, made=facts.made, codebook=facts.codebook, coder=facts.coder,
        run=facts.run, note=facts.note, command=facts.command, draws=facts.draws, files=list(files),
        first=min(days, default=None), last=max(days, default=None), weights=weights, check=checked,
        posts=posts, codings=codings, evidence=tables["evidence"], funnel=_steps(tables["funnel"]),
        genres={str(k): int(v) for k, v in different["genre"].value_counts().sort_index().items()},
        ranked=causes.rank(codings[~doubted], weighed, draws=facts.draws),
        unranked=causes.rank(codings[doubted], weighed, draws=facts.draws),
        courtesy=causes.courtesy(told, codings, known), delight=causes.delight(told, codings, known),
    )  # fmt: skip


def _steps(funnel: pd.DataFrame) -> list[Step]:
    return [Step(str(row["step"]), int(row["count"]), str(row["why"])) for row in funnel.to_dict("records")]
