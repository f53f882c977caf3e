"""`rootfeed widen`: words that a query lacks, from what its experiences speak of, with the experiences they would add."""

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from analysis import widening
from analysis.coders import CODERS
from analysis.coding import Coder
from analysis.widening import Gain, Phrase
from extract.matching import query
from flows import settings
from flows.coding import coders
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import POSTS
from flows.errors import TooLittleData, UsageError
from flows.reporting import frames
from flows.telling import harmless, tell
from flows.workspace import Workspace, opened
from reports.wording import amount

LOOKED = 50  # posts coded for each phrase, at random
SEED = 1
SHOWN = 15
EXPERIENCE = "experience"
Options = argparse.Namespace


@dataclass(frozen=True)
class Field:
    """What a query finds and what it leaves: texts of its experiences, and posts in its frame that it does not match."""

    found: tuple[str, ...]
    left: Mapping[str, storing.Row]


def widen(options: Options) -> int:
    """Print phrases with the experiences that each would add, and the query with the best of them."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    if options.query is not None:
        study = settings.check(study.model_dump() | {"query": options.query}, "--query")
    if study.coder not in CODERS:
        raise UsageError(f"widen: coder {study.coder!r} cannot code on its own; name another in {options.study}")
    with opened(study, folder) as space:
        field = _field(space)
        known = {word for words in query.parse(study.query).words for word in words.casefold().split()}
        phrases = widening.typical(field.found, [row["text"] for row in field.left.values()], known)
        gains = _gains(space, field, phrases)
    facts = [_facts(gain) for gain in gains[:SHOWN]]
    wider = _wider(study.query, gains, len(field.found))
    told = [f"{amount(len(field.found), 'experience')} found by {study.query}", "", *map(_line, gains[:SHOWN])]
    ending = [*[""] * bool(gains), f"query = {wider!r}" if wider else "no phrase adds experiences for sure"]
    tell(options, {"found": len(field.found), "phrases": facts, "query": wider}, harmless("\n".join([*told, *ending])))
    return 0


def _field(space: Workspace) -> Field:
    matching = frames.matching_posts(space)
    found = tuple(row["text"] for row in matching if rows.coding_of(row["coding"]).genre == EXPERIENCE)
    if len(found) < widening.LEAST:
        raise TooLittleData(
            f"{amount(len(found), 'experience')} to learn from, of {widening.LEAST} that are needed; a new query has to be "
            "run first: rootfeed run STUDY.toml --offline --query Q"
        )
    matched = {row["entry"] for row in matching} | set(pending.wanted(space.store, space.study))
    posts = storing.select(space.store, sa.select(POSTS).where(POSTS.c.outcome == "post").order_by(POSTS.c.entry))
    left = [row for row in posts if row["entry"] not in matched and not pending.left_out(space.study, row)]
    return Field(found, {row["url"] or row["entry"]: row for row in left})


def _gains(space: Workspace, field: Field, phrases: Sequence[Phrase]) -> list[Gain]:
    """What each phrase adds, the most at least first. Every post is coded once, whichever phrases it has."""
    coder, draw, seen = coders.coder(space.study, space.book), random.Random(SEED), dict[str, bool]()  # noqa: S311
    gains = []
    for phrase in phrases:
        parsed = query.parse(f'"{phrase.words}"')
        new = [url for url, row in field.left.items() if query.matches(parsed, row["title"], row["text"])]
        looked = draw.sample(new, min(LOOKED, len(new)))
        told = sum(_is_experience(coder, field.left[url], seen) for url in looked)
        gains.append(Gain(phrase, len(new), len(looked), told))
    return sorted((gain for gain in gains if gain.told), key=lambda gain: (-gain.low, gain.phrase.words))


def _is_experience(coder: Coder, row: storing.Row, seen: dict[str, bool]) -> bool:
    if row["entry"] not in seen:
        seen[row["entry"]] = coder(row["title"], row["text"]).genre == EXPERIENCE
    return seen[row["entry"]]


def _wider(text: str, gains: Sequence[Gain], found: int) -> str:
    """The query with the three phrases that add most for sure, where any adds a twentieth of what there is."""
    best = [gain.phrase.words for gain in gains[:3] if gain.low >= max(1, found / 20)]
    added = " OR ".join(f'"{words}"' if " " in words else words for words in best)
    return f"({text}) OR {added}" if best else ""


def _facts(gain: Gain) -> dict[str, object]:
    return {
        "phrase": gain.phrase.words,
        "experiences_with_it": gain.phrase.experiences,
        "new_posts": gain.posts,
        "looked_at": gain.looked,
        "of_them_experiences": gain.told,
        "gain": round(gain.expected, 1),
        "low": round(gain.low, 1),
        "high": round(gain.high, 1),
    }


def _line(gain: Gain) -> str:
    how = "all coded" if gain.looked == gain.posts else f"{gain.looked} coded"
    ranged = f"{gain.expected:.0f}" + (f" ({gain.low:.0f} to {gain.high:.0f})" if gain.looked < gain.posts else "")
    return f"{gain.phrase.words:28} {amount(gain.posts, 'more post')}, {how}: {ranged} experiences"
