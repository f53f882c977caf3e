"""report.json: a study's facts, every claim of the page with the rows behind it, and the estimates as numbers."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

import pandas as pd

from reports.facts import Facts, Json, as_json
from reports.page import Report

SCHEMA = "rootfeed-report/2"


def sidecar(facts: Facts, page: Report, claims: Sequence[Json]) -> bytes:
    """The file's bytes; `claims` are the rows of ledger.counted."""
    content = {
        "schema": SCHEMA, "run": page.run, "study": page.study, "query": page.query,
        "period": [day.isoformat() if day else None for day in (page.first, page.last)], "as_of": page.made.isoformat(),
        "genres": page.genres, "funnel": [{"step": s.name, "count": s.count, "left_out": s.why} for s in page.funnel],
        "causes": _records(page.ranked), "unranked": _records(page.unranked), "agreement": _agreement(page),
        "courtesy": _records(page.courtesy), "delight": _records(page.delight), "levels": _records(page.levels),
        "ranks": _ranks(page),
        "importance": _records(page.importance), "months": _records(page.months), "trends": _records(page.trends),
        "segments": _records(page.segments), "outcomes": _records(page.outcomes),
        "change": _change(page), "corrected": _records(page.corrected),
        "hypotheses": [_told(asdict(finding)) for finding in page.findings], "note": page.note,
        "facts": as_json(facts), "claims": list(claims),
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _records(frame: pd.DataFrame) -> list[Json]:
    return list(json.loads(frame.to_json(orient="records", double_precision=6)))


def _ranks(page: Report) -> list[Json]:
    """The rank set of each cause, and in what part of the draws it outranks each other one."""
    ahead = {str(cause): _told(row) for cause, row in page.above.to_dict("index").items()}
    return [row | {"above": ahead[row["cause"]]} for row in _records(page.sets)]


def _change(page: Report) -> Json | None:
    """What changed since the report before; null for the first."""
    made = page.change
    if made is None:
        return None
    counts = {name: getattr(made, name) for name in ("new", "removed", "recoded", "kept", "was", "now")}
    return {"since": page.since.isoformat() if page.since else None, **counts, "causes": _records(made.causes)}


def _told(value: Any) -> Any:  # Any: what JSON holds
    """The same with null for what cannot be told."""
    if isinstance(value, dict):
        return {key: _told(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_told(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _agreement(page: Report) -> Json | None:
    """The check of the coder; a figure that cannot be told is null."""
    if page.check is None:
        return None
    return dict(_told(asdict(page.check)))
