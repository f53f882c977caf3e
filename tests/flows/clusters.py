"""A cluster as docs/cluster.md starts it, each program with a folder and a home of its own."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import buckets
import httpx
import postgresql
from prefecting import free_port, until

BIN = Path(sys.executable).parent
PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"
HEAD = "head.example"  # the machine of the services on the page


def command(beginning: str) -> str:
    """The page's line that begins so."""
    found = re.search(rf"^{re.escape(beginning)}.*$", PAGE.read_text(encoding="utf-8"), re.M)
    assert found, beginning
    return found[0]


@dataclass
class Cluster:
    """Where its services are, and its programs by name."""

    folder: Path
    database: str
    bucket: str
    ports: Mapping[str, int]
    given: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def begin(self, name: str, line: str, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a line of the page as a program of its own, with addresses of this machine."""
        for was, now in {"8786": self.ports["dask"], "4200": self.ports["prefect"], "0.0.0.0": "127.0.0.1"}.items():
            line = line.replace(was, str(now))
        words = shlex.split(line.replace(HEAD, "127.0.0.1"))
        home = self.folder / name
        home.mkdir(exist_ok=True)
        own = {"HOME": str(home), "PREFECT_HOME": str(home / ".prefect"), "DO_NOT_TRACK": "1"}
        own |= {"PREFECT_API_URL": self.api, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        with (home / "log").open("w") as log:
            self.running[name] = subprocess.Popen(
                [BIN / words[0], *words[1:]],
                cwd=cwd or home,
                env={**os.environ, **self.given, **own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.running[name]

    @property
    def api(self) -> str:
        """The Prefect server's address."""
        return f"http://127.0.0.1:{self.ports['prefect']}/api"

    def log(self, name: str) -> str:
        """What a program said."""
        return (self.folder / name / "log").read_text()

    def kill(self, name: str) -> None:
        """As if its machine went down: it and all that it has started."""
        with suppress(ProcessLookupError):  # it has ended
            os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running.pop(name).wait()

    def join(self, name: str) -> None:
        """Start a worker and wait until it is one."""
        self.begin(name, command("dask worker"))
        self.awaited(name)

    def awaited(self, worker: str) -> None:
        """Wait until a worker belongs to the cluster."""
        until(lambda: "Registered to" in self.log(worker), bool, 300.0)

    def stop(self) -> None:
        """Kill what is left."""
        for name in list(self.running):
            self.kill(name)


@contextmanager
def serving(folder: Path) -> Iterator[Cluster]:
    """A cluster with two workers, `one` and `two`."""
    with ExitStack() as services:
        ports = {name: free_port() for name in ("dask", "prefect", "postgres")}
        (folder / "swift").mkdir()
        given = services.enter_context(buckets.serving(folder / "swift"))
        services.enter_context(postgresql.serving(f"-c listen_addresses=127.0.0.1 -c port={ports['postgres']}"))
        database = f"postgresql+psycopg://me@127.0.0.1:{ports['postgres']}/postgres"
        made = Cluster(folder, database, "s3://archives", ports, given)
        services.callback(made.stop)
        made.begin("prefect", command("prefect server start"))
        made.begin("scheduler", command("dask scheduler"))
        for name in ("one", "two"):
            made.begin(name, command("dask worker"))
        until(lambda: _is_up(made.api), bool, 300.0)
        for name in ("one", "two"):
            made.awaited(name)
        yield made


def _is_up(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", trust_env=False).is_success
    except httpx.HTTPError:
        return False


IS_THERE = buckets.IS_THERE and postgresql.IS_THERE and (BIN / "dask").exists()
