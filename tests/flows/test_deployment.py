"""Studies on a Prefect server of the user's: deployed, scheduled, run by hand, cancelled, retried and left to a work pool."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import faltering
import postgresql
import prefecting
import pytest
from faltering import Faltering
from prefecting import Server, until

from flows import settings
from flows.demo.server import Blogosphere
from flows.deployment import forms
from flows.settings import Study

ROOT = Path(__file__).parents[2]
LATER = f"0 {(datetime.now(UTC) + timedelta(hours=12)).hour} * * *"  # no run by itself while the tests run
FALTERS = "http://quiet-modem.example/feed.xml"
Run = Callable[..., tuple[int, str, str]]
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@dataclass(frozen=True)
class Served:
    """A study that `rootfeed serve --cron` serves, and the web that it asks."""

    server: Server
    folder: Path
    web: Faltering
    log: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with prefecting.serving(tmp_path_factory.mktemp("prefect")) as running:
        yield running


@pytest.fixture(scope="module")
def served(server: Server, small: Study, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with faltering.serving() as web:
        study = small.model_copy(update={"proxy": web.base})
        (folder / "small.toml").write_text(settings.write(study), encoding="utf-8")
        with server.program("rootfeed", "serve", "small.toml", "--cron", LATER, cwd=folder) as log:
            until(lambda: "study/small" in log.read_text(), bool)
            yield Served(server, folder, web, log)


def stored(folder: Path, statement: str) -> list[str]:
    """The first column of what a store holds; nothing where it is not there yet."""
    if not (folder / "small.sqlite").exists():
        return []
    with closing(sqlite3.connect(folder / "small.sqlite")) as store:
        try:
            return [str(row[0]) for row in store.execute(statement)]
        except sqlite3.OperationalError:  # its tables are being made
            return []


def test_a_run_of_the_command_is_on_the_server_with_parameters_tasks_and_artifacts(
    server: Server, small: Study, tmp_path: Path, blogs: Blogosphere
) -> None:
    study = small.model_copy(update={"name": "Once", "feeds": (*small.feeds, "http://lost-thimble.example/rss.xml")})
    (tmp_path / "once.toml").write_text(settings.write(study), encoding="utf-8")

    done = server.call("rootfeed", "run", "once.toml", cwd=tmp_path)
    run = next(one for one in server.ask("/flow_runs/filter") if one["parameters"]["question"]["name"] == "Once")
    found = server.artifacts(run)

    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip().endswith("Once-report/report.html")
    assert run["state_type"] == "COMPLETED"
    assert run["parameters"]["question"]["query"] == '"customer service"'
    assert {key: one["type"] for key, one in found.items()} == {
        **{f"once-progress-{stage}": "progress" for stage in ("feeds", "pages", "extract", "match", "code")},
        "once-ranking": "table",
        "once-failed-feeds": "table",
        "once-report": "markdown",
        "once-headline": "markdown",
    }
    assert {one["data"] for one in found.values() if one["type"] == "progress"} == {100.0}
    assert '"cause": "Resolution"' in found["once-ranking"]["data"]
    assert "lost-thimble.example" in found["once-failed-feeds"]["data"]
    assert (tmp_path / "Once-report" / "report.html").as_uri() in found["once-report"]["data"]
    assert {"feeds", "pages", "extract", "match", "code"} <= {
        task["name"].split()[0] for task in server.ask("/task_runs/filter")
    }


def test_the_form_has_every_key_of_a_study_in_groups_with_titles_and_words(served: Served) -> None:
    form = served.server.deployment("small")["parameter_openapi_schema"]
    groups = sorted(form["properties"], key=lambda name: form["properties"][name]["position"])
    fields = {
        name: field for group in groups for name, field in form["definitions"][group.capitalize()]["properties"].items()
    }

    assert groups == ["question", "sources", "run", "manners", "method"]
    assert set(fields) - set(forms.Run.model_fields) == set(Study.model_fields) - {
        "archive",
        "callback",
        "listen",
        "store",
    }
    assert [name for name, field in fields.items() if not (field.get("title") and field.get("description"))] == []
    assert fields["coder"]["enum"] == ["default", "linear", "rules", "llm", "hand"]
    assert fields["ask"]["enum"] == ["due", "all", "nobody"]
    for day in ("since", "until"):
        assert (fields[day]["type"], fields[day]["format"]) == ("string", "date")


@pytest.mark.parametrize(
    ("group", "key", "value", "says"),
    [
        ("question", "name", "a b", "'question.name'. Failure reason: 'a b' does not match"),
        ("question", "fedes", 1, "('fedes' was unexpected)"),
        ("sources", "feeds", ["file:///etc/passwd"], "'sources.feeds[0]'"),
        ("method", "coder", "oracle", "'oracle' is not one of ['default', 'linear', 'rules', 'llm', 'hand']"),
        ("method", "draws", 5, "5 is less than the minimum of 100"),
        ("run", "ask", "everybody", "'everybody' is not one of ['due', 'all', 'nobody']"),
        ("run", "store", "postgresql+psycopg://me:hush-hush@host/x", "'run.store'"),
    ],
)
def test_the_server_refuses_a_bad_parameter_and_names_it(
    served: Served, group: str, key: str, value: object, says: str
) -> None:
    answer = served.server.begin("small", {group: {key: value}})

    assert answer.status_code == 409
    assert says in answer.json()["detail"]


@pytest.mark.skipif(not postgresql.IS_THERE, reason="needs PostgreSQL")
def test_the_password_of_a_store_reaches_neither_server_nor_report(
    served: Served, small: Study, rootfeed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, study, word = served.server, tmp_path / "small.toml", "hush-hush"
    with postgresql.serving() as (url, place):
        postgresql.locked(place, word)
        study.write_text(settings.write(small.model_copy(update={"store": url})), encoding="utf-8")
        refused, _, why = rootfeed("status", study)
        monkeypatch.setitem(server.environment, "PGPASSWORD", word)
        done = server.call("rootfeed", "run", "small.toml", cwd=tmp_path)
    asked = server.begin("small", {"run": {"store": f"postgresql+psycopg://me:{word}@host/x"}})
    files = [path for folder in (server.home, tmp_path) for path in folder.rglob("*") if path.is_file()]

    assert (refused, done.returncode, asked.status_code) == (2, 0, 409), done.stderr
    assert "no password supplied" in why
    assert url in b"".join(path.read_bytes() for path in server.home.glob("prefect.db*")).decode("utf-8", "replace")
    assert word not in done.stdout + done.stderr
    assert [path for path in files if word.encode() in path.read_bytes()] == []


def test_a_paused_schedule_makes_no_runs_until_it_is_resumed(served: Served) -> None:
    server, address = served.server, f"/deployments/{served.server.deployment('small')['id']}"
    until(lambda: server.scheduled("small"), bool)
    server.post(f"{address}/pause_deployment").raise_for_status()
    left = server.scheduled("small")
    server.post(f"{address}/resume_deployment").raise_for_status()
    again = until(lambda: server.scheduled("small"), bool)

    assert left == []
    assert all(run["auto_scheduled"] for run in again)


def test_a_run_that_is_cancelled_ends_with_a_sound_store_and_the_next_one_goes_on(served: Served) -> None:
    server, web, folder = served.server, served.web, served.folder
    web.wait = 0.5
    first = server.begin("small", {})
    until(lambda: stored(folder, "SELECT url FROM pages"), lambda pages: len(pages) > 1)
    address = f"/flow_runs/{first.json()['id']}/set_state"
    server.post(address, {"state": {"type": "CANCELLING"}}).raise_for_status()
    ended = server.run(first, *ENDS)
    before, sound = stored(folder, "SELECT url FROM pages"), stored(folder, "PRAGMA integrity_check")
    reported = (folder / "small-report").exists()
    web.wait, web.refusals = 0.0, Counter({"quiet-modem.example": 3})  # as often as a fetcher asks by itself
    known = server.deployment("small")["parameters"]["sources"]["feeds"]
    asked = {url: web.asked[url] for url in known}
    second = server.run(server.begin("small", {"sources": {"feeds": [*known, FALTERS]}, "run": {"ask": "all"}}), *ENDS)
    tasks = server.ask("/task_runs/filter", flow_runs={"id": {"any_": [second["id"]]}})

    assert (ended["state_type"], sound, reported) == ("CANCELLED", ["ok"], False)
    assert second["state_type"] == "COMPLETED", served.log.read_text()
    assert {"small-headline", "small-ranking"} <= set(server.artifacts(second))
    assert set(before) < set(stored(folder, "SELECT url FROM pages"))
    assert {web.asked[url] for url in before} == {1}
    assert {task["name"]: task["run_count"] for task in tasks if task["name"].startswith("feeds")} == {
        "feeds slow-kettle.example": 1, "feeds second-hand-echo.example": 1, "feeds quiet-modem.example": 2,
    }  # fmt: skip
    assert {url: web.asked[url] - count for url, count in asked.items()} == dict.fromkeys(known, 1)
    assert stored(folder, f"SELECT outcome FROM feeds WHERE url = '{FALTERS}'") == ["feed"]


def test_a_pool_runs_what_is_deployed_and_leaves_a_report_on_another_query_alone(
    server: Server, small: Study, finished: Path
) -> None:
    folder = finished.parent
    hears = {"callback": "https://you.example/hear", "listen": "127.0.0.1:8090"}
    study = small.model_copy(update={"name": "any-study", "store": f"sqlite:///{folder}/small.sqlite"} | hears)
    (folder / "any.toml").write_text(settings.write(study), encoding="utf-8")
    (folder / "small-report").rename(folder / "any-study-report")
    report = (folder / "any-study-report" / "report.html").read_bytes()

    server.post("/work_pools/", {"name": "rootfeed", "type": "process"}).raise_for_status()
    server.call("prefect", "--no-prompt", "deploy", "--all", cwd=ROOT).check_returncode()
    by_file = server.deployment("any-study")
    server.post(f"/deployments/{by_file['id']}/pause_deployment").raise_for_status()
    done = server.call("rootfeed", "serve", "any.toml", "--cron", LATER, "--pool", "rootfeed", cwd=folder)
    by_command = server.deployment("any-study")
    server.post(f"/deployments/{by_file['id']}/resume_deployment").raise_for_status()
    asked = server.begin("any-study", {"question": {"query": "service"}, "run": {"ask": "nobody"}})
    server.call("prefect", "worker", "start", "--pool", "rootfeed", "--run-once", cwd=folder)
    run = server.run(asked, *ENDS)
    made = list(folder.glob("any-study-report-*/report.html"))

    assert done.returncode == 0, done.stderr
    assert "any.toml: callback: hubs are heard by rootfeed serve without --cron and --pool only" in done.stderr
    assert by_command["paused"]
    for one in (by_file, by_command):
        assert (one["id"], one["work_pool_name"], one["entrypoint"]) == (
            by_file["id"], "rootfeed", "flows.deployment.orchestrate.study",
        )  # fmt: skip
    assert [one["schedule"]["cron"] for one in by_command["schedules"]] == [LATER]
    assert run["state_type"] == "COMPLETED"
    assert len(made) == 1
    assert made[0].as_uri() in server.artifacts(run)["any-study-report"]["data"]
    assert (folder / "any-study-report" / "report.html").read_bytes() == report
