"""A study as a deployment on a Prefect server: a schedule by cron, and the study's keys as its parameter form.

Its runs are processes of `rootfeed serve`, or of the workers of a pool.
"""

import os
import sys
from pathlib import Path

from flows.errors import UsageError
from flows.settings import Study

os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")  # who has a server follows runs there
from flows.deployment import forms, orchestrate, runners

# Prefect reads its settings, which orchestrate makes, when it is imported.
# isort: split
import prefect
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.types.entrypoint import EntrypointType

ONE = ConcurrencyLimitConfig(limit=1)  # a study's runs one after the other: the next one waits
AGAIN = 1  # nobody sits before a run that a schedule starts, so a host gets a second chance


def deploy(study: Study, folder: Path, cron: str | None, pool: str | None) -> int:
    """Serve a study by a cron line until Ctrl-C or, where a pool is named, leave it to its workers. Raises UsageError."""
    if not os.environ.get("PREFECT_API_URL"):  # the one that Prefect starts by itself keeps no time
        raise UsageError(
            "--cron and --pool need a Prefect server: run `prefect server start` and set PREFECT_API_URL to its address, "
            "or leave them out, or use --every MINUTES, which need none"
        )
    orchestrate.check_server()
    with get_client(sync_client=True) as client:
        made = _deployment(study, folder, cron, _standing(client, study.name))
        if pool is not None:
            _check_pool(client, pool)
    if pool is None:
        prefect.serve(made, pause_on_shutdown=False)  # stopping is no pausing
        return 0
    made.apply(work_pool_name=pool)
    print(f"next: prefect worker start --pool {pool}, where {folder} is", file=sys.stderr)
    return 0


def _standing(client: SyncPrefectClient, name: str) -> tuple[bool, bool]:
    """Whether the deployment as it stands is paused, and whether its schedules are active."""
    try:
        known = client.read_deployment_by_name(f"{orchestrate.study.name}/{name}")
    except ObjectNotFound:
        return False, True
    return known.paused, all(schedule.active for schedule in known.schedules)


def _check_pool(client: SyncPrefectClient, pool: str) -> None:
    try:
        client.read_work_pool(pool)
    except ObjectNotFound as error:
        raise UsageError(f"no work pool {pool!r}; make it: prefect work-pool create {pool} --type process") from error


def _deployment(study: Study, folder: Path, cron: str | None, standing: tuple[bool, bool]) -> RunnerDeployment:
    """A study's name, schedule and parameters. Who has paused it finds it paused after a restart."""
    paused, active = standing
    try:
        schedules = [DeploymentScheduleCreate(schedule=CronSchedule(cron=cron), active=active)] if cron else []
    except ValueError as error:
        raise UsageError(f"--cron {cron!r} is no cron line, such as '0 6 * * *' for each day at six (UTC)") from error
    given = {name: value for name, value in os.environ.items() if name == runners.ADDRESS}
    groups = forms.filled(study, forms.Run(folder=str(folder), again=AGAIN))
    return orchestrate.study.to_deployment(  # type: ignore[return-value]  # a coroutine only where a loop runs
        name=study.name,
        schedules=schedules,
        paused=paused,
        parameters={name: group.model_dump(mode="json", exclude_none=True) for name, group in groups.items()},
        concurrency_limit=ONE,
        job_variables={"env": given} if given else None,  # for the processes of a pool
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
