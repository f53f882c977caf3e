"""The drawings of the page, one function per chart; each is drawn wide and narrow so that text keeps its size.

Bars start at zero, ranges are thin lines, numbers stand at the bars; colour is never the only sign.
Sizes are in CSS pixels, lengths in posts of 100. A chart is a row of CHARTS: what draws it, and the text that a screen
reader speaks for it.
"""

from collections.abc import Callable

from matplotlib.figure import Figure

from reports.charts import agreement, causes, extremes, funnel, importance, scale, segments, svg, trend
from reports.charts.canvas import written
from reports.page import Range, Report

CHARTS: dict[str, tuple[Callable[[Report, bool], Figure | None], Callable[[Report], str]]] = {
    "causes": (causes.draw, causes.told),
    "courtesy": (extremes.courtesy, extremes.told_courtesy),
    "delight": (extremes.delight, extremes.told_delight),
    "importance": (importance.draw, importance.told),
    "trend": (trend.draw, trend.told),
    "companies": (segments.companies, segments.told_companies),
    "phrases": (segments.phrases, segments.told_phrases),
    "agreement": (agreement.draw, agreement.told),
    "funnel": (funnel.draw, funnel.told),
}


def draw(name: str, report: Report) -> str:
    """Both drawings of a chart, ready for the page; nothing if there is nothing to draw."""
    (chart, label), kind = CHARTS[name], name[:4]
    drawings = [(size, chart(report, size == "wide")) for size in ("wide", "narrow")]
    return "".join(
        svg.clean(written(figure), f"{kind}-{size[0]}-", label(report), size, "" if size == "wide" else f"{kind}-w-")
        for size, figure in drawings
        if figure is not None
    )


def small(name: str, spread: Range) -> str:
    """The scale of a card; one drawing serves every width."""
    return svg.clean(written(scale.draw(spread)), f"{name}-", scale.told(spread), "scale")
