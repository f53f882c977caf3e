"""What each command does. One function a command, in COMMANDS; each returns its exit code.

Results go to stdout, as text or with --json as one JSON object; messages and progress go to stderr.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extract.post import Failure
from flows import doctoring, settings
from flows import study as studying
from flows.archiving import asof, replaying
from flows.byhand import hand
from flows.coding import revising, training
from flows.collecting import history, serving, sourcing
from flows.database import store as storing
from flows.errors import TooLittleData, UsageError
from flows.owntexts import texts
from flows.people import forgetting
from flows.reporting import contrasting, exporting, health, packing, results, showing, verifying, widening
from flows.reporting.comparing import diff, index
from flows.settings import Study
from flows.telling import tell
from flows.workspace import apart, opened
from reports import conditions

SOME_FAILED = 3
Options = argparse.Namespace
SAMPLE: dict[str, Any] = {  # fields of Study
    "title": "sample blogosphere",
    "query": '"customer service" OR "tech support" OR warranty',
    "contact": "demo@rootfeed.example",
    "gap": 0.0,
    "note": "Demo: every post here was written for this project. Companies, blogs and people are invented.",
}


def demo(options: Options) -> int:
    """The study on the sample blogosphere, served on loopback."""
    from flows.demo.server import serving

    with serving() as blogs:
        study = Study(name="study", feeds=tuple(blogs.feeds), proxy=blogs.base, **SAMPLE)
        # The proxy is gone when the demo ends: what is left works offline.
        results.put(options.out / "study.toml", settings.write(study.model_copy(update={"proxy": ""})).encode())
        status = _flow(options, study, options.out, options.out, hint="--offline --query warranty")
    # The demo's broken feeds are part of the show: their failure is told, and is no failure of the demo.
    return 0 if status == SOME_FAILED else status


def run(options: Options) -> int:
    """All stages of a study."""
    study = settings.load(options.study)
    if not options.offline and options.as_of is None and not study.contact:
        print(f"{options.study}: no contact; set one, so that bloggers can reach whoever asks", file=sys.stderr)
    if options.query is not None:
        study = settings.check(study.model_dump() | {"query": options.query}, "--query")
    folder = options.study.resolve().parent
    name = f"{study.name}-report" if options.query is None else apart(study)
    if options.as_of is not None:
        study, name, options.offline = asof.past(study, folder, options.as_of), f"{name}-{options.as_of}", True
    return _flow(options, study, folder, options.out or folder / name)


def _flow(options: Options, study: Study, folder: Path, out: Path, hint: str = "") -> int:
    """Run the study; offline runs do without Prefect, whose start costs seconds. The report's path is printed last."""
    offline, dask = getattr(options, "offline", False), getattr(options, "dask", None)
    if offline and not dask:
        outcome = studying.run(study, folder, out, studying.in_turn, offline=True)
    else:
        os.environ |= {"ROOTFEED_DASK": dask} if dask else {}  # a flow's tasks have their place when it is imported
        from flows.deployment import orchestrate

        outcome = orchestrate.run(study, folder, out, "nobody" if offline else "all")
    status = _failed(outcome.failures, outcome.feeds)
    if outcome.report is None:
        raise TooLittleData(outcome.lack)
    if hint:
        _suggest(f"run {folder / 'study.toml'} {hint}")
    facts = {"report": str(outcome.report), "feeds": outcome.feeds, "failures": [asdict(f) for f in outcome.failures]}
    tell(options, facts, str(outcome.report))
    return status


def _failed(failures: Sequence[Failure], feeds: int) -> int:
    """Name the feeds that failed and what to do; returns the exit code."""
    for failure in failures:
        _, advice = conditions.meaning(failure.reason, failure.status or 0)
        print(f"feed failed: {failure.url}: {failure.reason}: {failure.detail}. {advice}", file=sys.stderr)
    if failures and len(failures) < feeds:
        print(f"{len(failures)} of {feeds} feeds failed; what the others brought is stored", file=sys.stderr)
    elif len(failures) > 1 and all(failure.reason == "unreachable" for failure in failures):
        print(
            "no feed can be reached: is this machine on the network, and is a proxy needed (key proxy)?",
            file=sys.stderr,
        )
    return SOME_FAILED if failures else 0


def _suggest(command: str) -> None:
    print(f"next: rootfeed {command}", file=sys.stderr)


def _study(options: Options) -> tuple[Study, Path]:
    return settings.load(options.study), options.study.resolve().parent


def init(options: Options) -> int:
    """Write a new study file; an existing one stays as it is."""
    path = Path(f"{options.name}.toml")
    if path.exists():
        raise UsageError(f"{path} exists; choose another name or edit it")
    raw = {"name": options.name, "query": options.query, "feeds": options.source, "search": options.search}
    study = settings.check({**raw, "companies": options.company, "contact": options.contact}, "init")
    results.put(path, settings.write(study).encode())
    tell(options, {"study": str(path)}, str(path))
    _suggest(f"run {path}" if study.feeds or study.search else f"sources add {path} https://blog.example/feed")
    return 0


def collect(options: Options) -> int:
    """Ask the feeds and fetch the pages."""
    study, folder = _study(options)
    feeds, failures = studying.collected(study, folder, studying.in_turn)
    status = _failed(failures, feeds)
    facts = {"feeds": feeds, "failures": [asdict(failure) for failure in failures]}
    tell(options, facts, f"{feeds} feeds asked, {len(failures)} failed")
    _suggest(f"extract {options.study}")
    return status


def extract(options: Options) -> int:
    """Make posts of what was collected."""
    study, folder = _study(options)
    studying.extracted(study, folder, studying.in_turn)
    with opened(study, folder) as space:
        posts = storing.counts(space.store)["posts"]
    tell(options, {"posts": posts}, f"{posts} posts in the store")
    _suggest(f"code {options.study}")
    return 0


def code(options: Options) -> int:
    """Code a study's posts, or a file of rows."""
    if options.input.suffix != ".toml":
        return texts.code(options)
    if options.codebook:
        raise UsageError(f"--codebook is for rows; a study names its own: set codebook in {options.input}")
    study = settings.coded_by(settings.load(options.input), options.coder)
    codings = studying.coded(study, options.input.resolve().parent, studying.in_turn)
    tell(options, {"codings": codings}, f"{codings} posts coded")
    _suggest(f"report {options.input}")
    return 0


def report(options: Options) -> int:
    """Write the report from what is stored."""
    study, folder = _study(options)
    with opened(study, folder) as space:
        path = results.write(space, options.out or folder / f"{study.name}-report")
    tell(options, {"report": str(path)}, str(path))
    return 0


def doctor(options: Options) -> int:
    """Versions, disk space and the cost of Prefect's start; exit code 1 where something is unfit."""
    facts = doctoring.facts(Path.cwd())
    tell(options, facts, "\n".join(f"{name:22} {value}" for name, value in facts.items() if name != "faults"))
    print("\n".join(facts["faults"]) or "this machine is fit", file=sys.stderr)
    return 1 if facts["faults"] else 0


COMMANDS: dict[str, Callable[[Options], int]] = {
    "demo": demo,
    "init": init,
    "run": run,
    "collect": collect,
    "extract": extract,
    "code": code,
    "hand": hand.hand,
    "codebook": revising.codebook,
    "show": showing.show,
    "read": texts.read,
    "report": report,
    "sources": sourcing.sources,
    "export": exporting.export,
    "status": health.status,
    "serve": serving.serve,
    "replay": replaying.replay,
    "forget": forgetting.forget,
    "history": history.history,
    "diff": diff,
    "compare": contrasting.compare,
    "index": index,
    "doctor": doctor,
    "train": training.train,
    "verify": verifying.verify,
    "widen": widening.widen,
    "pack": packing.pack,
    "unpack": packing.unpack,
}
