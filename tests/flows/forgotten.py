"""A post of a study to be forgotten, and where it still stands."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from flows.archiving import warc

SITE = "slow-kettle.example"


@pytest.fixture
def study(grown: Path, tmp_path: Path) -> Path:
    """The file of a study of one's own that has grown."""
    shutil.copytree(grown.parent, tmp_path / "study")
    return tmp_path / "study" / "grown.toml"


@pytest.fixture
def post(study: Path) -> dict[str, str]:
    """The post to be forgotten."""
    return held(study)


def held(study: Path) -> dict[str, str]:
    """A post of slow-kettle, with an edition, that the report holds."""
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as store:
        row = store.execute(
            "SELECT p.entry, p.url, p.title, p.text FROM posts p JOIN codings c ON c.entry = p.entry "
            f"JOIN matches m ON m.entry = p.entry AND m.query != '' AND m.hits != '[]' "
            f"WHERE p.url LIKE '%{SITE}/%' ORDER BY p.url"
        ).fetchone()
    return dict(zip(("entry", "url", "title", "text"), row, strict=True))


def everything(folder: Path) -> dict[Path, bytes]:
    """Every byte below a folder but for study files; what is packed is unpacked."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.suffix == ".toml":
            continue
        content = path.read_bytes()
        if path.name.endswith(".warc.gz"):
            told = [one for one in warc.records(path) if isinstance(one, warc.Record)]
            content += b"".join(str(one.fields).encode() + one.block for one in told)
        if path.suffix == ".parquet":
            content = pd.read_parquet(path).to_json().replace("\\/", "/").encode()
        found[path] = content
    return found


def holding(folder: Path, *wanted: str) -> list[str]:
    """Files that hold one of some texts."""
    pattern = re.compile("|".join(re.escape(one) for one in wanted).encode())
    return [path.name for path, content in everything(folder).items() if pattern.search(content)]


def traces(post: dict[str, str]) -> list[str]:
    """What tells of a post: where it is, and its longest sentence."""
    line = max(post["text"].replace("\n", ". ").split(". "), key=len)
    return [post["url"].partition("://")[2].rstrip("/"), line[:60]]
