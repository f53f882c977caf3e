"""Commands for a researcher's codebook: check it, tell what a new version changes, show it for reading."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from textwrap import fill
from typing import Any

import sqlalchemy as sa

from analysis import revision
from analysis.codebook import KINDS, LEVELS, Code, Codebook
from analysis.coders import CODERS
from analysis.coders.prompt import STORY, TOLD
from analysis.revision import Change
from analysis.testing.registered import LISTED, Hypothesis
from flows import settings
from flows.byhand.handwork import PERSON
from flows.coding import codebooks, coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import CODINGS, POSTS
from flows.settings import Study
from flows.telling import tell
from flows.workspace import Workspace, opened
from reports.wording import amount, listed

FAULTY = 5
AUTOMATIC = (*sorted(CODERS), *coders.ASKING)
ANY = Study(name="any", query="any")  # in place of a study, where none is named
Options = argparse.Namespace


@dataclass(frozen=True)
class Work:
    """What a new codebook means for one coder: its posts in a study, and how many of them are to code again."""

    coder: str
    coded: int
    again: int


@dataclass(frozen=True)
class Doubt:
    """A code that a person gave and that the new codebook tells otherwise, or with level "" one that was not asked."""

    coder: str
    url: str
    code: str
    level: str


def codebook(options: Options) -> int:
    """One of the actions."""
    return ACTIONS[options.action](options)


def check(options: Options) -> int:
    """Print every fault of a codebook; exit code FAULTY where there is one."""
    book = codebooks.load(options.book)
    faults = revision.faults(book)
    unasked = revision.unasked(book)
    facts = {"codebook": book.id, "version": book.version, "faults": faults, "frozen": book.frozen}
    tell(options, {**facts, "not_asked": dict(unasked)}, "\n".join(faults))
    for name, codes in unasked:
        print(f"{name} is not asked: there is no code {listed(codes)}", file=sys.stderr)
    counts = f"{amount(len(book.codes), 'code')}, {amount(len(faults), 'fault')}"
    print(f"{book.id} {book.version}: {counts}; hypotheses: {len(book.hypotheses)}", file=sys.stderr)
    return FAULTY if faults else 0


def show(options: Options) -> int:
    """A codebook for reading."""
    book = codebooks.load(options.book)
    counts = Counter(code.kind for code in book.codes)
    head = f"{book.id} {book.version}: " + ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    entries = [*map(_entry, book.codes), *map(_stated, book.hypotheses)]
    frozen = [f"hypotheses, frozen as {book.frozen}"] * bool(book.hypotheses)
    told = [head, *entries[: len(book.codes)], *frozen, *entries[len(book.codes) :]]
    tell(options, {**asdict(book), "digest": book.digest, "frozen": book.frozen}, "\n\n".join(told))
    return 0


def _entry(code: Code) -> str:
    told = [("", code.question), ("", code.definition), ("use when: ", code.use_when), ("not when: ", code.avoid_when)]
    told += [(f"{level}: ", getattr(code, level)) for level in LEVELS]
    told += [(f"example{f' of {level}' * bool(level)}: ", text) for level, text in code.examples]
    lines = [fill(f"{label}{text}", 96, initial_indent="  ", subsequent_indent="    ") for label, text in told if text]
    for level, block in code.phrases:
        lines.append(f"  phrases{f' of {level}' * bool(level)}:")
        lines += [f"    {line}" for line in block.split("\n") if line.strip()]
    return "\n".join([f"{code.id} ({code.kind}): {code.name}", *lines])


def _stated(asked: Hypothesis) -> str:
    lists = [(name, getattr(asked, name)) for name in LISTED]
    told = [("claim: ", asked.claim), ("test: ", f"{asked.test}, smallest difference of interest {asked.smallest:g}")]
    told += [(f"{name}: ", ", ".join(codes)) for name, codes in lists if codes]
    told += [("bear in mind: ", asked.caveat), ("source: ", asked.source)]
    lines = [fill(f"{label}{text}", 96, initial_indent="  ", subsequent_indent="    ") for label, text in told if text]
    return "\n".join([f"{asked.id} (hypothesis)", *lines])


def diff(options: Options) -> int:
    """What changed between two codebooks, and what of a study's codings is out of date with it."""
    old, new = codebooks.load(options.old), codebooks.load(options.new)
    changes, restated = revision.changes(old, new), revision.restated(old, new)
    facts: dict[str, Any] = {"changes": [asdict(change) for change in changes]}
    facts["hypotheses"] = [asdict(change) for change in restated]
    lines = [*(map(_line, changes) if changes else ["no code changed"]), *map(_line, restated)]
    if options.study is None:
        stale = {name: _stale(ANY, name, old, new) for name in AUTOMATIC}
        facts["coders"] = [{"coder": name, "again": "all" if again else "none"} for name, again in stale.items()]
        lines += [f"{name}: {'every post' if again else 'no post'} to code again" for name, again in stale.items()]
    else:
        study = settings.load(options.study)
        with opened(study, options.study.resolve().parent) as space:
            work, doubts = _work(space, old, new), _doubts(space, old, changes)
        facts |= {"coders": [asdict(one) for one in work], "check_again": [asdict(one) for one in doubts]}
        lines += [f"{one.coder}: {one.again} of {amount(one.coded, 'coded post')} to code again" for one in work]
        lines += [f"check again: {one.coder}, {one.code} {one.level or 'not asked'}: {one.url}" for one in doubts]
    tell(options, facts, "\n".join(lines))
    return 0


def _line(change: Change) -> str:
    return f"{change.code}: {change.kind}" + (f" in {listed(change.fields)}" if change.fields else "")


def _stale(study: Study, coder: str, old: Codebook, new: Codebook) -> bool:
    named = study.model_copy(update={"coder": coder})
    return coders.version(named, old) != coders.version(named, new)


def _work(space: Workspace, old: Codebook, new: Codebook) -> list[Work]:
    """For each automatic coder that has coded posts of the study: how many, and how many of them are to code again."""
    found = []
    for name in AUTOMATIC:
        named = space.study.model_copy(update={"coder": name})
        mine = sa.select(CODINGS.c.entry).where(CODINGS.c.coder == name)
        coded = {row["entry"] for row in storing.select(space.store, mine)}
        coded &= set(pending.wanted(space.store, named))
        again = coded.intersection(pending.uncoded(space.store, named, coders.version(named, new)))
        if coded or name == space.study.coder:
            found.append(Work(name, len(coded), len(again) if _stale(named, name, old, new) else 0))
    return found


def _doubts(space: Workspace, old: Codebook, changes: Sequence[Change]) -> list[Doubt]:
    """What people coded by the old codebook and the new one tells otherwise; a new code was not asked of experiences."""
    statement = (
        sa.select(CODINGS.c.coder, CODINGS.c.coding, POSTS.c.url)
        .join(POSTS, POSTS.c.entry == CODINGS.c.entry)
        .where(CODINGS.c.coder.like(f"{PERSON}%"), CODINGS.c.version == coders.hand_version(old))
        .order_by(CODINGS.c.coder, POSTS.c.url)
    )
    asked = [change for change in changes if change.fields != ("phrases",)]  # of which people read nothing
    found = []
    for row in storing.select(space.store, statement):
        coding = rows.coding_of(row["coding"])
        told = dict(coding.causes) | dict.fromkeys(coding.outcomes, TOLD) | {coding.genre: "genre"}
        for change in asked:
            if change.code in told or (change.kind == "added" and coding.genre == STORY):
                found.append(Doubt(row["coder"], row["url"], change.code, told.get(change.code, "")))
    return found


ACTIONS: dict[str, Callable[[Options], int]] = {"check": check, "diff": diff, "show": show}
