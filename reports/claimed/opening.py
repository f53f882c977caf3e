"""Which quotes of the page stand behind a claim: a number that counts posts opens what these posts say.

A link leads to the first of them, so that it works without a script; with one the others are shown beside it, and no more.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from reports.claimed import ledger
from reports.claimed.ledger import Claim
from reports.page import Report
from reports.quotes import Quote

Opener = Callable[[Claim], Markup]
LEAN = 1.0  # points of the mean reaction from which posts lean to one ending
TABLES = ("posts", "codings", "thank", "answer")  # those whose rows belong to posts that people wrote


def opener(report: Report, shown: Sequence[Quote]) -> Opener:
    """A function that gives a claim the attributes of a link to its quotes, nothing where the page has none of them."""
    quoted = {quote.post for quote in shown}
    whole = (report.posts, report.codings, report.thank, report.answer_first)
    tables = {
        name: frame[frame["post"].isin(quoted)] for name, frame in zip(TABLES, whole, strict=True) if "post" in frame
    }  # of nothing but quoted posts, so that a page of many claims is quickly made
    selected = ledger.selector(tables)

    def link(claim: Claim) -> Markup:
        return _attributes(behind(selected(claim), shown), len(shown))

    return link


def behind(rows: pd.DataFrame, shown: Sequence[Quote]) -> list[int]:
    """The places, from 1, of the quotes of a claim's rows: of their posts or, for codings, of what was coded there."""
    if rows.empty:
        return []
    if "cause" not in rows:
        posts = set(rows["post"])
        return _leaning({place: quote for place, quote in enumerate(shown, 1) if quote.post in posts})
    coded = set(zip(rows["post"], rows["cause"], strict=True))
    sides = set(rows["level"]) - {"mixed"}  # of a mixed coding only what speaks for the side that the others are on
    return [
        place
        for place, quote in enumerate(shown, 1)
        if any((quote.post, tag.cause) in coded and (not sides or tag.level in sides | {"mixed"}) for tag in quote.tags)
    ]


def _leaning(found: Mapping[int, Quote]) -> list[int]:
    """Of posts that lean to one ending, what speaks for it: under a number of the contented no complaint leads."""
    reactions = {quote.post: quote.reaction for quote in found.values()}
    lean = sum(reactions.values()) / max(len(reactions), 1)
    mood = "praise" if lean >= LEAN else "complaint" if lean <= -LEAN else ""
    return [place for place, quote in found.items() if any(tag.mood == mood for tag in quote.tags)] or list(found)


def _attributes(places: Sequence[int], count: int) -> Markup:
    if not places:
        return Markup()
    if len(places) == count:
        return Markup(' href="#evidence" data-q')
    return Markup(' href="#q{}" data-q="{}"').format(places[0], " ".join(map(str, places[1:])))
