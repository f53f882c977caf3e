"""The ranking: complaints to the left, praise to the right, with ranges."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts import svg
from reports.charts.canvas import EDGE, NARROW, SOFT, WHISKER, WIDE, Margins, canvas, errors, note, reach, short
from reports.claimed.claims import enough
from reports.page import Cause, Report, ranking
from reports.wording import likely, per_hundred

GAP = 0.75  # of a row, between the core causes and the others


def draw(report: Report, wide: bool) -> Figure | None:
    """Diverging bars: complaints to the left, praise to the right, with ranges; None under 30 posts."""
    named = [cause for cause in ranking(report) if cause.posts]
    if not enough(report) or not named:
        return None
    gap = _core_first(named)
    rows = [row + (GAP if gap and row >= gap else 0) for row in range(len(named))]
    height = (rows[-1] + 1) * (48 if wide else 62) + 80
    margins = Margins(240, 92, 30, 50) if wide else Margins(4, 4, 30, 50)
    figure, axes = canvas(WIDE if wide else NARROW, height, margins)
    for side in (-1, 1):
        _side(named, rows, side, axes, wide)
    _scale(axes, reach([cause.complaint for cause in named]), reach([cause.commended for cause in named]), wide)
    for row, cause in zip(rows, named, strict=True):
        _label(axes, row, cause, wide)
    if gap:
        _rule(axes, rows[gap] - (0.94 if wide else 1.15))
    axes.set_ylim(rows[-1] + 0.5, -0.5 if wide else -0.75)
    axes.set_yticks([])
    axes.set_xlabel("posts out of every 100, rounded", color=svg.MUTED, fontsize=12.5, labelpad=8)
    return figure


def _core_first(named: Sequence[Cause]) -> int:
    """How many core causes come before all others; 0 if the two kinds mix or there is one kind only."""
    kinds = [cause.code.kind for cause in named]
    split = kinds.count("core")
    return split if set(kinds[:split]) == {"core"} and split < len(kinds) else 0


def _rule(axes: Axes, row: float) -> None:
    """A dashed line with the heading of the causes under it."""
    line = {"arrowstyle": "-", "linestyle": (0, (2, 4)), "color": svg.MIDDLE, "linewidth": 1}
    axes.annotate("", (0, row), (1, row), EDGE, arrowprops=line, annotation_clip=False)
    note(axes, "Also mentioned", (0, row), (0, -12), xycoords=EDGE, color=svg.MUTED, fontsize=12.5, fontweight=400)


def _side(named: Sequence[Cause], rows: Sequence[float], sign: int, axes: Axes, wide: bool) -> None:
    ranges = [cause.complaint if sign < 0 else cause.commended for cause in named]
    widths = [sign * spread.share * 100 for spread in ranges]
    colour, ink = (svg.NEGATIVE, svg.NEGATIVE_TEXT) if sign < 0 else (svg.POSITIVE, svg.POSITIVE_TEXT)
    side, place = ("right", "◀ complaints") if sign < 0 else ("left", "praise ▶")
    bars = axes.barh(rows, widths, 0.5 if wide else 0.36, color=colour)
    for bar, cause in zip(bars, named, strict=True):
        bar.set_alpha(1 if cause.code.kind == "core" else SOFT)
    axes.errorbar(widths, rows, xerr=errors(ranges)[::sign], **WHISKER)
    for row, spread in zip(rows, ranges, strict=True):
        note(axes, per_hundred(spread.share), (sign * spread.high * 100, row), (sign * 7, 0), ha=side)
    note(axes, place, (0, 1), (sign * 8, 14), xycoords=("data", "axes fraction"), ha=side, color=ink)


def _scale(axes: Axes, left: int, right: int, wide: bool) -> None:
    spare = (left + right) * (0.08 if wide else 0.12)  # room for the numbers beyond the longest range
    step = 10 if wide and left + right <= 120 else 20
    ticks = [*range(-(left // step) * step, 0, step), *range(0, right + 1, step)]
    axes.set_xticks(ticks, [str(abs(tick)) for tick in ticks])
    axes.set_xlim(-left - spare, right + spare)
    axes.grid(axis="x", color=svg.RULE, linewidth=1)
    axes.axvline(0, color=svg.INK, linewidth=1.25)
    if wide:
        note(
            axes, "all mentions", (1, 1), (92, 14), xycoords="axes fraction", ha="right", color=svg.MUTED, fontsize=12.5
        )


def _label(axes: Axes, row: float, cause: Cause, wide: bool) -> None:
    share = f"{per_hundred(cause.all.share)} of 100"
    weight = 700 if cause.code.kind == "core" else 400
    if not wide:
        note(axes, f"{cause.rank}  {short(cause.code.name, 26)}", (0, row), (0, 24), xycoords=EDGE, fontweight=weight)
        note(axes, share, (1, row), (0, 24), xycoords=EDGE, ha="right")
        return
    small: dict[str, Any] = {"color": svg.MUTED, "fontsize": 12.5, "fontweight": 400}  # Any: text properties
    note(axes, str(cause.rank), (0, row), (0, 8), xycoords=EDGE, color=svg.MUTED)
    note(axes, short(cause.code.name, 26), (0, row), (26, 8), xycoords=EDGE, fontsize=14, fontweight=weight)
    note(axes, short(cause.code.question, 28), (0, row), (26, -9), xycoords=EDGE, **small)
    note(axes, share, (1, row), (0, 8), xycoords=EDGE, ha="right")
    note(axes, likely(cause.all), (1, row), (0, -9), xycoords=EDGE, ha="right", **small)


def told(report: Report) -> str:
    rows = (
        f"{cause.rank}. {cause.code.name}: {per_hundred(cause.all.share)} of 100 posts, likely {likely(cause.all)}, "
        f"complaints {per_hundred(cause.complaint.share)}, praise {per_hundred(cause.commended.share)}."
        for cause in ranking(report)
        if cause.posts
    )
    return " ".join(("Bar chart, causes ranked by share of posts.", *rows, "The table follows."))
