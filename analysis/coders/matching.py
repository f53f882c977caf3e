"""Where rules hold in a text: sentence by sentence, and only where the author tells something as fact.

A hit does not count where it is negated, only supposed, wished or advised, said of companies in general or of
another company, or spoken by somebody else (a quoted mail, a chat, a block quotation).
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.coders import lexicon, lookup
from analysis.coders.lexicon import Rule
from analysis.coders.lookup import Index
from analysis.coders.words import joined
from analysis.reading import CLAUSE, Span, plain, quoted, sentences

POSITIVE = ("met", "exceeded", "1", "2")
REACH = 90  # characters before a hit in which a negation or a condition can stand
NEGATION = (
    r"(?:\b(?:not|never|no|nor|neither|without|hardly|barely|cannot|nobody|nothing|none|rather than|instead of|far from"
    r"|refus\w+|fail\w*|unable|unwilling|anything but|less than|less|lack of)|n't)"
    r"(?!\s(?:only|just|to mention|bad))(?:[\s,]+[\w'-]+){0,%d}[\s,]*$"
)
# words under which nothing has happened, not even what did not happen
IMAGINED = re.compile(
    r"\b(?:if|unless|whether|in case|imagine|suppose|assuming|please|as if|as though|would (?:hate|love|like) to)"
    r"(?:[\s,]+[\w'$-]+){0,6}[\s,]*$"
)
# what the author does himself: "I politely asked", "I was patient", but not "I was politely helped"
OWN = re.compile(
    r"\b(?:(?:i|we)(?:'ve|'d|'ll| have| had| did| do| will| usually| normally)?"
    r"|(?:i|we)(?: usually| normally)? (?:am|are)|i'm|we're)"
    r"(?:[\s,]+(?:\w+ly|then|also|just|again|always|even|very|really|so|still|soon|often|more))*[\s,]*$"
)
OWN_STATE = re.compile(r"\b(?:i was|we were)(?:[\s,]+(?:\w+ly|also|just|always|very|so|still|quite|more))*[\s,]*$")
# what is asked for is not there yet
ASKED = re.compile(
    r"\b(?:need(?:s|ed)?|want(?:s|ed)?|looking for|ask(?:ed|ing)? for|demand(?:ed)?|request(?:ed)?|deserves?|lack of"
    r"|prospect of|instead of|other (?:courier |delivery )?(?:services|companies)|^(?:just |always |please )?be)"
    r"(?:[\s,]+[\w'-]+){0,5}[\s,]*$"
)
NEAR_NEGATION = re.compile(NEGATION % 1)
FAR_NEGATION = re.compile(NEGATION % 4)
SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|in case|imagine|hopefully|should(?!n't)|supposed to|would be|would have been|would've been"
    r"|(?:could|would|might|should)(?:'ve|ve| have)(?: all)?|would (?:hate|love|like|prefer)|rather than"
    r"|(?:i|we|i'm|i'd|here's) (?:hoped?|hoping|wish|wished|bet|like)|please|can you|could you|would you|will you|let's|make sure"
    r"|(?:want|need|ask|expect|like|tell|told|try|tri|refus|wait)(?:ed|ing|s)?(?: for)?(?: (?:them|you|it|him|us|me|someone))? to"
    r"|until|before|in order to|hop(?:e|es|ed|ing)(?: and pray)?)(?:[\s,]+[\w'$-]+){0,5}[\s,]*$"
)
# the rarity preface and the contrast company: the words are about others
ELSEWHERE = re.compile(
    r"\b(?:most|other|many|all too many|so many|some) (?:companies|places|shops|stores|businesses|vendors|banks|firms|people)\b"
    r"|\b(?:these|nowadays) days\b|\bunlike\b|\bcompared (?:to|with)\b|\bon (?:television|tv)\b|\bthose other\b"
    r"|\b(?:quoted|paid|charged|bought|seen|asked) [^.;]{0,20}\belsewhere\b"
    r"|\bmy (?:old|previous|former|last|other) (?:host|web ?host|bank|provider|isp|carrier|insurer|company|dentist|garage)\b"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds; `sentence` is the index of the sentence in the reading, `start` where the words begin."""

    rule: Rule
    sentence: int
    start: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over a text found: rules that hold, in the order of the text, and how often signs stand in it.

    `signs` has an entry per sentence, by the sign's name; sentences that others speak have none. `tokens` has one too.
    """

    hits: tuple[Hit, ...]
    signs: tuple[Mapping[str, int], ...]
    tokens: tuple[list[str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared once for all rules: its plain form in small letters, sentences, and what others speak."""

    text: str
    plain: str
    sentences: tuple[Span, ...]
    quoted: tuple[Span, ...]


def read(text: str) -> Reading:
    """Prepare a text for the rules."""
    return Reading(text, small(plain(text)), tuple(sentences(text)), tuple(quoted(text)))


def small(text: str) -> str:
    """The text in small letters at its own length: the few letters that would become two stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def hits(reading: Reading, index: Index) -> tuple[Hit, ...]:
    """Return the hits that are told as fact by the author, one per rule and sentence, in the order of the text."""
    return scan(reading, index).hits


def scan(reading: Reading, index: Index) -> Scan:
    """Look for all rules of an index in one pass over the sentences."""
    found: list[Hit] = []
    signs: list[dict[str, int]] = []
    tokens: list[list[str]] = []
    edges = covered(reading.quoted)
    for number, span in enumerate(reading.sentences):
        sentence = reading.plain[span.start : span.end]
        words = index.words(sentence)
        tokens.append(joined([word.tokens for word in words], sentence))
        aside = inside(edges, span.start)
        known = lookup.counted(words)
        counted: dict[str, int] = {}
        seen: set[int] = set()
        for place, phrase in lookup.candidates(index, words):
            rule, pattern = index.rules[place], lexicon.pattern(phrase)
            if rule.sign:
                times = known.get(phrase) or len(pattern.findall(sentence))
                if times and not aside:
                    counted[rule.id] = counted.get(rule.id, 0) + times
            elif place in seen or not pattern.search(sentence):  # most end here, and no other way to know is as fast
                continue
            elif (start := _place(sentence, rule, pattern, edges, span.start)) is not None:
                seen.add(place)
                found.append(Hit(rule, number, start))
        signs.append(counted)
    return Scan(tuple(sorted(found, key=lambda hit: (hit.start, hit.rule.id))), tuple(signs), tuple(tokens))


def _place(sentence: str, rule: Rule, pattern: re.Pattern[str], edges: list[int], start: int) -> int | None:
    """Where in the text a phrase first holds in a sentence that begins at `start`."""
    for match in pattern.finditer(sentence):
        if _told(sentence, rule, match) and not inside(edges, start + match.start()):
            return start + match.start()
    return None


def _told(sentence: str, rule: Rule, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - REACH) : match.start()]
    if ELSEWHERE.search(sentence[: match.end()]) or IMAGINED.search(before) or (rule.theirs and _own(before, match)):
        return False
    if rule.bare:
        return True
    if rule.level in POSITIVE and ASKED.search(before):
        return False
    clause = before[max((edge.start() for edge in CLAUSE.finditer(before)), default=0) :]
    negation = FAR_NEGATION if rule.level in POSITIVE else NEAR_NEGATION
    return not negation.search(clause) and not SUPPOSED.search(before)


def _own(before: str, match: re.Match[str]) -> bool:
    """Whether the author is who does what is told; a passive ends in -ed."""
    return bool(OWN.search(before)) or (not match.group().endswith("ed") and bool(OWN_STATE.search(before)))


def covered(spans: Sequence[Span]) -> list[int]:
    """Where quotation begins and ends by turns; overlapping passages are joined."""
    edges: list[int] = []
    for span in sorted(spans):
        if edges and span.start <= edges[-1]:
            edges[-1] = max(edges[-1], span.end)
        else:
            edges += [span.start, span.end]
    return edges


def inside(edges: list[int], position: int) -> bool:
    return bisect_right(edges, position) % 2 == 1
