"""The page of a study of 1,000 posts, from its estimates."""

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd

from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Rival, compared

NOTE = "The peer writes every row of the same tables, and draws plain bar charts with matplotlib."
POSTS, DRAWS, CHARTS = 1_000, 200, 20


def rows() -> Iterator[tuple[str, ...]]:
    """One row."""
    from tests.reports import large  # not above: the memory of the peer is to be its own

    tables = large.tables(POSTS)
    frames = [tables[name] for name in ("posts", "codings", "evidence")]
    peer = Rival(f"pandas to_html and {CHARTS} plain SVG charts", partial(theirs, frames))
    yield compared(f"the page of {POSTS:,} posts", ours, peer, turns=3)


def ours() -> Job:
    """The page; the estimates, which are made before, are in its memory."""
    from reports import build, html
    from tests.reports import large

    report = build.report(large.facts(POSTS, DRAWS), large.tables(POSTS))
    return lambda: html.render(report)


def theirs(frames: Sequence[pd.DataFrame]) -> Job:
    """Every row of tables as HTML, and charts of ten bars."""
    import io

    from matplotlib.figure import Figure

    def chart() -> str:
        figure, file = Figure(), io.StringIO()
        figure.subplots().barh(range(10), range(10))
        figure.savefig(file, format="svg")
        return file.getvalue()

    return lambda: "".join([*(frame.to_html() for frame in frames), *(chart() for _ in range(CHARTS))])
