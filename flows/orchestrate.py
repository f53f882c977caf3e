"""The study as a Prefect flow: batches become tasks, retried where the network is, with artifacts.

Imported only when a command needs it, because importing Prefect takes seconds.
"""

import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from flows.errors import UsageError

SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",  # 20 s is too short for a first start on a slow machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}
HOME = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
try:
    HOME.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=HOME).close()
except OSError as _error:  # Prefect would try for minutes
    raise UsageError(f"{HOME}: Prefect cannot write here ({_error.strerror}); set PREFECT_HOME to a folder") from _error
for _key, _value in SETTINGS.items():  # Prefect reads them when imported; a value that the user has set stays
    os.environ.setdefault(_key, _value)

from prefect import Task, flow, unmapped  # noqa: E402  the settings above must come first
from prefect.artifacts import (  # noqa: E402
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.orchestration import get_client  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from extract.post import Failure  # noqa: E402
from flows import stopping  # noqa: E402
from flows import study as studying  # noqa: E402
from flows.progress import shown  # noqa: E402
from flows.settings import Study  # noqa: E402

WORKERS = 8  # hosts asked side by side; each host is one queue
NETWORK = {"feeds", "pages"}


def spread(name: str, stage: studying.Stage, study: Study, folder: Path, batches: list[list[str]]) -> list[Any]:
    """Batches as mapped Prefect tasks; network stages are retried with backoff. Results in the order of batches."""
    retries = 2 if name in NETWORK else 0
    batch = Task(stage, name=name, cache_policy=NO_CACHE, retries=retries, retry_delay_seconds=[2.0, 10.0])
    total = sum(len(ids) for ids in batches)
    artifact: Any = create_progress_artifact(progress=0.0 if total else 100.0, key=f"progress-{name}")
    futures = batch.map(unmapped(study), unmapped(folder), batches)
    tallies: list[Any] = []
    done = 0
    with stopping.Passed(), shown(name, total) as advance:
        for future, ids in zip(futures, batches, strict=True):
            tallies.append(future.result())
            advance(len(ids))
            done += len(ids)
            update_progress_artifact(artifact, progress=100.0 * done / total)
    return tallies


RUNNER: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=WORKERS)  # futures of any stage


@flow(name="study", task_runner=RUNNER, validate_parameters=True)  # type: ignore[arg-type]  # Prefect's generics
def study(parameters: Study, folder: str, out: str, offline: bool = False) -> dict[str, Any]:
    """From a keyword to a ranked report. Returns an Outcome as plain values, which any server can store."""
    outcome = studying.run(parameters, Path(folder), Path(out), spread, offline)
    if outcome.report:
        sidecar = json.loads(outcome.report.with_name("report.json").read_text(encoding="utf-8"))
        create_table_artifact(sidecar["causes"], key="ranking", description="Causes by posts that tell of them")
        create_link_artifact(outcome.report.resolve().as_uri(), key="report", link_text="Report")
    failures = [(f.url, f.reason, f.detail, f.status) for f in outcome.failures]
    path = str(outcome.report) if outcome.report else None
    return {"report": path, "lack": outcome.lack, "feeds": outcome.feeds, "failures": failures}


def run(parameters: Study, folder: Path, out: Path) -> studying.Outcome:
    """Run the flow, on the server of PREFECT_API_URL or on one of its own.

    Raises UsageError where there is no server, and StudyError as the stages do.
    """
    quiet()
    _check_server()
    told = study(parameters, str(folder), str(out))
    report = Path(told["report"]) if told["report"] else None
    return studying.Outcome(report, told["lack"], told["feeds"], tuple(Failure(*raw) for raw in told["failures"]))


def _check_server() -> None:
    """Raises UsageError that names the server: Prefect itself would fail in a traceback."""
    try:
        with get_client(sync_client=True) as client:
            problem = client.api_healthcheck()
    except (RuntimeError, OSError) as error:
        problem = error
    if problem and (url := os.environ.get("PREFECT_API_URL")):
        raise UsageError(
            f"no Prefect server answers at PREFECT_API_URL {url} ({problem}); start it or unset the variable"
        )
    if problem:
        raise UsageError(f"Prefect's own server does not start ({problem}); is {HOME} (PREFECT_HOME) sound?")


@flow(name="nothing")
def nothing() -> None:
    """Does nothing: what it takes is Prefect's share of a run."""


def quiet() -> None:
    """The ephemeral server's shutdown prints tracebacks that tell the user nothing; keep them off the terminal."""
    for name in ("prefect", "prefect._internal", "prefect._internal.concurrency", "uvicorn", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
