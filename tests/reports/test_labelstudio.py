"""Label Studio, the real program: it takes our form and tasks, shows each label on its words, and what it exports comes back."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import programs
import pytest
import shared
from playwright.sync_api import Browser, Page, Response

from reports.interchange import coded, labelstudio
from reports.interchange.project import Project

USER = {"email": "jo@example.org", "password": "not-a-secret"}
SILENT = {"COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": ""}
DATABASE = "label_studio.sqlite3"
MOST = 300  # seconds; its first start makes 400 tables


@contextmanager
def running(folder: Path) -> Iterator[httpx.Client]:
    """Label Studio with a database of its own, and a client that is logged in. The empty database is kept for next time."""
    place = programs.folder("label-studio")
    kept = place / DATABASE
    if kept.exists():
        shutil.copy(kept, folder / DATABASE)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    who = ["--username", USER["email"], "--password", USER["password"]]
    start = ["-m", "label_studio.server", "start", "--no-browser", "--port", str(port), "--data-dir", str(folder), *who]
    log = folder / "log"
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [place / "bin" / "python", *start], cwd=folder, env={**os.environ, **SILENT}, stdout=out, stderr=out
        ) as server,
    ):
        try:
            base = f"http://127.0.0.1:{port}"
            wait(base, server, log)
            if not kept.exists():
                shutil.copy(folder / DATABASE, kept)
            with httpx.Client(base_url=base, follow_redirects=True, timeout=60, trust_env=False) as client:
                client.get("/user/login").raise_for_status()
                client.headers["Referer"] = base
                client.post("/user/login", data={**USER, "csrfmiddlewaretoken": client.cookies["csrftoken"]})
                client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
                yield client
        finally:
            server.kill()


def wait(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers."""
    end = time.monotonic() + MOST
    while server.poll() is None and time.monotonic() < end:
        try:
            if httpx.get(f"{base}/health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"Label Studio does not start: {log.read_text()[-2000:]}")


def brought(client: httpx.Client, study: Project) -> tuple[int, list[int]]:
    """A project with our form and tasks: its number and the tasks', in our order."""
    form = labelstudio.form(study.book).decode()
    made = (
        client.post("/api/projects/", json={"title": "kettles", "label_config": form}).raise_for_status().json()["id"]
    )
    headers = {"Content-Type": "application/json"}
    told = client.post(
        f"/api/projects/{made}/import", content=labelstudio.tasks(study), headers=headers
    ).raise_for_status()
    assert told.json()["prediction_count"] == 2 * len(study.documents)
    pages = client.get("/api/tasks/", params={"project": made, "page_size": 1000}).raise_for_status().json()["tasks"]
    return made, [task["id"] for task in sorted(pages, key=lambda task: task["data"]["post"])]


def shown(page: Page) -> set[str]:
    """The words on which the editor shows a label."""
    page.wait_for_selector(".htx-highlight")
    return set(page.eval_on_selector_all(".htx-highlight", "marks => marks.map(mark => mark.textContent)"))


def is_annotation(response: Response) -> bool:
    """Whether it answers what the editor sends when a person submits."""
    return response.request.method == "POST" and "/annotations" in response.url and response.ok


def test_label_studio_shows_and_returns_every_span(tmp_path: Path, browser: Browser) -> None:
    study = shared.project(12)
    with running(tmp_path) as client:
        number, tasks = brought(client, study)
        page = browser.new_context().new_page()
        page.goto(f"{client.base_url}/user/login")
        page.fill("#email", USER["email"])
        page.fill("#password", USER["password"])
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/user/login" not in url)
        for task, one in zip(tasks, study.documents, strict=True):
            page.goto(f"{client.base_url}/projects/{number}/data?task={task}")
            words = {item.quote for item in one.codings["jo"].evidence}
            assert words <= shown(page), one.number
            with page.expect_response(is_annotation):
                page.get_by_role("button", name="Submit").click()
        page.context.close()
        exported = (
            client.get(f"/api/projects/{number}/export", params={"exportType": "JSON"}).raise_for_status().content
        )

    back = labelstudio.read(exported, study)

    assert back.left == ()
    assert list(back.people) == ["1"]
    for one in study.documents:
        assert back.people["1"][one.number] == one.codings["jo"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'[{"data": 1}]', b"[" * 100_000])
def test_what_is_no_export_is_refused_or_left(content: bytes) -> None:
    try:
        back = labelstudio.read(content, shared.project(1))
    except coded.InterchangeError:
        return
    assert back.people == {}
