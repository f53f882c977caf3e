"""Which of the coded sentences the page shows, and how it links to them.

At most one quote per blog and cause, so that a busy blog cannot fill the page; complaints and praise take turns. A
sentence is shown, and tagged with a cause, only where it is strong evidence; weak ones fill a page that would be bare.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from analysis.causes import experiences
from reports.page import Report, ranking
from reports.wording import lower_first, published, upper_first, visible

LIMIT = 60
ROOM = 30_000  # bytes of all quotes together, so that no feed can make the page heavy
WEAK = 0.6  # strength from which a reader mostly sees why a sentence was coded
ENOUGH = 12  # quotes; a page with fewer strong ones shows weak ones too
LONGEST = 420  # characters of the marked sentence
BLOG = 60  # characters of a blog's name
AROUND = 200  # characters of each neighbouring sentence
MOODS = {"failed": "complaint", "met": "praise", "exceeded": "praise", "mixed": "mixed"}
TURNS = ("complaint", "praise", "mixed")
ADDRESS = 600  # characters; longer addresses carry tracking or worse
WORD = 40  # characters; a longer one is no word, and a browser would not find it
Row = dict[Any, Any]  # Any: cells of a frame


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
    strength: float

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """The cause and mood of every tag."""
        return frozenset((tag.cause, tag.mood) for tag in self.tags)

    @property
    def keys(self) -> str:
        """Cause and mood together, for the page's filter: a complaint of one cause may be praise of another."""
        return " ".join(sorted(f"{cause}:{mood}" for cause, mood in self.marks))

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


def choose(report: Report, limit: int = LIMIT, room: int = ROOM) -> list[Quote]:
    """The quotes of the page in reading order: a round takes one of each cause, the causes in rank order.

    At most `limit` of them, and no more than `room` bytes of text and addresses; ENOUGH if some have to be weak.
    """
    quotes = _quotes(report)
    strong = [quote for quote in quotes if quote.strength >= WEAK]
    chosen = _rounds(report, strong, limit, [])
    if len(chosen) < min(limit, ENOUGH):
        chosen = _rounds(report, quotes, min(limit, ENOUGH), chosen)
    weights = accumulate(quote.weight for quote in chosen)
    return [quote for quote, weight in zip(chosen, weights, strict=True) if weight <= room]


def _rounds(report: Report, quotes: Sequence[Quote], limit: int, start: Sequence[Quote]) -> list[Quote]:
    """Rounds over the causes until there are `limit` quotes or none is left, after those that stand already."""
    queues = {cause.code.id: _moods(cause.code.id, quotes) for cause in ranking(report)}
    chosen = list(start)
    taken = {(quote.blog, tag.cause) for quote in chosen for tag in quote.tags}
    turn, before = 0, -1
    while before < len(chosen) < limit:
        before = len(chosen)
        for place, queue in enumerate(queues.values()):
            quote = _next(queue, turn + place, taken, Counter(quote.blog for quote in chosen))
            if quote is not None:
                chosen.append(quote)
                taken.update((quote.blog, tag.cause) for tag in quote.tags)
        turn += 1
    return chosen[:limit]


def _next(
    queue: dict[str, list[Quote]], turn: int, taken: set[tuple[str, str]], used: Mapping[str, int]
) -> Quote | None:
    """A quote that repeats no blog for any of its causes, in the mood whose turn it is; the least quoted blog first."""
    first = turn % len(TURNS)
    for mood in TURNS[first:] + TURNS[:first]:
        left = [quote for quote in queue[mood] if not any((quote.blog, tag.cause) in taken for tag in quote.tags)]
        queue[mood] = left  # what is taken stays taken
        if left:
            return min(left, key=lambda quote: used.get(quote.blog, 0))
    return None


def _moods(cause: str, quotes: Sequence[Quote]) -> dict[str, list[Quote]]:
    """The quotes of one cause by mood."""
    return {mood: [quote for quote in quotes if (cause, mood) in quote.marks] for mood in TURNS}


def sentences(report: Report) -> int:
    """How many sentences were coded; one with several causes counts once."""
    if report.evidence.empty:
        return 0
    return len(report.evidence[["post", "start", "end"]].drop_duplicates())


def _quotes(report: Report) -> list[Quote]:
    """Every quotable sentence once; telling lengths first, then the strongest, then the newest."""
    if report.evidence.empty:
        return []
    own = set(experiences(report.posts).get("post", ()))
    rows = [row for row in report.evidence.to_dict("records") if row["post"] in own and visible(str(row["quote"]))]
    rows.sort(key=lambda row: (*_span(row), str(row["cause"])))
    spans = [list(same) for _, same in groupby(rows, key=_span)]
    spans.sort(key=lambda same: str(same[0]["published"]), reverse=True)
    once: dict[str, list[Row]] = {}
    for same in spans:
        once.setdefault(visible(str(same[0]["quote"])).casefold(), same)
    return sorted((_quote(report, _telling(same)) for same in once.values()), key=_eagerness)


def _eagerness(quote: Quote) -> tuple[bool, float]:
    return not 40 <= len(quote.text) <= 240, -quote.strength


def _telling(rows: Sequence[Row]) -> list[Row]:
    """The rows of one sentence that are strong evidence, or the strongest alone."""
    return [row for row in rows if row["strength"] >= WEAK] or [max(rows, key=itemgetter("strength"))]


def _span(row: Row) -> tuple[int, int, int]:
    return int(row["post"]), int(row["start"]), int(row["end"])


def _quote(report: Report, rows: Sequence[Row]) -> Quote:
    row = rows[0]
    text = str(row["quote"])
    rules = sorted({str(row["rule"]) for row in rows})
    return Quote(
        name=f"Q-{int(row['post']):04d}-{int(row['start'])}-{int(row['end'])}",
        post=int(row["post"]),
        blog=shorten(str(row["blog"]), BLOG),
        day=published(str(row["published"])),
        before=shorten(str(row["before"]), AROUND, keep_end=True),
        text=shorten(text, LONGEST),
        after=shorten(str(row["after"]), AROUND),
        tags=tuple(dict.fromkeys(_tag(report, str(row["cause"]), str(row["level"])) for row in rows)),
        link=sentence_link(str(row["url"]), text),
        address=web_address(str(row["url"])),
        how=shorten(f"Coded by {row['coder']}: {', '.join(rules)}", LONGEST),
        strength=max(row["strength"] for row in rows),
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
