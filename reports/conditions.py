"""How each source of a study is, and what to do about it: facts of a source in, one condition out.

Everything is told as of a moment that the caller names, so that the same store gives the same page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.estimates.silence import Silence
from extract.timing.schedule import CONFIRMED
from reports.wording import amount, day

LATE = timedelta(days=2)  # how long past its time a feed may wait before somebody should know
STUMBLES = 3  # failures in a row that are no news yet
FRUITLESS = 10  # requests of a search, and posts that it brought, from which on none that matches is told
LAST = datetime.max.year  # of a time that means never

GONE, REFUSED, BROKEN, FAILING, SILENT = "gone", "refused", "broken", "failing", "silent"
MOVED, THROTTLED, LATE_, FRUITLESS_, UNASKED, WELL = "moved", "throttled", "late", "fruitless", "not asked", "well"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one source. `outcome` is that of the last request, "feed" if it was well, "" if there was none.

    `family` is how it came into the study; `since` when its failures in a row began; `items` are those of its last answer,
    `posts` all that it brought, `new` those of the last 30 days, `matched` those that match the query. `requests` counts
    what it was asked; `moved` is where it says it has gone for good, on `confirmed` days.
    """

    url: str
    family: str
    outcome: str = ""
    detail: str = ""
    status: int = 0
    asked: datetime | None = None
    succeeded: datetime | None = None
    due: datetime | None = None
    earliest: datetime | None = None
    since: datetime | None = None
    failures: int = 0
    moved: str = ""
    confirmed: int = 0
    items: int = 0
    posts: int = 0
    new: int = 0
    matched: int = 0
    requests: int = 0
    silence: Silence | None = None

    @property
    def live(self) -> float | None:
        """Matching posts a request, None where it was never asked."""
        return self.matched / self.requests if self.requests else None


@dataclass(frozen=True, slots=True)
class Condition:
    """How a source is: `name` one of those above, `rank` 0 the worst, `why` in words, `advice` what to do, "" if nothing."""

    rank: int
    name: str
    why: str
    advice: str


# What a reason of a failed request means for a reader of the page, and what to do.
BY_REASON: dict[str, tuple[str, str]] = {
    "gone": (GONE, "Take it out of the study; it is not asked again."),
    "forbidden by robots": (REFUSED, "Ask the site's owner, or take it out of the study."),
    "bad address": (REFUSED, "Correct the address in the study."),
    "forbidden address": (
        REFUSED,
        "If it is your own network, name it under allow in the study; else take the feed out.",
    ),
    "reserved": (REFUSED, "Its publisher asks not to be collected; take it out of the study."),
    "forgotten": (REFUSED, "It is kept out on request; take it out of the study."),
    "not a feed": (BROKEN, "Find its feed again: rootfeed sources discover."),
    "walled": (BROKEN, "A page for browsers stands in its way; ask the site's owner for access, or take it out."),
    "empty": (BROKEN, "Wait a few days, then tell the site's owner or take it out."),
    "unreadable": (BROKEN, "Tell the site's owner, or take it out of the study."),
    "too large": (BROKEN, "Name a feed with fewer posts."),
    "throttled": (THROTTLED, "Nothing to do: it is left alone until then. More of its kind on one host make it worse."),
}
BY_STATUS = {401: REFUSED, 402: REFUSED, 403: REFUSED, 404: BROKEN, 451: REFUSED}
FOR_STATUS = {
    REFUSED: "The server refuses it; ask the site's owner, or take it out of the study.",
    BROKEN: "Find where it went: rootfeed sources discover.",
}


def condition(source: Source, now: datetime) -> Condition:
    """How a source is at a moment: the worst that is true of it."""
    for rank, told in enumerate(TOLD):
        if said := told(source, now):
            return Condition(rank, *said)
    return Condition(len(TOLD), WELL, "", "")


def meaning(reason: str, status: int) -> tuple[str, str]:
    """What a failed request with a reason (extract.post.Reason) and an HTTP status or 0 says: a name from above, and advice."""
    if reason in BY_REASON:
        return BY_REASON[reason]
    name = BY_STATUS.get(status, FAILING)
    return name, FOR_STATUS.get(name, "Check the address; it is asked again, ever more rarely.")


Said = tuple[str, str, str] | None  # name, why, advice


def _failed(wanted: tuple[str, ...]) -> Callable[[Source, datetime], Said]:
    def told(source: Source, now: datetime) -> Said:
        if source.outcome in ("", "feed"):
            return None
        name, advice = meaning(source.outcome, source.status)
        if name not in wanted or (name == FAILING and source.failures < STUMBLES):
            return None
        since = f" since {day(source.since)}" if source.since else ""
        rest = f"; left alone until {_time(source.earliest)}" if name == THROTTLED and source.earliest else ""
        return name, f"{_said(source)}{since}{rest}", advice

    return told


def _said(source: Source) -> str:
    code = f" ({source.status})" if source.status and str(source.status) not in source.detail else ""
    return f"{source.outcome}{code}: {source.detail}" if source.detail else f"{source.outcome}{code}"


def _silent(source: Source, now: datetime) -> Said:
    if not source.silence or not source.silence.silent:
        return None
    told = source.silence
    why = f"answers, but the last post is of {day(told.last)}; by its own rhythm {_span(told.limit.days)} are the most"
    return SILENT, why, "Look at the blog: the feed may be broken, or its author has moved or stopped."


def _moved(source: Source, now: datetime) -> Said:
    if not source.moved or source.confirmed < CONFIRMED:
        return None
    why = f"says it has moved for good to {source.moved}, seen on {amount(source.confirmed, 'day')}"
    return MOVED, why, "Write the new address into the study."


def _late(source: Source, now: datetime) -> Said:
    if not source.due or not source.asked or now - source.due <= LATE:
        return None
    return (
        LATE_,
        f"was due on {day(source.due)}",
        "Nobody collects: run rootfeed serve, or rootfeed collect now and then.",
    )


def _fruitless(source: Source, now: datetime) -> Said:
    searched = source.family.startswith("search:")
    if not searched or source.matched or source.requests < FRUITLESS or source.posts < FRUITLESS:
        return None
    why = f"{amount(source.requests, 'request')} brought {amount(source.posts, 'post')}, none of which matches"
    return FRUITLESS_, why, "The service ignores the query or knows nothing on it; take the search out."


def _unasked(source: Source, now: datetime) -> Said:
    return None if source.outcome else (UNASKED, "was never asked", "Run rootfeed collect.")


TOLD = (
    _failed((GONE,)), _failed((REFUSED,)), _failed((BROKEN,)), _failed((FAILING,)), _silent, _moved, _failed((THROTTLED,)),
    _late, _fruitless, _unasked,
)  # fmt: skip


def _span(days: int) -> str:
    return amount(days, "day") if days < 730 else amount(days // 365, "year")


def _time(moment: datetime) -> str:
    return "further notice" if moment.year >= LAST else f"{day(moment)}, {moment:%H:%M} UTC"
