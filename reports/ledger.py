"""The ledger of a page: every number and every sentence that claims something, by name, with the rows behind it.

A claim's name stands in the page (`data-c`) and in report.json, so that each can be found, recomputed and compared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

Tell = Callable[..., Markup]


@dataclass(frozen=True, slots=True)
class Claim:
    """What the page says under a name, and the rows that it was computed from.

    `file` is the Parquet file beside the page, "" where the text is a rule of the method; `where` selects its rows in
    the words of `pandas.DataFrame.query`, "" for all.
    """

    name: str
    text: str
    file: str
    where: str


def teller(made: dict[str, Claim]) -> Tell:
    """A function for templates that marks a text as a claim and enters it into `made`.

    It takes name, text, file and where, see Claim. Raises ValueError where one name is to say two things.
    """

    def tell(name: str, text: object, file: str = "", where: str = "") -> Markup:
        claim = Claim(name, str(text), file, where)
        if made.setdefault(name, claim) != claim:
            raise ValueError(f"the claim {name} is made twice: {made[name].text!r}, {claim.text!r}")
        return Markup('<span data-c="{}">{}</span>').format(name, claim.text)

    return tell


def rows(claim: Claim, tables: Mapping[str, pd.DataFrame]) -> int:
    """How many rows stand behind a claim; none behind a rule of the method, or a table that this study has not."""
    table = tables.get(claim.file, pd.DataFrame())
    return len(table.query(claim.where, engine="python")) if claim.where and len(table) else len(table)


def counted(made: Mapping[str, Claim], tables: Mapping[str, pd.DataFrame]) -> list[dict[str, object]]:
    """The claims as rows for report.json, each with the number of rows behind it."""
    known: dict[tuple[str, str], int] = {}
    found: list[dict[str, object]] = []
    for claim in made.values():
        key = (claim.file, claim.where)
        if key not in known:
            known[key] = rows(claim, tables)
        found.append(
            {"claim": claim.name, "text": claim.text, "file": claim.file, "where": claim.where, "rows": known[key]}
        )
    return found
