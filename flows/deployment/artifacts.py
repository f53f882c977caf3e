"""What a run leaves on the Prefect server: progress, headline, ranking, the way to the report, and the feeds that failed.

Keys begin with the study's name, so that each study has a history of its own.
"""

import re
from pathlib import Path
from typing import Any

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.progress import every
from flows.reporting import rundir
from flows.settings import Study
from flows.study import Outcome

PAUSE = 5.0  # seconds between two words on progress: each costs as much as the reading of twenty posts
COLUMNS = ("rank", "cause", "posts", "complaints", "praise", "share", "low", "high")


class Progress:
    """How far a stage is, on the server."""

    def __init__(self, study: Study, stage: str, total: int) -> None:
        """Begin at nothing, or at the end where there is nothing to do."""
        self.total, self.done, self.due = total, 0, every(PAUSE)
        start, key = (0.0, _key(study, f"progress-{stage}")) if total else (100.0, _key(study, f"progress-{stage}"))
        self.artifact: Any = create_progress_artifact(start, key=key, description=f"{stage}: {total} in all")

    def advance(self, more: int) -> None:
        """So many items more are done; said now and then, and at the end."""
        self.done += more
        if self.done == self.total or self.due():
            update_progress_artifact(self.artifact, progress=100.0 * self.done / self.total)


def tell(study: Study, outcome: Outcome) -> None:
    """The headline and, if there are, the ranking, the report and the feeds that failed."""
    if outcome.failures:
        failed = [{"feed": one.url, "reason": one.reason, "detail": one.detail} for one in outcome.failures]
        create_table_artifact(failed, key=_key(study, "failed-feeds"), description="Feeds that failed in this run")
    if outcome.report is None:
        create_markdown_artifact(f"No report: {outcome.lack}", key=_key(study, "headline"))
        return
    told = rundir.told(outcome.report.parent)
    place = outcome.report.resolve()
    names = {code["id"]: code["name"] for code in told["facts"]["codebook"]["codes"]}
    ranking = [{key: row[key] for key in COLUMNS} | {"cause": names[row["cause"]]} for row in told["causes"]]
    create_table_artifact(ranking, key=_key(study, "ranking"), description="Causes by posts that tell of them")
    create_link_artifact(
        place.as_uri(), key=_key(study, "report"), link_text=f"{told['study']}: report", description=str(place)
    )
    create_markdown_artifact(
        _headline(told, place), key=_key(study, "headline"), description="What the report says first"
    )


def _headline(told: dict[str, Any], place: Path) -> str:
    said = [claim["text"] for claim in told["claims"] if claim["claim"] == "headline"]
    posts = told["genres"].get("experience", 0)
    return f"**{' '.join(said)}**\n\n`{told['query']}`: {posts} experiences, up to {told['as_of']}\n\n`{place}`"


def _key(study: Study, what: str) -> str:
    """Small letters, digits and dashes, as Prefect wants keys."""
    return f"{re.sub('[^a-z0-9]+', '-', study.name.lower()).strip('-') or 'study'}-{what}"
