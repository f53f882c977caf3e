"""`rootfeed show`: one post with the words that codes rest on, why each code was given, and what else was considered."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.text import Text

from analysis.coding import Coding
from flows import settings
from flows.coding import coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import CODINGS, MATCHES, POSTS
from flows.errors import TooLittleData, UsageError
from flows.reporting.frames import matching_posts
from flows.telling import harmless, tell
from flows.workspace import Workspace, opened
from reports.explained import Explained, Piece, Told, explain, pieces
from reports.wording import amount, visible

MOST = 20  # posts that are listed where several are meant
STYLES = {"complaint": "bold red", "praise": "bold green", "": "bold yellow"}
Options = argparse.Namespace


@dataclass(frozen=True)
class Seen:
    """A post of the run with its number, and what each coder made of it, the asked one first."""

    number: int
    of: int
    post: storing.Row
    codings: dict[str, Coding]


def show(options: Options) -> int:
    """Show one post of a study."""
    study = settings.load(options.study)
    with opened(study, options.study.resolve().parent) as space:
        run = matching_posts(space)
        if not run:
            raise TooLittleData(f"no post of this study is coded by {study.coder}; run: rootfeed code {options.study}")
        number = _number(space, run, options.post)
        post = run[number - 1]
        seen = Seen(number, len(run), post, _codings(space, post["entry"], options.coder or study.coder))
        explained = explain(next(iter(seen.codings.values())), space.book)
    parts = pieces(post["text"], explained.given)
    head, tail = _head(seen), "\n".join([*_why(explained), *_beside(seen)])
    if not options.json and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _styled(head, parts, tail)
    else:
        tell(options, _facts(seen, explained), "\n".join([head, "", "".join(map(_bracketed, parts)), "", tail]))
    return 0


def _number(space: Workspace, run: Sequence[storing.Row], wanted: str) -> int:
    """The number in the run of the post that is meant. Raises UsageError where it is none or several."""
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(run):
        return int(wanted)
    numbered = list(enumerate(run, start=1))
    same = [number for number, row in numbered if row["url"] == wanted]
    found = same or [number for number, row in numbered if _is_part(wanted, row)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(_absent(space, wanted, len(run)))
    lines = [f"{amount(len(found), 'post')} are meant by {visible(wanted)!r}; name one by its number or address"]
    lines += [f"{number:5}  {_title(run[number - 1])}  {visible(run[number - 1]['url'])}" for number in found[:MOST]]
    lines += [f"       … and {len(found) - MOST} more"] * (len(found) > MOST)
    raise UsageError("\n".join(lines))


def _is_part(wanted: str, row: storing.Row) -> bool:
    return bool(wanted.strip()) and wanted.casefold() in f"{row['title']}\n{row['url']}".casefold()


def _absent(space: Workspace, wanted: str, count: int) -> str:
    """Why no post of the run is meant: another post of the store may be, and then why it is not in the run."""
    study = space.study
    statement = sa.select(POSTS, MATCHES.c.hits).outerjoin(
        MATCHES, sa.and_(MATCHES.c.entry == POSTS.c.entry, MATCHES.c.query == study.query)
    )
    for row in storing.select(space.store, statement.order_by(POSTS.c.url)):
        if not _is_part(wanted, row):
            continue
        why = row["detail"] if row["outcome"] != "post" else pending.left_out(study, row)
        if not why:
            why = "does not match the query" if row["hits"] in (None, "[]") else f"is not coded by {study.coder}"
        return f"{_title(row)}, {visible(row['url'])}, is stored but not in this run: {visible(why)}"
    return f"no post {visible(wanted)!r}; name a number from 1 to {count}, an address, or words of a title"


def _title(row: storing.Row) -> str:
    return visible(row["title"]) or "(no title)"


def _codings(space: Workspace, entry: str, first: str) -> dict[str, Coding]:
    """What each coder made of a post as it codes now, else the last that it made; `first` stands first."""
    found: dict[str, tuple[bool, str, str]] = {}
    for row in storing.by_ids(space.store, CODINGS, "entry", [entry]):
        now = row["version"] == coders.version(_by(space, row["coder"]), space.book)
        found[row["coder"]] = max(found.get(row["coder"], (False, "", "")), (now, row["made"], row["coding"]))
    if first not in found:
        raise UsageError(f"--coder {first}: has not coded this post; there are {', '.join(sorted(found))}")
    names = {name: name if now else f"{name} (out of date)" for name, (now, _, _) in found.items()}
    return {
        names[name]: rows.coding_of(found[name][2]) for name in sorted(found, key=lambda name: (name != first, name))
    }


def _by(space: Workspace, coder: str) -> settings.Study:
    """The study with another coder; people's own codings are of one version with what stands for all of them."""
    return space.study.model_copy(update={"coder": coder.partition(":")[0]})


def _head(seen: Seen) -> str:
    post = seen.post
    facts = [post["url"], post["blog"], post["published"][:10] or "undated", amount(len(post["text"].split()), "word")]
    coder = next(iter(seen.codings))
    return f"Post {seen.number} of {seen.of}: {_title(post)}\n{visible(' · '.join(facts))}\ncoded by {coder}"


def _bracketed(piece: Piece) -> str:
    return f"[{piece.text}]({', '.join(piece.labels)})" if piece.labels else piece.text


def _styled(head: str, parts: Sequence[Piece], tail: str) -> None:
    text = Text(f"{harmless(head)}\n\n")
    for piece in parts:
        text.append(harmless(piece.text), STYLES[piece.mood] if piece.labels else "")
        if piece.labels:  # colour is never the only sign
            text.append(f" ({', '.join(piece.labels)})", "dim")
    text.append(f"\n\n{harmless(tail)}")
    Console(highlight=False).print(text, soft_wrap=True)


def _why(explained: Explained) -> list[str]:
    lines = ["Why"]
    for told in explained.given:
        lines += [f"  {told.label}{_sure(told)}", *_grounds(told)]
    if explained.considered:
        lines += ["", "Considered and not given"]
        for told in explained.considered:
            lines += [f"  {told.label}{_sure(told)}", *_grounds(told)]
    if explained.abstained:
        lines += ["", f"Not judged: {', '.join(explained.abstained)}"]
    return lines


def _sure(told: Told) -> str:
    sure = "" if told.confidence is None else f" (confidence {told.confidence:.2f})"
    return sure + (f": {visible(told.reason)}" if told.reason else "")


def _grounds(told: Told) -> list[str]:
    return [
        f"    {item.level or 'told'}, strength {item.strength:.2f}, by {visible(item.rule)}: “{visible(item.quote)}”"
        for item in told.evidence
    ]


def _beside(seen: Seen) -> list[str]:
    """A table of all coders, where there are several: one line for each code that any of them gives."""
    if len(seen.codings) < 2:
        return []
    columns = [_levels(coding) for coding in seen.codings.values()]
    codes = ["genre", *sorted({code for column in columns for code in column} - {"genre", "reaction"}), "reaction"]
    table = [["", *seen.codings], *([code, *(column.get(code, "–") for column in columns)] for code in codes)]
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    return ["", "All coders", *(f"  {row}" for row in rows)]


def _levels(coding: Coding) -> dict[str, str]:
    felt = {} if coding.reaction is None else {"reaction": f"{coding.reaction:+d}" if coding.reaction else "0"}
    return {"genre": coding.genre, **dict(coding.causes), **dict.fromkeys(coding.outcomes, "told"), **felt}


def _facts(seen: Seen, explained: Explained) -> Mapping[str, Any]:
    names = ("url", "title", "blog", "published", "language", "text")
    coder = next(iter(seen.codings))
    head = {"post": seen.number, "of": seen.of, **{name: seen.post[name] for name in names}, "coder": coder}
    return {**head, **asdict(explained), "coders": {name: _levels(coding) for name, coding in seen.codings.items()}}
