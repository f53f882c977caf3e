"""The study as a Prefect flow: batches become tasks, retried where the network is, with artifacts.

Imported only when a command needs it, because importing Prefect takes seconds.
"""

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Set before Prefect is imported: it reads them once. A value that the user has set stays.
for _key, _value in {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # 20 s is too short for a first start on a slow machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}.items():
    os.environ.setdefault(_key, _value)

from prefect import Task, flow, unmapped  # noqa: E402  the settings above must come first
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from flows import study as studying  # noqa: E402
from flows.progress import shown  # noqa: E402
from flows.settings import Study  # noqa: E402

WORKERS = 8  # hosts asked side by side; each host is one queue
NETWORK = {"feeds", "pages"}


def spread(name: str, stage: studying.Stage, study: Study, folder: Path, batches: list[list[str]]) -> list[Any]:
    """Batches as mapped Prefect tasks; network stages are retried with backoff. Results in the order of batches."""
    batch = Task(
        stage, name=name, cache_policy=NO_CACHE, retries=2 if name in NETWORK else 0, retry_delay_seconds=[2, 10]
    )
    done = sum(len(ids) for ids in batches)
    futures = batch.map(unmapped(study), unmapped(folder), batches)
    with shown(name, done) as advance:
        tallies = []
        for future, ids in zip(futures, batches, strict=True):
            tallies.append(future.result())
            advance(len(ids))
    create_markdown_artifact(f"**{name}**: {done} done in {len(batches)} batches", key=f"progress-{name}")
    return tallies


RUNNER: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=WORKERS)  # futures of any stage


@flow(name="study", task_runner=RUNNER, validate_parameters=True)  # type: ignore[arg-type]  # Prefect's generics
def study(parameters: Study, folder: str, out: str, offline: bool = False) -> dict[str, Any]:
    """From a keyword to a ranked report. Returns the report's path, the feeds asked and the failures."""
    outcome = studying.run(parameters, Path(folder), Path(out), spread, offline)
    rows = _ranking(outcome.report.with_name("report.json"))
    create_table_artifact(rows, key="ranking", description="Causes by posts that tell of them")
    create_link_artifact(outcome.report.resolve().as_uri(), key="report", link_text="Report")
    failures = [(f.url, f.reason, f.detail, f.status) for f in outcome.failures]
    return {"report": str(outcome.report), "feeds": outcome.feeds, "failures": failures}


def _ranking(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["causes"])


def quiet(loggers: Sequence[str] = ("prefect", "uvicorn", "httpx", "asyncio")) -> None:
    """The ephemeral server's shutdown prints tracebacks that tell the user nothing; keep them off the terminal."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL)
