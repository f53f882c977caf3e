"""What kind of post it is: densities of telling signs, weighed. The genre is settled before anything else is coded."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

from analysis.coders.rule import Hit, Reading, pattern

SIGNS: dict[str, re.Pattern[str]] = {
    name: pattern(words)
    for name, words in {
        "first": r"(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we've|we're|our|us)\b",
        "contact": r"(?:(?:i|we|and|wife|husband|mother|father|mom|dad|friend|so i|then i) (?:\w+ly |just |then |also |immediately |finally |even |have |had |again |recently |first |went and |was |'ve )*(?:called|phoned|rang|e-?mailed|wrote|contacted|messaged|tweeted|chatted|spoke|talked|complained|returned|submitted|opened a|filed|sent|explained|asked|ordered|bought|purchased|booked|signed up|subscribed|cancel+ed|received|got (?:a|an|my|the) (?:e-?mail|call|reply|response|refund|replacement|letter)|paid|disputed|applied|requested|visited|told (?:him|her|them|the)|waited|was told|were told|was on hold|was informed|was charged|was transferred|hung up|tried to (?:call|contact|cancel|return|get|reach)|took (?:it|my|the) [\w ]{0,20}?(?:in|back|to))|(?:told|called|e-?mailed|informed|charged|offered|asked|gave|sent|advised|refunded|transferred|refused|denied|promised|assured|helped|billed|hung up on|replied to) (?:me|us)\b)",
        "service": r"(?:customer (?:service|support|care|rep\w*|relations)|tech(?:nical)? support|support (?:team|ticket|line|guy|rep\w*|person|staff|department|request|desk|number|people|folks|call|case|forum)|help ?desk|help ?line|call cent(?:er|re)|hot ?line|warranty|refund\w*|replacement|rma\b|repair(?:ed|s)?\b|representatives?|supervisor|on hold|hold music|complain(?:ed|t|ts|ing)?|technician|disput(?:e|ed|ing)|billing|reimburs\w+|salesm[ae]n|sales (?:rep\w*|guy|person|associate|team|office)|courier|receipt|live chat|apologi[sz]ed|apology|receptionist|waiter|waitress|cashier|agent|dealer(?:ship)?|installer|claims? adjuster|service (?:rep\w*|desk|center|centre|department|call)|credit bureau|debt|web ?host|isp\b|refus(?:ed|es)|denied|poor service|good service|great service|bad service|terrible service|excellent service|genius bar|rep\b)",
        "goods": r"(?:account|order(?:ed)?|appointment|deliver(?:y|ed)|shipp(?:ed|ing)|store|shop|provider|support|manager|customers?|insurance|invoice|bill|bank|phone|subscription|package|hotel|airline|flight|restaurant|fee|charged?|payment|paid|purchase[d]?|bought|credit card|cancel\w*|service)\b",
        "company": r"(?:they (?:said|told|called|sent|never|refused|were|had|wouldn't|didn't|would|offered|replied|fixed|charged|claimed|gave|promised|responded|don't|won't|can't|just|also|even|finally|keep|kept|have)|the (?:guy|lady|woman|man|rep|representative|agent|person|store|company|bank|technician|tech|manager|supervisor|clerk|salesman|operator|shop|airline|hotel) (?:\w+ )?(?:said|told|was|asked|had|who|at|called|informed|came|did|answered|explained|there|on))\b",
        "vendor": r"(?:our (?:customers?|clients?|users?|team|services?|products?|company|mission|solutions?|platform|support team|staff|customer (?:service|support)|members|agents|patients|guests|new|commitment)|we (?:offer|provide|deliver|are (?:proud|pleased|excited|committed|dedicated|thrilled|hiring|launching|announcing)|serve|strive|believe|help (?:our|customers|companies|businesses|agencies|people)|'re (?:proud|excited|committed|hiring|launching)|launched|built|have (?:launched|released|added|redesigned)|support (?:over|more|our))|(?:contact|call|visit) us|about us|your (?:business|company|organization|organisation|agency|needs|brand|staff|team|employees))\b",
        "promo": r"(?:for immediate release|press release|announce[sd]?|announcing|about (?:the company|[A-Z]\w+(?: [A-Z]\w+){0,3}:)|media contact|register (?:now|today|here|for)|sign up (?:now|today|here|for (?:the|our))|join us|webinar|rsvp|sponsors?|apply (?:now|today|online)|job (?:description|summary|title|opening)|qualifications?|responsibilities|salary|equal opportunity|leading (?:provider|global|manufacturer|supplier|company)|headquartered|limited time|special offer|call for (?:papers|participation|proposals)|summit|conference|ceo|chief executive|innovative|cutting.edge|state.of.the.art|award.winning|industry|solutions?|learn more|for more information|founded in|partnership|\(?NYSE|NASDAQ|brings? together|save the date|keynote|speakers?)\b",
        "advice": r"(?:you (?:should|must|can|need to|may|will|might|want to|have to)|should|always|make sure|how to|tips?|best practices?|steps?|your (?:customers?|users?|clients?|audience|visitors|readers|website|site|employees|staff)|customers? (?:want|expect|need|are|will|who|don't|experience)|companies (?:should|need|must|can|that|are|who)|businesses|organizations?|organisations?|strateg\w+|lesson|ensure|consider|improve|better (?:customer|service|experience)|important|key (?:to|is))\b",
        "news": r"(?:according to|said (?:on|in a|yesterday|today|the)|reported|reports|spokes(?:man|person|woman)|analysts?|survey (?:of|by|found)|percent|per cent|billion|million|quarter|shares|the company said|announced (?:today|that|on))\b",
        "technical": r"(?:code|function|class|method|server-side|api|xml|html|css|javascript|python|java|\.net|c#|sql|query|database|compile\w*|build|install(?:ed|ing)?|release|version|config\w*|script|command|linux|framework|git|assembly|namespace|parameter|object|string|variable|library|module|test|tests|debug\w*|exception|download|plugin|folder|file|files|kernel|package)\b",
        "life": r"(?:movie|episode|song|album|book|novel|game|season|character|band|concert|birthday|wedding|party|christmas|baby|kids|dinner|recipe|weather|school|class|college|university|exam|election|president|politic\w+|government|tax|podcast|blog|posts?|tweet|flickr|photo\w*)\b",
    }.items()
}


# (sign, largest rate per 100 words that counts, weight): the odds of a first-hand story, rounded from a logistic fit
WEIGHTS = (
    ("first", 10.0, 0.15),
    ("contact", 4.0, 0.4),
    ("service", 6.0, 0.4),
    ("goods", 6.0, 0.25),
    ("company", 3.0, 0.5),
    ("vendor", 3.0, -1.05),
    ("promo", 3.0, -0.8),
    ("advice", 4.0, -0.7),
    ("technical", 5.0, -0.3),
    ("life", 4.0, -0.65),
)
HITS = (8.0, 0.4)  # rules that hold, per 100 words
# the densest stretch counts by itself, because a service story is often a small part of a post
STRETCH = 6
STRETCH_WEIGHTS = (("first", 0.3), ("contact", 1.0), ("service", 0.8), ("goods", 0.3), ("company", 0.5))
STRETCH_HIT = 0.4


@dataclass(frozen=True, slots=True)
class Signs:
    """How often each sign stands in a post outside quoted passages, per 100 words and in all; length in words."""

    words: int
    rate: dict[str, float]
    count: dict[str, int]


def signs(title: str, reading: Reading) -> Signs:
    """Count the signs; the title counts as part of the text."""
    own = f"{title}\n{_own_words(reading)}"
    words = max(len(own.split()), 1)
    count = {name: len(sign.findall(own)) for name, sign in SIGNS.items()}
    return Signs(words, {name: 100 * number / words for name, number in count.items()}, count)


def genre(title: str, reading: Reading, found: Sequence[Hit]) -> tuple[str, str]:
    """Return the genre and the reason for it in words; `found` is what the rules for causes and outcomes found."""
    seen = signs(title, reading)
    rate, count = seen.rate, seen.count
    if story(title, reading, found, seen) > 0:
        dealings = f"{count['contact']} dealings with a company, {count['service']} words of service"
        return "experience", f"{count['first']} first-person words, {dealings} in {seen.words} words"
    if rate["promo"] >= 1.0 and rate["promo"] >= rate["advice"] / 2 and rate["first"] < 4.5:
        return "promo", f"{count['promo']} words of announcement in {seen.words}"
    if rate["vendor"] >= 0.3 and rate["service"] >= 0.5 and rate["first"] >= 1.5:
        return "vendor", f"{count['vendor']} phrases of a provider about its customers"
    if rate["advice"] >= 0.6 and rate["service"] >= 1.0:
        return "advice", f"{count['advice']} words of advice, {count['contact']} dealings of the author's own"
    return "other", f"{count['contact']} dealings of the author with a company in {seen.words} words: too few"


def story(title: str, reading: Reading, found: Sequence[Hit], seen: Signs) -> float:
    """Return the log odds that the post is the author's own story of being served; 0 is even."""
    score = sum(min(seen.rate[name], most) * weight for name, most, weight in WEIGHTS)
    score += HITS[1] * min(HITS[0], 100 * len(found) / seen.words)
    score += 0.5 * log1p(seen.count["contact"]) + 0.17 * min(25.0, _densest(reading, found))
    score += 0.7 * min(2, len(SIGNS["service"].findall(title)))
    return score - 0.46 * log(seen.words)


def _densest(reading: Reading, found: Sequence[Hit]) -> float:
    hits = Counter(hit.sentence for hit in found)
    marks = []
    for index, span in enumerate(reading.sentences):
        words = reading.plain[span.start : span.end]
        told = sum(weight * min(2, len(SIGNS[name].findall(words))) for name, weight in STRETCH_WEIGHTS)
        marks.append(told + STRETCH_HIT * min(2, hits[index]))
    return max((sum(marks[start : start + STRETCH]) for start in range(max(1, len(marks) - STRETCH + 1))), default=0.0)


def _own_words(reading: Reading) -> str:
    kept, start = [], 0
    for span in reading.quoted:
        if span.start >= start:
            kept.append(reading.plain[start : span.start])
        start = max(start, span.end)
    return " ".join([*kept, reading.plain[start:]])
