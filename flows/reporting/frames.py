"""The study's frames: which posts of the store are in it, which fell out at which step, and what was coded of them.

Nothing here depends on the clock or on the order in which rows came: same store, same study, same frames.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analysis import companies, reading
from analysis.coding import Coding, Evidence
from analysis.companies import Known, Story
from extract.sameness import duplicates
from flows.byhand import drawn
from flows.coding import coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import CODINGS, MATCHES, POSTS
from flows.errors import UsageError
from flows.people import keeping
from flows.reporting import coverage
from flows.reporting.coverage import Sifted
from flows.reporting.filling import Filling
from flows.workspace import Workspace

POST_COLUMNS = [
    "post", "url", "title", "blog", "published", "language", "genre", "genre_reason", "reaction", "outcomes",
    "duplicate_of", "words", "matched", "company", "chance",
]  # fmt: skip
# What all posts are held with, and what is brought for a few of them at a time.
STAMPED = (POSTS.c.entry, POSTS.c.made, CODINGS.c.made.label("coded"))
HEAD = (*STAMPED, *(POSTS.c[name] for name in ("url", "title", "blog", "published", "language")))
REST = (POSTS.c.text, MATCHES.c.hits, CODINGS.c.coding)
KINDS = {"reaction": "Int64", "duplicate_of": "Int64", "chance": "Float64"}
CODING_COLUMNS = ["post", "blog", "cause", "level", "coder"]
EVIDENCE_COLUMNS = [
    "post", "url", "blog", "published", "cause", "level", "start", "end", "quote", "before", "after", "rule", "strength",
    "coder",
]  # fmt: skip


@dataclass(frozen=True)
class Frames:
    """Posts (one row an address that matches), codings and evidence of the experiences among them, the funnel, and the
    store's posts that it was counted from."""

    posts: pd.DataFrame
    codings: pd.DataFrame
    evidence: pd.DataFrame
    funnel: pd.DataFrame
    sifted: Sifted
    numbers: dict[str, int]  # of the posts by their entry in the store
    stamps: dict[str, str]  # when each of these was made and coded

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames that a report is computed from, by name; their columns are told in docs/files.md."""
        return {name: getattr(self, name) for name in ("posts", "codings", "evidence", "funnel")}


def frames(space: Workspace) -> Frames:
    """The study's frames, oldest post first, posts numbered from 1."""
    matching = _matching(space, *HEAD)
    number = {row["entry"]: position for position, row in enumerate(matching, start=1)}
    stamps = {row["entry"]: _stamp(row) for row in matching}
    copies = duplicates.groups([(row["entry"], row["text"]) for row in _told(space, stamps, POSTS.c.text)])
    chances, listed = _chances(space), companies.known(space.study.companies)
    silent = keeping.unquoted(space.store)
    posts, codings, evidence = Filling(POST_COLUMNS, KINDS), Filling(CODING_COLUMNS), Filling(EVIDENCE_COLUMNS)
    for head, rest in zip(matching, _told(space, stamps, *REST), strict=True):
        row, post, coding = {**head, **rest}, number[head["entry"]], rows.coding_of(rest["coding"])
        rows.check_places(row, coding)
        first = number[copies[row["entry"]]]
        copied = first if first != post else None
        about = _company(row, coding, listed) if coding.genre == "experience" and copied is None else ""
        posts.add([(*_post(row, post, coding, copied), about, chances.get(row["entry"]))])
        if first == post and coding.genre == "experience":
            codings.add((post, row["blog"], cause, level, space.study.coder) for cause, level in coding.causes)
            told = _evidence(row, post, coding, space.study.coder)
            evidence.add([_unquoted(one) for one in told] if row["entry"] in silent else told)
    frame, sifted = posts.frame(), coverage.sifted(space)
    return Frames(
        posts=frame,
        codings=codings.frame(),
        evidence=evidence.frame(),
        funnel=pd.DataFrame(coverage.funnel(space, sifted, frame), columns=["step", "count", "why"]),
        sifted=sifted,
        numbers=number,
        stamps=stamps,
    )


def texts(space: Workspace, of: Frames) -> pd.DataFrame:
    """The texts of the posts in the columns `post` and `text`. Raises UsageError where one is not what it was."""
    found = _told(space, of.stamps, POSTS.c.text)
    return pd.DataFrame(((of.numbers[row["entry"]], row["text"]) for row in found), columns=["post", "text"])


def matching_posts(space: Workspace) -> list[storing.Row]:
    """Posts of the study with their coding, one per address, oldest first."""
    return _matching(space, POSTS, MATCHES.c.hits, CODINGS.c.coding)


def _matching(space: Workspace, *columns: sa.Table | sa.ColumnElement[str]) -> list[storing.Row]:
    study = space.study
    found = sorted(storing.select(space.store, _joined(space, *columns)), key=_order)
    if study.coder == coders.HAND:  # people may have coded other posts for another study of the same store
        sample = _chances(space)
        found = [row for row in found if row["entry"] in sample]
    unique = {row["url"] or row["entry"]: row for row in reversed(found) if not pending.left_out(study, row)}
    return sorted(unique.values(), key=_order)


def _joined(space: Workspace, *columns: sa.Table | sa.ColumnElement[str]) -> sa.Select[Any]:
    """Posts that match and are coded by the study's coder as it now codes."""
    same = sa.and_(MATCHES.c.entry == POSTS.c.entry, MATCHES.c.query == space.study.query)
    version = coders.version(space.study, space.book)
    mine = sa.and_(CODINGS.c.coder == space.study.coder, CODINGS.c.version == version)
    joined = sa.select(*columns).join_from(POSTS, MATCHES, same).join(CODINGS, CODINGS.c.entry == POSTS.c.entry)
    return joined.where(MATCHES.c.hits != "[]", mine)


def _told(space: Workspace, stamps: Mapping[str, str], *columns: sa.ColumnElement[str]) -> Iterator[storing.Row]:
    """More of posts, a few at a time: texts and codings of all of them take more memory than a whole report.

    Raises UsageError where a post is not what it was when it got its stamp.
    """
    statement, entries = _joined(space, *STAMPED, *columns), list(stamps)
    for start in range(0, len(entries), storing.IN_LIMIT):
        few = entries[start : start + storing.IN_LIMIT]
        found = {row["entry"]: row for row in storing.select(space.store, statement.where(POSTS.c.entry.in_(few)))}
        if {entry: _stamp(row) for entry, row in found.items()} != {entry: stamps[entry] for entry in few}:
            raise UsageError("another run changed posts while this one looked at them; run the same command again")
        yield from (found[entry] for entry in few)


def _stamp(row: storing.Row) -> str:
    return f"{row['made']} {row['coded']}"


def _chances(space: Workspace) -> dict[str, float]:
    return drawn.chances(space) if space.study.coder == coders.HAND else {}


def _order(row: storing.Row) -> tuple[str, str, str]:
    return row["published"], row["url"], row["entry"]


def _post(row: storing.Row, post: int, coding: Coding, copy_of: int | None) -> tuple[object, ...]:
    head = (post, row["url"], row["title"], row["blog"], row["published"], row["language"])
    told = (coding.genre, coding.genre_reason, coding.reaction, "|".join(coding.outcomes))
    return (*head, *told, copy_of, len(row["text"].split()), row["hits"])


def _company(row: storing.Row, coding: Coding, listed: Known) -> str:
    """The company that the story of a post is about, "" where it names none."""
    told = tuple(reading.Span(item.start, item.end) for item in coding.evidence)
    return companies.company(Story(row["title"], row["text"], told, row["url"]), listed)


def _evidence(row: storing.Row, post: int, coding: Coding, coder: str) -> list[tuple[object, ...]]:
    spans = reading.sentences(row["text"])
    told = dict(coding.causes)
    head = (post, row["url"], row["blog"], row["published"])
    return [
        (
            *head,
            item.code,
            item.level,
            item.start,
            item.end,
            item.quote,
            *_around(row["text"], spans, item),
            item.rule,
            item.strength,
            coder,
        )
        for item in coding.evidence
        if item.code in told
    ]


def _unquoted(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row of evidence without its words: who has published them wants them quoted nowhere."""
    told = dict(zip(EVIDENCE_COLUMNS, row, strict=True)) | dict.fromkeys(("quote", "before", "after"), "")
    return tuple(told.values())


def _around(text: str, spans: Sequence[reading.Span], item: Evidence) -> tuple[str, str]:
    """The sentences before and after a quote."""
    before = [text[span.start : span.end] for span in spans if span.end <= item.start][-1:]
    after = [text[span.start : span.end] for span in spans if span.start >= item.end][:1]
    return "".join(before), "".join(after)
