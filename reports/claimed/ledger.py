"""The ledger of a page: every number and every sentence that claims something, by name, with the rows behind it.

A claim's name stands in the page (`data-c`) and in report.json, so that each can be found, recomputed and compared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

KEYS = ("post", "cause", "level")  # what claims are linked and counted by; whole rows, kept for all, outweigh all else
NO_LINK, LINKED, PLAIN = Markup(), Markup('<a data-c="{}"{}>{}</a>'), Markup('<span data-c="{}"{}>{}</span>')


@dataclass(frozen=True, slots=True)
class Claim:
    """What the page says under a name, and the rows that it was computed from.

    `file` is the table beside the page, "" where the text is a rule of the method; `where` selects its rows in the words
    of `pandas.DataFrame.query`, "" for all; `of` does so on the posts, and only rows of these posts are meant. `counts`
    says that the number in the text is how many rows that are.
    """

    name: str
    text: str
    file: str = ""
    where: str = ""
    of: str = ""
    counts: bool = False


Selector = Callable[[Claim], pd.DataFrame]


def entered(made: dict[str, Claim], claim: Claim) -> Claim:
    """The claim, after it was entered into `made`. Raises ValueError where one name is to say two things."""
    if made.setdefault(claim.name, claim) != claim:
        raise ValueError(f"the claim {claim.name} is made twice: {made[claim.name].text!r}, {claim.text!r}")
    return claim


def marked(claim: Claim, link: Markup = NO_LINK) -> Markup:
    """The claim's text, marked as its own; `link` are the attributes that make it a link, if it is one."""
    return (LINKED if link else PLAIN).format(claim.name, link, claim.text)


def selector(tables: Mapping[str, pd.DataFrame]) -> Selector:
    """A function that gives the rows behind a claim; none behind a rule of the method, or a table that this study has not.

    It gives of them the columns of KEYS alone, and keeps what it found, for many claims ask for the same.
    """
    keys = {file: table[[name for name in KEYS if name in table]] for file, table in tables.items()}
    known: dict[tuple[str, str], pd.DataFrame] = {}

    def rows(file: str, where: str) -> pd.DataFrame:
        found = keys.get(file, pd.DataFrame())
        if not where or not len(found):
            return found
        if (file, where) not in known:
            known[file, where] = found[tables[file].eval(where, engine="python")]
        return known[file, where]

    def selected(claim: Claim) -> pd.DataFrame:
        found = rows(claim.file, claim.where)
        return found[found["post"].isin(rows("posts", claim.of)["post"])] if claim.of and len(found) else found

    return selected


def counted(made: Mapping[str, Claim], tables: Mapping[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The claims as rows for report.json, each with the number of rows behind it."""
    selected = selector(tables)
    return [
        {
            "claim": claim.name, "text": claim.text, "file": claim.file, "where": claim.where, "of": claim.of,
            "rows": len(selected(claim)), "counts": claim.counts,
        }
        for claim in made.values()
    ]  # fmt: skip
