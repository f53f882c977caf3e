"""Label Studio as a server of a test's own, and its editor in a browser."""

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
from playwright.sync_api import Browser, Page, Response

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


def entered(browser: Browser, base: str, user: dict[str, str]) -> Page:
    """A page of a browser in which somebody is logged in."""
    page = browser.new_context().new_page()
    page.goto(f"{base}/user/login")
    page.fill("#email", user["email"])
    page.fill("#password", user["password"])
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/user/login" not in url)
    return page


def is_annotation(response: Response) -> bool:
    """Whether it answers what the editor sends when a person submits."""
    return response.request.method == "POST" and "/annotations" in response.url and response.ok
