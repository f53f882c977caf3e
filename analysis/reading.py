"""How a coder reads a text: as sentences and passages that are somebody else's words.

All functions return half-open character spans of the text they were given. nltk's Punkt runs untrained, with
our own list of abbreviations, because its trained models would have to be downloaded.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

# Punkt keeps these for itself and takes no full stop behind them for the end of a sentence.
ABBREVIATIONS = frozenset(
    word
    for line in (
        "mr mrs ms dr prof sr jr st",
        "inc ltd co corp llc gmbh dept",
        "vs etc no nos approx est ext fig ca cf e.g i.e eg ie incl max vol pp p.s misc std",
        "a.m p.m am pm min mins hr hrs",
        "u.s u.k acct tel rep reps",
        "jan feb mar apr jun jul aug sep sept oct nov dec",
        "mon tue tues wed thu thurs fri sat sun",
    )
    for word in line.split()
)
# where a sentence ends for sure, unless the word is an abbreviation: behind two letters or a space; the mark stands first
# in the pattern, because a pattern that begins with known characters is found fastest. The group is an end that is only
# sure where there is no other doubt: a bracket or quotation closes before the mark or behind it
PLAIN_END = re.compile(
    r"[.!?](?:(?<=[^\W\d_]{2}.)\s++|(?<= .) ++|((?<=[^\W\d_]{2}.)[\"')][ \n]++|(?<=[^\W\d_][\"')].)[ \n]++))"
    r"(?=[^\s\"')\]}“”‘’«»])"
)
WORD = re.compile(r"[^\W\d_]+\Z")
END = re.compile(r"[.!?](?:[^\w\s]|\s++\S)")  # where one may end
LONGEST_WORD = max(map(len, ABBREVIATIONS))
# Punkt gives up with an error on what takes it five seconds, so it is never given more than this at once
BLOCK = 5_000
LONGEST = 1000  # characters of a sentence: what has no full stop for longer is cut at a space
# a line break ends a sentence where a paragraph, a list item, a heading or a quotation mark begins after it
BREAK = re.compile(
    r"\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[-*+•>#|]|\d{1,2}[.)]\s|\[?(?:update|edit|resolved)\b))", re.IGNORECASE
)
CLAUSE = re.compile(
    r"[;:–—]|\s-{1,3}\s|\s(?:but|although|though|however|whereas|because|until|yet)\s"
    r"|,\s(?:but|and|so|yet|or|while|although|though|however|which|who|because|until|when|then|after|before|if)\b",
    re.IGNORECASE,
)
QUOTED_LINE = re.compile(r"^[ \t]{0,8}>.*$", re.MULTILINE)
QUOTED_WORDS = re.compile(r'“[^“”\n]{25,1500}”|"(?<![\w"].)(?=\S)[^"\n]{25,1500}"')
# a turn of a chat: a name of one or two words and a colon, perhaps behind a time of day
TRANSCRIPT = re.compile(
    r"^[ \t*_\[]{0,8}(?:\(?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?\)?\s{0,3})?"
    r"(?!(?i:update|edit|note|ps|p\.s|bottom line|verdict|result)\b)"
    r"[A-Z][\w.'-]{1,15}(?: [A-Z][\w.'-]{0,15})?[*_\]]{0,3}(?:\s?\([^)\n]{1,30}\))?:[*_]{0,2} .*$",
    re.MULTILINE,
)
TURNS = 4  # fewer lines of that shape may be headings
# a mail runs from a line that greets to the nearest line that takes leave
GREETING = re.compile(r"^[ \t]{0,8}(?:dear|hi|hello|hey|greetings)\b[^.\n]{0,40}[,:!]?[ \t]{0,8}$", re.I | re.M)
LEAVE = re.compile(
    r"^[ \t]{0,8}(?:(?:best|kind|warm|many)?[ \t]{0,8}regards|sincerely|yours|thank you|thanks|cheers|best)\b[^\n]{0,25}$",
    re.IGNORECASE | re.MULTILINE,
)
LONGEST_MAIL = 2500  # characters
# a wrapped line goes on below; a blank line, a list item or a quoted line begins something new
WRAPPED = re.compile(r"\n(?<!\n\n)(?![ \t]*\n|[ \t]*(?:[-*+•>#|]|\d{1,2}[.)]\s))")
EMPHASIS = re.compile(r"(?<![\w*])[*_]{1,3}+(?=\w)|(?<=[\w.,!?])[*_]{1,3}+(?!\w)")
STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " "}  # of the same length


Edges = tuple[int, int]  # a span before it is a record


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
    for letter, straight in STRAIGHT.items():
        text = text.replace(letter, straight)
    joined = WRAPPED.sub(" ", text)
    if "*" not in joined and "_" not in joined:
        return joined
    return EMPHASIS.sub(lambda match: " " * len(match.group()), joined)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, without surrounding space; every other character is in one of them."""
    return [
        Span(start, end)
        for paragraph in _between(text, BREAK)
        for first, last in _cut(text, *paragraph, BLOCK)
        for begin, stop in _ended(text[first:last])
        for start, end in _cut(text, first + begin, first + stop, LONGEST)
    ]


def _ended(text: str) -> Iterator[Edges]:
    """What Punkt says of a text; it is asked only of what lies between plain ends, which takes most of its time away."""
    start, doubtful = 0, False
    for match in PLAIN_END.finditer(text):
        mark = match.start()
        doubtful = doubtful or END.search(text, start, mark + 1) is not None
        if (doubtful and match.group(1)) or (text[mark] == "." and _abbreviated(text, mark)):
            doubtful = True
            continue
        yield from _punkted(text, start, mark + len(match.group().rstrip()), doubtful)
        start, doubtful = match.end(), False
    yield from _punkted(text, start, len(text), doubtful or END.search(text, start) is not None)


def _abbreviated(text: str, end: int) -> bool:
    """Whether the letters that end here are an abbreviation; one more than it may have is enough to know."""
    word = WORD.search(text, max(0, end - LONGEST_WORD - 1), end)
    return word is not None and word.group().lower() in ABBREVIATIONS


def _punkted(text: str, start: int, end: int, doubtful: bool) -> Iterable[Edges]:
    if doubtful:
        return ((start + first, start + last) for first, last in PUNKT.span_tokenize(text[start:end]))
    return ((start, end),) if start < end else ()


def quoted(text: str) -> list[Span]:
    """Return the passages in somebody else's words: quoted lines and speech, mails, transcripts of TURNS or more."""
    found = [*_spans(QUOTED_LINE, text), *_spans(QUOTED_WORDS, text), *_mails(text)]
    if text.count(":") >= TURNS:
        turns = _spans(TRANSCRIPT, text)
        found += turns if len(turns) >= TURNS else ()
    return sorted(found)


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]


def _mails(text: str) -> list[Span]:
    greetings = _spans(GREETING, text)
    leaves = _spans(LEAVE, text) if greetings else []
    found = []
    for greeting in greetings:
        nearest = bisect_right(leaves, greeting)
        if nearest < len(leaves) and leaves[nearest].end - greeting.start < LONGEST_MAIL:
            found.append(Span(greeting.start, leaves[nearest].end))
    return found


def _cut(text: str, start: int, end: int, most: int) -> Iterator[Edges]:
    """The part without surrounding space, or pieces of it of at most so many characters, cut at spaces if it has any."""
    start, end = _trimmed(text, start, end)
    while end - start > most:
        space = text.rfind(" ", start, start + most)
        cut = space if space > start else start + most
        yield _trimmed(text, start, cut)
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield start, end


def _between(text: str, pattern: re.Pattern[str]) -> list[Edges]:
    edges = [0]
    for match in pattern.finditer(text):
        edges += match.span()
    edges.append(len(text))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _trimmed(text: str, start: int, end: int) -> Edges:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
