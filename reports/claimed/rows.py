"""Which rows stand behind a number, in the words of `pandas.DataFrame.query`: exactly those that it counts."""

import json
import re
from collections.abc import Iterable, Sequence

from analysis.checks.adjudication import EXPERIENCE
from analysis.checks.handcodes import CODER, PEOPLE
from analysis.cues import squashed
from analysis.estimates import segments
from analysis.estimates.causes import COMPLAINT, COURTESY, DELIGHT, PRAISE

OWN = "genre == 'experience' and duplicate_of.isnull()"  # the posts that count, as a query on the posts file
CODED = {
    "posts": "cause == '{}'",
    "complaints": f"cause == '{{}}' and level in {list(COMPLAINT)}",
    "praise": f"cause == '{{}}' and level in {list(PRAISE)}",
    "mixed": "cause == '{}' and level == 'mixed'",
    "exceeded": "cause == '{}' and level == 'exceeded'",
}
ENDED = {"all": "", "badly": " and reaction < 0", "well": " and reaction > 0"}
BREAK = r"(?:\s|\\[nrt])+"  # between words, as they stand or as JSON writes them
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
MONTHS = ("0[1-3]", "0[4-6]", "0[7-9]", "1[0-2]")  # by quarter


def coded(cause: str, column: str) -> str:
    """The rows of the codings file behind a cell of the ranking; `column` is one of CODED."""
    return CODED[column].format(cause)


def ended(how: str) -> str:
    """The own experiences that ended "badly" or "well", or all."""
    return OWN + ENDED[how]


def reacted(reaction: int) -> str:
    """Those with just this reaction."""
    return f"{OWN} and reaction == {reaction}"


def dated(month: str) -> str:
    """Those of a month ("2026-03")."""
    return f"{OWN} and published.str.match('{month}(?![0-9])')"


def listing(outcomes: Iterable[str], how: str = "all") -> str:
    """Those that tell one of these outcomes at least, by how they ended."""
    names = "|".join(map(re.escape, outcomes))
    return f"{ended(how)} and outcomes.str.contains({f'(?:^|[|])(?:{names})(?:$|[|])'!r})"


def silent(outcomes: Iterable[str], how: str = "all") -> str:
    """Those that tell none of them."""
    return listing(outcomes, how).replace(" and outcomes", " and not outcomes")


def found(code: str) -> str:
    """Rows of the hand codes: posts in which people find a code, of those that the coder coded as well."""
    code, answer = ("genre", f"answer == '{code}'") if code == EXPERIENCE else (code, "answer != '-'")
    return f"who == '{PEOPLE}' and code == '{code}' and {answer} and key.isin(key.where(who == '{CODER}'))"


def delight(number: int) -> str:
    """The codings behind a reason of the happiest, in the order of `analysis.estimates.causes.delight`; politeness comes last."""
    if number < len(DELIGHT):
        return coded(list(DELIGHT.values())[number], "exceeded")
    surplus = f"cause in {list(DELIGHT.values())} and level == 'exceeded'"
    return f"{coded(COURTESY, 'praise')} and not post.isin(post.where({surplus}))"


def segment(kind: str, name: str, companies: Sequence[str]) -> str:
    """The own experiences of a segment (`analysis.estimates.segments`); `companies` are all spellings in the posts file."""
    if kind == segments.COMPANY:
        alike = sorted(one for one in companies if squashed(one) == squashed(name))
        return f"{OWN} and company in {alike!r}"
    if kind == segments.QUERY:
        words = BREAK.join(map(_spelt, name.split()))
        return f"{OWN} and matched.str.contains({_phrase(words)!r})"
    quarter = QUARTER.fullmatch(name)
    months = f"{quarter[1]}-{MONTHS[int(quarter[2]) - 1]}" if quarter else f"{re.escape(name)}-(?:0[1-9]|1[0-2])"
    return f"{OWN} and published.str.match({f'{months}(?![0-9])'!r})"


def _phrase(words: str) -> str:
    """A phrase as one of a list, be it JSON or parted by semicolons."""
    return rf'(?i)(?:^|;|"words": ")\s*{words}\s*(?:"|;|$)'


def _spelt(word: str) -> str:
    """A word in either case, as it stands or as JSON writes it."""
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if letter.isascii() and letter.isalnum():
        return letter  # the pattern takes either case
    forms = {form for same in (letter, letter.upper()) for form in (same, json.dumps(same)[1:-1])}
    told = sorted(map(re.escape, forms))
    return told[0] if len(told) == 1 else f"(?:{'|'.join(told)})"
