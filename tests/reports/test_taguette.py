"""Taguette, the real program, takes our codebook over: every tag with its description."""

import csv
import io
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import programs
import shared
from lxml import html

from reports.interchange import taguette


@contextmanager
def running(folder: Path) -> Iterator[httpx.Client]:
    """Taguette with a new database, as its only user, who has one project."""
    program = programs.folder("taguette") / "bin" / "python"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "log"
    start = ["-m", "taguette.main", "--no-browser", "-p", str(port), "-b", "127.0.0.1", "--database", "t.sqlite3"]
    with log.open("wb") as out, subprocess.Popen([program, *start], cwd=folder, stdout=out, stderr=out) as server:
        try:
            with httpx.Client(follow_redirects=True, timeout=30, trust_env=False) as client:
                client.get(invited(log, server, port))
                client.get(f"http://127.0.0.1:{port}/project/new")  # the page whose form carries the token
                form = {"name": "p", "description": "", "_xsrf": client.cookies["_xsrf"]}
                client.post(f"http://127.0.0.1:{port}/project/new", data=form).raise_for_status()
                client.base_url = httpx.URL(f"http://127.0.0.1:{port}/project/1/")
                yield client
        finally:
            server.kill()


def invited(log: Path, server: subprocess.Popen[bytes], port: int) -> str:
    """The address that logs its user in, which it writes when it is up."""
    while server.poll() is None:
        if found := re.search(r"token=(\w+)", log.read_text()):
            return f"http://127.0.0.1:{port}/?token={found[1]}"
        time.sleep(0.1)
    raise AssertionError(f"Taguette does not start: {log.read_text()}")


def test_taguette_imports_the_codebook(tmp_path: Path) -> None:
    ours = taguette.codebook(shared.project(0).book)
    with running(tmp_path) as client:
        token = {"_xsrf": client.cookies["_xsrf"]}
        form = (
            client.post("import_codebook", data=token, files={"file": ("codebook.csv", ours)}).raise_for_status().text
        )
        told = {name: value for name, value in inputs(form).items() if name.startswith("tag")}
        client.post("import_codebook", data=told | token).raise_for_status()
        theirs = client.get("export/codebook.csv").raise_for_status().content

    wanted = {row["tag"]: row["description"] for row in csv.DictReader(io.StringIO(ours.decode()))}
    found = {row["tag"]: row["description"] for row in csv.DictReader(io.StringIO(theirs.decode("utf-8-sig")))}
    assert wanted.items() <= found.items()


def inputs(form: str) -> dict[str, str]:
    """What a browser would send back of a form that nobody touched."""
    return {name: value for one in html.fromstring(form).forms for name, value in one.form_values()}
