"""Made-up estimates for the charts, in the columns of the analysis functions that make them."""

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import pandas as pd

from reports.page import Check, Checked, Report

CORE = ("resolution", "commitments", "response_time")
EFFECTS = {  # cause: failed, exceeded, penalty and reward with bounds, reading
    "resolution": (60, 22, (1.42, 1.1, 1.74), (0.61, 0.2, 1.02), "basic"),
    "courtesy": (24, 31, (0.52, -0.1, 1.14), (1.31, 0.8, 1.82), "excitement"),
    "commitments": (48, 4, (0.93, 0.5, 1.36), (nan, nan, nan), "too few"),
    "response_time": (40, 30, (0.8, 0.4, 1.2), (0.7, 0.3, 1.1), "performance"),
    "price_value": (3, 2, (nan, nan, nan), (nan, nan, nan), "too few"),
}
WHOLE = {"share_low": 0.05, "share_high": 0.35, "r2": 0.41}
SHARES = {  # by month; None is a month with too few posts
    "resolution": (0.38, 0.39, 0.37, 0.40, None, 0.38, 0.40, 0.41, 0.41),
    "commitments": (0.18, 0.19, 0.21, 0.21, None, 0.23, 0.28, 0.29, 0.30),
    "response_time": (0.20, 0.19, 0.18, 0.18, None, 0.17, 0.16, 0.15, 0.28),
}


def importance() -> pd.DataFrame:
    """As `analysis.estimates.importance.importance` returns it, out of order."""
    sides = ("", "_low", "_high")
    rows = [
        {"cause": cause, "failed": failed, "exceeded": exceeded, "reading": reading, "rank": rank, "share": 0.2}
        | WHOLE
        | {f"penalty{side}": value for side, value in zip(sides, penalty, strict=True)}
        | {f"reward{side}": value for side, value in zip(sides, reward, strict=True)}
        for rank, (cause, (failed, exceeded, penalty, reward, reading)) in enumerate(EFFECTS.items(), 1)
    ]
    rest = {"cause": "other causes", "failed": 5, "exceeded": 5, "reading": "pooled", "share": 0.1} | WHOLE
    return pd.DataFrame([rest, *rows[::-1]]).astype({"rank": "Int64"})


def months(shares: dict[str, Sequence[float | None]] | None = None, first: int = 2026 * 12 + 1) -> pd.DataFrame:
    """As `analysis.estimates.trend.months` returns it: one row a cause and month, from a month numbered year * 12 + month."""
    rows = [
        {
            "cause": cause,
            "month": f"{(number - 1) // 12:04}-{(number - 1) % 12 + 1:02}",
            "number": number,
            "posts": 4 if share is None else 100 + number % 12,
            "blogs": 3,
            "complaints": 1,
            "share": nan if share is None else share,
            "low": nan if share is None else max(share - 0.08, 0),
            "high": nan if share is None else share + 0.09,
        }
        for cause, told in (shares or SHARES).items()
        for number, share in enumerate(told, first)
    ]
    return pd.DataFrame(rows)


def segments(names: Sequence[str], kind: str = "company") -> pd.DataFrame:
    """As `analysis.estimates.segments.segments` returns it, the first name with the most posts, the last with too few to say."""
    readings = ("more than average", "no clear difference", "less than average")
    rows = [
        {"kind": kind, "segment": name, "posts": 200 - 7 * row, "blogs": 40, "cause": cause, "average": 0.4 - at / 10}
        | {"share": 0.51 - at / 10 - row / 40, "low": 0.44 - at / 10 - row / 40, "high": 0.58 - at / 10 - row / 40}
        | {"reading": readings[min(row // 2, 2)]}
        for row, name in enumerate(names)
        for at, cause in enumerate((*CORE, "courtesy"))
    ]
    frame = pd.DataFrame(rows)
    few = frame["segment"] == names[-1]
    frame.loc[few, ["share", "low", "high"]] = nan
    frame.loc[few, ["posts", "reading"]] = [9, "too few posts to say"]
    return frame.assign(low=frame["low"].clip(lower=0), share=frame["share"].clip(lower=0))


def check() -> Check:
    """The check of a coder, one code of which cannot be told."""
    codes = (
        Checked("price_value", "sign", 9, 0.62, 0.45, 0.77, "alpha below 0.667"),
        Checked("resolution", "told", 80, 0.86, 0.80, 0.91, ""),
        Checked("commitments", "told", 60, 0.79, 0.71, 0.86, ""),
        Checked("courtesy", "told", 3, nan, nan, nan, "told in fewer than 30 posts"),
        Checked("response_time", "told", 31, 0.71, nan, nan, ""),
    )
    return Check(200, 2, 0, 0.667, 30, codes)


NAMES = (
    "Northwind Mobile",
    "Larkspur Air",
    "Copperline Bank",
    "Hearth & Loom",
    "Pinemail",
    "Quill Energy",
    "Tidewater",
)
PHRASES = ("customer service", "customer support", "help desk", "call centre")

STRANGE = (  # what strangers may call a company
    "W" * 300,
    '<script>alert(1)</script>"><b onload=x>&amp;',
    "\u202eevil company of one name that nobody would ever give a company\u202c",
    "שלום וברכה חברה בע״מ",
    "株式会社三菱東京銀行カスタマーサービス",
    "Z" + "\u0334" * 200 + "algo",
    r"$\frac{1}{0}$ and $\nosuchthing$",
    "😀" * 40,
    "﷽﷽﷽𒐫𒐫",
    "\u200f\u202a",
    "two\nlines\tand\u2028more",
)


def charted(report: Report) -> Report:
    """The report with estimates for every chart."""
    told = pd.concat([segments(NAMES), segments(PHRASES, "query")], ignore_index=True)
    return replace(report, importance=importance(), months=months(), segments=told, check=check())
