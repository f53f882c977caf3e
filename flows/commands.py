"""What each command does. One function a command, in COMMANDS; each returns its exit code."""

import argparse
import gzip
import importlib.metadata
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analysis.coders import CODERS
from extract import article
from extract.post import Failure
from extract.sources import opml
from flows import results, settings
from flows import store as storing
from flows import study as studying
from flows.errors import UsageError
from flows.settings import Study
from flows.workspace import opened
from reports import exports


def demo(options: argparse.Namespace) -> int:
    """The study on the sample blogosphere, served on loopback."""
    from flows.demo.server import serving

    with serving() as blogs:
        study = Study(
            name="study", query='"customer service" OR "tech support" OR warranty', feeds=tuple(blogs.feeds),
            contact="demo@rootfeed.example", proxy=blogs.base, gap=0.0,
            note="Demo: every post here was written for this project. Companies, blogs and people are invented.",
        )  # fmt: skip
        options.out.mkdir(parents=True, exist_ok=True)
        stored = study.model_copy(update={"proxy": ""})
        results.put(options.out / "study.toml", settings.write(stored).encode())
        status = _flow(study, options.out, options.out, offline=False)
    # The demo's broken feeds are part of the show: their failure is told, and is no failure of the demo.
    return 0 if status == 3 else status


def _flow(study: Study, folder: Path, out: Path, offline: bool) -> int:
    """Run the study and print the report's path; offline runs do without Prefect, whose start costs seconds."""
    if offline:
        outcome = studying.run(study, folder, out, studying.in_turn, offline=True)
        return _told(str(outcome.report), 0, [])
    from flows import orchestrate

    orchestrate.quiet()
    result = orchestrate.study(study, str(folder), str(out), offline)
    return _told(result["report"], result["feeds"], result["failures"])


def _told(report: str, feeds: int, failures: list[tuple[str, str, str, int | None]]) -> int:
    for url, reason, detail, _ in failures:
        print(f"feed failed: {url}: {reason}: {detail}", file=sys.stderr)
    if failures:
        print(f"{len(failures)} of {feeds} feeds failed; the rest is in the report", file=sys.stderr)
    print(report)
    return 3 if failures else 0


def init(options: argparse.Namespace) -> int:
    """Write a new study file; an existing one stays as it is."""
    path = Path(f"{options.name}.toml")
    if path.exists():
        raise UsageError(f"{path} exists; choose another name or edit it")
    raw = {"name": options.name, "query": options.query, "feeds": options.source, "search": options.search}
    results.put(path, settings.write(settings.check(raw, "init")).encode())
    print(path)
    print(f"next: rootfeed run {path}", file=sys.stderr)
    return 0


def run(options: argparse.Namespace) -> int:
    """All stages of a study."""
    study = settings.load(options.study)
    if options.query:
        study = settings.check(study.model_dump() | {"query": options.query}, "--query")
    folder = options.study.resolve().parent
    return _flow(study, folder, options.out or folder / f"{study.name}-report", options.offline)


def collect(options: argparse.Namespace) -> int:
    """Ask the feeds and fetch the pages."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    feeds, failures = studying.collected(study, folder, studying.in_turn)
    for failure in failures:
        print(f"feed failed: {failure.url}: {failure.reason}: {failure.detail}", file=sys.stderr)
    print(f"{feeds} feeds asked, {len(failures)} failed")
    return 3 if failures else 0


def extract(options: argparse.Namespace) -> int:
    """Make posts of what was collected."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    studying.extracted(study, folder, studying.in_turn)
    with opened(study, folder) as space:
        print(f"{storing.counts(space.store)['posts']} posts read")
    return 0


def code(options: argparse.Namespace) -> int:
    """Code a study's posts, or a file of rows."""
    if options.input.suffix == ".toml":
        study, folder = settings.load(options.input), options.input.resolve().parent
        studying.coded(study, folder, studying.in_turn)
        with opened(study, folder) as space:
            print(f"{storing.counts(space.store)['codings']} posts coded")
        return 0
    lines = (_coded(row) for row in _rows(options.input))
    _lines(lines, options.out)
    return 0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{number}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise UsageError(f"{path}:{number}: a row needs id and text (and may have title)")
    return row


def _coded(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the interchange format: labels, and the spans relied on."""
    coding = CODERS["rules"](str(row.get("title") or ""), row["text"])
    evidence: dict[str, str] = {}
    for item in coding.evidence:
        evidence.setdefault(item.code, item.quote)
    labels = {"causes": dict(coding.causes), "reaction": coding.reaction, "outcomes": list(coding.outcomes)}
    return {"id": row["id"], "genre": coding.genre, **labels, "evidence": evidence}


def _lines(rows: Iterator[dict[str, Any]], out: Path | None) -> None:
    text = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if out is None:
        sys.stdout.writelines(text)
    else:
        results.put(out, "".join(text).encode())


def read(options: argparse.Namespace) -> int:
    """Article text of saved pages."""
    _lines((_article(path) for path in options.paths), options.out)
    return 0


def _article(path: Path) -> dict[str, Any]:
    try:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    post = article.read_html(body, "")
    if isinstance(post, Failure):
        return {"file": path.name, "url": "", "title": "", "author": "", "date": "", "text": ""}
    head = {"file": path.name, "url": post.url, "title": post.title, "author": post.author}
    return {**head, "date": storing.stamp(post.published)[:10], "text": post.text}


def report(options: argparse.Namespace) -> int:
    """Write the report from what is stored."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    with opened(study, folder) as space:
        print(results.write(space, options.out or folder / f"{study.name}-report"))
    return 0


def sources(options: argparse.Namespace) -> int:
    """List, add, import or export the feeds of a study."""
    study = settings.load(options.study)
    if options.action == "list":
        print("\n".join([*study.feeds, *(f"search: {name}" for name in study.search)]))
        return 0
    if options.action == "export":
        sys.stdout.buffer.write(opml.write([("", url) for url in study.feeds]))
        return 0
    found = options.value if options.action == "add" else _imported(options.value)
    feeds = tuple(dict.fromkeys([*study.feeds, *found]))
    results.put(options.study, settings.write(study.model_copy(update={"feeds": feeds})).encode())
    print(f"{len(feeds) - len(study.feeds)} feeds added, {len(feeds)} in all", file=sys.stderr)
    return 0


def _imported(names: list[str]) -> list[str]:
    try:
        return [url for name in names for _, url in opml.feeds(Path(name).read_bytes())]
    except OSError as error:
        raise UsageError(f"{error.filename}: OPML file cannot be read: {error.strerror}") from error


def export(options: argparse.Namespace) -> int:
    """Posts, codings and evidence in one format."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    out = options.out or folder / f"{study.name}-export"
    with opened(study, folder) as space:
        for name, content in exports.EXPORTS[options.format](results.frames(space)).items():
            results.put(out / name, content)
            print(out / name)
    return 0


def status(options: argparse.Namespace) -> int:
    """What is stored and how the feeds answered."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    with opened(study, folder) as space:
        counts, feeds = storing.counts(space.store), storing.feed_states(space.store)
    if options.json:
        print(json.dumps({"counts": counts, "feeds": list(feeds.values())}, indent=1))
        return 0
    for name, count in counts.items():
        print(f"{name:10} {count}")
    for url, row in feeds.items():
        print(f"{row['outcome']:20} {row['items']:5} {url} {row['detail']}".rstrip())
    return 0


NEEDED = ("feedparser", "httpx", "trafilatura", "nltk", "pandas", "matplotlib", "prefect", "fastapi", "sqlalchemy")


def doctor(options: argparse.Namespace) -> int:
    """Versions, disk space and writability; exit code 1 where something is unfit."""
    facts: dict[str, Any] = {name: importlib.metadata.version(name) for name in NEEDED}
    facts["python"] = sys.version.split()[0]
    facts["free_disk_mib"] = shutil.disk_usage(".").free // 2**20
    faults = ["less than 200 MiB of disk left here"] if facts["free_disk_mib"] < 200 else []
    faults += ["fastapi is too new for prefect; install with constraints.txt"] if _newer(facts["fastapi"]) else []
    if options.json:
        print(json.dumps({**facts, "faults": faults}, indent=1))
    else:
        print("\n".join(f"{name:14} {value}" for name, value in facts.items()))
        print("\n".join(faults) or "fit", file=sys.stderr)
    return 1 if faults else 0


def _newer(version: str) -> bool:
    major, minor = version.split(".")[:2]
    return (int(major), int(minor)) >= (0, 155)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo,
    "init": init,
    "run": run,
    "collect": collect,
    "extract": extract,
    "code": code,
    "read": read,
    "report": report,
    "sources": sources,
    "export": export,
    "status": status,
    "doctor": doctor,
}
