"""A real Prefect server on loopback with a home of its own, and the programs that use it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx

BIN = Path(sys.executable).parent
Json = dict[str, Any]


def free_port() -> int:
    """One on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A Prefect server and the environment in which programs use it."""

    def __init__(self, home: Path) -> None:
        """A free port; nothing is started yet."""
        self.port = free_port()
        self.home = home
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api", timeout=10.0, trust_env=False)
        own = {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
        own |= {"PREFECT_API_URL": str(self.client.base_url).rstrip("/")}
        often = {"PREFECT_RUNNER_POLL_FREQUENCY": "1", "PREFECT_WORKER_QUERY_SECONDS": "1"}
        self.environment = {**os.environ, **own, **often}

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self.client.get("/health").is_success
        except httpx.HTTPError:
            return False

    @contextmanager
    def program(self, name: str, *arguments: object, cwd: Path) -> Iterator[Path]:
        """A program that runs while the block does; gives its log."""
        log = self.home / f"{name}.log"
        command = [str(BIN / name), *map(str, arguments)]
        with (
            log.open("w") as out,
            subprocess.Popen(command, cwd=cwd, env=self.environment, stdout=out, stderr=out) as run,
        ):
            yield log
            run.send_signal(signal.SIGINT)

    def call(self, name: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        """A program that ends by itself."""
        command = [str(BIN / name), *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, env=self.environment, capture_output=True, text=True, timeout=200)

    def post(self, path: str, body: Json | None = None) -> httpx.Response:
        """The server's answer; while its SQLite is locked it is asked again, as Prefect's own client does."""
        answer = until(lambda: self.client.post(path, json=body), lambda answer: answer.status_code != 503)
        assert isinstance(answer, httpx.Response)
        return answer

    def ask(self, path: str, **body: object) -> Any:
        """What the server answers to a question in JSON."""
        return self.post(path, body).raise_for_status().json()

    def deployment(self, name: str) -> Json:
        """A deployment of the flow by its name."""
        return dict(self.client.get(f"/deployments/name/study/{name}").raise_for_status().json())

    def begin(self, name: str, changed: Json) -> httpx.Response:
        """Ask for a run with some parameters changed, as the form does."""
        known = self.deployment(name)
        parameters = deepcopy(known["parameters"])
        for group, keys in changed.items():
            parameters[group] = parameters.get(group, {}) | keys
        return self.post(f"/deployments/{known['id']}/create_flow_run", {"parameters": parameters})

    def run(self, answer: httpx.Response, *states: str) -> Json:
        """The run that was asked for, when it has come to one of these states."""
        address = f"/flow_runs/{answer.raise_for_status().json()['id']}"
        return until(lambda: self.client.get(address).json(), lambda run: run["state_type"] in states)

    def artifacts(self, run: Json) -> dict[str, Json]:
        """The artifacts of a run by their keys."""
        found = self.ask("/artifacts/filter", artifacts={"flow_run_id": {"any_": [run["id"]]}})
        return {one["key"]: one for one in found if one["key"]}

    def scheduled(self, name: str) -> list[Json]:
        """The runs to come."""
        known = {"id": {"any_": [self.deployment(name)["id"]]}}
        return list(
            self.ask("/flow_runs/filter", deployments=known, flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}})
        )


def until(look: Callable[[], Any], enough: Callable[[Any], bool], seconds: float = 90.0) -> Any:
    """What is seen as soon as it is enough."""
    end = time.monotonic() + seconds
    while not enough(seen := look()):
        assert time.monotonic() < end, seen
        time.sleep(0.1)
    return seen


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A server that answers, while the block runs."""
    server = Server(home)
    with server.program("prefect", "server", "start", "--host", "127.0.0.1", "--port", server.port, cwd=home) as log:
        until(server.is_up, bool, 180.0)
        assert log.exists()
        yield server
