"""Folders as `rootfeed run` leaves them, made up, for the tests of what reads them."""

import json
from pathlib import Path

import pandas as pd

from reports import exports

ATTACK = "\x1b]0;owned\x07<script>\u202egnp.exe"
NAMES = {"resolution": "Problem solved", "courtesy": "Courtesy"}


def told(share: float, posts: int = 120, start: int = 0, level: str = "failed") -> list[dict[str, object]]:
    """Posts of 40 blogs, of which the first `share` of each ten complain that the problem was not solved."""
    return [
        {
            "url": f"https://b{n % 40}.example/{n}", "title": f"Post {n}", "blog": f"b{n % 40}.example",
            "published": "2026-03-01T08:00:00Z", "genre": "experience", "reaction": 0,
            "resolution": level if n * 7 % 10 < share * 10 else "met", "courtesy": "met",
        }
        for n in range(start, start + posts)
    ]  # fmt: skip


def leave(folder: Path, posts: list[dict[str, object]], **facts: object) -> Path:
    """A run's folder with these posts, as `rootfeed run` leaves it."""
    rows = pd.DataFrame(posts).assign(post=range(1, len(posts) + 1), duplicate_of=None)
    coded = rows.melt(["post"], list(NAMES), "cause", "level").dropna()
    ranked = [
        {"cause": cause, "rank": place, "posts": 50, "share": 0.5, "low": 0.4, "high": 0.6}
        for place, cause in enumerate(NAMES, start=1)
    ]
    report = {
        "schema": "rootfeed-report/2", "run": "r", "study": "kettles", "query": "service", "as_of": "2026-03-02",
        "genres": {"experience": len(posts)}, "causes": ranked, "unranked": [],
        "claims": [{"claim": "headline", "text": "The answer", "file": "codings", "where": "", "rows": 1}],
        "facts": {
            "coder": "rules 1", "draws": 200,
            "codebook": {"id": "cs", "version": "1", "codes": [{"id": id_, "name": name} for id_, name in NAMES.items()]},
        },
    }  # fmt: skip
    folder.mkdir(parents=True)
    types = {"reaction": "Int64", "duplicate_of": "Int64"}
    files = exports.parquet({"posts": rows.drop(columns=list(NAMES)).astype(types), "codings": coded})
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "report.json").write_text(json.dumps(report | facts), encoding="utf-8")
    (folder / "report.html").write_text("<!doctype html>", encoding="utf-8")
    return folder
