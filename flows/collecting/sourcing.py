"""`rootfeed sources`: the feeds of a study, listed, added, discovered, imported from OPML and exported to it."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from extract.sources import opml, templates
from flows import settings
from flows.collecting import collect, discovering
from flows.errors import UsageError
from flows.reporting import results
from flows.settings import Study
from flows.telling import tell
from flows.workspace import opened
from reports.wording import amount

SOME_FAILED = 3
LACKING = {
    "add": "name the feeds to add",
    "discover": "name the pages whose feeds you want",
    "import": "name the OPML files to import",
}


def sources(options: argparse.Namespace) -> int:
    """List, add, discover, import or export the feeds of a study; without a study, list the search templates."""
    if options.study is None and options.action != "list":
        raise UsageError(f"sources {options.action}: name the study file")
    if options.study is None:
        named = {name: template.url for name, template in templates.SEARCH_FEEDS.items()}
        tell(options, named, "\n".join(f"{name:18} {url}" for name, url in named.items()))
        return 0
    study = settings.load(options.study)
    if options.action == "list":
        listed = {"feeds": study.feeds, "opml": study.opml, "search": study.search}
        tell(options, listed, "\n".join(f"{kind:7} {item}" for kind, items in listed.items() for item in items))
        return 0
    if options.action == "export":
        sys.stdout.buffer.write(opml.write(exported(study, options.study.parent)))
        return 0
    if not options.value:
        raise UsageError(f"sources {options.action}: {LACKING[options.action]}")
    if options.action == "discover":
        return _discover(options, study)
    found = options.value if options.action == "add" else _imported(options.value)
    added, feeds = _put(options, study, found)
    tell(options, {"added": added, "feeds": feeds}, f"{amount(added, 'feed')} added, {feeds} in all")
    return 0


def exported(study: Study, folder: Path) -> list[opml.Outline]:
    """The feeds of a study: its own, and those of its OPML files in their folders, each once."""
    listed = [opml.Outline("", url) for url in study.feeds]
    listed += [outline for name in study.opml for outline in collect.outlines(folder / name).feeds]
    return list({outline.url: outline for outline in reversed(listed)}.values())[::-1]


def _imported(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        listed = collect.outlines(Path(name))
        for line in listed.left_out:
            print(f"{name}: left out: {line}", file=sys.stderr)
        found += [outline.url for outline in listed.feeds]
    return found


def _put(options: argparse.Namespace, study: Study, found: Sequence[str]) -> tuple[int, int]:
    """Add feeds to the study file; returns how many are new, and how many there are."""
    raw = study.model_dump() | {"feeds": tuple(dict.fromkeys([*study.feeds, *found]))}
    more = settings.check(raw, f"sources {options.action}")
    results.put(options.study, settings.write(more).encode())
    return len(more.feeds) - len(study.feeds), len(more.feeds)


def _discover(options: argparse.Namespace, study: Study) -> int:
    with opened(study, options.study.resolve().parent) as space:
        told = discovering.discovered(space, options.value)
    for one in told:
        if one.failure:
            print(f"{one.url}: {one.failure.reason}: {one.failure.detail}", file=sys.stderr)
        if not one.found:
            print(f"{one.url}: no feed found", file=sys.stderr)
    chosen = discovering.chosen(told)
    added = _put(options, study, chosen)[0] if options.add else 0
    failed = [asdict(one.failure) for one in told if one.failure]
    lines = [line for one in told for line in map(discovering.line, one.found)]
    lines += [f"{amount(added, 'feed')} added"] if options.add else []
    tell(options, {"found": discovering.facts(told), "failed": failed, "added": added}, "\n".join(lines))
    if chosen and not options.add:
        print(f"next: rootfeed sources add {options.study} {' '.join(chosen)}", file=sys.stderr)
    return SOME_FAILED if any(not one.found for one in told) else 0
