"""Notes in the archive: what was asked, for what, and what came of it. A replay goes by them.

An answer has its own records; a note says which address of the study it belongs to, at the end of whatever redirects, and
it is the only trace of a request that nobody answered. It is written before the rows that follow from the answer.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from extract.net.robots import Robots
from extract.post import Failure, Page
from flows.archiving import archive as archiving
from flows.archiving.archive import Archive
from flows.archiving.places import Place
from flows.archiving.warc import Record
from flows.database.intake import Answer, Via
from flows.errors import UsageError

Purpose = Literal["feed", "page", "robots", "forgotten"]
TOLD = ("url", "status", "moved")  # of a page; headers and body have a record of their own


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Digests of what is kept out from a day on (extract.sameness.barring)."""

    digests: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Note:
    """The address that was asked for something, and the answer: rules for "robots", digests for "forgotten", else what
    `intake` takes.

    `family` is how a feed came into the study.
    """

    purpose: Purpose
    url: str
    answer: Answer | Robots | Forgotten
    family: str = ""


def write(archive: Archive, purpose: Purpose, url: str, answer: Answer, family: str = "") -> None:
    """Note what a feed or page came to; for feeds see `noted`."""
    told: dict[str, Any] = {"for": purpose, "asked": url, "via": answer.via, "at": answer.at.isoformat()}
    if isinstance(answer.said, Failure):
        told |= {"failure": asdict(answer.said)}
    else:
        told |= {
            "page": {name: getattr(answer.said, name) for name in TOLD},
            "fetched": answer.said.fetched.isoformat(),
        }
    if answer.conditional:
        told |= {"conditional": answer.conditional}
    if answer.unread:
        told |= {"unread": asdict(answer.unread)}
    archive.note(answer.at, url, told | {"place": answer.place, "family": family})


def noted(archive: Archive, url: str, answer: Answer, family: str = "") -> Answer:
    """A feed's answer that is noted when its rows are written: who came first with a post is then the same in a replay."""
    return replace(answer, note=lambda settled: write(archive, "feed", url, settled, family))


def write_robots(archive: Archive, rules: Robots) -> None:
    """Note what a site allows from now on, before its row is written."""
    told = asdict(rules) | {"for": "robots", "fetched": rules.fetched.isoformat(), "place": ""}
    if place := archive.holding(f"{rules.origin}/robots.txt", rules.body):
        told |= {"body": "", "place": place}
    else:
        told["body"] = rules.body.decode("latin-1")  # every byte is a character of it
    archive.note(rules.fetched, rules.origin, told)


def write_forgotten(archive: Archive, at: datetime, kept_out: Forgotten) -> None:
    """Note what is kept out, so that a store which a replay makes keeps it out as well."""
    archive.note(at, "", {"for": "forgotten", **asdict(kept_out)})


def is_note(record: Record) -> bool:
    """Whether a record is a note of ours."""
    return record.kind == "metadata" and record.block.startswith(b'{"') and b'"for": "' in record.block


def read(folder: Place, record: Record) -> Note:
    """The note in a record, with the answer's headers and body. Raises UsageError where these cannot be read."""
    try:
        told = json.loads(record.block)
        if told["for"] == "forgotten":
            return Note("forgotten", "", Forgotten(tuple(told["digests"]), told["day"]))
        return _robots(folder, told) if told["for"] == "robots" else _answer(folder, told)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:  # of another shape
        raise UsageError(f"{folder}: the note at {record.offset} cannot be read: {error!r}") from error


def _robots(folder: Place, told: Mapping[str, Any]) -> Note:
    body = archiving.read(folder, told["place"])[1] if told["place"] else told["body"].encode("latin-1")
    names = {name: told[name] for name in ("origin", "etag", "modified", "status")}
    rules = Robots(**names, body=body, fetched=datetime.fromisoformat(told["fetched"]))
    return Note("robots", rules.origin, rules)


def _answer(folder: Place, told: Mapping[str, Any]) -> Note:
    at, via, purpose = datetime.fromisoformat(told["at"]), told["via"], told["for"]
    conditional = told.get("conditional", "")
    if via not in get_args(Via) or purpose not in get_args(Purpose) or conditional not in ("", "yes", "no"):
        raise ValueError(f"{purpose!r} by {via!r}, conditional {conditional!r}")
    said: Page | Failure
    if "failure" in told:
        said = Failure(**told["failure"])
    else:
        headers, body = archiving.read(folder, told["place"])
        fetched = datetime.fromisoformat(told["fetched"]).astimezone(UTC)
        said = Page(asked=told["asked"], headers=headers, body=body, fetched=fetched, **told["page"])
    unread = Failure(**told["unread"]) if "unread" in told else None
    return Note(purpose, told["asked"], Answer(said, told["place"], at, via, unread, conditional), told["family"])
