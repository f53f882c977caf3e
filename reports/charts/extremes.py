"""Who mentions courtesy, by how the matter ended, and what the happiest tell of."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.charts import svg
from reports.charts.canvas import EDGE, HALF, NARROW, SOFT, WHISKER, Margins, canvas, errors, note, reach, short
from reports.claimed.claims import enough
from reports.page import FEW, Group, Range, Report, groups, reasons
from reports.wording import amount, likely, per_hundred


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
        note(axes, short(reason.name, 38), (0, place), (0, 19))
        number = _of(reason.posts, reason.total, reason.spread.share)
        of = "" if reason.total < FEW else " of 100"
        note(axes, f"{number}{of}", (1, place), xycoords=EDGE, ha="right")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.75, -0.7)
    axes.set_axis_off()
    return figure


def _spoken(part: int, whole: int, spread: Range) -> str:
    if whole < FEW:
        return f"{part} of {amount(whole, 'post')}" if whole else "no post"
    return f"{per_hundred(spread.share)} of 100, likely {likely(spread)}, of {whole:,} posts"


def told_courtesy(report: Report) -> str:
    rows = (f"{group.name}: {_spoken(group.mentions, group.posts, group.spread)}." for group in groups(report))
    return " ".join(("Column chart, posts that mention courtesy by how the matter ended.", *rows, "The table follows."))


def told_delight(report: Report) -> str:
    rows = (f"{reason.name}: {_spoken(reason.posts, reason.total, reason.spread)}." for reason in reasons(report))
    return " ".join(("Bar chart, what the happiest posts tell of.", *rows, "The table follows."))
