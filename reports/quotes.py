"""The coded sentences as quotes: with their neighbours, their tags, and a link that leads to them.

A sentence is tagged with a cause only where it is strong evidence of it. reports/evidence.py says which the page shows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import pandas as pd

from analysis.codebook import Code
from analysis.estimates.causes import experiences
from reports.page import Report
from reports.wording import lower_first, published, upper_first, visible

WEAK = 0.6  # strength from which a reader mostly sees why a sentence was coded
LONGEST = 420  # characters of the marked sentence
BLOG = 60  # characters of a blog's name
AROUND = 200  # characters of each neighbouring sentence
MOODS = {"failed": "complaint", "met": "praise", "exceeded": "praise", "mixed": "mixed"}
ADDRESS = 600  # characters; longer addresses carry tracking or worse
WORD = 40  # characters; a longer one is no word, and a browser would not find it
SPAN = ("post", "start", "end")
LIGHT = [*SPAN, "cause", "level", "strength", "quote", "blog", "published"]  # columns that tell which sentences to show


@dataclass(frozen=True, slots=True)
class Tag:
    """A cause the quote was coded with; `text` is what the reader sees, `strength` how well the sentence tells of it."""

    cause: str
    level: str
    text: str
    strength: float

    @property
    def mood(self) -> str:
        """Complaint, praise or mixed."""
        return MOODS[self.level]


def marks(tags: Sequence[Tag]) -> frozenset[tuple[str, str]]:
    """The cause and mood of every tag."""
    return frozenset((tag.cause, tag.mood) for tag in tags)


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence that can be quoted, before its words are fetched: a report has very many, and shows few.

    `rows` are the places in the report's evidence of what its tags rest on; `length` is that of the text as it is shown,
    `reaction` how the matter of the whole post ended, 0 where it is not known.
    """

    rows: tuple[int, ...]
    reaction: int
    blog: str
    length: int
    tags: tuple[Tag, ...]

    @property
    def strength(self) -> float:
        """That of the tag which it tells of best."""
        return max(tag.strength for tag in self.tags)


@dataclass(frozen=True, slots=True)
class Quote:
    """A coded sentence as it is shown, with its neighbours; `link` is empty unless the post's address is http or https."""

    name: str
    post: int
    reaction: int
    blog: str
    day: str
    before: str
    text: str
    after: str
    tags: tuple[Tag, ...]
    link: str
    address: str
    how: str

    @property
    def keys(self) -> str:
        """Cause and mood together, for the page's filter: a complaint of one cause may be praise of another."""
        return " ".join(sorted(f"{cause}:{mood}" for cause, mood in marks(self.tags)))

    @property
    def weight(self) -> int:
        """Bytes that the texts and addresses take."""
        return len("".join((self.before, self.text, self.after, self.link, self.address, self.how)).encode())


def web_address(url: str) -> str:
    """The address if a browser may be sent there, else "". Feeds hold javascript: and data: addresses too."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    fit = parts.scheme in ("http", "https") and parts.netloc and len(url) <= ADDRESS and url == visible(url)
    return url if fit else ""


def sentence_link(url: str, sentence: str) -> str:
    """The address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/), or "" for no web address."""
    address = web_address(url)
    words = visible(sentence).split()
    if not address or not words or max(map(len, words)) > WORD:
        return address
    ends = [words] if len(words) < 8 else [words[:4], words[-3:]]
    parts = [_fragment(" ".join(part)) for part in ends]
    mark = "" if "#" in address else "#"
    return f"{address}{mark}:~:text={','.join(parts)}"


def _fragment(words: str) -> str:
    # "-" separates a fragment's prefix and suffix, and quote() leaves it alone
    return percent(words.strip(" .,;:!?…\"'“”‘’"), safe="").replace("-", "%2D")


def shorten(text: str, limit: int, keep_end: bool = False) -> str:
    """At most `limit` characters, in whole words if there are any, with an ellipsis where words are missing."""
    text = visible(text)
    if len(text) <= limit:
        return text
    if keep_end:
        part = text[-limit:]
        return "… " + (part.partition(" ")[2] or part)
    part = text[:limit]
    return (part.rpartition(" ")[0] or part) + " …"


def sentences(report: Report) -> int:
    """How many sentences were coded; one with several causes counts once."""
    if report.evidence.empty:
        return 0
    return len(report.evidence[["post", "start", "end"]].drop_duplicates())


def quotable(report: Report) -> list[Coded]:
    """Every sentence that can be quoted, once; the newest first."""
    if report.evidence.empty:
        return []
    own = experiences(report.posts)
    ended = dict(zip(own["post"], own["reaction"], strict=True))
    codes = {code.id: code for code in report.codebook.codes}
    newest: dict[str, tuple[str, Coded]] = {}
    for _, same in groupby(_rows(report.evidence, ended), key=attrgetter(*SPAN)):
        rows = list(same)
        text, day = visible(str(rows[0].quote)).casefold(), str(rows[0].published)
        if text not in newest or day > newest[text][0]:
            newest.pop(text, None)
            newest[text] = day, _coded(_telling(rows), codes, ended[rows[0].post])
    return [coded for _, coded in sorted(newest.values(), key=itemgetter(0), reverse=True)]


def _rows(evidence: pd.DataFrame, posts: Collection[int]) -> Iterator[Any]:  # Any: named tuples of LIGHT
    """The rows of some posts that hold words, in the order of the text; `Index` is their place in the evidence."""
    told = evidence.reset_index(drop=True)[LIGHT]
    told = told[told["post"].isin(list(posts))].sort_values([*SPAN, "cause"])
    yield from (row for row in told.itertuples() if visible(str(row.quote)))


def _telling(rows: Sequence[Any]) -> Sequence[Any]:  # Any: as above
    """The rows of one sentence that are strong evidence, or the strongest alone."""
    return [row for row in rows if row.strength >= WEAK] or [max(rows, key=attrgetter("strength"))]


def _coded(rows: Sequence[Any], codes: Mapping[str, Code], reaction: Any) -> Coded:  # Any: as above, and a cell
    return Coded(
        rows=tuple(row.Index for row in rows),
        reaction=0 if pd.isna(reaction) else int(reaction),
        blog=shorten(str(rows[0].blog), BLOG),
        length=len(shorten(str(rows[0].quote), LONGEST)),
        tags=_tags(rows, codes),
    )


def quote(report: Report, coded: Coded) -> Quote:
    """A coded sentence with its words."""
    rows = report.evidence.iloc[list(coded.rows)].to_dict("records")
    row = rows[0]
    text = str(row["quote"])
    rules = sorted({str(row["rule"]) for row in rows})
    return Quote(
        name=f"Q-{int(row['post']):04d}-{int(row['start'])}-{int(row['end'])}",
        post=int(row["post"]),
        reaction=coded.reaction,
        blog=coded.blog,
        day=published(str(row["published"])),
        before=shorten(str(row["before"]), AROUND, keep_end=True),
        text=shorten(text, LONGEST),
        after=shorten(str(row["after"]), AROUND),
        tags=coded.tags,
        link=sentence_link(str(row["url"]), text),
        address=web_address(str(row["url"])),
        how=shorten(f"Coded by {row['coder']}: {', '.join(rules)}", LONGEST),
    )


def _tags(rows: Sequence[Any], codes: Mapping[str, Code]) -> tuple[Tag, ...]:  # Any: as above
    """One for each cause and level, as strong as the best of its rules, the strongest first."""
    best: dict[tuple[str, str], float] = {}
    for row in rows:
        key = str(row.cause), str(row.level)
        best[key] = max(best.get(key, 0.0), float(row.strength))
    tags = [Tag(cause, level, _words(codes[cause], level), strength) for (cause, level), strength in best.items()]
    return tuple(sorted(tags, key=lambda tag: -tag.strength))


def _words(code: Code, level: str) -> str:
    labels = {
        "complaint": code.complaint_label,
        "praise": code.praise_label,
        "mixed": f"{lower_first(code.name)}, bad and good",
    }
    mood = MOODS[level]
    return f"{upper_first(mood)}: {labels[mood]}"
