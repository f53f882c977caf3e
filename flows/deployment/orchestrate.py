"""The study as a Prefect flow: batches become tasks, retried where the network is, with artifacts.

Imported only when a command needs it, because importing Prefect takes seconds.
"""

import logging
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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

from httpx import TransportError  # noqa: E402
from prefect import Task, flow, get_run_logger, unmapped  # noqa: E402  the settings above must come first
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.orchestration import get_client  # noqa: E402
from prefect.runtime import task_run  # noqa: E402
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings  # noqa: E402

from extract.net.patience import PASSING  # noqa: E402
from extract.post import Failure  # noqa: E402
from flows import cores, stopping  # noqa: E402
from flows import study as studying  # noqa: E402
from flows.collecting import collect, scheduling, serving  # noqa: E402
from flows.database import pending  # noqa: E402
from flows.deployment import artifacts, forms, runners  # noqa: E402
from flows.deployment.forms import Run  # noqa: E402
from flows.keys import Manners, Method, Question, Sources  # noqa: E402
from flows.progress import shown  # noqa: E402
from flows.settings import Study  # noqa: E402
from flows.workspace import opened  # noqa: E402

NETWORK = {"feeds", "pages"}
# Of its own server nobody asks whether a run still lives; a run would wait up to a second at its end for the next such word.
BEAT = "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"
UNWATCHED = {} if BEAT in os.environ else {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
GUARDS: list[subprocess.Popen[bytes]] = []
TROUBLED = [2.0, 10.0]  # seconds after which a batch is tried again that came to grief, as with a locked store


class NobodyAnsweredError(Exception):
    """Feeds of a host that may answer later: raised for Prefect, which then runs this batch again and no other."""


@dataclass(frozen=True)
class Mapped:
    """Batches as mapped Prefect tasks; network stages are retried with backoff. Results in the order of batches.

    `again` is how often a host that did not answer is asked again, each time after the gaps for which nobody asks a feed.
    """

    again: int

    def __call__(
        self, name: str, stage: studying.Stage, study: Study, folder: Path, batches: list[list[str]]
    ) -> list[Any]:
        """Spread a stage, as `flows.study` asks it to be."""
        away = runners.is_away()
        batches = runners.by_host(batches) if away and name in NETWORK else batches
        total, tallies = sum(map(len, batches)), []
        progress = artifacts.Progress(study, name, total)
        futures = self._task(name, stage, study).map(*_parameters(name, study, folder, batches), batches)
        with stopping.Passed(), shown(name, total) as advance:
            for future, ids in zip(futures, batches, strict=True):
                tallies.append(future.result())
                advance(len(ids))
                progress.advance(len(ids))
        get_run_logger().info(f"{name}: {total} of {total} in {len(batches)} batches")
        return tallies

    def _task(self, name: str, stage: studying.Stage, study: Study) -> Task[..., Any]:
        later = max(2.0, scheduling.PAUSE * study.gap + 1.0)
        troubled = TROUBLED if name in NETWORK or runners.is_away() else []
        delays = [later] * self.again if name == "feeds" and self.again else troubled
        keys: dict[str, Any] = {
            "retries": len(delays),
            "retry_delay_seconds": delays,
            "task_run_name": partial(_named, name),
        }
        return Task(_attempt(self.again, name, stage), name=name, cache_policy=NO_CACHE, **keys)


def _parameters(name: str, study: Study, folder: Path, batches: list[list[str]]) -> tuple[Any, Any]:
    """Study and place of each task: a cluster's workers do not see the folder, and need no feeds that others ask."""
    if not runners.is_away():
        return unmapped(study), unmapped(folder)
    asked = batches if name == "feeds" else [()] * len(batches)
    return runners.studies(study, asked), unmapped(runners.left(study, folder))


def _attempt(again: int, name: str, stage: studying.Stage) -> studying.Stage:
    """The stage as one attempt of a task: of pages a further attempt asks for those only that are not there yet."""

    work = cores.guarded(stage)

    def attempt(study: Study, place: Path | str, ids: Sequence[str]) -> Any:  # what the stage returns
        folder = runners.found(study, place) if isinstance(place, str) else place
        if name == "pages" and isinstance(place, str):  # a worker that was killed may have begun
            with opened(study, folder) as space:
                ids = collect.ripe(space.store, ids, datetime.now(UTC))
        elif name == "pages" and task_run.run_count > 1:
            with opened(study, folder) as space:
                lacking = set(pending.unfetched(space.store))
            ids = [url for url in ids if url in lacking]
        tally = work(study, folder, ids)
        if name == "feeds" and task_run.run_count <= again and (lost := list(filter(_may_answer, tally.failures))):
            raise NobodyAnsweredError("; ".join(f"{one.url}: {one.reason}: {one.detail}" for one in lost))
        return tally

    return attempt


def _named(name: str, parameters: Mapping[str, Any]) -> str:
    """What a batch is called on the server: its stage and host, or how many posts it holds."""
    ids = parameters["ids"]
    return f"{name} {urlsplit(ids[0]).hostname}" if name in NETWORK else f"{name} {len(ids)} posts"


def _may_answer(failure: Failure) -> bool:
    return failure.reason in ("unreachable", "timed out") or failure.status in PASSING


POLITE, SHIPPED = Manners(), Method()


@flow(name="study", task_runner=runners.chosen(), validate_parameters=True)
def study(
    question: Question, sources: Sources, run: Run, manners: Manners = POLITE, method: Method = SHIPPED
) -> dict[str, Any]:
    """From a keyword to a ranked report. Returns an Outcome as plain values, which any server can store."""
    asked = forms.studied((question, sources, manners, method), run)
    runners.check(asked)
    folder, spreading = Path(run.folder), Mapped(run.again)
    due = serving.collected(asked, folder, datetime.now(UTC), spreading) if run.ask == "due" else None
    outcome = studying.run(asked, folder, forms.out(asked, run), spreading, offline=run.ask != "all")
    if due:
        outcome = replace(outcome, feeds=due.feeds, failures=due.failures)
    artifacts.tell(asked, outcome)
    failures = [(f.url, f.reason, f.detail, f.status) for f in outcome.failures]
    path = str(outcome.report) if outcome.report else None
    return {"report": path, "lack": outcome.lack, "feeds": outcome.feeds, "failures": failures}


def run(parameters: Study, folder: Path, out: Path, ask: forms.Asked = "all") -> studying.Outcome:
    """Run the flow, on the server of PREFECT_API_URL or on one of its own, which ends with this process.

    Raises UsageError where there is no server, and StudyError as the stages do.
    """
    quiet()
    runners.check(parameters)
    check_server()
    own = not PREFECT_API_URL.value()
    if own:
        _bind_server()
    try:
        with temporary_settings(UNWATCHED if own else {}):
            told = study(**forms.filled(parameters, Run(folder=str(folder), out=str(out), ask=ask)))
    except TransportError as error:  # only Prefect's own requests raise it: what a feed's server does is a Failure
        raise UsageError(
            f"Prefect's server does not answer any more ({error}); what is stored stays valid: run the same command again"
        ) from error
    report = Path(told["report"]) if told["report"] else None
    return studying.Outcome(report, told["lack"], told["feeds"], tuple(Failure(*raw) for raw in told["failures"]))


def check_server() -> None:
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


def _bind_server() -> None:
    """Let Prefect's own server end with this process also where that is killed: a shell waits for the end of our pipe."""
    from prefect.server.api.server import SubprocessASGIServer  # takes a second to import where another server is used

    server = SubprocessASGIServer().server_process  # the one that the client has started
    if server and os.name == "posix":
        waiting, _ = os.pipe()  # the other end stays open as long as this process
        order = ["/bin/sh", "-c", 'read _; kill "$0" && sleep 5 && kill -9 "$0"', str(server.pid)]
        GUARDS.append(
            subprocess.Popen(order, stdin=waiting, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        )
        os.close(waiting)


@flow(name="nothing")
def nothing() -> None:
    """Does nothing: what it takes is Prefect's share of a run."""


def quiet() -> None:
    """The ephemeral server's shutdown prints tracebacks that tell the user nothing; keep them off the terminal."""
    for name in ("prefect", "prefect._internal", "prefect._internal.concurrency", "uvicorn", "httpx", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
