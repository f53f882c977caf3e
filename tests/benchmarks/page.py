"""All estimates and the page of large studies, and how both grow: companies, months, phrases, hand codes, a report before."""

import resource
from collections.abc import Iterator

from reports import build, html
from reports.page import Report
from tests.benchmarks.clock import seconds, spent
from tests.reports import large

SIZES = (1_000, 10_000, 100_000)
DRAWS = 2_000
HEAD = ("coded posts", "estimates, 2,000 draws", "page", "beside the row above", "bytes of the page", "memory at most")


def rows() -> Iterator[tuple[str, ...]]:
    """Processor seconds by size, and how both together grow: 1.00 is growth in step with the posts.

    The least first, since the most memory that a process ever took cannot be given back.
    """
    before = 0.0
    for size in SIZES:
        facts, tables = large.facts(size, DRAWS), large.tables(size)
        made: list[Report] = []
        text: list[str] = []
        estimated = spent(lambda made=made, facts=facts, tables=tables: made.append(build.report(facts, tables)))  # type: ignore[misc]
        drawn = spent(lambda text=text, made=made: text.append(html.render(made[0])))  # type: ignore[misc]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        each = (estimated + drawn) / size
        grown = f"{each / before:.2f}" if before else ""
        yield f"{size:,}", seconds(estimated), seconds(drawn), grown, f"{len(text[0].encode()):,}", f"{peak:,} MiB"
        before = each
