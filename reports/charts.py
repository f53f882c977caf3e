"""The drawings of the page, one function per chart; each is drawn wide and narrow so that text keeps its size.

Bars start at zero, ranges are thin lines, numbers stand at the bars; colour is never the only sign.
Sizes are in CSS pixels, lengths in posts of 100.
"""

from collections.abc import Callable, Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports import svg
from reports.canvas import EDGE, WHISKER, Margins, canvas, errors, note, reach, written
from reports.claims import enough
from reports.page import FEW, Cause, Range, Report, groups, ranking, reasons
from reports.wording import likely, per_hundred

WIDE, HALF, NARROW = 790, 360, 320


def draw(name: str, report: Report) -> str:
    """Both drawings of a chart, ready for the page; nothing if there is nothing to draw."""
    chart, label = CHARTS[name]
    drawings = [(size, chart(report, size == "wide")) for size in ("wide", "narrow")]
    return "".join(
        svg.clean(written(figure), f"{name}-{size}-", label(report), size)
        for size, figure in drawings
        if figure is not None
    )


def causes(report: Report, wide: bool) -> Figure | None:
    """Diverging bars: complaints to the left, praise to the right, with ranges; None under 30 posts."""
    named = [cause for cause in ranking(report) if cause.posts]
    if not enough(report) or not named:
        return None
    height = len(named) * (46 if wide else 62) + 80
    margins = Margins(224, 92, 30, 50) if wide else Margins(4, 4, 30, 50)
    figure, axes = canvas(WIDE if wide else NARROW, height, margins)
    _side([cause.complaint for cause in named], -1, axes, wide)
    _side([cause.commended for cause in named], 1, axes, wide)
    _scale(axes, reach([cause.complaint for cause in named]), reach([cause.commended for cause in named]), wide)
    for row, cause in enumerate(named):
        _label(axes, row, cause, wide)
    axes.set_ylim(len(named) - 0.5, -0.5 if wide else -0.75)
    axes.set_yticks([])
    axes.set_xlabel("posts out of every 100", color=svg.MUTED, fontsize=12.5, labelpad=8)
    return figure


def _side(ranges: Sequence[Range], sign: int, axes: Axes, wide: bool) -> None:
    rows = range(len(ranges))
    widths = [sign * spread.share * 100 for spread in ranges]
    side, place = ("right", "◀ complaints") if sign < 0 else ("left", "praise ▶")
    axes.barh(rows, widths, 0.5 if wide else 0.36, color=svg.NEGATIVE if sign < 0 else svg.POSITIVE)
    axes.errorbar(widths, rows, xerr=errors(ranges)[::sign], **WHISKER)
    for row, spread in enumerate(ranges):
        note(axes, per_hundred(spread.share), (sign * spread.high * 100, row), (sign * 7, 0), ha=side)
    colour = svg.NEGATIVE_TEXT if sign < 0 else svg.POSITIVE_TEXT
    note(axes, place, (0, 1), (sign * 8, 14), xycoords=("data", "axes fraction"), ha=side, color=colour)


def _scale(axes: Axes, left: int, right: int, wide: bool) -> None:
    spare = (left + right) * (0.08 if wide else 0.12)  # room for the numbers beyond the longest range
    step = 10 if wide and left + right <= 120 else 20
    ticks = [*range(-(left // step) * step, 0, step), *range(0, right + 1, step)]
    axes.set_xticks(ticks, [str(abs(tick)) for tick in ticks])
    axes.set_xlim(-left - spare, right + spare)
    axes.grid(axis="x", color=svg.RULE, linewidth=1)
    axes.axvline(0, color=svg.INK, linewidth=1.25)


def _label(axes: Axes, row: int, cause: Cause, wide: bool) -> None:
    share = f"{per_hundred(cause.all.share)} of 100"
    weight = 700 if cause.code.kind == "core" else 400
    if not wide:
        note(axes, f"{cause.rank}  {cause.code.name}", (0, row), (0, 24), xycoords=EDGE, fontweight=weight)
        note(axes, share, (1, row), (0, 24), xycoords=EDGE, ha="right")
        return
    note(axes, str(cause.rank), (0, row), xycoords=EDGE, color=svg.MUTED)
    note(axes, fill(cause.code.name, 26), (0, row), (26, 0), xycoords=EDGE, fontsize=14, fontweight=weight)
    note(axes, share, (1, row), (0, 8), xycoords=EDGE, ha="right")
    note(axes, likely(cause.all), (1, row), (0, -9), xycoords=EDGE, ha="right", color=svg.MUTED, fontsize=12.5)


def courtesy(report: Report, wide: bool) -> Figure | None:
    """Columns: posts that mention courtesy, by how the matter ended. A group under 30 posts is drawn pale."""
    rows = [group for group in groups(report) if group.posts]
    if not enough(report) or not rows:
        return None
    figure, axes = canvas(HALF if wide else NARROW, 300, Margins(30, 2, 22, 70))
    ranges, places = [group.spread for group in rows], range(len(rows))
    heights = [spread.share * 100 for spread in ranges]
    columns = axes.bar(places, heights, 0.6, color=svg.MIDDLE)
    for column, group in zip(columns, rows, strict=True):
        column.set_alpha(1 if group.posts >= FEW else 0.5)
    axes.errorbar(places, heights, yerr=errors(ranges), **WHISKER)
    for place, spread in zip(places, ranges, strict=True):
        note(axes, per_hundred(spread.share), (place, spread.high * 100), (0, 9), ha="center")
    axes.set_xticks(places, [f"{group.name}\n{group.posts} posts" for group in rows])
    axes.set_ylim(0, reach(ranges) * 1.04)
    axes.grid(axis="y", color=svg.RULE, linewidth=1)
    axes.axhline(0, color=svg.INK, linewidth=1.25)
    axes.set_xlabel("how the matter ended", color=svg.MUTED, fontsize=12.5, labelpad=8)
    return figure


def delight(report: Report, wide: bool) -> Figure | None:
    """Thin bars: what the happiest posts tell of; a post can tell of several things."""
    rows = reasons(report)
    if not enough(report) or not rows or not rows[0].total:
        return None
    figure, axes = canvas(HALF if wide else NARROW, len(rows) * 58 + 16, Margins(0, 78, 14, 2))
    ranges, places = [reason.spread for reason in rows], range(len(rows))
    axes.barh(places, [100] * len(rows), 0.2, color=svg.TRACK)
    axes.barh(places, [spread.share * 100 for spread in ranges], 0.2, color=svg.POSITIVE)
    axes.errorbar([spread.share * 100 for spread in ranges], places, xerr=errors(ranges), **WHISKER)
    for place, reason in enumerate(rows):
        note(axes, reason.name, (0, place), (0, 20))
        note(axes, f"{per_hundred(reason.spread.share)} of 100", (1, place), xycoords=EDGE, ha="right")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.7, -0.75)
    axes.set_axis_off()
    return figure


def funnel(report: Report, wide: bool) -> Figure | None:
    """Bars: how many items each step left."""
    rows = report.funnel
    if not rows:
        return None
    margins = Margins(330, 64, 2, 2) if wide else Margins(0, 2, 12, 2)
    figure, axes = canvas(WIDE if wide else NARROW, len(rows) * (40 if wide else 52) + 8, margins)
    colours = [svg.MIDDLE] * (len(rows) - 1) + [svg.POSITIVE]
    axes.barh(range(len(rows)), [step.count for step in rows], 0.58 if wide else 0.3, color=colours)
    for row, step in enumerate(rows):
        rise = 0 if wide else 19
        note(axes, fill(step.name, 46), (0, row), (0, rise), xycoords=EDGE)
        if wide:
            note(axes, f"{step.count:,}", (step.count, row), (8, 0))
        else:
            note(axes, f"{step.count:,}", (1, row), (0, rise), xycoords=EDGE, ha="right")
    axes.set_xlim(0, max(1, *(step.count for step in rows)))
    axes.set_ylim(len(rows) - 0.6, -0.5 if wide else -0.75)
    axes.set_axis_off()
    return figure


def _told_causes(report: Report) -> str:
    rows = (
        f"{cause.rank}. {cause.code.name}: {per_hundred(cause.all.share)} of 100 posts, likely {likely(cause.all)}, "
        f"complaints {per_hundred(cause.complaint.share)}, praise {per_hundred(cause.commended.share)}."
        for cause in ranking(report)
        if cause.posts
    )
    return " ".join(("Bar chart, causes ranked by share of posts.", *rows, "The table follows."))


def _told_courtesy(report: Report) -> str:
    rows = (f"{group.name}: {per_hundred(group.spread.share)} of 100, {group.posts} posts." for group in groups(report))
    return " ".join(("Column chart, posts that mention courtesy by how the matter ended.", *rows, "The table follows."))


def _told_delight(report: Report) -> str:
    rows = (f"{reason.name}: {per_hundred(reason.spread.share)} of 100." for reason in reasons(report))
    return " ".join(("Bar chart, what the happiest posts tell of.", *rows, "The table follows."))


def _told_funnel(report: Report) -> str:
    rows = (f"{step.name}: {step.count:,}." for step in report.funnel)
    return " ".join(("Bar chart, how many items each step left.", *rows, "The table follows."))


# each chart with the text a screen reader speaks for it
CHARTS: dict[str, tuple[Callable[[Report, bool], Figure | None], Callable[[Report], str]]] = {
    "causes": (causes, _told_causes),
    "courtesy": (courtesy, _told_courtesy),
    "delight": (delight, _told_delight),
    "funnel": (funnel, _told_funnel),
}
