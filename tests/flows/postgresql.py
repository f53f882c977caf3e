"""A PostgreSQL server of a test's own, on a socket in its own folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path(shutil.which("initdb") or "/nowhere/initdb").parent)
IS_THERE = (BIN / "initdb").exists()


def run(*command: object, cwd: Path) -> str:
    """What a program of PostgreSQL prints. The server refuses to run as root, so there its package's own user runs it."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True, cwd=cwd)
    return done.stdout


def started(folder: Path, more: str = "") -> None:
    """Start the server whose files lie in a folder. `more` are options of it."""
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c autovacuum=off {more}"
    log = folder / "log"  # else the server would keep our pipe open
    run(BIN / "pg_ctl", "-D", folder / "data", "-w", "-l", log, "-o", options, "start", cwd=folder)


def stopped(folder: Path) -> None:
    """Let a server go away without a word, as a machine that falls."""
    run(BIN / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop", cwd=folder)


def locked(folder: Path, word: str) -> None:
    """Let a server ask for a password from now on."""
    given = f"ALTER ROLE me PASSWORD '{word}'"
    run(BIN / "psql", "-h", folder, "-U", "me", "-d", "postgres", "-c", given, cwd=folder)
    (folder / "data" / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="ascii")
    run(BIN / "pg_ctl", "-D", folder / "data", "reload", cwd=folder)


@contextmanager
def serving(more: str = "") -> Iterator[tuple[str, Path]]:
    """The URL of an empty database, and the folder with the server's files. `more` are options of the server."""
    folder = Path(tempfile.mkdtemp(prefix="rootfeed-pg-", dir="/tmp"))  # a socket's path has to be short
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    run(BIN / "initdb", "-D", folder / "data", "-A", "trust", "-U", "me", "-E", "UTF8", "--no-sync", cwd=folder)
    started(folder, more)
    try:
        yield f"postgresql+psycopg://me@/postgres?host={folder}", folder
    finally:
        stopped(folder)
        shutil.rmtree(folder)
