"""What the words around a name say of it: somebody who serves, a person, a thing, or one whom the story is not about.

Words are read in small letters within AROUND characters on either side, by patterns without open repetition, so that a
name costs the same whatever stands around it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

AROUND = 48  # characters that are read on either side
PLAINLY, PLACED, WEAKLY, BARELY, SERVING = 1.5, 1.0, 0.6, 0.4, 2.0  # how strongly words tell of dealings
SQUASHED = re.compile(r"[\W_]+")
POSSESSIVE = re.compile(r"'s")
# what somebody can have: no verb and no word that goes on with the sentence
OWNS = re.compile(
    r" (?!(?:had|has|have|was|were|is|are|and|or|but|at|for|to|on|in|did|does|do|told|said|sent|who|that|when|where|which|as"
    r"|by|from|with|because|if|so|then|again|i|we|they|he|she|it|after|before|about|over|yesterday|today)\b)\w"
)

# before a name: whom one calls, writes to, buys from and stays with
DEALT = re.compile(
    r"\b(?:call(?:ed|ing)?|rang|ring(?:ing)?|phon(?:ed?|ing)|e-?mail(?:ed|ing)?|mailed|wr(?:ote|itten|iting)|contact(?:ed|ing)?"
    r"|complain(?:ed|ing)?|sp(?:oke|oken|eaking)|talk(?:ed|ing)|chatted|deal(?:t|ing)|ordered|bought|purchased|booked|rented"
    r"|hired|paid|cancell?ed|sign(?:ed)? up|returned|reported|told|tell|asked|begged|recommend|thanks?|kudos|congratulations"
    r"|dear|letter|bravo|customers?|account|contract|order|ticket|subscription|membership|insured|stay(?:ed)?|hats off"
    r"|sent back|reach(?:ed)?|up to|back to|on hold|people|folks|guys|staff|helpline|man|woman|lady|rep|representative|agent"
    r"|engineer|technician|plumber|somebody|someone|tickets?|took|branch|visit(?:ed)?|went|sued|fault|failed by|let down)"
    r"(?: (?!and|but|or|that)[\w']{1,12}){0,3}? (?:to|with|from|at|by|of|via|through|for|on|in)(?: the)? $"
    r"|\b(?:call(?:ed|ing)?|rang|ring(?:ing)?|phon(?:ed?|ing)|e-?mail(?:ed|ing)?|contact(?:ed|ing)?|told|tell|asked|hired|paid"
    r"|sued|left|recommend|use|used|thanks?|thank you|congratulations|dear|bravo|well done|oh|hey|so long|goodbye|come on"
    r"|chose|dumped|ditched|cancell?ed),? (?:the )?$"
)
TYPE = re.compile(
    r"\b(?:company|shop|store|bank|insurer|provider|isp|host|webhost|carrier|airline|courier|hotel|restaurant|garage|dealer"
    r"|retailer|manufacturer|maker|vendor|jeweller|jeweler|firm|landlord|agency|brand|outfit|supplier|chain|broker|utility)"
    r"(?:,| called| named)? $"
)
WEAK = re.compile(r"\b(?:from|with|at|by|through|against)(?: the| my| our)? $")
SENT = re.compile(r"\b(?:e?mail|letter|note|call|text|message|reply|word|card|hug)s? from $")
PERSON = re.compile(
    r"(?:'s|\b(?:named?|name (?:is|was|of)|mr|mrs|ms|miss|dr|doctor|prof|sir|wife|husband|friends?|brother|sister|son|daughter"
    r"|mother|father|mom|mum|dad|uncle|aunt|cousin|neighbou?r|colleague|boss|judge|founder|certain|hi|hello|by user)\.?,?"
    r"|\b(?:user|man|woman|guy|lady|girl|boy|gentleman|person|rep|agent|somebody|someone|one|representative|fellow|chap"
    r"|technician|manager|clerk)(?: \w{1,12}){0,2} called) $"
)
PLACE = re.compile(
    r"\b(?:in|near|around|across|outside|downtown"
    r"|(?:drove|flew|travel\w{0,5}|flight|trip|road|way)(?: \w{1,8})? (?:to|from)) $"
)
GOODS = re.compile(
    r"\b(?:the|an?|my|our|his|her|your|their|this|that|new|old|another|each|every|two|three|program called)(?: new| old)? $"
)
CHANNEL = re.compile(r"\b(?:on|via|over|through) $")
ELSEWHERE = re.compile(
    r"\b(?:unlike|compared (?:to|with)|instead of|(?:better|worse|faster|cheaper|other) than|rather than"
    r"|(?:my|our) (?:old|previous|former|last|other|ex)[ -](?:[\w-]{1,12} ){0,2}|used to (?:be|use|have)(?: \w{1,8}){0,3}"
    r"|(?:job|works?|worked|working|position|career|interview) (?:at|for|with)|makers? of"
    r"|(?:switch(?:ed|ing)?|mov(?:ed?|ing)|chang(?:ed?|ing)|transferr?(?:ed|ing)?|came|coming)(?: \w{1,10}){0,2} from) ?$"
)

# after a name: what it has, does or would do
SERVES = re.compile(
    r"(?:'s?)?(?: [\w']{1,12}){0,1}? (?:customer (?:serv|supp|care|rel)|tech(?:nical)? support|support|service"
    r"|help ?(?:desk|line)|hotline|call cent|reps?\b|agents?\b|staff|people\b|folks|guys|employees?|helpline)"
)
ACTS = re.compile(
    r"(?:,? the (?:company|courier|shop|store|bank|airline|host|provider|people)"
    r"|,? (?:(?:has|have|had|will|also|then|even|finally|now|never|promptly|did(?:n't| not)?|does(?:n't| not)?|would not"
    r"|wo(?:n't|uld)|cannot|can't|just|still|again) ){0,3}(?:told|tells?|said|says?|sen[dt]s?|refund|charg|bill(?:ed|s)|repl"
    r"|answer|refus|promis|claim|insist|admit|assur|offer|fix|deliver|los[eit]|lie[ds]|call|e?mail|wrote|made|g[ai]ve"
    r"|took|take|let\b|keep|kept|cancel|ship|paid|pays?\b|apolog|contact|got back|need|close|sold|sell|want|demand|regret"
    r"|found|arrang|honou?r|credit|respond|know|care|ask|pick|put))"
)
AT = re.compile(r"(?:'s?)?(?: [\w']{1,12}){0,1}? (?:stores?|shops?|branch|website|online|kiosk|outlet)\b")
IS = re.compile(r",? (?:is|was|are|were|has|have|had|did|does|do|will|went|came|comes|can)(?:n't)?\b")
PERSONAL = re.compile(
    r"(?:,? (?:from|at|of) [A-Z]| and (?:i|I)\b|,? (?:the|a|an|my|our|their) (?:\w{1,12} )?"
    r"(?:rep|representative|agent|manager|technician|clerk|waiter|engineer|supervisor)\b"
    r"| in (?:customer|support|billing|sales)|,? who (?:founded|works|worked|is|was))"
)
HIM = re.compile(
    r"(?:'s)?[^.!?\n]{0,40}[.!?,;]? (?:and |but |so |when |as |because )?(?:he|she|his|her|himself|herself)\b"
)
WOULD = re.compile(r" (?:would(?!n't| not)|at least|on the other hand|might have|could have)\b")
MODEL = re.compile(
    r" \d{1,5}(?! ?(?:times?|days?|hours?|min|weeks?|months?|years?|calls?|e?mails?|more|or|separate|am|pm|%))"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place of a text, with what the words around it say.

    `dealt`: how strongly it is told of as somebody who serves, 0 to 3.5. `first`: a sentence begins with it, so that the
    capital says nothing. `person`, `goods`: told of as one; `elsewhere`: set against the one that the story is about.
    """

    name: str
    start: int
    first: bool
    dealt: float
    person: bool
    goods: bool
    elsewhere: bool

    @property
    def key(self) -> str:
        """The name without regard to spaces, marks and capitals."""
        return squashed(self.name)


@lru_cache(maxsize=50_000)
def squashed(name: str) -> str:
    """A name in small letters without spaces and marks, so that spellings of one name are equal."""
    return SQUASHED.sub("", name.casefold())


def first(text: str, start: int) -> bool:
    """Whether a sentence, a line or a speech begins at `start`."""
    before = text[max(0, start - 4) : start].rstrip(" \"'([-*#")
    return not before or before[-1] in ".!?:;)]\n…>|"


def told(text: str, low: str, span: tuple[int, int], end: int) -> Mention:
    """What the words around the name at `span` say; the run of capitals that it stands in ends at `end`.

    `low` is the text in small letters, as long as it.
    """
    start, stop = span
    before, after = low[max(0, start - AROUND) : start], text[end : end + AROUND]
    name = text[start:stop]
    if POSSESSIVE.match(text, stop - 2, stop) and OWNS.match(low, end):
        name = name[:-2]  # else it may be a part of the name, as in "at Hartley's."
    person = bool(PERSON.search(before))
    dealt = 0.0 if person else _dealt(before, after, end > stop)
    return Mention(
        name=name,
        start=start,
        first=first(text, start),
        dealt=dealt,
        person=person or bool(PERSONAL.match(after) or (dealt < PLACED and HIM.match(after))),
        goods=bool(GOODS.search(before) or MODEL.match(after)),
        elsewhere=bool(ELSEWHERE.search(before) or WOULD.match(after)),
    )


def _dealt(before: str, after: str, titled: bool) -> float:
    """How strongly a name is told of as somebody who serves.

    `titled`: capitalised words of service follow, as in "Pellham Customer Support".
    """
    asked = bool(DEALT.search(before) or TYPE.search(before))
    if (not asked and CHANNEL.search(before)) or PLACE.search(before) or MODEL.match(after):
        return 0.0
    dealt = PLAINLY if asked else WEAKLY if WEAK.search(before) and not SENT.search(before) else 0.0
    if titled or SERVES.match(after):
        return dealt + SERVING
    for pattern, strength in ((ACTS, PLAINLY), (AT, PLACED), (IS, BARELY)):
        if pattern.match(after):
            return dealt + strength
    return dealt
