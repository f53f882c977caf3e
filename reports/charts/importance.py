"""What goes with each cause: how much lower endings are where it failed, how much higher where it went beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts import svg
from reports.charts.canvas import EDGE, NARROW, QUIET, WHISKER, WIDE, Margins, canvas, note
from reports.charts.lettering import fitted
from reports.claimed.claims import enough
from reports.page import Report
from reports.wording import signed

MOST = 4.0  # points from the worst reaction to the best; no range is drawn beyond them
LACKING = "too few"
LANE = 0.15  # of a row: a failure above the row's middle, a surplus below; ranges often cross zero


@dataclass(frozen=True, slots=True)
class Points:
    """An effect on the reaction with the bounds of its 95% range, in points of -2..2."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Points of the ending that go with a failure and with a surplus of one cause; None where too few posts tell."""

    name: str
    reading: str
    takes: Points | None
    gives: Points | None


def weighed(report: Report) -> list[Weighed]:
    """The causes of which at least one side can be told, the most important first."""
    if not enough(report) or report.importance.empty:
        return []
    names = {code.id: code.name for code in report.codebook.codes}
    rows = report.importance.sort_values("rank", kind="stable", na_position="last").to_dict("records")
    found = [
        Weighed(names.get(row["cause"], row["cause"]), _reading(row), _side(row, "penalty"), _side(row, "reward"))
        for row in rows
    ]
    return [one for one in found if one.takes or one.gives]


def _reading(row: dict[Any, Any]) -> str:  # Any: cells of a frame
    """The reading; of a row that is drawn one side at least can be told, so that it never says too few of both."""
    return "one side told" if row["reading"] == LACKING else str(row["reading"])


def _side(row: dict[Any, Any], name: str) -> Points | None:  # Any: cells of a frame
    cells = [float(row[column]) for column in (name, f"{name}_low", f"{name}_high")]
    return Points(*cells) if all(map(isfinite, cells)) else None


def draw(report: Report, wide: bool) -> Figure | None:
    """Diverging bars in two lanes a row, failure and surplus, with ranges; None where no side can be told."""
    rows = weighed(report)
    if not rows:
        return None
    pitch, top = (54, 30) if wide else (78, 30)
    margins = Margins(196, 4, top, 50) if wide else Margins(4, 4, top, 50)
    figure, axes = canvas(WIDE if wide else NARROW, top + 50 + len(rows) * pitch, margins)
    limit = _scale(axes, rows, wide)
    reach, middles = (0.5, 0.0) if wide else (0.3, 0.16)  # where it is narrow, names stand above the bars
    spots = [place + middles for place in range(len(rows))]
    axes.vlines(
        [0] * len(spots), [at - reach for at in spots], [at + reach for at in spots], colors=svg.INK, linewidth=1.25
    )
    for sign in (-1, 1):  # one side after the other: what looks alike is drawn in a row, and told once
        for at, row in zip(spots, rows, strict=True):
            _lane(axes, row.takes if sign < 0 else row.gives, sign, at + sign * LANE, limit)
    for place, row in enumerate(rows):
        _label(axes, place, row, wide)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlabel("points of reaction, which runs from −2 to 2", color=svg.MUTED, fontsize=12.5, labelpad=8)
    return figure


def _scale(axes: Axes, rows: Sequence[Weighed], wide: bool) -> float:
    """Set the axis, as wide on both sides, and return the points that it reaches."""
    ends = [abs(end) for row in rows for side in (row.takes, row.gives) if side for end in (side.low, side.high)]
    limit = min(MOST, max(0.5, ceil(max(ends) * 2) / 2))
    step = 0.5 if limit <= 1.5 else 1.0
    ticks = [step * tick for tick in range(-int(limit / step), int(limit / step) + 1)]
    axes.set_xticks(ticks, [signed(tick, 1 if step < 1 else 0) for tick in ticks])
    axes.set_xlim(*(end * limit * (1.18 if wide else 1.36) for end in (-1, 1)))  # room for numbers beyond ranges
    axes.grid(axis="x", color=svg.RULE, linewidth=1)
    left, right = ("◀ where it failed", "where it went beyond ▶") if wide else ("◀ failed", "went beyond ▶")
    for text, sign, colour in ((left, -1, svg.NEGATIVE_TEXT), (right, 1, svg.POSITIVE_TEXT)):
        side = "right" if sign < 0 else "left"
        note(axes, text, (0, 1), (sign * 8, 14), xycoords=("data", "axes fraction"), ha=side, color=colour)
    return limit


def _lane(axes: Axes, points: Points | None, sign: int, place: float, limit: float) -> None:
    side = "right" if sign < 0 else "left"
    if points is None:
        note(axes, LACKING, (0, place), (sign * 8, 0), ha=side, **QUIET)
        return
    value, *ends = (min(max(sign * end, -limit), limit) for end in (points.value, points.low, points.high))
    axes.barh(place, value, 2 * LANE * 0.86, color=svg.NEGATIVE if sign < 0 else svg.POSITIVE)
    axes.errorbar(value, place, xerr=[[value - min(ends)], [max(ends) - value]], **WHISKER)
    for end in ends:
        if abs(end) == MOST:  # the range goes on
            axes.plot(end, place, "<" if end < 0 else ">", color=svg.INK, markersize=8, mew=0)
    outer = min(*ends, 0) if sign < 0 else max(*ends, 0)
    note(axes, signed(sign * points.value), (outer, place), (sign * 7, 0), ha=side)


def _label(axes: Axes, place: int, row: Weighed, wide: bool) -> None:
    rise = 9 if wide else 28
    note(axes, fitted(row.name, 190), (0, place), (0, rise), xycoords=EDGE)
    at, shift, side = ((0, place), -8, "left") if wide else ((1, place), rise, "right")
    note(axes, row.reading, at, (0, shift), xycoords=EDGE, ha=side, **QUIET)


def told(report: Report) -> str:
    rows = (
        f"{row.name}: where it failed {_spoken(row.takes)} lower, where it went beyond {_spoken(row.gives)} higher; "
        f"reading: {row.reading}."
        for row in weighed(report)
    )
    head = "Bar chart, points of reaction, from −2 to 2, that go with each cause, the most important first."
    return " ".join((head, *rows, "The table follows."))


def _spoken(side: Points | None) -> str:
    if side is None:
        return "an amount that too few posts tell"
    value, low, high = (signed(end).removeprefix("+") for end in (side.value, side.low, side.high))
    return f"{value} (likely {low} to {high})"
