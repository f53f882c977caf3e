"""The page of a study of 1,000 posts, from its estimates, and how soon a browser shows one of 10,000 posts."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tests.benchmarks.clock import HEAD as HEAD
from tests.benchmarks.clock import Job, Make, Rival, compared

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOTE = (
    "The peer writes every row of the same tables, and draws plain bar charts with matplotlib. Loading is wall time in Chromium, "
    "with writing its file, to its load event; the memory beside it is that of the process that made the page, not the browser's."
)
POSTS, DRAWS, CHARTS = 1_000, 200, 20
MANY = 10_000


def rows() -> Iterator[tuple[str, ...]]:
    """One row."""
    peer = Rival(f"pandas to_html and {CHARTS} plain SVG charts", partial(theirs, POSTS))
    yield compared(f"the page of {POSTS:,} posts", partial(ours, POSTS), peer, turns=3)
    if shutil.which("chromium"):
        shown = Rival("pandas to_html of the posts alone", partial(loaded, listed))
        yield compared(f"loading the page of {MANY:,} posts", partial(loaded, partial(ours, MANY)), shown, wall=True)


def ours(posts: int) -> Job:
    """The page; the estimates, which are made before, are in its memory."""
    from reports import build, html  # not above: the memory of the peer is to be its own
    from tests.reports import large

    report = build.report(large.facts(posts, DRAWS), large.tables(posts))
    return lambda: html.render(report)


def loaded(make: Make) -> Job:
    """A page written to a file and opened in a browser that runs already."""
    written, page = str(make()()), _browser().new_page()

    def load() -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "page.html")
            file.write_text(written, encoding="utf-8")
            page.goto(file.as_uri())

    return load


@cache
def _browser() -> "Browser":
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    return started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


def theirs(posts: int) -> Job:
    """Every row of tables as HTML, and charts of ten bars."""
    import io

    from matplotlib.figure import Figure

    from tests.reports import large

    tables = large.tables(posts)
    frames: Sequence[pd.DataFrame] = [tables[name] for name in ("posts", "codings", "evidence")]

    def chart() -> str:
        figure, file = Figure(), io.StringIO()
        figure.subplots().barh(range(10), range(10))
        figure.savefig(file, format="svg")
        return file.getvalue()

    return lambda: "".join([*(frame.to_html() for frame in frames), *(chart() for _ in range(CHARTS))])


def listed() -> Job:
    """A row for each post."""
    from tests.reports import large

    return large.tables(MANY)["posts"].to_html
