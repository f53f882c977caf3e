"""Which of the coded sentences the page shows, and how it links to them.

At most one quote per blog and cause, so that a busy blog cannot fill the page; complaints and praise take turns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote as percent
from urllib.parse import urlsplit

import pandas as pd

from analysis.causes import experiences
from reports.page import Report, ranking
from reports.wording import lower_first, published, upper_first

LIMIT = 60
LONGEST = 420  # characters of the marked sentence
AROUND = 200  # characters of each neighbouring sentence
MOODS = {"failed": "complaint", "met": "praise", "exceeded": "praise", "mixed": "mixed"}
TURNS = ("complaint", "praise", "mixed")


@dataclass(frozen=True, slots=True)
class Tag:
    """A cause the quote was coded with; `text` is what the reader sees."""

    cause: str
    mood: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One coded sentence with its neighbours; `link` is empty unless the post's address is http or https."""

    name: str
    post: int
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
    def causes(self) -> str:
        """The causes' ids, for the page's filter."""
        return " ".join(sorted({tag.cause for tag in self.tags}))

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """The cause and mood of every tag."""
        return frozenset((tag.cause, tag.mood) for tag in self.tags)

    @property
    def moods(self) -> str:
        """The moods, for the page's filter."""
        return " ".join(sorted({tag.mood for tag in self.tags}))


def web_address(url: str) -> str:
    """The address if a browser may be sent there, else "". Feeds hold javascript: and data: addresses too."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def sentence_link(url: str, sentence: str) -> str:
    """The address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/), or "" for no web address."""
    address = web_address(url)
    words = sentence.split()
    if not address or not words:
        return address
    ends = [words] if len(words) < 8 else [words[:4], words[-3:]]
    parts = [_fragment(" ".join(part)) for part in ends]
    mark = "" if "#" in address else "#"
    return f"{address}{mark}:~:text={','.join(parts)}"


def _fragment(words: str) -> str:
    # "-" separates a fragment's prefix and suffix, and quote() leaves it alone
    return percent(words.strip(" .,;:!?…\"'“”‘’"), safe="").replace("-", "%2D")


def shorten(text: str, limit: int, keep_end: bool = False) -> str:
    """At most `limit` characters in whole words, with an ellipsis where words are missing."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    if keep_end:
        return "… " + text[-limit:].partition(" ")[2]
    return text[:limit].rpartition(" ")[0] + " …"


def choose(report: Report, limit: int = LIMIT) -> list[Quote]:
    """The quotes of the page in reading order: a round takes one of each cause, the causes in rank order."""
    quotes = _quotes(report)
    queues = {cause.code.id: _moods(cause.code.id, quotes) for cause in ranking(report)}
    chosen: list[Quote] = []
    taken: set[tuple[str, str]] = set()
    for turn in count():
        before = len(chosen)
        for queue in queues.values():
            quote = _next(queue, turn, taken)
            if quote is not None:
                chosen.append(quote)
                taken.update((quote.blog, tag.cause) for tag in quote.tags)
        if len(chosen) == before or len(chosen) >= limit:
            break
    return chosen[:limit]


def _next(queue: dict[str, list[Quote]], turn: int, taken: set[tuple[str, str]]) -> Quote | None:
    """The first quote that repeats no blog for any of its causes, in the mood whose turn it is if there is one."""
    first = turn % len(TURNS)
    for mood in TURNS[first:] + TURNS[:first]:
        while queue[mood]:
            quote = queue[mood].pop(0)
            if not any((quote.blog, tag.cause) in taken for tag in quote.tags):
                return quote
    return None


def _moods(cause: str, quotes: Sequence[Quote]) -> dict[str, list[Quote]]:
    """The quotes of one cause by mood."""
    return {mood: [quote for quote in quotes if (cause, mood) in quote.marks] for mood in TURNS}


def _quotes(report: Report) -> list[Quote]:
    """Every quotable sentence once, with all its tags; telling lengths first, then by post."""
    if report.evidence.empty:
        return []
    own = report.evidence[report.evidence["post"].isin(experiences(report.posts).get("post", pd.Series(dtype="int64")))]
    own = own[own["quote"].astype(str).str.strip() != ""].sort_values(["post", "start", "end", "cause"])
    groups = own.groupby(["post", "start", "end"], sort=True)
    quotes = [_quote(report, group) for _, group in groups]
    return sorted(quotes, key=lambda quote: not 40 <= len(quote.text) <= 240)


def _quote(report: Report, rows: pd.DataFrame) -> Quote:
    row = rows.iloc[0]
    text = str(row["quote"])
    rules = sorted({str(rule) for rule in rows["rule"]})
    return Quote(
        name=f"Q-{int(row['post']):04d}-{int(row['start'])}",
        post=int(row["post"]),
        blog=str(row["blog"]),
        day=published(str(row["published"])),
        before=shorten(str(row["before"]), AROUND, keep_end=True),
        text=shorten(text, LONGEST),
        after=shorten(str(row["after"]), AROUND),
        tags=tuple(_tag(report, str(c), str(level)) for c, level in zip(rows["cause"], rows["level"], strict=True)),
        link=sentence_link(str(row["url"]), text),
        address=web_address(str(row["url"])),
        how=f"{row['coder']}: {', '.join(rules)}",
    )


def _tag(report: Report, cause: str, level: str) -> Tag:
    code = next(code for code in report.codebook.codes if code.id == cause)
    mood = MOODS[level]
    labels = {
        "complaint": code.complaint_label,
        "praise": code.praise_label,
        "mixed": f"{lower_first(code.name)}, bad and good",
    }
    return Tag(cause, mood, f"{upper_first(mood)}: {labels[mood]}")
