"""`rootfeed sources`: the feeds of a study, listed, added, imported from OPML and exported to it."""

import argparse
import sys
from pathlib import Path

from extract.sources import opml, templates
from flows import collect as collecting
from flows import results, settings
from flows.errors import UsageError
from flows.telling import tell


def sources(options: argparse.Namespace) -> int:
    """List, add, import or export the feeds of a study; without a study, list the search templates."""
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
        sys.stdout.buffer.write(opml.write([("", url) for url in study.feeds]))
        return 0
    if not options.value:
        raise UsageError(f"sources {options.action}: name the feeds to add or the OPML files to import")
    adding = options.action == "add"
    found = options.value if adding else [u for name in options.value for u in collecting.opml_feeds(Path(name))]
    raw = study.model_dump() | {"feeds": tuple(dict.fromkeys([*study.feeds, *found]))}
    more = settings.check(raw, f"sources {options.action}")
    results.put(options.study, settings.write(more).encode())
    added = len(more.feeds) - len(study.feeds)
    tell(options, {"added": added, "feeds": len(more.feeds)}, f"{added} feeds added, {len(more.feeds)} in all")
    return 0
