"""The drawings of the page, one function per chart; each is drawn wide and narrow so that text keeps its size.

Bars start at zero, ranges are thin lines, numbers stand at the bars; colour is never the only sign.
Sizes are in CSS pixels, lengths in posts of 100.
"""

from collections.abc import Callable, Sequence
from textwrap import fill, shorten
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports import svg
from reports.canvas import EDGE, WHISKER, Margins, canvas, errors, note, reach, written
from reports.claims import enough
from reports.page import FEW, Cause, Group, Range, Report, groups, ranking, reasons
from reports.wording import amount, likely, per_hundred

WIDE, HALF, NARROW = 790, 360, 320
GAP = 0.75  # of a row, between the core causes and the others
SOFT = 0.75  # opacity of what is less than the main thing; still 3:1 against the card


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
        note(axes, f"{cause.rank}  {_short(cause.code.name, 26)}", (0, row), (0, 24), xycoords=EDGE, fontweight=weight)
        note(axes, share, (1, row), (0, 24), xycoords=EDGE, ha="right")
        return
    small: dict[str, Any] = {"color": svg.MUTED, "fontsize": 12.5, "fontweight": 400}  # Any: text properties
    note(axes, str(cause.rank), (0, row), (0, 8), xycoords=EDGE, color=svg.MUTED)
    note(axes, _short(cause.code.name, 26), (0, row), (26, 8), xycoords=EDGE, fontsize=14, fontweight=weight)
    note(axes, _short(cause.code.question, 28), (0, row), (26, -9), xycoords=EDGE, **small)
    note(axes, share, (1, row), (0, 8), xycoords=EDGE, ha="right")
    note(axes, likely(cause.all), (1, row), (0, -9), xycoords=EDGE, ha="right", **small)


def _short(text: str, width: int) -> str:
    return shorten(text, width, placeholder=" …")


def courtesy(report: Report, wide: bool) -> Figure | None:
    """Columns: posts that mention courtesy, by how the matter ended. A group under 30 posts is hollow, with counts."""
    rows = groups(report)
    if not enough(report) or not any(group.posts for group in rows):
        return None
    figure, axes = canvas(HALF if wide else NARROW, 330, Margins(30, 2, 24, 92))
    ranges, places = [group.spread for group in rows], range(len(rows))
    columns = axes.bar(places, [spread.share * 100 for spread in ranges], 0.62)
    for column, group in zip(columns, rows, strict=True):
        _ending(column, group)
    told = [place for place in places if rows[place].posts]
    known = [ranges[place] for place in told]
    axes.errorbar(told, [spread.share * 100 for spread in known], yerr=errors(known), **WHISKER)
    for place in told:
        number = _of(rows[place].mentions, rows[place].posts, ranges[place].share)
        note(axes, number, (place, ranges[place].high * 100), (0, 10), ha="center")
    axes.set_xticks(places, [group.name.replace(" ", "\n") for group in rows], va="center", color=svg.INK)
    axes.tick_params(axis="x", pad=20)
    for place, group in enumerate(rows):
        note(
            axes, f"{group.posts:,}", (place, 0), (0, -48), ha="center", color=svg.MUTED, fontsize=12.5, fontweight=400
        )
    axes.set_ylim(0, reach(known) * 1.04)
    axes.set_xlim(-0.5, len(rows) - 0.5)
    axes.grid(axis="y", color=svg.RULE, linewidth=1)
    axes.axhline(0, color=svg.INK, linewidth=1.25)
    axes.set_xlabel("how the matter ended, and number of posts", color=svg.MUTED, fontsize=12.5, labelpad=26)
    return figure


def _ending(column: Rectangle, group: Group) -> None:
    """Bad endings in the colour of complaints, good ones in that of praise, the middle ones softer."""
    colour = svg.NEGATIVE if group.reaction < 0 else svg.POSITIVE if group.reaction else svg.MIDDLE
    if group.posts < FEW:
        column.set(visible=group.posts > 0, facecolor="none", edgecolor=colour, linewidth=1.5)
    else:
        column.set(facecolor=colour, alpha=SOFT if abs(group.reaction) == 1 else 1)


def _of(part: int, whole: int, share: float) -> str:
    """Posts out of 100, or the bare counts where 100 would promise too much."""
    return per_hundred(share) if whole >= FEW else f"{part} of {whole}"


def delight(report: Report, wide: bool) -> Figure | None:
    """Thin bars: what the happiest posts tell of; a post can tell of several things."""
    rows = reasons(report)
    if not enough(report) or not rows or not rows[0].total:
        return None
    figure, axes = canvas(HALF if wide else NARROW, len(rows) * 56 + 12, Margins(2, 84, 12, 0))
    ranges, places = [reason.spread for reason in rows], range(len(rows))
    axes.barh(places, [100] * len(rows), 0.16, color=svg.TRACK)
    axes.barh(places, [spread.share * 100 for spread in ranges], 0.16, color=svg.POSITIVE)
    axes.errorbar([spread.share * 100 for spread in ranges], places, xerr=errors(ranges), **WHISKER)
    for place, reason in enumerate(rows):
        note(axes, _short(reason.name, 38), (0, place), (0, 19))
        number = _of(reason.posts, reason.total, reason.spread.share)
        of = "" if reason.total < FEW else " of 100"
        note(axes, f"{number}{of}", (1, place), xycoords=EDGE, ha="right")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.75, -0.7)
    axes.set_axis_off()
    return figure


def funnel(report: Report, wide: bool) -> Figure | None:
    """Bars: how many items each step left, with the reason why it left no more."""
    rows = report.funnel
    if not rows:
        return None
    whys = [fill(step.why, 46, max_lines=2, placeholder=" …") for step in rows]
    deepest = max(why.count("\n") for why in whys)
    pitch = 46 + 14 * deepest if wide else 72 + 15 * deepest
    margins = Margins(330, 64, 0, 0) if wide else Margins(0, 2, 0, 0)
    figure, axes = canvas(WIDE if wide else NARROW, len(rows) * pitch, margins)
    colours = [svg.MIDDLE] * (len(rows) - 1) + [svg.POSITIVE]
    places = [row if wide else row - 0.5 + 30 / pitch for row in range(len(rows))]
    axes.barh(places, [step.count for step in rows], (22 if wide else 12) / pitch, color=colours)
    for row, (step, why) in enumerate(zip(rows, whys, strict=True)):
        rise = 9 + 8 * why.count("\n") if wide else pitch / 2 - 11
        below = rise - 9 if wide else rise - 30
        note(axes, _short(step.name, 34), (0, row), (0, rise), xycoords=EDGE)
        note(axes, why, (0, row), (0, below), xycoords=EDGE, va="top", color=svg.MUTED, fontsize=12.5, fontweight=400)
        at, shift, side = ((step.count, row), (8, 0), "left") if wide else ((1, row), (0, rise), "right")
        note(axes, f"{step.count:,}", at, shift, xycoords="data" if wide else EDGE, ha=side)
    axes.set_xlim(0, max(1, *(step.count for step in rows)))
    axes.set_ylim(len(rows) - 0.5, -0.5)
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


def _spoken(part: int, whole: int, spread: Range) -> str:
    if whole < FEW:
        return f"{part} of {amount(whole, 'post')}" if whole else "no post"
    return f"{per_hundred(spread.share)} of 100, likely {likely(spread)}, of {whole:,} posts"


def _told_courtesy(report: Report) -> str:
    rows = (f"{group.name}: {_spoken(group.mentions, group.posts, group.spread)}." for group in groups(report))
    return " ".join(("Column chart, posts that mention courtesy by how the matter ended.", *rows, "The table follows."))


def _told_delight(report: Report) -> str:
    rows = (f"{reason.name}: {_spoken(reason.posts, reason.total, reason.spread)}." for reason in reasons(report))
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
