"""The newest coded experiences as an Atom feed (RFC 4287), for whoever wants to read along in a feed reader.

Feeds are hostile input, and here they go out again: titles and names lose what steers a terminal or turns text around, an
address that is none of the web gives way to the report, and markup stays text. The blog's name stands as the author, never
a person's. Nothing depends on the clock: same report, same bytes.
"""

from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

from feedgenerator import Atom1Feed
from markupsafe import escape

from analysis.codebook import Code
from analysis.estimates.causes import COMPLAINT, REACTIONS, experiences
from reports.page import Report
from reports.quotes import shorten, web_address
from reports.wording import listed

MOST = 200  # entries; readers that come once a month miss none
TITLE, NAME = 200, 60  # characters
PAGE = "report.html"  # beside the feed
TAG = "tag:rootfeed.invalid,2026:"  # RFC 4151 with a host that RFC 2606 keeps free: nobody else can mint these
Row = dict[Any, Any]  # Any: cells of a frame


def atom(report: Report) -> bytes:
    """The feed's bytes: at most MOST experiences, the newest first, undated ones last.

    An entry is updated when its post was published, or on the day of the newest entry (`made`) where it tells no date.
    """
    made = datetime.combine(report.made, time(), UTC)
    feed = Atom1Feed(
        title=shorten(_text(f"{report.study}: experiences with service"), TITLE),
        link=PAGE,
        description=shorten(_text(f"Blog posts that match {report.query}"), TITLE),
        author_name="rootfeed",  # RFC 4287 asks a feed without entries for one
        feed_guid=_tag("feed", report.study, report.query),
    )
    feed.latest_post_date = lambda: made  # else it asks the clock where there is no entry
    codes = {code.id: code for code in report.codebook.codes}
    told = _told(report)
    for row in _newest(report):
        _add(feed, row, _labels(told.get(row["post"], []), codes), made)
    return str(feed.writeString("utf-8")).encode()


def _newest(report: Report) -> list[Row]:
    own = experiences(report.posts)
    rows: list[Row] = own.to_dict("records") if len(own) else []
    return sorted(rows, key=lambda row: (_instant(row["published"]) or datetime.min.replace(tzinfo=UTC), row["post"]))[
        : -MOST - 1 : -1
    ]


def _told(report: Report) -> dict[int, list[tuple[str, str]]]:
    """Causes and levels by post, in the order of the frame."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in report.codings.to_dict("records"):
        found.setdefault(row["post"], []).append((str(row["cause"]), str(row["level"])))
    return found


def _add(feed: Any, row: Row, labels: tuple[list[str], list[str]], made: datetime) -> None:  # Any: ships no types
    complaints, praise = labels
    blog = shorten(_text(row["blog"]), NAME) or "a blog without a name"
    moment = _instant(row["published"])
    address = web_address(_text(row["url"]))
    feed.add_item(
        title=shorten(_text(row["title"]), TITLE) or "Untitled post",
        link=address or PAGE,
        description=escape(_summary(row["reaction"], complaints, praise)),  # the library declares it as HTML
        author_name=blog,
        unique_id=_tag(
            "post", address or f"{_text(row['url'])} {blog} {_text(row['title'])} {_text(row['published'])}"
        ),
        pubdate=moment,
        updateddate=moment or made,
        categories=sorted({*complaints, *praise}),
    )


def _labels(told: list[tuple[str, str]], codes: dict[str, Code]) -> tuple[list[str], list[str]]:
    """What is complained of and what is praised, in the words of the codebook."""
    complaints, praise = [], []
    for cause, level in told:
        code = codes.get(cause)
        if level in COMPLAINT:
            complaints.append(code.complaint_label if code else f"{cause} {level}")
        if level != "failed":
            praise.append(code.praise_label if code else f"{cause} {level}")
    return complaints, praise


def _summary(reaction: Any, complaints: list[str], praise: list[str]) -> str:  # Any: an integer or missing
    ended = [f"Ended: {REACTIONS[int(reaction)].lower()}."] if reaction in REACTIONS else []
    parts = [f"{name}: {listed(found)}." for name, found in (("Complaints", complaints), ("Praise", praise)) if found]
    return " ".join([*ended, *(parts or ["No cause of the codebook is told of."])])


def _instant(published: object) -> datetime | None:
    """An ISO 8601 time; None for text that is none, which feeds bring too."""
    try:
        moment = datetime.fromisoformat(_text(published))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(cell: object) -> str:
    """A cell as text that can be encoded; "" where it is missing."""
    return cell.encode("utf-8", "ignore").decode() if isinstance(cell, str) else ""


def _tag(*parts: str) -> str:
    """A tag URI that stays the same as long as its parts do."""
    kind, *told = parts
    return f"{TAG}{kind}/{sha256(' '.join(told).encode('utf-8', 'ignore')).hexdigest()[:32]}"
