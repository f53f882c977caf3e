"""The flow on a Prefect server of the user's: found there with its parameters, its artifacts and its tasks."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import settings
from flows.demo.server import Blogosphere
from flows.settings import Study

BIN = Path(sys.executable).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A running server; gives the environment in which commands use it."""
    port = _free_port()
    home = tmp_path_factory.mktemp("prefect")
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [str(BIN / "prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = (home / "log").open("w")
    running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/api"
    end = time.monotonic() + 180
    while not _healthy(url):
        assert running.poll() is None and time.monotonic() < end, (home / "log").read_text()
        time.sleep(0.3)
    yield {**environment, "PREFECT_API_URL": url}
    running.terminate()
    running.wait(30)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def asked(server: dict[str, str], path: str) -> list[dict[str, Any]]:
    """What the server lists under a path."""
    answer = httpx.post(f"{server['PREFECT_API_URL']}/{path}/filter", json={}, timeout=10.0, trust_env=False)
    return list(answer.raise_for_status().json())


def test_the_run_is_on_the_server_with_parameters_tasks_and_artifacts(
    server: dict[str, str], small: Study, tmp_path: Path, blogs: Blogosphere
) -> None:
    study = small.model_copy(update={"feeds": (*small.feeds, "http://lost-thimble.example/rss.xml")})
    (tmp_path / "small.toml").write_text(settings.write(study), encoding="utf-8")

    done = subprocess.run(
        [str(BIN / "rootfeed"), "run", "small.toml"],
        cwd=tmp_path,
        env=server,
        capture_output=True,
        text=True,
        timeout=200,
    )

    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip().endswith("small-report/report.html")
    run = next(run for run in asked(server, "flow_runs") if run["parameters"])
    assert run["state_type"] == "COMPLETED"
    assert run["parameters"]["parameters"]["query"] == '"customer service"'
    kinds = {artifact["key"]: artifact["type"] for artifact in asked(server, "artifacts") if artifact["key"]}
    assert {"ranking": "table", "report": "markdown", "progress-pages": "progress"}.items() <= kinds.items()
    assert {"feeds", "pages", "extract", "match", "code"} <= {
        task["name"].split("-")[0] for task in asked(server, "task_runs")
    }


def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path, small: Study) -> None:
    (tmp_path / "small.toml").write_text(settings.write(small), encoding="utf-8")
    environment = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{_free_port()}/api"}

    done = subprocess.run(
        [str(BIN / "rootfeed"), "run", "small.toml"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "PREFECT_API_URL" in done.stderr
