"""The hand loop: draw posts for people to code blind, read their sheets back, say how far everybody agrees."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path

from analysis.checks import sampling
from analysis.checks.adjudication import EXPERIENCE
from analysis.codebook import Codebook
from analysis.coding import Coding
from flows import settings
from flows.byhand import agreeing, deciding, handing, handwork, samples, sheets, tables
from flows.byhand.agreeing import Comparison
from flows.byhand.handwork import ADJUDICATED, Handwork
from flows.errors import TooLittleData, UsageError
from flows.reporting import exporting, results
from flows.settings import Study
from flows.telling import harmless, tell
from flows.workspace import Workspace, opened
from reports import exports
from reports.wording import amount

TOO_LOW = 5  # exit code where agreement is below --at-least
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MOST = 200  # mistakes that are listed
Options = argparse.Namespace


def sample(options: Options) -> int:
    """Draw a sample and write a blind sheet for each person."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    people = [_person(name, "--coder-name") for name in options.coder_name or ["coder"]]
    if ADJUDICATED in people:
        raise UsageError(f"--coder-name: {ADJUDICATED!r} is the name under which decisions are imported")
    with opened(study, folder) as space:
        predicted = samples.predictions(space)
        size = options.size if options.half_width is None else _wanted(options.half_width, predicted)
        drawn = samples.draw(space, predicted, size, options.seed)
        files = handing.sheets(space, drawn, people)
        width = handing.widths(drawn, space)
        book = space.book
    facts = {"sample": len(drawn.drawn), "of": len(drawn.chances), "seed": drawn.seed, "size": drawn.size, **width}
    tell(
        options,
        {**facts, "expected": drawn.expected, "files": [str(path) for path in files]},
        "\n".join(map(str, files)),
    )
    handing.explain(drawn, width, book)
    return 0


def _wanted(half_width: float, predicted: Mapping[str, Coding]) -> int:
    """Posts that make share and alpha as sure as wished, for a code in 30 % of the experiences among them."""
    if not 0.02 <= half_width <= 0.5:
        raise UsageError(f"--half-width: {half_width:g} is not from 0.02 to 0.5")
    needed = sampling.needed(half_width, handing.COMMON)
    told = sum(coding.genre == EXPERIENCE for coding in predicted.values())
    return ceil(max(needed.share, needed.alpha) * len(predicted) / max(told, 1))


def bring(options: Options) -> int:
    """Import a filled-in sheet, or an adjudication file; nothing is stored where anything is wrong."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    if options.sheet.suffix.lower() in exporting.READERS:
        return _bring_project(options, study, folder)
    person, table = _person(options.coder, "--coder"), tables.read(options.sheet)
    if table.remark:
        print(table.remark, file=sys.stderr)
    with opened(study, folder) as space:
        work = handwork.load(space)
        if not work.texts:
            raise TooLittleData(f"no sample is drawn yet; run first: rootfeed hand sample {options.study}")
        if deciding.is_file(table):
            return _bring_decisions(options, space, person, table, work)
        checked = sheets.check(table, space.book, work.texts)
        _refuse(options, checked.mistakes)
        handwork.keep(space, person, checked.codings)
    facts = {"coder": handwork.PERSON + person, "coded": len(checked.codings), "uncoded": checked.uncoded}
    text = f"{amount(len(checked.codings), 'post')} coded by {person}, {checked.uncoded} not yet"
    if checked.bare:
        text += f"; {amount(checked.bare, 'core cause')} without words from the post"
    tell(options, {**facts, "without_words": checked.bare}, text)
    return 0


def _bring_project(options: Options, study: Study, folder: Path) -> int:
    """What a person coded in another program. Only posts of the sample count, because only their chances are known."""
    person = _person(options.coder, "--coder")
    with opened(study, folder) as space:
        codings, left = exporting.brought(space, options.sheet, person)
        drawn = handwork.load(space).texts
        kept = {entry: coding for entry, coding in codings.items() if entry in drawn}
        if not kept:
            raise TooLittleData(
                f"{options.sheet}: {options.coder} coded {amount(len(codings), 'post')}, none of them in a sample; "
                f"run first: rootfeed hand sample {options.study}"
            )
        handwork.keep(space, person, kept)
    beside = [f"{amount(len(codings) - len(kept), 'post')} coded beside the sample"] * (len(codings) > len(kept))
    print(*map(harmless, [*left[:MOST], *beside]), sep="\n", file=sys.stderr, end="\n" * bool(left or beside))
    facts = {"coder": handwork.PERSON + options.coder, "coded": len(kept), "beside": len(codings) - len(kept)}
    tell(options, {**facts, "left": left}, f"{amount(len(kept), 'post')} coded by {options.coder}")
    return 0


def _bring_decisions(options: Options, space: Workspace, person: str, table: tables.Table, work: Handwork) -> int:
    if person != ADJUDICATED:
        raise UsageError(f"{options.sheet}: is an adjudication file; import it with --coder {ADJUDICATED}")
    decided = deciding.check(table, work)
    _refuse(options, decided.mistakes)
    handwork.keep(space, person, decided.codings)
    facts = {"coder": handwork.PERSON + person, "coded": len(decided.codings), "uncoded": decided.open}
    tell(options, facts, f"{amount(len(decided.codings), 'post')} adjudicated, {decided.open} still open")
    return 0


def _refuse(options: Options, mistakes: Sequence[tables.Mistake]) -> None:
    """Raise UsageError that names every mistake, if there is one."""
    if not mistakes:
        return
    if options.json:
        told = [{"row": one.row, "column": one.column, "mistake": one.text} for one in mistakes]
        print(json.dumps({"mistakes": told}, indent=1, ensure_ascii=False))
    more = [f"… and {len(mistakes) - MOST} more"] * (len(mistakes) > MOST)
    lines = [
        f"{options.sheet}: {amount(len(mistakes), 'mistake')}, nothing is stored",
        *map(str, mistakes[:MOST]),
        *more,
    ]
    raise UsageError(harmless("\n  ".join(lines)))


def agree(options: Options) -> int:
    """How far people agree, and each automatic coder with them; what they part on, as a file to decide in."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    with opened(study, folder) as space:
        work = handwork.load(space)
        if not work.coded:
            raise TooLittleData(
                f"nobody's codes are stored; run: rootfeed hand import {options.study} SHEET.csv --coder NAME"
            )
        found = agreeing.comparisons(work, handwork.machines(space, list(work.texts)))
    out = options.out or folder / f"{study.name}-hand"
    files = {"agreement.csv": exports.csv({"agreement": agreeing.table(found)})["agreement.csv"]}
    if len(work.people) > 1:
        files["adjudication.csv"] = _undecided(out / "adjudication.csv", deciding.file(work))
    for name, content in files.items():
        results.put(out / name, content)
    paths = [str(out / name) for name in files]
    facts = {"posts": work.coded, "people": sorted(work.people), "comparisons": list(map(agreeing.facts, found))}
    text = "\n\n".join("\n".join(agreeing.lines(one)) for one in found) or "nobody to compare with"
    tell(options, {**facts, "disputed": work.disputed, "files": paths}, "\n".join([text, "", *paths]))
    if work.disputed:
        print(
            f"{amount(work.disputed, 'post')} in dispute, where codes without a majority count neither way",
            file=sys.stderr,
        )
    return _judged(options.at_least, [one for one in found if _counts(one, study.coder)], work.book)


def _undecided(path: Path, content: bytes) -> bytes:
    """The adjudication file, unless an older one holds decisions that are not imported."""
    if not path.exists():
        return content
    old, new = deciding.decisions(tables.read(path)), deciding.decisions(tables.parse(content, path))
    if old.items() <= new.items():
        return content
    print(
        f"{path}: kept, it holds decisions that are not stored: not imported, or on posts still open", file=sys.stderr
    )
    return path.read_bytes()


def _counts(one: Comparison, coder: str) -> bool:
    """Whether --at-least asks for it: people among themselves, and the study's own coder."""
    return not one.first or one.who.partition(" ")[0] == coder


def _judged(least: float | None, found: list[Comparison], book: Codebook) -> int:
    if least is None:
        return 0
    short = [line for one in found for line in agreeing.below(one, book, least)]
    print("\n".join(short) or f"no figure of experience or a core cause is below {least:g}", file=sys.stderr)
    return TOO_LOW if short or not found else 0


def _person(name: str, where: str) -> str:
    if not NAME.fullmatch(name):
        raise UsageError(f"{where}: {name!r} is no name of small letters, digits, - and _")
    return name


ACTIONS: dict[str, Callable[[Options], int]] = {"sample": sample, "import": bring, "agree": agree}


def hand(options: Options) -> int:
    """One of the three steps."""
    return ACTIONS[options.action](options)
