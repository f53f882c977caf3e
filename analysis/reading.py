"""How a coder reads a text: as sentences, clauses and passages that are somebody else's words.

All functions return half-open character spans of the text they were given. nltk's Punkt runs untrained, with
our own list of abbreviations, because its trained models would have to be downloaded.
"""

import itertools
import re
from dataclasses import dataclass

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

ABBREVIATIONS = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "sr",
    "jr",
    "st",
    "vs",
    "etc",
    "inc",
    "ltd",
    "co",
    "corp",
    "llc",
    "gmbh",
    "no",
    "nos",
    "approx",
    "dept",
    "est",
    "ext",
    "fig",
    "ca",
    "cf",
    "e.g",
    "i.e",
    "eg",
    "ie",
    "a.m",
    "p.m",
    "am",
    "pm",
    "u.s",
    "u.k",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
    "min",
    "mins",
    "hr",
    "hrs",
    "acct",
    "tel",
    "rep",
    "reps",
    "std",
    "misc",
    "incl",
    "max",
    "vol",
    "pp",
    "p.s",
]

# a line break ends a sentence where a paragraph, a list item, a heading or a quotation mark begins after it
BREAK = re.compile(r"\n\s*\n+|\n(?=\s*(?:[-*+•>#|]|\d{1,2}[.)]\s|\[?(?:update|edit|resolved)\b))", re.IGNORECASE)
CLAUSE = re.compile(
    r"[;:–—]|,\s+(?:but|and|so|yet|or|while|although|though|however|which|who|because|until|when|then|after|before|if)\b"
    r"|\s(?:but|although|though|however|whereas|because|until|yet)\s|\s-+\s",
    re.IGNORECASE,
)
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
QUOTED_WORDS = re.compile(r'“[^”\n]{25,1500}”|(?<![\w"])"(?=\S)[^"\n]{25,1500}"')
TRANSCRIPT = re.compile(
    r"^[ \t*_\[]*(?:\(?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\)?\s*)?(?!(?:update|edit|note|ps|p\.s|bottom line|verdict|result)\b)"
    r"[A-Z][\w.'-]{1,15}(?: [A-Z][\w.'-]{0,15})?[*_\]]{0,3}(?:\s?\([^)\n]{1,30}\))?:[*_]{0,2} .*$",
    re.MULTILINE,
)
MAIL = re.compile(
    r"^[ \t]*(?:dear|hi|hello|hey|greetings)\b[^.\n]{0,40}[,:!]?[ \t]*$.*?"
    r"^[ \t]*(?:(?:best|kind|warm|many)?[ \t]*regards|sincerely|yours|thank you|thanks|cheers|best)\b[^\n]{0,25}$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " "})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters from `start` up to, not including, `end`."""

    start: int
    end: int


def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types.update(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


PUNKT = _punkt()


def plain(text: str) -> str:
    """Return the text as rules read it, of the same length: straight quotes, no emphasis marks, wrapped lines joined."""
    joined = re.sub(r"(?<!\n)\n(?!\s*\n|\s*(?:[-*+•>#|]|\d{1,2}[.)]\s))", " ", text.translate(SAME_LENGTH))
    return re.sub(r"(?<!\w)[*_]+(?=\w)|(?<=\w|[.,!?])[*_]+(?!\w)", lambda match: " " * len(match.group()), joined)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, without surrounding space; every other character is in one of them."""
    found = []
    for block in _between(text, BREAK):
        for start, end in PUNKT.span_tokenize(text[block.start : block.end]):
            span = _trimmed(text, block.start + start, block.start + end)
            if span.start < span.end:
                found.append(span)
    return found


def clauses(text: str, sentence: Span) -> list[Span]:
    """Return the clauses of one sentence: the reach of a negation or of a condition."""
    starts = [match.start() for match in CLAUSE.finditer(text, sentence.start, sentence.end)]
    edges = [sentence.start, *(start for start in starts if start > sentence.start), sentence.end]
    return [Span(start, end) for start, end in itertools.pairwise(edges)]


def quoted(text: str) -> list[Span]:
    """Return the passages in somebody else's words: quoted lines and speech, mails, transcripts of two turns or more."""
    found = [
        Span(match.start(), match.end()) for pattern in (QUOTED_LINE, QUOTED_WORDS) for match in pattern.finditer(text)
    ]
    turns = [Span(match.start(), match.end()) for match in TRANSCRIPT.finditer(text)]
    if len(turns) > 3:
        found.extend(turns)
    found.extend(
        Span(match.start(), match.end()) for match in MAIL.finditer(text) if match.end() - match.start() < 2500
    )
    return sorted(found)


def _between(text: str, pattern: re.Pattern[str]) -> list[Span]:
    edges = [0]
    for match in pattern.finditer(text):
        edges += [match.start(), match.end()]
    edges.append(len(text))
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
