"""A rule, how its pattern is written, and where in a text it holds.

A rule is a row (id, code, level, pattern). In a pattern a space stands for any run of spaces, `..` for up to
60 characters of the same sentence, and a name in angle brackets for the words in `WORDS`. Rules read the
plain text; a hit is kept unless it is negated, only supposed, wished or advised, or said by somebody else.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.reading import Span, clauses, plain, quoted, sentences

Row = tuple[str, str, str, str]

WORDS = {
    "num": r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|several|many|some|a few|a couple(?: of)?|couple of|half an?|a dozen|countless|numerous|multiple|x{2,4})",
    "unit": r"(?:second|sec|minute|min|hour|hr|day|week|month|year|fortnight|business day|working day|weekday|night|weekend)s?",
    "long": r"(?:hour|day|week|month|year|fortnight|weekend)s?",
    "they": r"(?:they|he|she|someone|somebody|(?:the|their|a|an|one|this|that|our|my)(?: [\w-]+){0,3}? (?:<staff>)|<staff>|[A-Z][\w.&'-]+)",
    "staff": r"(?:agents?|reps?|representatives?|support|service|staff|technicians?|techs?|engineers?|managers?|supervisors?|operators?"
    r"|people|person|guys?|lady|ladies|man|woman|gentleman|folks|team|company|bank|store|shop|vendor|seller|dealer(?:ship)?|manufacturer|clerks?|assistants?"
    r"|salesm[ae]n|salespersons?|waiters?|waitress|receptionists?|department|provider|airline|hotel|driver|courier|owner|employees?|contractors?|plumber|installers?|host)",
    "thing": r"(?:problem|issue|matter|thing|bug|fault|error|complaint|dispute|ticket|case|request|order|account|mess|claim)s?",
    "be": r"(?:is|are|was|were|be|been|being|am|'s|'re|'m)",
    "not": r"(?:not|never|n't|cannot|can't|won't|didn't|don't|doesn't|hasn't|haven't|hadn't|wouldn't|couldn't|isn't|wasn't|weren't|no one|nobody|refus(?:es|ed|ing?) to|fail(?:s|ed|ing)? to|unable to|un?willing to)",
    "very": r"(?:very|really|so|extremely|incredibly|super|quite|pretty|absolutely|truly|always|unfailingly|genuinely|most|all)",
    "contact": r"(?:call(?:ed)?|phoned?|rang|ring|e-?mail(?:ed)?|wrote|written|contact(?:ed)?|messaged?|tweeted|chatted|spoke|talked|asked|complained|reached out|return(?:ed)?|visited|submitted|opened|filed|sent|explained)",
}
NEGATION = (
    r"(?:\b(?:not|never|no|nor|neither|without|hardly|barely|cannot|nobody|nothing|none|refus\w+|fail\w*|unable|rather than|instead of|far from|anything but|less than)|n't)"
    r"(?!\s+(?:only|just|to mention|bad))(?:[\s,]+[\w'-]+){0,%d}[\s,]*$"
)
NEAR_NEGATION = re.compile(NEGATION % 1, re.IGNORECASE)
FAR_NEGATION = re.compile(NEGATION % 4, re.IGNORECASE)
SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|in case|imagine|hopefully|(?:i|we|i'm|here's|am) (?:hope|hoping|wish|bet)|should(?!n)|supposed to|would be (?:nice|great|good)|would(?:'ve| have) (?:been|liked)"
    r"|(?:want|wanted|need|needed|ask|asked|expect|expected|like|tell|told|trying|tried|refus\w+|in order|waiting for)(?: (?:them|you|it|her|him|us|me|someone|somebody))? to"
    r"|please|can you|could you|would you|will you|let's|make sure|until|before)\b(?:[\s,]+[\w'$-]+){0,5}[\s,]*$",
    re.IGNORECASE,
)
POSITIVE = ("met", "exceeded", "1", "2")


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled row; `level` is a level of the cause, a reaction as a number, or "" for an outcome."""

    id: str
    code: str
    level: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds; `sentence` is the index of the sentence in the reading, `start` where the words begin."""

    rule: Rule
    sentence: int
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared once for all rules: its plain form, sentences, and the passages that others speak."""

    text: str
    plain: str
    sentences: tuple[Span, ...]
    quoted: tuple[Span, ...]


def read(text: str) -> Reading:
    """Prepare a text for the rules."""
    even = plain(text)
    return Reading(text, even, tuple(sentences(text)), tuple(quoted(text)))


def compiled(rows: Iterable[Row]) -> tuple[Rule, ...]:
    """Compile rows; an unknown name in angle brackets is a KeyError."""
    return tuple(Rule(name, code, level, pattern(words)) for name, code, level, words in rows)


def hits(reading: Reading, rules: Sequence[Rule]) -> list[Hit]:
    """Return every hit that is told as fact by the author, in the order of the text."""
    starts = [span.start for span in reading.sentences]
    found = []
    for rule in rules:
        for match in rule.pattern.finditer(reading.plain):
            index = bisect_right(starts, match.start()) - 1
            if index >= 0 and _holds(reading, rule, index, match.start()):
                found.append(Hit(rule, index, match.start()))
    return sorted(found, key=lambda hit: (hit.start, hit.rule.id))


def _holds(reading: Reading, rule: Rule, index: int, start: int) -> bool:
    if any(span.start < start < span.end for span in reading.quoted):
        return False
    sentence = reading.sentences[index]
    clause = max(
        (span.start for span in clauses(reading.plain, sentence) if span.start <= start), default=sentence.start
    )
    before = reading.plain[clause:start]
    negation = FAR_NEGATION if rule.level in POSITIVE else NEAR_NEGATION
    return not negation.search(before) and not SUPPOSED.search(reading.plain[max(sentence.start, start - 80) : start])


def pattern(words: str) -> re.Pattern[str]:
    """Compile one pattern: names in angle brackets, `..` and spaces are written out."""
    while "<" in (rest := re.sub(r"\(\?<[!=]", "", words)) and re.search(r"<[a-z]+>", rest):
        words = re.sub(r"<([a-z]+)>", lambda match: WORDS[match.group(1)], words)
    spaced = words.replace("..", "[^.!?\\n]{0,60}?").replace(" ", " +")
    return re.compile(rf"(?<!\w){spaced}", re.IGNORECASE)
