"""`rootfeed compare`: two studies, or two queries of one study, beside each other, from what is stored."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from analysis.codebook import CAUSES, Codebook
from analysis.estimates import apart
from analysis.estimates.apart import Apart, Coded
from analysis.estimates.causes import experiences
from flows import settings
from flows import study as studying
from flows.coding import coders
from flows.errors import TooLittleData, UsageError
from flows.reporting import frames, results
from flows.reporting.comparing import hundred, signed
from flows.settings import Study
from flows.telling import aligned, harmless, tell
from flows.workspace import opened
from reports import exports
from reports.wording import amount, listed, visible

SEED = 1
MOST = 0.5  # part of a side's experiences
HEAD = ["cause", "A", "B", "A - B", "likely", "p", "Holm", "reading"]
COUNTED = {"told": "tell of the cause", "complaints": "complain of it", "praise": "praise it"}
KEY = (
    "Experiences in 100 that {counted}. likely is the 95 % range of the difference, from drawing whole blogs, one of both for "
    "both at once.\nHolm is p with all {causes} causes counted; a reading says more only where that is at most 0.05."
)
Options = argparse.Namespace
Side = tuple[Study, Path]  # a study and its folder


@dataclass(frozen=True)
class Opened:
    """One side of the comparison, read from its store."""

    study: Study
    book: Codebook
    coder: str
    coded: Coded


def compare(options: Options) -> int:
    """Which causes one study, or one query, tells of more often than the other."""
    first, second = (_opened(*side) for side in _sides(options))
    shared = [code.id for code in first.book.of(*CAUSES) if code.id in {one.id for one in second.book.of(*CAUSES)}]
    if not shared:
        raise UsageError("compare: the codebooks of the two studies have no cause in common")
    found = apart.apart(first.coded, second.coded, shared, first.study.draws, SEED)
    for caution in (*_cautions(first, second, shared), *_overlap(found)):
        print(f"note: {harmless(caution)}", file=sys.stderr)
    names = {code.id: code.name for code in first.book.codes}
    facts = _facts(first, second, found)
    if options.out:
        table = found.table.assign(name=found.table["cause"].map(names))
        results.put(options.out, exports.csv({"compare": table})["compare.csv"])
        facts["files"] = [str(options.out)]
    tell(options, facts, "\n".join(_lines((first, second), found, names, options.side)))
    return 0


def _sides(options: Options) -> tuple[Side, Side]:
    """What to compare. Raises UsageError where that is not two things."""
    folder, queries = options.study.resolve().parent, options.query
    study = settings.load(options.study)
    if options.other is not None:
        if queries:
            raise UsageError("compare: name another study or queries of one study, not both")
        return (study, folder), (settings.load(options.other), options.other.resolve().parent)
    if len(queries) > 2:
        raise UsageError(f"--query: stands {len(queries)} times; two queries are compared")
    asked = queries if len(queries) == 2 else [study.query, *(queries or [study.control])]
    if not asked[1]:
        raise UsageError(f"compare: name another study, or --query; {options.study} has no control to compare with")
    one, other = (settings.check(study.model_dump() | {"query": query}, "--query") for query in asked)
    return (one, folder), (other, folder)


def _opened(study: Study, folder: Path) -> Opened:
    """A side's posts; those that are not matched or coded yet are, unless the coder would have to ask somebody."""
    if study.coder not in (*coders.ASKING, coders.HAND):
        studying.coded(study, folder, studying.in_turn)
    with opened(study, folder) as space:
        made = frames.frames(space)
        label = coders.label(study, space.book)
    if experiences(made.posts).empty:
        raise TooLittleData(
            f"no experience in {study.name} for {study.query!r}; widen the query, or run the study: rootfeed run"
        )
    return Opened(study, space.book, label, Coded(made.posts, made.codings))


def _cautions(first: Opened, second: Opened, shared: Sequence[str]) -> list[str]:
    """Why the two may differ for another reason than what their posts tell."""
    found = []
    if first.coder != second.coder:
        found.append(f"A is coded by {first.coder}, B by {second.coder}: they may differ by that alone")
    if first.book.digest != second.book.digest:
        found.append("the codebooks differ: causes of the same name may mean something else")
    causes = {one.id for side in (first, second) for one in side.book.of(*CAUSES)}
    if alone := sorted(causes - set(shared)):
        found.append(f"in one codebook only, and left out: {listed(alone)}")
    return found


def _overlap(found: Apart) -> list[str]:
    """What it means that most posts of a side are the other's too."""
    held = [name for name, posts in zip("AB", found.posts, strict=True) if found.shared_posts > MOST * posts]
    told = "count on both sides, which draws the differences towards nothing; NOT in a query parts them"
    return [f"most experiences of {listed(held)} {told}"] if held else []


def _facts(first: Opened, second: Opened, found: Apart) -> dict[str, Any]:
    ends = {
        name: {
            "study": side.study.name,
            "query": side.study.query,
            "coder": side.coder,
            "experiences": found.posts[place],
            "blogs": found.blogs[place],
        }
        for place, (name, side) in enumerate((("a", first), ("b", second)))
    }
    rows = [
        {str(key): None if isinstance(cell, float) and isnan(cell) else cell for key, cell in row.items()}
        for row in found.table.to_dict("records")
    ]
    return {**ends, "experiences_in_both": found.shared_posts, "blogs_in_both": found.shared_blogs, "causes": rows}


def _lines(sides: Sequence[Opened], found: Apart, names: Mapping[str, str], side: str) -> list[str]:
    heads = [
        f"{letter}  {visible(one.study.title or one.study.name)}: {visible(one.study.query)}: "
        f"{amount(found.posts[place], 'experience')} from {amount(found.blogs[place], 'blog')}"
        for place, (letter, one) in enumerate(zip("AB", sides, strict=True))
    ]
    parts = " and ".join(
        f"{100 * found.shared_posts / posts:.0f} % of {name}" for name, posts in zip("AB", found.posts, strict=True)
    )
    both = f"{amount(found.shared_posts, 'experience')} in both ({parts}), {amount(found.shared_blogs, 'blog')} in both"
    table = found.table[found.table["side"] == side]
    rows = [[visible(names[row["cause"]]), *_cells(row)] for row in table.to_dict("records")]
    key = KEY.format(counted=COUNTED[side], causes=len(table))
    return [*heads, both, "", *aligned([HEAD, *rows], left=(0, len(HEAD) - 1)), "", key]


def _cells(row: Mapping[Any, Any]) -> list[str]:  # Any: cells of a frame
    span = "–" if isnan(row["low"]) else f"{signed(row['low'])} to {signed(row['high'])}"
    tests = ["–" if isnan(row[name]) else f"{row[name]:.3f}" for name in ("p", "p_holm")]
    shares = [hundred(row["share_a"]), hundred(row["share_b"]), signed(row["difference"])]
    return [*shares, span, *tests, row["reading"]]
