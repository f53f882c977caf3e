"""report.json: a study's facts, every claim of the page with the rows behind it, and the estimates as numbers."""

import json
from collections.abc import Sequence
from dataclasses import asdict

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
        "courtesy": _records(page.courtesy), "delight": _records(page.delight), "note": page.note,
        "facts": as_json(facts), "claims": list(claims),
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _records(frame: pd.DataFrame) -> list[Json]:
    return list(json.loads(frame.to_json(orient="records", double_precision=6)))


def _agreement(page: Report) -> Json | None:
    """The check of the coder; a figure that cannot be told is null."""
    if page.check is None:
        return None
    codes = [{key: None if value != value else value for key, value in asdict(one).items()} for one in page.check.codes]
    return {**asdict(page.check), "codes": codes}
