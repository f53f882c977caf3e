"""Where the flow's tasks run: in threads of this process, or on a Dask cluster whose scheduler ROOTFEED_DASK names.

Workers of a cluster share the store and the archive and nothing else. What else a study has in its folder (its codebook, its
OPML files) is put beside the archive before the first task and fetched by each worker once, into `.rootfeed` where it runs.
"""

import os
import shutil
import socket
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prefect.context import FlowRunContext
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.archiving import places
from flows.archiving.places import Place
from flows.errors import UsageError
from flows.settings import Study
from flows.workspace import archived, beside

ADDRESS = "ROOTFEED_DASK"
WORKERS = 8  # hosts asked side by side by threads; each host is one queue
CONNECTING = 10.0  # seconds to wait for a scheduler
FOLDER = ".rootfeed"  # where a worker keeps what it fetched of studies
Runner = TaskRunner[Any]


def _threads() -> Runner:
    return ThreadPoolTaskRunner(max_workers=WORKERS)


def _dask() -> Runner:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise UsageError(
            f"{ADDRESS}: {error}; install the extra: pip install '.[dask]' in rootfeed's checkout"
        ) from error
    made: Runner = DaskTaskRunner(address=os.environ[ADDRESS])
    return made


RUNNERS: dict[str, Callable[[], Runner]] = {"threads": _threads, "dask": _dask}


def chosen() -> Runner:
    """The one that the environment asks for. Raises UsageError where it is not installed."""
    return RUNNERS["dask" if os.environ.get(ADDRESS) else "threads"]()


def is_away() -> bool:
    """Whether the tasks of this flow run do not see the study's folder."""
    context = FlowRunContext.get()
    return context is not None and not isinstance(context.task_runner, ThreadPoolTaskRunner)


def check(study: Study) -> None:
    """Raises UsageError where a study cannot run on a cluster, with what it lacks."""
    if not os.environ.get(ADDRESS):
        return
    if not study.store or study.store.startswith("sqlite"):
        raise UsageError("a cluster needs a store that all workers reach: set `store` to a PostgreSQL URL")
    if "://" not in study.archive and not Path(study.archive).is_absolute():
        raise UsageError(
            "a cluster needs an archive that all workers reach: set `archive` to a URL such as s3://bucket/name"
        )
    where = urlsplit(os.environ[ADDRESS])
    try:
        socket.create_connection((where.hostname or "", where.port or 0), CONNECTING).close()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {os.environ[ADDRESS]} ({error}); start one: dask scheduler"
        ) from error
    if not os.environ.get("PREFECT_API_URL"):
        raise UsageError("a cluster needs a Prefect server that all workers reach: start one and set PREFECT_API_URL")


def by_host(batches: Sequence[Sequence[str]]) -> list[list[str]]:
    """Batches of addresses, a host's all in one: workers know nothing of each other's turns."""
    named = sorted(((urlsplit(ids[0]).hostname or "", place, ids) for place, ids in enumerate(batches)))
    return [[url for *_, ids in group for url in ids] for _, group in groupby(named, key=lambda one: one[0])]


def studies(study: Study, batches: Sequence[Sequence[str]]) -> list[Study]:
    """A study for each batch, without the feeds that others ask: a list of them is longer than all else of a task."""
    named = set(study.feeds)
    return [study.model_copy(update={"feeds": tuple(one for one in ids if one in named)}) for ids in batches]


def left(study: Study, folder: Path) -> str:
    """Put what a study has in its folder beside its archive; returns its name there. Raises OSError and UsageError."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for name in beside(study, folder):
            if (folder / name).is_file():
                files.writestr(
                    zipfile.ZipInfo(name), (folder / name).read_bytes()
                )  # without times: same files, same bytes
    told = packed.getvalue()
    name = sha256(told).hexdigest()[:24]
    places.put(_place(study, folder), name, told)
    return name


def found(study: Study, name: str) -> Path:
    """The study's folder on a worker: what `left` has put, fetched if it is not here. Raises OSError and UsageError."""
    folder = Path.cwd() / FOLDER / name
    if folder.is_dir():
        return folder
    told = places.whole(_place(study, folder), name)
    folder.parent.mkdir(exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix="part-"))
    with zipfile.ZipFile(BytesIO(told)) as files:
        files.extractall(part)
    try:
        part.rename(folder)
    except OSError:  # another thread was first
        shutil.rmtree(part)
        if not folder.is_dir():
            raise
    return folder


def _place(study: Study, folder: Path) -> Place:
    place = archived(study, folder)
    return place.with_name(f"{place.name}-files") if isinstance(place, Path) else places.Objects(f"{place.url}-files")
